"""CleanEvents: raw events, as the delivery laid them down, become the typed and deduplicated table of processed events.

Reads files below ``--source-path`` (Parquet, ORC or JSON lines; any layout by arrival time), writes Parquet below
``--target-path``, partitioned by ``event_date``: event_time, user_id, event_type, event_data, processed_timestamp,
hour_of_day, day_of_week (ISO: Monday is 1), then every other column that the source has.

* A row without a usable event_time, user_id, event_type or dedupe key goes to ``--quarantine-path`` with the reason.
* Of rows with equal dedupe keys on one day the earliest processed stays; then the most complete; then the smallest,
  column by column.
* What is read is merged into the days that it belongs to, so late data finds its day, and a second run over the same
  input changes no byte.
* processed_timestamp is EnrichEvents' ``processed_at``; for data that was not enriched, when its file landed.

Arguments (defaults in brackets): ``--source-format`` [parquet]; ``--source-columns``, the schema as DDL, for JSON
[found out from the data]; ``--dedupe-keys`` [user_id,event_time,event_type]; ``--since`` and ``--until``, a window of
arrival [everything]; ``--job-bookmark-option job-bookmark-enable`` with ``--bookmark-path``, only what arrived since
the last run [off]; ``--max-quarantine-percent``, fail instead of going on [100]; ``--rows-per-file`` [1000000];
``--catalog-table``, database.table whose partitions are registered [none].
"""

from __future__ import annotations

# >>> job runtime: the same in every job; its source is dataplane/spark/job_runtime.py
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
    return (reader if base is None else reader.option("basePath", base)).load([_literal(file.path) for file in files])


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


def _literal(path: str) -> str:
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
    return {"source": {"files": len(chosen)}, **_as_report(published)}


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


def _as_report(published: Published) -> dict[str, Any]:
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


# <<< job runtime


ARGUMENTS = (
    Argument("source-path"),
    Argument("source-format", "parquet"),
    Argument("source-columns", ""),
    Argument("target-path"),
    Argument("quarantine-path"),
    Argument("dedupe-keys", "user_id,event_time,event_type"),
    Argument("since", ""),
    Argument("until", ""),
    Argument("job-bookmark-option", "job-bookmark-disable"),
    Argument("bookmark-path", ""),
    Argument("max-quarantine-percent", "100"),
    Argument("rows-per-file", "1000000"),
    Argument("catalog-table", ""),
)
FORMATS = ("parquet", "orc", "json")
BOOKMARK_MODES = ("job-bookmark-disable", "job-bookmark-enable", "job-bookmark-pause")
FIRST_YEAR, LAST_YEAR = 1970, 2099
# S3 dates an upload from its beginning: a file may come into sight later than its time says. Reading an hour twice is
# harmless, since rows that are already there merge into themselves.
BOOKMARK_OVERLAP = timedelta(hours=1)
ISO_8601 = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?([Zz]|[+-]\d\d(:?\d\d)?)?\z"
# What producers mostly write, and Spark reads as it is; the other spellings are made into it first.
USUAL_TIME = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?\z"
BLANK = r"(?U)^\s*\z"
CORRUPT = "_corrupt_record"
LEADING = ("event_time", "user_id", "event_type", "event_data", "processed_timestamp", "hour_of_day", "day_of_week")
# Columns that become something else, or nothing: EnrichEvents' stamps and what the job itself adds.
CONSUMED = ("processed_at", "processor", "event_date", CORRUPT, "_file", "_landed")


@dataclass(frozen=True)
class Options:
    """The arguments, checked."""

    source: str
    source_format: str
    source_columns: str
    target: str
    quarantine: str
    keys: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    bookmark: str
    """Path of the bookmark; empty when none is used."""
    advance_bookmark: bool
    max_quarantine_percent: int
    rows_per_file: int
    catalog_table: str

    @staticmethod
    def of(values: Mapping[str, str]) -> Options:
        if values["source-format"] not in FORMATS:
            raise JobArgumentError(f"--source-format is {values['source-format']!r}: use {', '.join(FORMATS)}")
        keys = tuple(key.strip() for key in values["dedupe-keys"].split(",") if key.strip())
        if not keys:
            raise JobArgumentError("--dedupe-keys is empty: name the columns by which two events are the same")
        since, until = (parse_moment(name, values[name]) for name in ("since", "until"))
        if since is not None and until is not None and since >= until:
            raise JobArgumentError(f"--since {values['since']} is not before --until {values['until']}")
        mode = values["job-bookmark-option"]
        if mode not in BOOKMARK_MODES:
            raise JobArgumentError(f"--job-bookmark-option is {mode!r}: use {', '.join(BOOKMARK_MODES)}")
        if mode != "job-bookmark-disable" and not values["bookmark-path"]:
            raise JobArgumentError(f"--job-bookmark-option {mode} needs --bookmark-path, where the bookmark is kept")
        # A window given by hand is a repair; it neither follows the bookmark nor moves it.
        bookmarked = mode != "job-bookmark-disable" and since is None and until is None
        return Options(
            source=values["source-path"].rstrip("/"),
            source_format=values["source-format"],
            source_columns=values["source-columns"],
            target=values["target-path"].rstrip("/"),
            quarantine=values["quarantine-path"].rstrip("/"),
            keys=keys,
            since=since,
            until=until,
            bookmark=values["bookmark-path"] if bookmarked else "",
            advance_bookmark=bookmarked and mode == "job-bookmark-enable",
            max_quarantine_percent=parse_count("max-quarantine-percent", values["max-quarantine-percent"], 0, 100),
            rows_per_file=parse_count("rows-per-file", values["rows-per-file"], 1, 10**9),
            catalog_table=values["catalog-table"],
        )


def arrival_of(directories: Sequence[str]) -> tuple[datetime, datetime] | None:
    """The time that a directory of the source stands for: ``year=2026/month=11/day=22/hour=05``, ``dt=2026-11-22`` or
    ``2026/11/22/05``, and beginnings of these; nothing when its name says no time."""
    text = "/".join(re.sub(r"^(year|month|day|hour|dt|date|event_date)=", "", name) for name in directories)
    match = re.search(r"(?:^|/)(\d{4})(?:[-/](\d\d)(?:[-/](\d\d)(?:/(\d\d))?)?)?(?:/|$)", text)
    if match is None:
        return None
    year, month, day, hour = (int(part) if part else None for part in match.groups())
    try:
        start = datetime(year or 1, month or 1, day or 1, hour or 0, tzinfo=UTC)
    except ValueError:
        return None
    if hour is not None:
        return start, start + timedelta(hours=1)
    if day is not None:
        return start, start + timedelta(days=1)
    if month is not None:
        return start, (start + timedelta(days=31)).replace(day=1)
    return start, start.replace(year=start.year + 1) if start.year < 9999 else start


def source_files(
    storage: Storage, root: str, since: datetime | None, until: datetime | None, after: datetime | None
) -> list[StoredFile]:
    """Files that arrived in [since, until): by their directory when it names a time, else by when they were written;
    and that were written after ``after``."""

    def in_window(start: datetime, end: datetime) -> bool:
        return (since is None or end > since) and (until is None or start < until)

    def wanted(directories: tuple[str, ...]) -> bool:
        span = arrival_of(directories)
        return span is None or in_window(*span)

    chosen = []
    for file in storage.files_below(root, wanted):
        written = datetime.fromtimestamp(file.modified_ms / 1000, UTC)
        dated = arrival_of(file.path.removeprefix(f"{root}/").split("/")[:-1]) is not None
        if (dated or in_window(written, written + timedelta(milliseconds=1))) and (after is None or written >= after):
            chosen.append(file)
    return chosen


def read_json(spark: SparkSession, files: Sequence[StoredFile], columns: str) -> DataFrame:
    """JSON lines; a line that is none, or does not fit the columns, arrives as text in the corrupt-record column."""
    paths = [_literal(file.path) for file in files]
    try:
        schema = (spark.createDataFrame([], columns) if columns else spark.read.json(paths)).schema
    except Exception as error:
        if columns and "PARSE" in str(error):
            raise JobArgumentError(f"--source-columns is no list of columns: {error}") from error
        raise
    # Times stay text, to be read by one rule whatever the format is.
    fields = {
        item.name: T.StringType() if item.name in ("event_time", "processed_at") else item.dataType for item in schema
    }
    for name in ("event_time", "user_id", "event_type", CORRUPT):
        fields.setdefault(name, T.StringType())
    reader = spark.read.schema(T.StructType([T.StructField(name, kind) for name, kind in fields.items()]))
    return with_file_origin(reader.option("columnNameOfCorruptRecord", CORRUPT).json(paths))


def read_source(
    spark: SparkSession, files: Sequence[StoredFile], file_format: str, columns: str
) -> tuple[DataFrame | None, list[str]]:
    if file_format == "json":
        return (read_json(spark, files, columns) if files else None), []
    frames, unreadable = read_files(spark, files, file_format, with_origin=True)
    return (union_widened(frames) if frames else None), unreadable


def as_timestamp(column: Column, kind: T.DataType) -> Column:
    """Times as they come (timestamp, date or ISO 8601 text, UTC when there is no zone); null for what is none."""
    if not isinstance(kind, T.StringType):
        return column.cast("timestamp")
    text = F.regexp_replace(F.regexp_replace(F.upper(column), ",", "."), r"(\.\d{6})\d+", "$1")
    text = F.regexp_replace(text, r"([T ]\d\d:\d\d)(?=[Z+-]|\z)", "$1:00")
    text = F.regexp_replace(text, r"([+-]\d\d)(\d\d)\z", "$1:$2")
    text = F.regexp_replace(text, r"(:\d\d(?:\.\d+)?[+-]\d\d)\z", "$1:00")
    usual = F.when(column.rlike(USUAL_TIME), F.try_to_timestamp(column))
    return usual.when(column.rlike(ISO_8601), F.try_to_timestamp(text))


def as_text(column: Column, kind: T.DataType) -> Column:
    """Text, or whole numbers as text; null for anything else."""
    if isinstance(kind, (T.StringType, T.ByteType, T.ShortType, T.IntegerType, T.LongType)):
        return column.cast("string")
    return F.lit(None).cast("string")


def _is_blank(column: Column, kind: T.DataType) -> Column:
    return column.isNull() | (column.rlike(BLANK) if isinstance(kind, T.StringType) else F.lit(False))


def check_source(schema: T.StructType, keys: Sequence[str]) -> None:
    """:raises JobInputError: when no row could ever be clean."""
    missing = [name for name in ("event_time", "user_id", "event_type", *keys) if field_of(schema, name) is None]
    if missing:
        raise JobInputError(f"the source has no {', '.join(dict.fromkeys(missing))}; it has {', '.join(schema.names)}")
    kind = schema["event_time"].dataType
    if not isinstance(kind, (T.StringType, T.TimestampType, T.TimestampNTZType, T.DateType)):
        raise JobInputError(f"event_time is {kind.simpleString()}: it has to be a timestamp or ISO 8601 text")
    unfit = [key for key in keys if isinstance(field_of(schema, key), T.MapType)]
    if unfit:
        raise JobArgumentError(f"--dedupe-keys names {', '.join(unfit)}, a map: maps cannot be compared")


def classify(source: DataFrame, keys: Sequence[str]) -> DataFrame:
    """Every row in its clean shape, with ``_reason`` where it is not clean and ``_record``, the row as it came."""
    schema = source.schema
    kinds = {name: schema[name].dataType for name in schema.names}
    corrupt = F.col(CORRUPT) if CORRUPT in kinds else F.lit(None).cast("string")
    stamps = [
        as_timestamp(F.col(name), kinds[name]) for name in ("processed_at", "processed_timestamp") if name in kinds
    ]
    original = [F.col(f"`{name}`") for name in schema.names if name not in (CORRUPT, "_file", "_landed")]
    # Step by step, so that the costly reading of times is done once per row.
    source = source.withColumn("_time", as_timestamp(F.col("event_time"), kinds["event_time"]))
    time = F.col("_time")

    reason = F.when(corrupt.isNotNull(), F.lit("unparseable_record"))
    reason = reason.when(_is_blank(F.col("event_time"), kinds["event_time"]), F.lit("missing_event_time"))
    reason = reason.when(time.isNull(), F.lit("invalid_event_time"))
    reason = reason.when(~F.year(time).between(FIRST_YEAR, LAST_YEAR), F.lit("event_time_out_of_range"))
    for name in ("user_id", "event_type"):
        reason = reason.when(_is_blank(F.col(name), kinds[name]), F.lit(f"missing_{name}"))
        reason = reason.when(as_text(F.col(name), kinds[name]).isNull(), F.lit(f"invalid_{name}"))
    for key in keys:
        reason = reason.when(F.col(key).isNull(), F.lit(f"missing_{key}"))

    extras = sorted(name for name in schema.names if name not in (*LEADING, *CONSUMED))
    return source.select(
        time.alias("event_time"),
        *[as_text(F.col(name), kinds[name]).alias(name) for name in ("user_id", "event_type")],
        *[F.col(name) for name in ("event_data",) if name in kinds],
        F.coalesce(*stamps, F.col("_landed")).alias("processed_timestamp"),
        F.hour(time).alias("hour_of_day"),
        (F.weekday(time) + 1).alias("day_of_week"),
        *[F.col(f"`{name}`") for name in extras],
        F.to_date(time).alias("event_date"),
        reason.alias("_reason"),
        F.coalesce(corrupt, F.to_json(F.struct(*original), JSON_TEXT)).alias("_record"),
        F.col("_file"),
        F.to_date(F.col("_landed")).alias("landed_date"),
    )


def deduplicate(rows: DataFrame, keys: Sequence[str]) -> DataFrame:
    """One row per key and day. Rows that lack a key (from before it was one) have no duplicates."""
    complete = reduce(lambda all_of, key: all_of & F.col(key).isNotNull(), keys, F.lit(True))
    columns = [F.col(f"`{name}`") for name in rows.columns]
    filled = reduce(lambda total, column: total + column.isNotNull().cast("int"), columns, F.lit(0))
    rank = F.struct(
        F.col("event_time"),
        F.col("processed_timestamp").isNull(),
        F.col("processed_timestamp"),
        -filled,
        *[leaf for item in rows.schema for leaf in leaves(F.col(f"`{item.name}`"), item.dataType)],
    )
    # An aggregation meets a key that most rows share with partial results per task; a window would sort them in one.
    first = (
        rows.filter(complete)
        .groupBy("event_date", *[F.col(key).alias(f"_key{index}") for index, key in enumerate(keys)])
        .agg(F.min_by(F.struct(*columns), rank).alias("_first"))
        .select("_first.*")
    )
    return first.unionByName(rows.filter(~complete))


def quarantine(
    spark: SparkSession,
    classified: DataFrame | None,
    unreadable: Mapping[str, date],
    days: Iterable[date],
    options: Options,
) -> None:
    """Adds what was refused to the quarantine, by the day on which its file landed. A file that is read again adds
    nothing: equal records of one file are one row with a count."""
    storage, path, wanted = Storage(spark), options.quarantine, set(days)
    columns = "reason: string, record: string, source_file: string, occurrences: bigint, landed_date: date"
    refused = small_frame(
        spark,
        [
            {"reason": "unreadable_file", "source_file": file, "occurrences": 1, "landed_date": day.isoformat()}
            for file, day in sorted(unreadable.items())
        ],
        columns,
    )
    if classified is not None:
        rejects = classified.filter("_reason IS NOT NULL").withColumnsRenamed(
            {"_reason": "reason", "_record": "record", "_file": "source_file"}
        )
        keys = ("reason", "record", "source_file")
        refused = refused.unionByName(rejects.groupBy(*keys, "landed_date").agg(F.count("*").alias("occurrences")))
    held = {day: files for day, files in partitions_of(storage, path, "landed_date").items() if day in wanted}
    rows = (
        union_widened([refused, *read_own(spark, held, path)])
        .groupBy("reason", "record", "source_file", "landed_date")
        .agg(F.max("occurrences").alias("occurrences"))
        .select("reason", "record", "source_file", "occurrences", "landed_date")
    )
    order = [F.col(name) for name in ("source_file", "reason", "record")]
    publish(storage, rows, path, "landed_date", order=order, existing=held, rows_per_file=options.rows_per_file)


def read_own(spark: SparkSession, held: Mapping[date, Sequence[StoredFile]], table: str) -> list[DataFrame]:
    """What this job wrote before."""
    frames, unreadable = read_files(spark, [file for files in held.values() for file in files], "parquet", base=table)
    if unreadable:
        raise JobInputError(f"{len(unreadable)} files of {table} cannot be read, the first is {min(unreadable)}")
    return frames


def merge(spark: SparkSession, fresh: DataFrame, days: Iterable[date], options: Options) -> tuple[Published, int]:
    """Merges clean rows into the days that they belong to; also gives how many rows those days had before."""
    storage = Storage(spark)
    wanted = set(days)
    held = {day: files for day, files in partitions_of(storage, options.target, "event_date").items() if day in wanted}
    present = read_own(spark, held, options.target)
    before = sum(frame.count() for frame in present)
    merged = union_widened([fresh, *present])
    extras = sorted(set(merged.columns) - set(LEADING) - {"event_date"})
    columns = [*(name for name in LEADING if name in merged.columns), *extras, "event_date"]
    published = publish(
        storage,
        deduplicate(merged.select(*[F.col(f"`{name}`") for name in columns]), options.keys),
        options.target,
        "event_date",
        order=[F.col(name) for name in ("event_time", "user_id", "event_type")],
        existing=held,
        rows_per_file=options.rows_per_file,
    )
    return published, before


def read_bookmark(storage: Storage, path: str) -> datetime | None:
    """From when on files are to be read; nothing before the first run."""
    text = storage.read_text(path)
    if text is None:
        return None
    try:
        return datetime.fromisoformat(json.loads(text)["through"]) - BOOKMARK_OVERLAP
    except (ValueError, TypeError, KeyError) as error:
        raise JobInputError(f"{path} is not a bookmark; delete it to read everything again") from error


def clean_events(spark: SparkSession, values: Mapping[str, str]) -> dict[str, Any]:
    """The job; gives its report."""
    options = Options.of(values)
    storage = Storage(spark)
    after = read_bookmark(storage, options.bookmark) if options.bookmark else None
    files = source_files(storage, options.source, options.since, options.until, after)
    source, unreadable = read_source(spark, files, options.source_format, options.source_columns)

    clean: dict[date, int] = {}
    refused: dict[str, int] = {"unreadable_file": len(unreadable)} if unreadable else {}
    written = {file.path: datetime.fromtimestamp(file.modified_ms / 1000, UTC).date() for file in files}
    broken = {path: written[path] for path in unreadable}
    refused_on = set(broken.values())
    classified = None
    if source is not None:
        check_source(source.schema, options.keys)
        classified = classify(source, options.keys)
        for reason, day, landed, count in classified.groupBy("_reason", "event_date", "landed_date").count().collect():
            if reason is None:
                clean[day] = clean.get(day, 0) + count
            else:
                refused[reason] = refused.get(reason, 0) + count
                refused_on.add(landed)
    bad = sum(refused.values())
    read = sum(clean.values()) + bad
    if bad * 100 > options.max_quarantine_percent * read:
        raise JobInputError(
            f"{bad} of {read} rows would go to the quarantine, more than --max-quarantine-percent "
            f"{options.max_quarantine_percent} allows: {json.dumps(refused, sort_keys=True)}; nothing was written"
        )
    if refused:
        quarantine(spark, classified, broken, refused_on, options)
    published, before = Published(), 0
    if classified is not None and clean:
        fresh = classified.filter("_reason IS NULL").drop("_reason", "_record", "_file", "landed_date")
        published, before = merge(spark, fresh, clean, options)
        if options.catalog_table:
            register_partitions(spark, options.catalog_table, "event_date", published.rows)
    if options.advance_bookmark and files:
        newest = datetime.fromtimestamp(max(file.modified_ms for file in files) / 1000, UTC)
        storage.write_text(options.bookmark, json.dumps({"through": newest.isoformat()}))
    added = sum(published.rows.values()) - before
    return {
        "source": {"files": len(files), "rows": read},
        "quarantined": dict(sorted(refused.items())),
        "added": added,
        "duplicates": sum(clean.values()) - added,
        **_as_report(published),
    }


if __name__ == "__main__":
    run_job("CleanEvents", ARGUMENTS, clean_events, sys.argv)
