"""CleanEvents on real Spark; what it gives is compared, row for row, with what DuckDB makes of the same files."""

from __future__ import annotations

import gzip
import json
import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import clean_events
import clickstream
import duckdb
import pytest
import raw_zone
import times
from job_runtime import ConcurrentWriteError, JobArgumentError, JobInputError, Storage, parse_arguments, run_job
from packaged import own

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.usefixtures("spark")

# The rules of CleanEvents, told a second time in another engine's words.
REFERENCE = r"""
WITH typed AS (
  SELECT *,
    CASE WHEN regexp_full_match(event_time,
        '\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):\d\d(:\d\d([.,]\d{1,9})?)?([Zz]|[+-](0\d|1[0-8])(:?\d\d)?)?')
      THEN timezone('UTC', try_cast(event_time AS TIMESTAMPTZ)) END AS t
  FROM read_parquet('{raw}/**/*.parquet', hive_partitioning = false)
), judged AS (
  SELECT *, CASE
    WHEN event_time IS NULL OR trim(event_time) = '' THEN 'missing_event_time'
    WHEN t IS NULL THEN 'invalid_event_time'
    WHEN year(t) NOT BETWEEN 1970 AND 2099 THEN 'event_time_out_of_range'
    WHEN user_id IS NULL OR regexp_full_match(user_id, '\s*') THEN 'missing_user_id'
    WHEN event_type IS NULL OR regexp_full_match(event_type, '\s*') THEN 'missing_event_type'
  END AS reason
  FROM typed
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY user_id, t, event_type
    ORDER BY processed_at::TIMESTAMPTZ, event_data) AS place
  FROM judged WHERE reason IS NULL
), theirs AS (
  SELECT t AS event_time, user_id, event_type, event_data,
    timezone('UTC', processed_at::TIMESTAMPTZ) AS processed_timestamp,
    hour(t)::INTEGER AS hour_of_day, isodow(t)::INTEGER AS day_of_week, t::DATE AS event_date
  FROM ranked WHERE place = 1
), ours AS (
  FROM {ours}
)
"""
DAY = datetime(2026, 11, 20, tzinfo=UTC)


class Lake:
    """Zones of one test, and the job over them."""

    def __init__(self, root: Path) -> None:
        self.raw, self.target, self.refused = root / "raw zone", root / "processed", root / "quarantine"

    def clean(self, **options: object) -> dict[str, Any]:
        paths = {"source_path": self.raw, "target_path": self.target, "quarantine_path": self.refused}
        argv = raw_zone.run_arguments(**{**paths, **options})
        report = own(clean_events, run_job)("CleanEvents", clean_events.ARGUMENTS, clean_events.clean_events, argv)
        assert not list(self.target.glob("_staging*")), "nothing is left behind"
        return report

    def rows(self, columns: str = "*") -> list[tuple[Any, ...]]:
        return query(f"SELECT {columns} FROM {table(self.target)} ORDER BY ALL")

    def quarantined(self, columns: str = "reason, occurrences") -> list[tuple[Any, ...]]:
        return query(f"SELECT {columns} FROM read_parquet('{self.refused}/*/*.parquet') ORDER BY ALL")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path)


def query(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        return engine.execute(sql).fetchall()


def table(root: Path) -> str:
    """A processed table, with its times as plain timestamps in UTC."""
    return (
        "(SELECT * REPLACE (timezone('UTC', event_time) AS event_time, "
        "timezone('UTC', processed_timestamp) AS processed_timestamp) "
        f"FROM read_parquet('{root}/*/*.parquet', hive_partitioning = true, union_by_name = true, "
        "hive_types = {'event_date': DATE}))"
    )


def sample(count: int, seed: int = 5, days: int = 2, **shares: float) -> list[clickstream.Delivery]:
    return list(clickstream.deliveries(count, seed, DAY, timedelta(days=days), **shares))


def row(event_time: object = "2026-11-20T10:00:00Z", **fields: Any) -> raw_zone.Row:
    return {
        "event_time": event_time,
        "user_id": "u1",
        "event_type": "page_view",
        "event_data": {"page": "/home", "duration": 3, "success": True},
        "processed_at": "2026-11-20T10:00:05Z",
        "processor": "p",
        "year": "2026",
        "month": "11",
        "day": "20",
        "hour": "10",
        **fields,
    }


def test_two_hundred_thousand_events_come_out_as_the_reference_says(large: Any) -> None:
    reference = REFERENCE.replace("{raw}", str(large.raw)).replace("{ours}", table(large.processed))
    assert query(f"{reference} FROM theirs EXCEPT ALL FROM ours LIMIT 9") == []
    assert query(f"{reference} FROM ours EXCEPT ALL FROM theirs LIMIT 9") == []
    counts = dict(query(f"{reference} SELECT reason, count(*) FROM judged GROUP BY reason"))
    sound = counts.pop(None)
    assert set(counts) == {reason for _, _, reason in raw_zone.BROKEN_FIELDS}
    assert large.report["quarantined"] == counts
    in_quarantine = f"read_parquet('{large.quarantine}/*/*.parquet')"
    assert dict(query(f"SELECT reason, sum(occurrences) FROM {in_quarantine} GROUP BY reason")) == counts
    kept = query(f"{reference} SELECT count(*) FROM theirs")[0][0]
    assert large.report["source"]["rows"] == 200_000
    assert large.report["added"] == kept == sum(large.report["partitions"].values())
    assert large.report["duplicates"] == sound - kept > 10_000


def test_the_tables_are_as_declared(large: Any, spark: SparkSession) -> None:
    assert spark.read.parquet(str(large.processed)).dtypes == raw_zone.declared_schema("processed_events")
    assert spark.read.parquet(str(large.quarantine)).dtypes == raw_zone.declared_schema("quarantined_events")


def test_a_second_run_changes_no_byte_and_another_target_gets_the_same_bytes(lake: Lake, tmp_path: Path) -> None:
    raw_zone.write_raw(lake.raw, raw_zone.rows_of(sample(900, days=1, duplicates=0.2, late=0.02), broken=0.05))
    first = lake.clean(rows_per_file=200)
    data, refused = raw_zone.bytes_below(lake.target), raw_zone.bytes_below(lake.refused)
    assert len(data) == first["files"]["written"] > 2, "days are cut into files of the wanted size"
    second = lake.clean(rows_per_file=200)
    assert raw_zone.bytes_below(lake.target) == data
    assert raw_zone.bytes_below(lake.refused) == refused
    assert second["files"] == {"written": 0, "unchanged": len(data), "removed": 0}
    assert (second["added"], second["duplicates"]) == (0, first["added"] + first["duplicates"])
    assert second["quarantined"] == first["quarantined"]
    lake.clean(rows_per_file=200, target_path=tmp_path / "other")
    assert raw_zone.bytes_below(tmp_path / "other") == data


def test_windows_of_arrival_add_up_and_late_data_finds_its_day(lake: Lake, tmp_path: Path) -> None:
    deliveries = sample(600, days=2, duplicates=0.2, late=0.1)
    raw_zone.write_raw(lake.raw, raw_zone.rows_of(deliveries, broken=0.05))
    lake.clean(target_path=tmp_path / "at once", quarantine_path=tmp_path / "refused at once")
    first = lake.clean(until="2026-11-21")
    assert set(first["partitions"]) == {"2026-11-20"}
    second = lake.clean(since="2026-11-21", until="2026-11-22T12:00:00Z")
    assert second["partitions"]["2026-11-20"] > first["partitions"]["2026-11-20"]
    third = lake.clean(since="2026-11-22T12:00:00+00:00")
    assert first["source"]["rows"] + second["source"]["rows"] + third["source"]["rows"] == len(deliveries)
    assert raw_zone.bytes_below(lake.target) == raw_zone.bytes_below(tmp_path / "at once")
    assert raw_zone.bytes_below(lake.refused) == raw_zone.bytes_below(tmp_path / "refused at once")


@pytest.mark.parametrize(
    ("directories", "start", "end"),
    [
        (("year=2026", "month=11", "day=22", "hour=05"), "2026-11-22T05", "2026-11-22T06"),
        (("2026", "11", "22", "23"), "2026-11-22T23", "2026-11-23T00"),
        (("2026", "12"), "2026-12-01T00", "2027-01-01T00"),
        (("year=2026",), "2026-01-01T00", "2027-01-01T00"),
        (("eu", "dt=2026-02-28"), "2026-02-28T00", "2026-03-01T00"),
        (("year=2026", "month=13"), None, None),
        (("customer", "4711"), "4711-01-01T00", "4712-01-01T00"),
        (("part-1",), None, None),
        ((), None, None),
    ],
)
def test_directories_tell_when_their_files_arrived(
    directories: tuple[str, ...], start: str | None, end: str | None
) -> None:
    span = clean_events.arrival_of(directories)
    assert (span and tuple(f"{moment:%Y-%m-%dT%H}" for moment in span)) == (start and (start, end))


def test_directories_outside_of_the_window_are_not_even_listed(
    lake: Lake, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw_zone.write_raw(lake.raw, [row(), row(day="21"), row(month="12", day="01")])
    listed: list[str] = []
    children = own(clean_events, Storage).children

    def listing(self: Storage, path: str) -> Any:
        listed.append(path.removeprefix(str(lake.raw)))
        return children(self, path)

    monkeypatch.setattr(own(clean_events, Storage), "children", listing)
    files = clean_events.source_files(
        own(clean_events, Storage)(spark), str(lake.raw), datetime(2026, 11, 21, tzinfo=UTC), None, None
    )
    assert len(files) == 2
    assert not [path for path in listed if "day=20" in path]


def test_files_without_a_dated_directory_are_windowed_by_when_they_were_written(lake: Lake) -> None:
    raw_zone.write_raw(lake.raw, [row(user_id="old")], partitioned=False)
    (old,) = lake.raw.iterdir()
    os.utime(old, (DAY.timestamp(), DAY.timestamp()))
    raw_zone.write_raw(lake.raw, [row(user_id="new")], partitioned=False)
    lake.clean(since="2026-11-20T00:00:00Z", until="2026-11-20T00:00:01Z")
    assert lake.rows("user_id") == [("old",)]


def test_a_bookmark_reads_only_what_came_since_and_survives_a_repair(lake: Lake, tmp_path: Path) -> None:
    bookmarked = {"job_bookmark_option": "job-bookmark-enable", "bookmark_path": tmp_path / "state" / "bookmark.json"}
    raw_zone.write_raw(lake.raw, [row(user_id="a")])
    long_ago = time.time() - 3 * 3600
    for file in lake.raw.rglob("*.parquet"):
        os.utime(file, (long_ago, long_ago))
    assert lake.clean(**bookmarked)["source"]["files"] == 1
    raw_zone.write_raw(lake.raw, [row(user_id="b", hour="13")])
    assert lake.clean(since="2026-11-20", **bookmarked)["source"]["files"] == 2, "a window by hand ignores it"
    paused = {**bookmarked, "job_bookmark_option": "job-bookmark-pause"}
    for options in (paused, bookmarked):
        # What is within an hour of the bookmark is read again, so the first file is read twice.
        assert lake.clean(**options)["source"]["files"] == 2
    assert lake.clean(**bookmarked)["source"]["files"] == 1
    raw_zone.write_raw(lake.raw, [row(user_id="c", hour="12")])
    half_an_hour_ago = time.time() - 1800
    (slow,) = (lake.raw / "year=2026" / "month=11" / "day=20" / "hour=12").iterdir()
    os.utime(slow, (half_an_hour_ago, half_an_hour_ago))
    assert lake.clean(**bookmarked)["added"] == 1, "S3 dates an upload from its beginning: it may come into sight late"
    assert lake.rows("user_id") == [("a",), ("b",), ("c",)]
    (tmp_path / "state" / ".bookmark.json.crc").unlink()
    (tmp_path / "state" / "bookmark.json").write_text("{}")
    with pytest.raises(own(clean_events, JobInputError), match="not a bookmark"):
        lake.clean(**bookmarked)


def test_new_columns_and_wider_types_reach_old_and_new_days(lake: Lake) -> None:
    old = {**raw_zone.RAW_COLUMNS, "amount": "INTEGER"}
    wide = {
        **raw_zone.RAW_COLUMNS,
        "event_data": "STRUCT(page VARCHAR, duration BIGINT, success BOOLEAN, referrer VARCHAR)",
        "amount": "DOUBLE",
        "campaign": "VARCHAR",
    }
    data = {"page": "/home", "duration": 2**40, "success": True, "referrer": "r"}
    newer: dict[str, Any] = {"event_data": data, "amount": 1.5, "campaign": "c"}
    raw_zone.write_raw(lake.raw, [row(user_id="a", amount=7), row(user_id="b", amount=8, hour="11")], old)
    lake.clean(until="2026-11-20T11:00:00Z")
    raw_zone.write_raw(lake.raw, [row(user_id="c", hour="12", **newer)], wide)
    raw_zone.write_raw(lake.raw, [row("2026-11-21T10:00:00Z", user_id="d", hour="13", amount=9)], old)
    report = lake.clean()
    assert report["added"] == 3
    assert lake.rows("user_id, event_data.duration, event_data.referrer, amount, campaign") == [
        ("a", 3, None, 7.0, None),
        ("b", 3, None, 8.0, None),
        ("c", 2**40, "r", 1.5, "c"),
        ("d", 3, None, 9.0, None),
    ]
    described = dict(query(f"SELECT column_name, column_type FROM (DESCRIBE FROM {table(lake.target)})"))
    assert described["event_data"] == "STRUCT(page VARCHAR, duration BIGINT, success BOOLEAN, referrer VARCHAR)"
    assert (described["amount"], described["campaign"]) == ("DOUBLE", "VARCHAR")
    assert list(described) == [
        *("event_time", "user_id", "event_type", "event_data", "processed_timestamp", "hour_of_day", "day_of_week"),
        *("amount", "campaign", "event_date"),
    ]


def test_no_input_writes_nothing(lake: Lake) -> None:
    for state in ("no zone", "empty zone", "file without rows"):
        if state == "empty zone":
            lake.raw.mkdir()
        elif state == "file without rows":
            raw_zone.write_raw(lake.raw, [], partitioned=False)
        report = lake.clean()
        assert report["source"]["rows"] == report["added"] == report["duplicates"] == 0
        assert not lake.target.exists()
        assert not lake.refused.exists()


def test_one_row_is_one_row(lake: Lake) -> None:
    raw_zone.write_raw(lake.raw, [row("2026-11-22T23:30:00.25-01:00")])
    assert lake.clean()["partitions"] == {"2026-11-23": 1}
    moment = datetime(2026, 11, 23, 0, 30, 0, 250_000)
    (only,) = lake.rows("event_time, user_id, event_type, event_data, hour_of_day, day_of_week, processed_timestamp")
    assert only[:4] == (moment, "u1", "page_view", {"page": "/home", "duration": 3, "success": True})
    assert only[4:] == (0, 1, datetime(2026, 11, 20, 10, 0, 5))


def test_every_way_to_write_a_time_is_read_as_enrich_events_reads_it(lake: Lake) -> None:
    rows = [row(text, user_id=f"{number:03d}") for number, (text, _) in enumerate((*times.ACCEPTED, *times.REFUSED))]
    raw_zone.write_raw(lake.raw, rows)
    lake.clean()
    utc = lake.rows("user_id, strftime(event_time, '%Y-%m-%dT%H:%M:%S.%fZ')")
    assert utc == [(f"{number:03d}", instant) for number, (_, instant) in enumerate(times.ACCEPTED)]
    reasons = {json.loads(record)["user_id"]: reason for record, reason in lake.quarantined("record, reason")}
    assert reasons == {f"{number:03d}": why for number, (_, why) in enumerate(times.REFUSED, len(times.ACCEPTED))}


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMPTZ"])
def test_typed_times_and_rows_that_were_never_enriched(lake: Lake, kind: str) -> None:
    columns = {name: kind if name == "event_time" else of for name, of in raw_zone.RAW_COLUMNS.items()}
    del columns["processed_at"], columns["processor"]
    raw_zone.write_raw(lake.raw, [row("2026-11-20T10:00:00.5", user_id="a"), row(None, user_id="b")], columns)
    (file,) = lake.raw.rglob("*.parquet")
    landed = datetime(2026, 11, 20, 11, 0)
    os.utime(file, (landed.replace(tzinfo=UTC).timestamp(), landed.replace(tzinfo=UTC).timestamp()))
    lake.clean()
    assert lake.rows("user_id, event_time, processed_timestamp") == [
        ("a", datetime(2026, 11, 20, 10, 0, 0, 500_000), landed)
    ]
    assert lake.quarantined() == [("missing_event_time", 1)]


def test_of_duplicates_the_earliest_processed_stays_then_the_most_complete_then_the_smallest(lake: Lake) -> None:
    def data(page: str | None, duration: int | None = 1) -> dict[str, object]:
        return {"page": page, "duration": duration, "success": None}

    later = {"processed_at": "2026-11-20T10:00:06Z"}
    rows = [
        row(user_id="time", event_data=data("/a"), **later),
        row(user_id="time", event_data=data("/z")),
        row(user_id="full", event_data=None),
        row(user_id="full", event_data=data("/z")),
        row(user_id="small", event_data=data("/b")),
        row(user_id="small", event_data=data("/a")),
        row(user_id="zone", event_time="2026-11-20T11:00:00+01:00", event_data=data("/b")),
        row(user_id="zone", event_data=data("/a")),
        row(user_id="type", event_type="x", event_data=data("/a")),
        row(user_id="type", event_type="y", event_data=data("/a")),
        row(user_id="most", event_data=data("/a"), campaign="c"),
        row(user_id="most", event_data=data("/z"), referrer="r", source="s"),
    ]
    raw_zone.write_raw(
        lake.raw, rows, {**raw_zone.RAW_COLUMNS, **dict.fromkeys(("campaign", "referrer", "source"), "VARCHAR")}
    )
    assert lake.clean()["duplicates"] == 5
    assert lake.rows("user_id, event_data.page") == [
        ("full", "/z"), ("most", "/z"), ("small", "/a"), ("time", "/z"), ("type", "/a"), ("type", "/a"), ("zone", "/a"),
    ]  # fmt: skip


def test_keys_can_be_chosen_and_rows_without_one_are_refused(lake: Lake) -> None:
    columns = {**raw_zone.RAW_COLUMNS, "event_id": "VARCHAR"}
    raw_zone.write_raw(lake.raw, [row(user_id="before")])
    lake.clean()
    rows = [row(event_id="1"), row("2026-11-20T10:05:00Z", event_id="1"), row(event_id=None), row(event_id="2")]
    raw_zone.write_raw(lake.raw, [*rows, row(event_id="1", event_data=None)], columns)
    report = lake.clean(dedupe_keys="event_id, event_data.page")
    assert report["quarantined"] == {"missing_event_data.page": 1, "missing_event_id": 2}
    assert lake.rows("event_id, user_id, event_data.page") == [
        ("1", "u1", "/home"), ("2", "u1", "/home"), (None, "before", "/home"),
    ]  # fmt: skip
    with pytest.raises(
        own(clean_events, JobInputError), match=r"the source has no event_data\.nope; it has event_time"
    ):
        lake.clean(dedupe_keys="user_id,event_data.nope")


def test_bad_rows_are_kept_with_their_reason_and_counted_once(lake: Lake) -> None:
    raw_zone.write_raw(lake.raw, [row(), row(user_id=" "), row(user_id=" "), row(event_type=None)])
    for _ in range(2):
        assert lake.clean()["quarantined"] == {"missing_event_type": 1, "missing_user_id": 2}
        assert lake.quarantined() == [("missing_event_type", 1), ("missing_user_id", 2)]
    ((record, source),) = [
        kept for *kept, reason in lake.quarantined("record, source_file, reason") if "user" in reason
    ]
    kept = {name: value for name, value in row(user_id=" ").items() if name not in ("year", "month", "day", "hour")}
    assert json.loads(record) == kept
    assert source.endswith(".parquet")


def test_too_many_bad_rows_stop_the_job_before_it_writes(lake: Lake) -> None:
    raw_zone.write_raw(lake.raw, [row(), row(user_id=None), row(user_id="c")])
    with pytest.raises(own(clean_events, JobInputError), match="1 of 3 rows would go to the quarantine"):
        lake.clean(max_quarantine_percent=33)
    assert not lake.target.exists()
    assert not lake.refused.exists()
    assert lake.clean(max_quarantine_percent=34)["added"] == 2


def test_files_that_are_no_parquet_are_quarantined_and_the_others_read(lake: Lake) -> None:
    raw_zone.write_raw(lake.raw, [row(user_id=f"u{hour}", hour=hour) for hour in ("01", "02", "03", "04")])
    victims = sorted(lake.raw.rglob("*.parquet"))
    victims[0].write_bytes(b"not parquet at all")
    victims[2].write_bytes(victims[2].read_bytes()[:-20])
    (lake.raw / "year=2026" / "_SUCCESS").touch()
    report = lake.clean()
    assert report["quarantined"] == {"unreadable_file": 2}
    assert lake.rows("user_id") == [("u02",), ("u04",)]
    assert lake.quarantined("reason, source_file") == [("unreadable_file", str(victims[at])) for at in (0, 2)]


def write_lines(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    "columns",
    ["", "event_time timestamp, user_id string, event_type string, event_data struct<page:string,duration:int>"],
)
def test_json_lines_with_broken_ones_between(lake: Lake, columns: str) -> None:
    sound = {
        "event_time": "2026-11-20T10:00:00+01:00",
        "user_id": "a",
        "event_type": "t",
        "event_data": {"page": "/p", "duration": 4},
    }
    lines = [json.dumps(sound), '{"event_time": "2026-', "", "[1, 2", json.dumps({**sound, "user_id": None})]
    write_lines(lake.raw / "2026" / "11" / "20" / "10" / "lake-1.json.gz", lines)
    report = lake.clean(source_format="json", source_columns=columns)
    assert report["quarantined"] == {"missing_user_id": 1, "unparseable_record": 2}
    assert lake.rows("event_time, user_id, event_data.page, event_data.duration") == [
        (datetime(2026, 11, 20, 9, 0), "a", "/p", 4)
    ]
    assert ('{"event_time": "2026-',) in lake.quarantined("record")


def test_json_without_a_single_event(lake: Lake) -> None:
    write_lines(lake.raw / "1.json.gz", ["nonsense", "more"])
    assert lake.clean(source_format="json")["quarantined"] == {"unparseable_record": 2}


def test_orc_is_read_too_with_types_that_grew_and_broken_files(lake: Lake, spark: SparkSession) -> None:
    raw_zone.write_raw(lake.raw / "parquet", [row()], partitioned=False)
    events = spark.read.parquet(str(lake.raw / "parquet"))
    for hour, amount in (("01", "1"), ("02", "2L")):
        folder = lake.raw / "orc" / "2026" / "11" / "20" / hour
        events.selectExpr("event_time", f"'u{hour}' AS user_id", "event_type", f"{amount} AS amount").write.orc(
            str(folder)
        )
        (whole,) = folder.glob("*.orc")
        (folder / "cut.orc").write_bytes(whole.read_bytes()[:-7])
        (folder / "other.orc").write_bytes(b"something else")
    report = lake.clean(source_path=lake.raw / "orc", source_format="orc")
    assert report["quarantined"] == {"unreadable_file": 4}
    assert lake.rows("user_id, amount") == [("u01", 1), ("u02", 2)]


def test_a_whole_file_that_cannot_be_read_stops_the_job(lake: Lake) -> None:
    """It may be a permission or the network: nothing to put into quarantine and forget."""
    raw_zone.write_raw(lake.raw, [row()])
    (file,) = lake.raw.rglob("*.parquet")
    content = file.read_bytes()
    file.write_bytes(content[:-40] + bytes(36) + content[-4:])
    with pytest.raises(Exception, match=r"footer|FAILED_READ_FILE|thrift|Parquet"):
        lake.clean()
    assert not lake.refused.exists()


@pytest.mark.parametrize("fails_at", ["move", "delete"])
def test_a_run_that_dies_while_publishing_loses_nothing_and_the_next_one_heals_it(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fails_at: str
) -> None:
    raw_zone.write_raw(lake.raw, raw_zone.rows_of(sample(200, days=1)))
    lake.clean(rows_per_file=40)
    before = set(lake.rows("user_id, event_time"))
    raw_zone.write_raw(lake.raw, raw_zone.rows_of(sample(200, seed=6, days=1)))
    real, calls = getattr(own(clean_events, Storage), fails_at), []

    def failing(self: Storage, path: str, *rest: str) -> None:
        if "_staging" not in path or fails_at == "move":
            calls.append(path)
            if len(calls) == 3:
                raise OSError("the worker is gone")
        real(self, path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(own(clean_events, Storage), fails_at, failing)
        with pytest.raises(OSError, match="the worker is gone"):
            lake.clean(rows_per_file=40)
    assert before <= set(lake.rows("user_id, event_time"))
    lake.clean(rows_per_file=40)
    lake.clean(rows_per_file=40, target_path=tmp_path / "fresh")
    assert raw_zone.bytes_below(lake.target) == raw_zone.bytes_below(tmp_path / "fresh")


def test_another_writer_of_the_same_day_is_noticed_before_anything_changes(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw_zone.write_raw(lake.raw, [row(user_id="a")])
    lake.clean()
    raw_zone.write_raw(lake.raw, [row(user_id="b", hour="11")])
    intruder = lake.target / "event_date=2026-11-20" / "part-of-somebody-else.parquet"
    read_own = clean_events.read_own

    def read_then_intrude(*arguments: Any) -> Any:
        frames = read_own(*arguments)
        intruder.write_bytes(next((lake.target / "event_date=2026-11-20").glob("*.parquet")).read_bytes())
        return frames

    with monkeypatch.context() as patch:
        patch.setattr(clean_events, "read_own", read_then_intrude)
        with pytest.raises(own(clean_events, ConcurrentWriteError), match="run it again"):
            lake.clean()
    assert intruder.exists()
    assert set(lake.rows("user_id")) == {("a",)}
    lake.clean()
    assert lake.rows("user_id") == [("a",), ("b",)]


def test_new_partitions_are_registered_in_the_catalog(lake: Lake, spark: SparkSession) -> None:
    raw_zone.write_raw(lake.raw, [row(), row("2026-11-21T10:00:00Z")])
    spark.sql("CREATE DATABASE IF NOT EXISTS lake")
    spark.sql(
        "CREATE TABLE lake.processed_events (event_time timestamp, user_id string, event_date date) "
        f"USING parquet PARTITIONED BY (event_date) LOCATION '{lake.target}'"
    )
    try:
        for _ in range(2):
            lake.clean(catalog_table="lake.processed_events")
        assert spark.table("lake.processed_events").count() == 2
    finally:
        spark.sql("DROP TABLE lake.processed_events")
    with pytest.raises(own(clean_events, JobArgumentError), match=r"write database\.table"):
        lake.clean(catalog_table="lake.x; DROP TABLE y")


def test_names_that_look_like_patterns_are_names(lake: Lake) -> None:
    lake.raw = lake.raw.parent / "raw [a-c]{x} *"
    raw_zone.write_raw(lake.raw.parent / "plain", [row()], partitioned=False)
    (lake.raw.parent / "plain").rename(lake.raw)
    assert lake.clean()["added"] == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source_format": "csv"}, "use parquet, orc, json"),
        ({"dedupe_keys": " , "}, "--dedupe-keys is empty"),
        ({"since": "yesterday"}, "write a date or time"),
        ({"since": "2026-11-21", "until": "2026-11-20"}, "is not before"),
        ({"rows_per_file": "0"}, "a whole number from 1"),
        ({"rows_per_file": "many"}, "a whole number from 1"),
        ({"max_quarantine_percent": "101"}, "from 0 to 100"),
        ({"job_bookmark_option": "on"}, "use job-bookmark-disable"),
        ({"job_bookmark_option": "job-bookmark-enable"}, "needs --bookmark-path"),
        ({"dedup_keys": "user_id"}, "did you mean --dedupe-keys"),
    ],
)
def test_arguments_are_checked(lake: Lake, options: dict[str, object], message: str) -> None:
    with pytest.raises(own(clean_events, JobArgumentError), match=message):
        lake.clean(**options)


def test_paths_have_to_be_given() -> None:
    with pytest.raises(own(clean_events, JobArgumentError), match="source-path"):
        own(clean_events, parse_arguments)(["--target-path", "t"], clean_events.ARGUMENTS)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"event_time": "VARCHAR", "event_type": "VARCHAR"},
            "the source has no user_id; it has event_time, event_type",
        ),
        ({"event_time": "BIGINT", "user_id": "VARCHAR", "event_type": "VARCHAR"}, "event_time is bigint"),
    ],
)
def test_a_source_that_can_have_no_clean_row_is_refused(lake: Lake, columns: dict[str, str], message: str) -> None:
    raw_zone.write_raw(lake.raw, [row(1)], columns, partitioned=False)
    with pytest.raises(own(clean_events, JobInputError), match=message):
        lake.clean()
