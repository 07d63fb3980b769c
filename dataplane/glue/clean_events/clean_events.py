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

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

from job_runtime import (
    JSON_TEXT,
    UTC,
    Argument,
    JobArgumentError,
    JobInputError,
    Published,
    Storage,
    StoredFile,
    as_report,
    field_of,
    leaves,
    literal_path,
    parse_count,
    parse_moment,
    partitions_of,
    publish,
    read_files,
    register_partitions,
    run_job,
    small_frame,
    union_widened,
    with_file_origin,
)
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812
from pyspark.sql import types as T  # noqa: N812

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
    paths = [literal_path(file.path) for file in files]
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
        **as_report(published),
    }


if __name__ == "__main__":
    run_job("CleanEvents", ARGUMENTS, clean_events, sys.argv)
