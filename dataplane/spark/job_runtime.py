"""What every Spark job of the data plane shares. Jobs import it; in AWS, where a job is one file, there is nothing to
import from: ``dataplane/packaging.ts`` puts what follows the first import below into the job's packaged text, in place
of its ``from job_runtime import``. So names here and names of a job live in one file; packaging refuses equal ones.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import math
import re
import sys
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import reduce
from typing import Any, NoReturn

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 -- the name that Spark's own pages use
from pyspark.sql import types as T  # noqa: N812

# This file runs on Python 3.9 too, which EMR 7 has: no newer syntax, and no datetime.UTC.
UTC = timezone.utc

SPARK_SETTINGS = {
    # All times are UTC; nothing depends on where the cluster stands.
    "spark.sql.session.timeZone": "UTC",
    # The same on Spark 3.5 (default off) and 4 (default on): what goes wrong unforeseen is an error, not a silent null.
    "spark.sql.ansi.enabled": "true",
    # Microseconds with statistics, readable by Athena engine 3 and every newer reader; the default INT96 has neither.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
# Deterministic text of a row: every field, every digit.
JSON_TEXT = {
    "ignoreNullFields": "false",
    "timestampFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'",
    "timestampNTZFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
}


class JobError(Exception):
    """A job cannot go on; the message is for whoever runs it."""


class JobArgumentError(JobError):
    """An argument is missing, misspelt or has a value that cannot work."""


class JobInputError(JobError):
    """The data cannot be what this job reads."""


class ConcurrentWriteError(JobError):
    """Somebody else wrote the same partition meanwhile. Nothing was changed by this run; running it again is safe."""


@dataclass(frozen=True)
class Argument:
    """One ``--name value``. Without a default it must be given; an empty default means "not set"."""

    name: str
    default: str | None = None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobArgumentError(message)


def parse_arguments(argv: Sequence[str], arguments: Sequence[Argument]) -> dict[str, str]:
    """Values by argument name. Arguments of the platform (Glue adds many) are passed over.

    :raises JobArgumentError: when one is missing, or an unknown one looks like a slip of the pen.
    """
    parser = _Parser(allow_abbrev=False, add_help=False)
    for argument in arguments:
        parser.add_argument(f"--{argument.name}", default=argument.default, required=argument.default is None)
    known, others = parser.parse_known_args(list(argv))
    names = [f"--{argument.name}" for argument in arguments]
    for other in others:
        near = difflib.get_close_matches(other.partition("=")[0], names, n=1, cutoff=0.85)
        if other.startswith("--") and near:
            raise JobArgumentError(f"unknown argument {other}: did you mean {near[0]}?")
    return {name.replace("_", "-"): str(value).strip() for name, value in vars(known).items()}


def parse_moment(name: str, text: str) -> datetime | None:
    """``2026-11-20`` or ``2026-11-20T06:00:00Z`` as UTC; nothing for an empty text."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"[Zz]$", "+00:00", text))
    except ValueError as error:
        raise JobArgumentError(
            f"--{name} is {text!r}: write a date or time such as 2026-11-20 or 2026-11-20T06:00:00Z"
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def parse_count(name: str, text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"\d{1,12}", text) or not least <= int(text) <= most:
        raise JobArgumentError(f"--{name} is {text!r}: use a whole number from {least} to {most}")
    return int(text)


def start_job(name: str, argv: Sequence[str]) -> tuple[SparkSession, Callable[[], None]]:
    """The Spark session, and what to call when the job succeeded.

    This is all that knows of Glue: there the session comes out of GlueContext and Glue's Job is committed at the end.
    Anywhere else (EMR, a laptop) it is plain Spark.
    """
    try:
        from awsglue.context import GlueContext  # noqa: PLC0415
        from awsglue.job import Job  # noqa: PLC0415
        from awsglue.utils import getResolvedOptions  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name != "awsglue":
            raise
        spark = SparkSession.builder.appName(name).getOrCreate()
        commit: Callable[[], None] = lambda: None  # noqa: E731
    else:
        from pyspark import SparkContext  # noqa: PLC0415

        options = getResolvedOptions(list(argv), ["JOB_NAME"])
        context = GlueContext(SparkContext.getOrCreate())
        job = Job(context)
        job.init(options["JOB_NAME"], options)
        spark, commit = context.spark_session, job.commit
    for key, value in SPARK_SETTINGS.items():
        spark.conf.set(key, value)
    return spark, commit


@dataclass(frozen=True, order=True)
class StoredFile:
    path: str
    modified_ms: int
    size: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


class Storage:
    """Files on S3, HDFS or a disk, through the same Hadoop file systems by which Spark reads them."""

    def __init__(self, spark: SparkSession) -> None:
        self._jvm: Any = spark._jvm
        self._configuration: Any = spark._jsc.hadoopConfiguration()

    def _at(self, path: str) -> tuple[Any, Any]:
        java_path = self._jvm.org.apache.hadoop.fs.Path(path)
        return java_path.getFileSystem(self._configuration), java_path

    def children(self, path: str) -> tuple[list[str], list[StoredFile]]:
        """Names of directories, and files with content, both sorted. Hidden ones (_ or .) are not data and left out."""
        system, java_path = self._at(path)
        if not system.exists(java_path):
            return [], []
        directories, files = [], []
        for status in system.listStatus(java_path):
            name = status.getPath().getName()
            if name.startswith(("_", ".")):
                continue
            if status.isDirectory():
                directories.append(name)
            elif status.getLen() > 0:
                files.append(StoredFile(f"{path}/{name}", status.getModificationTime(), status.getLen()))
        return sorted(directories), sorted(files)

    def files_below(
        self, root: str, wanted: Callable[[tuple[str, ...]], bool] = lambda _: True, below: tuple[str, ...] = ()
    ) -> list[StoredFile]:
        """All files below ``root``; directories that ``wanted`` refuses, by their names, are not listed."""
        directories, files = self.children("/".join((root, *below)))
        for name in directories:
            if wanted((*below, name)):
                files += self.files_below(root, wanted, (*below, name))
        return files

    def move(self, source: str, target: str) -> None:
        system, java_source = self._at(source)
        _, java_target = self._at(target)
        system.mkdirs(java_target.getParent())
        if not system.rename(java_source, java_target):
            raise JobError(f"{source} could not be moved to {target}")

    def delete(self, path: str) -> None:
        system, java_path = self._at(path)
        system.delete(java_path, True)

    def read_text(self, path: str) -> str | None:
        system, java_path = self._at(path)
        if not system.exists(java_path):
            return None
        stream = system.open(java_path)
        try:
            return str(self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def is_whole(self, file: StoredFile, file_format: str) -> bool:
        """Whether a Parquet or ORC file has its marks at both ends; one that was cut, or is something else, has not."""
        head, tail = {"parquet": (b"PAR1", b"PAR1"), "orc": (b"ORC", b"ORC")}[file_format]
        # ORC ends with its mark and one more byte.
        behind = 1 if file_format == "orc" else 0
        if file.size < len(head) + len(tail) + behind:
            return False
        system, java_path = self._at(file.path)
        stream = system.open(java_path)
        try:
            read = self._jvm.org.apache.commons.io.IOUtils.toByteArray
            begins = bytes(read(stream, len(head))) == head
            stream.seek(file.size - len(tail) - behind)
            return begins and bytes(read(stream, len(tail))) == tail
        finally:
            stream.close()

    def write_text(self, path: str, text: str) -> None:
        system, java_path = self._at(path)
        stream = system.create(java_path, True)
        try:
            stream.write(bytearray(text.encode()))
        finally:
            stream.close()


def widest(first: T.DataType, second: T.DataType) -> T.DataType:
    """The narrowest type that holds the values of both; text when nothing else does."""
    if first == second:
        return first
    if isinstance(first, T.NullType) or isinstance(second, T.NullType):
        return second if isinstance(first, T.NullType) else first
    if isinstance(first, T.StructType) and isinstance(second, T.StructType):
        return _widest_struct(first, second)
    if isinstance(first, T.ArrayType) and isinstance(second, T.ArrayType):
        return T.ArrayType(widest(first.elementType, second.elementType))
    if isinstance(first, T.MapType) and isinstance(second, T.MapType) and first.keyType == second.keyType:
        return T.MapType(first.keyType, widest(first.valueType, second.valueType))
    if isinstance(first, T.DecimalType) and isinstance(second, T.DecimalType):
        scale = max(first.scale, second.scale)
        whole = max(first.precision - first.scale, second.precision - second.scale)
        return T.DecimalType(whole + scale, scale) if whole + scale <= 38 else T.DoubleType()
    for ladder in (
        (T.ByteType, T.ShortType, T.IntegerType, T.LongType),
        # Not every long has an exact double; text would be worse.
        (T.ByteType, T.ShortType, T.IntegerType, T.LongType, T.FloatType, T.DecimalType, T.DoubleType),
        (T.DateType, T.TimestampType),
        (T.DateType, T.TimestampNTZType, T.TimestampType),
    ):
        if type(first) in ladder and type(second) in ladder:
            top: type[T.DataType] = ladder[max(ladder.index(type(first)), ladder.index(type(second)))]
            return T.DoubleType() if top in (T.FloatType, T.DecimalType) else top()
    return T.StringType()


def _widest_struct(first: T.StructType, second: T.StructType) -> T.StructType:
    names = list(dict.fromkeys([*first.names, *second.names]))
    types = {name: [schema[name].dataType for schema in (first, second) if name in schema.names] for name in names}
    return T.StructType([T.StructField(name, reduce(widest, both)) for name, both in types.items()])


def aligned(column: Column, source: T.DataType, target: T.DataType) -> Column:
    """``column`` in a type that ``widest`` chose; fields that it lacks are null."""
    if source == target:
        return column
    if isinstance(source, T.StructType) and isinstance(target, T.StructType):
        fields = [
            aligned(column[wanted.name], source[wanted.name].dataType, wanted.dataType).alias(wanted.name)
            if wanted.name in source.names
            else F.lit(None).cast(wanted.dataType).alias(wanted.name)
            for wanted in target
        ]
        return F.when(column.isNotNull(), F.struct(*fields))
    if isinstance(source, T.ArrayType) and isinstance(target, T.ArrayType):
        inner, wanted_inner = source.elementType, target.elementType
        return F.transform(column, lambda item: aligned(item, inner, wanted_inner))
    if isinstance(source, T.MapType) and isinstance(target, T.MapType):
        value, wanted_value = source.valueType, target.valueType
        return F.transform_values(column, lambda _, item: aligned(item, value, wanted_value))
    if isinstance(source, (T.StructType, T.ArrayType, T.MapType)):
        return F.to_json(column, JSON_TEXT)
    return column.cast(target)


def union_widened(frames: Sequence[DataFrame]) -> DataFrame:
    """All rows, by column name, in the widest types; columns that a frame lacks are null."""
    schema = reduce(_widest_struct, [_nullable(frame.schema) for frame in frames])
    return reduce(
        DataFrame.unionAll,
        [
            frame.select(
                *[
                    aligned(
                        F.col(f"`{wanted.name}`"), _nullable(frame.schema)[wanted.name].dataType, wanted.dataType
                    ).alias(wanted.name)
                    if wanted.name in frame.columns
                    else F.lit(None).cast(wanted.dataType).alias(wanted.name)
                    for wanted in schema
                ]
            )
            for frame in frames
        ],
    )


def leaves(column: Column, kind: T.DataType) -> list[Column]:
    """A value as a list of plain ones, each preceded by whether it is null: equal lists are equal values, and lists can
    be hashed and compared whatever the type is."""
    if isinstance(kind, T.StructType):
        inner = [leaf for item in kind for leaf in leaves(column[item.name], item.dataType)]
        return [column.isNull(), *inner]
    if isinstance(kind, (T.ArrayType, T.MapType)):
        return [column.isNull(), F.to_json(column, JSON_TEXT)]
    return [column.isNull(), column]


def small_frame(spark: SparkSession, rows: Iterable[Mapping[str, object]], columns: str) -> DataFrame:
    """A frame of a few rows that needs no Python on the workers; ``columns`` as DDL, dates as text."""
    text = F.lit(json.dumps(list(rows)))
    return spark.range(1).select(F.inline(F.from_json(text, f"array<struct<{columns}>>")))


def _nullable(data_type: Any) -> Any:
    """The type with everything nullable and without metadata, so that equal types compare equal."""
    if isinstance(data_type, T.StructType):
        return T.StructType([T.StructField(item.name, _nullable(item.dataType)) for item in data_type])
    if isinstance(data_type, T.ArrayType):
        return T.ArrayType(_nullable(data_type.elementType))
    if isinstance(data_type, T.MapType):
        return T.MapType(data_type.keyType, _nullable(data_type.valueType))
    return data_type


def _load(
    spark: SparkSession, files: Sequence[StoredFile], file_format: str, base: str | None, schema: T.StructType | None
) -> DataFrame:
    reader = spark.read.format(file_format)
    reader = reader.option("mergeSchema", "true") if schema is None else reader.schema(schema)
    return (reader if base is None else reader.option("basePath", base)).load(
        [literal_path(file.path) for file in files]
    )


Pieces = list[tuple[DataFrame, list[StoredFile]]]


def _pieces(
    spark: SparkSession, files: list[StoredFile], file_format: str, base: str | None
) -> tuple[Pieces, list[StoredFile]]:
    """Cuts a list of files where schemas cannot be merged; gives the broken files apart.

    Spark merges new columns by itself but not changed types. Schemas change rarely and files are in order of time, so
    halving finds the places of change in few steps. A file counts as broken by what is in it, never because reading it
    failed: that may have been the network, or a permission.
    """
    if not files:
        return [], []
    try:
        return [(_load(spark, files, file_format, base, None), files)], []
    except Exception as error:
        if not any(sign in str(error) for sign in ("CANNOT_MERGE", "Failed to merge", "Failed merging")):
            broken = [file for file in files if not Storage(spark).is_whole(file, file_format)]
            if not broken:
                raise
            pieces, _ = _pieces(spark, [file for file in files if file not in broken], file_format, base)
            return pieces, broken
        if len(files) == 1:
            raise
    middle = len(files) // 2
    first, second = (_pieces(spark, half, file_format, base) for half in (files[:middle], files[middle:]))
    return first[0] + second[0], first[1] + second[1]


def literal_path(path: str) -> str:
    """A path that Spark does not take for a pattern."""
    return re.sub(r"([*?\[\]{}\\])", r"\\\1", path)


def read_files(
    spark: SparkSession,
    files: Iterable[StoredFile],
    file_format: str,
    base: str | None = None,
    with_origin: bool = False,
) -> tuple[list[DataFrame], list[str]]:
    """Frames of one schema each (see union_widened), and paths of files that are broken.

    ``base`` is the table's location when partition columns are to be read from the path; ``with_origin`` adds
    ``_file`` and ``_landed`` (when the file was written).
    """
    pieces, broken = _pieces(spark, sorted(files), file_format, base)
    groups: dict[str, Pieces] = {}
    for frame, members in pieces:
        groups.setdefault(_nullable(frame.schema).json(), []).append((frame, members))
    frames = []
    for group in groups.values():
        frame = group[0][0]
        if len(group) > 1:
            members = sorted(file for _, some in group for file in some)
            frame = _load(spark, members, file_format, base, _nullable(frame.schema))
        frames.append(with_file_origin(frame) if with_origin else frame)
    return frames, [file.path for file in broken]


def with_file_origin(frame: DataFrame) -> DataFrame:
    return frame.select(
        "*", F.col("_metadata.file_path").alias("_file"), F.col("_metadata.file_modification_time").alias("_landed")
    )


def partitions_of(storage: Storage, table: str, column: str) -> dict[date, list[StoredFile]]:
    """Files of a table that is partitioned by one date column, by partition."""
    found = {}
    for name in storage.children(table)[0]:
        match = re.fullmatch(rf"{re.escape(column)}=(\d{{4}}-\d\d-\d\d)", name)
        if match:
            found[date.fromisoformat(match[1])] = storage.files_below(f"{table}/{name}")
    return found


@dataclass
class Published:
    """Rows per partition as the table now has them, and how many files that took."""

    rows: dict[str, int] = field(default_factory=dict)
    files_written: int = 0
    files_unchanged: int = 0
    files_removed: int = 0


def _placed(rows: DataFrame, column: str, files: Mapping[str, int]) -> DataFrame:
    """Rows with ``_row``, a hash of all that they hold, and ``_file``, which of its day's ``files`` each belongs to."""
    fields = [item for item in rows.schema if item.name != column]
    content = [leaf for item in fields for leaf in leaves(F.col(f"`{item.name}`"), item.dataType)]
    hashed = rows.withColumn("_row", F.xxhash64(*content))
    if max(files.values()) == 1:
        return hashed.withColumn("_file", F.lit(0))
    counts = [{column: day, "_files": count} for day, count in files.items()]
    known = small_frame(rows.sparkSession, counts, f"{column}: date, _files: int")
    number = F.pmod(F.col("_row"), F.col("_files")).cast("int")
    return hashed.join(F.broadcast(known), column).withColumn("_file", number).drop("_files")


def _file_names(placed: DataFrame, column: str, shape: str) -> dict[tuple[str, int], str]:
    """Names that follow from what the files hold, by day and number: equal rows in equal columns, equal name."""
    digests = placed.groupBy(column, "_file").agg(F.count("*"), F.bit_xor("_row"), F.sum(F.col("_row") % 1_000_003))
    return {
        (str(day), number): f"part-{number:05d}-{hashlib.sha256(f'{shape}:{digest}'.encode()).hexdigest()[:16]}"
        ".snappy.parquet"
        for day, number, *digest in digests.collect()
    }


def publish(
    storage: Storage,
    rows: DataFrame,
    table: str,
    column: str,
    *,
    order: Sequence[Column],
    existing: Mapping[date, Sequence[StoredFile]],
    rows_per_file: int,
) -> Published:
    """Makes ``rows`` the content of exactly those partitions (by the date ``column``) that they have rows for.

    A file's name and bytes follow from its rows alone, so the same rows give the same files: what is unchanged is not
    written again. New files are moved in before old ones go: a reader may for a moment see a row twice, never miss one,
    and a run that dies in between is healed by the next. ``existing`` is what the partitions held when this job read
    them; only those files are ever removed.

    :raises ConcurrentWriteError: when a partition no longer holds what it held.
    """
    rows = rows.persist()
    staging = f"{table}/_staging-{uuid.uuid4().hex}"
    try:
        result = Published({str(row[0]): row[1] for row in sorted(rows.groupBy(column).count().collect())})
        if not result.rows:
            return result
        placed = _placed(rows, column, {day: math.ceil(count / rows_per_file) for day, count in result.rows.items()})
        names = _file_names(placed, column, ",".join(f"{name} {kind}" for name, kind in rows.dtypes))
        present = {str(day): {file.name: file for file in files} for day, files in existing.items()}
        changed = {key: name for key, name in names.items() if name not in present.get(key[0], {})}
        if changed:
            _stage(placed, column, changed, files=len(names), order=order, staging=staging)
        for day in result.rows:
            held = {file.name for file in storage.files_below(f"{table}/{column}={day}")}
            if held != set(present.get(day, {})):
                raise ConcurrentWriteError(
                    f"{table}/{column}={day} was written by somebody else while this job ran; nothing was changed, "
                    "run it again"
                )
        for (day, number), name in sorted(changed.items()):
            (file,) = storage.children(f"{staging}/{column}={day}/_file={number}")[1]
            storage.move(file.path, f"{table}/{column}={day}/{name}")
        keep = {(day, name) for (day, _), name in names.items()}
        outdated = [
            file for day in result.rows for name, file in present.get(day, {}).items() if (day, name) not in keep
        ]
        for file in outdated:
            storage.delete(file.path)
        result.files_written, result.files_unchanged = len(changed), len(names) - len(changed)
        result.files_removed = len(outdated)
        return result
    finally:
        storage.delete(staging)
        rows.unpersist()


def _stage(
    placed: DataFrame,
    column: str,
    changed: Mapping[tuple[str, int], str],
    *,
    files: int,
    order: Sequence[Column],
    staging: str,
) -> None:
    """Writes the changed ones of a number of ``files``, each in a directory of its own."""
    if len(changed) < files:
        wanted = [{column: day, "_file": number} for day, number in changed]
        kept = small_frame(placed.sparkSession, wanted, f"{column}: date, _file: int")
        placed = placed.join(F.broadcast(kept), [column, "_file"], "left_semi")
    (
        placed.repartition(min(len(changed), 10_000), column, "_file")
        .sortWithinPartitions(column, "_file", *order, "_row")
        .drop("_row")
        .write.partitionBy(column, "_file")
        .option("compression", "snappy")
        .parquet(staging)
    )


def register_partitions(spark: SparkSession, table: str, column: str, days: Iterable[str]) -> None:
    """Tells the catalog of new partitions, so that Athena sees them without a crawler. ``table`` is database.table."""
    if not re.fullmatch(r"[A-Za-z0-9_]+\.[A-Za-z0-9_]+", table):
        raise JobArgumentError(f"--catalog-table is {table!r}: write database.table")
    name = ".".join(f"`{part}`" for part in table.split("."))
    for day in sorted(days):
        spark.sql(f"ALTER TABLE {name} ADD IF NOT EXISTS PARTITION ({column} = DATE '{date.fromisoformat(day)}')")


REBUILD_ARGUMENTS = (
    Argument("source-path"),
    Argument("target-path"),
    Argument("since", ""),
    Argument("until", ""),
    Argument("rows-per-file", "1000000"),
    Argument("catalog-table", ""),
)


def rebuild_partitions(
    spark: SparkSession, options: Mapping[str, str], build: Callable[[DataFrame], DataFrame], order: Sequence[str]
) -> dict[str, Any]:
    """Derives a table from another one, both partitioned by ``event_date``, a whole partition at a time.

    Rebuilt are the partitions of ``[--since, --until)``, or without these all whose source is newer than their target:
    late data that reached an old day is found by itself. Gives the job's report.
    """
    storage = Storage(spark)
    source, target = options["source-path"].rstrip("/"), options["target-path"].rstrip("/")
    rows_per_file = parse_count("rows-per-file", options["rows-per-file"], 1, 10**9)
    since, until = (parse_moment(name, options[name]) for name in ("since", "until"))
    held = partitions_of(storage, target, "event_date")
    chosen = []
    for day, files in sorted(partitions_of(storage, source, "event_date").items()):
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        if since or until:
            wanted = (since is None or start + timedelta(days=1) > since) and (until is None or start < until)
        else:
            newest = max((file.modified_ms for file in files), default=0)
            wanted = newest >= min((file.modified_ms for file in held.get(day, [])), default=0)
        chosen += files if wanted else []
    frames, unreadable = read_files(spark, chosen, "parquet", base=source)
    if unreadable:
        raise JobInputError(f"{len(unreadable)} files cannot be read, the first is {min(unreadable)}")
    published = Published()
    if frames:
        result = build(union_widened(frames))
        published = publish(
            storage,
            result,
            target,
            "event_date",
            order=[F.col(name) for name in order],
            existing=held,
            rows_per_file=rows_per_file,
        )
        if options["catalog-table"]:
            register_partitions(spark, options["catalog-table"], "event_date", published.rows)
    return {"source": {"files": len(chosen)}, **as_report(published)}


def field_of(schema: T.StructType, path: str) -> T.DataType | None:
    """Type of a column or, with dots, of a field inside one."""
    kind: T.DataType = schema
    for name in path.split("."):
        if not isinstance(kind, T.StructType) or name not in kind.names:
            return None
        kind = kind[name].dataType
    return kind


def require_columns(frame: DataFrame, wanted: Mapping[str, str]) -> None:
    """:raises JobInputError: unless each column (with dots: field) is there in its type, by Spark's short name; an
    empty type will do with any."""
    wrong = []
    for path, kind in wanted.items():
        found = field_of(frame.schema, path)
        if found is None:
            wrong.append(f"{path} is missing")
        elif kind and found.simpleString() != kind:
            wrong.append(f"{path} is {found.simpleString()}, not {kind}")
    if wrong:
        raise JobInputError(f"the source table does not fit: {'; '.join(wrong)}")


def as_report(published: Published) -> dict[str, Any]:
    return {
        "partitions": published.rows,
        "files": {
            "written": published.files_written,
            "unchanged": published.files_unchanged,
            "removed": published.files_removed,
        },
    }


def run_job(
    name: str,
    arguments: Sequence[Argument],
    work: Callable[[SparkSession, Mapping[str, str]], dict[str, Any]],
    argv: Sequence[str],
) -> dict[str, Any]:
    """Runs a job from its command line; its report is printed as one line of JSON for the log."""
    options = parse_arguments(argv[1:], arguments)
    spark, commit = start_job(name, argv)
    report = {"job": name, **work(spark, options)}
    print(json.dumps(report, sort_keys=True), file=sys.stdout, flush=True)
    commit()
    return report
