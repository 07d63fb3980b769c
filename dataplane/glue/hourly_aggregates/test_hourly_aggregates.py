"""HourlyAggregates on real Spark, compared row for row with DuckDB over the same processed events."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import duckdb
import hourly_aggregates
import pytest
import raw_zone
from job_runtime import JobInputError, run_job
from packaged import own

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.usefixtures("spark")


def aggregate(source: Path, target: Path, **options: object) -> dict[str, Any]:
    argv = raw_zone.run_arguments(source_path=source, target_path=target, **options)
    return own(hourly_aggregates, run_job)(
        "HourlyAggregates", hourly_aggregates.ARGUMENTS, hourly_aggregates.hourly_aggregates, argv
    )


def query(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        return engine.execute(sql).fetchall()


def rows(target: Path) -> list[tuple[Any, ...]]:
    return query(
        "SELECT event_date::VARCHAR, event_hour, event_type, event_count, unique_users "
        f"FROM read_parquet('{target}/*/*.parquet', hive_partitioning = true) ORDER BY ALL"
    )


def write_day(source: Path, day: str, values: list[tuple[str, str, str]], name: str = "1") -> Path:
    """Processed events (time of day, user, type) of one day, as one file."""
    directory = source / f"event_date={day}"
    directory.mkdir(parents=True, exist_ok=True)
    listed = ", ".join(f"(TIMESTAMPTZ '{day} {clock}+00', '{user}', '{kind}')" for clock, user, kind in values)
    with duckdb.connect() as engine:
        engine.execute(
            f"COPY (SELECT * FROM (VALUES {listed}) AS v(event_time, user_id, event_type)) "
            f"TO '{directory}/part-{name}.parquet' (FORMAT parquet)"
        )
    return directory / f"part-{name}.parquet"


def test_the_large_sample_adds_up_as_the_reference_says(
    large: Any, tmp_path: Path, measure: Any, spark: SparkSession
) -> None:
    with measure("HourlyAggregates of the large sample"):
        report = aggregate(large.processed, tmp_path / "hourly")
    reference = query(
        "SELECT event_date::VARCHAR, hour(timezone('UTC', event_time))::INTEGER AS event_hour, event_type, count(*), "
        f"count(DISTINCT user_id) FROM read_parquet('{large.processed}/*/*.parquet', hive_partitioning = true) "
        "GROUP BY ALL ORDER BY ALL"
    )
    assert rows(tmp_path / "hourly") == reference
    assert len(reference) == 3 * 24 * 4
    assert sum(report["partitions"].values()) == len(reference)
    assert spark.read.parquet(str(tmp_path / "hourly")).dtypes == raw_zone.declared_schema("hourly_aggregates")
    made = raw_zone.bytes_below(tmp_path / "hourly")
    again = aggregate(large.processed, tmp_path / "hourly", since="2026-11-17")
    assert again["files"] == {"written": 0, "unchanged": 3, "removed": 0}
    assert raw_zone.bytes_below(tmp_path / "hourly") == made


def test_only_days_that_changed_are_rebuilt_and_a_window_rebuilds_just_its_days(tmp_path: Path) -> None:
    source, target = tmp_path / "processed", tmp_path / "hourly"
    for day in ("2026-11-20", "2026-11-21", "2026-11-22"):
        earlier = time.time() - 60
        os.utime(write_day(source, day, [("10:00:00", "a", "t")]), (earlier, earlier))
    assert set(aggregate(source, target)["partitions"]) == {"2026-11-20", "2026-11-21", "2026-11-22"}
    assert aggregate(source, target)["partitions"] == {}
    later = time.time() + 60
    os.utime(write_day(source, "2026-11-20", [("10:30:00", "b", "t")], "late"), (later, later))
    assert aggregate(source, target)["partitions"] == {"2026-11-20": 1}
    assert rows(target)[0] == ("2026-11-20", 10, "t", 2, 2)
    assert set(aggregate(source, target, since="2026-11-21", until="2026-11-22")["partitions"]) == {"2026-11-21"}


def test_hours_are_utc_and_users_are_counted_once_per_hour_and_type(tmp_path: Path) -> None:
    events = [("23:59:59.999999", "a", "x"), ("23:00:00", "a", "x"), ("23:30:00", "b", "x"), ("00:00:00", "a", "y")]
    write_day(tmp_path / "processed", "2026-11-20", events)
    aggregate(tmp_path / "processed", tmp_path / "hourly")
    assert rows(tmp_path / "hourly") == [("2026-11-20", 0, "y", 1, 1), ("2026-11-20", 23, "x", 3, 2)]


def test_no_processed_events_give_no_aggregates(tmp_path: Path) -> None:
    assert aggregate(tmp_path / "nothing", tmp_path / "hourly")["partitions"] == {}
    assert not (tmp_path / "hourly").exists()


def test_a_table_of_another_shape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other" / "event_date=2026-11-20").mkdir(parents=True)
    query(
        "COPY (SELECT 'x' AS event_time, 1 AS user_id) "
        f"TO '{tmp_path}/other/event_date=2026-11-20/1.parquet' (FORMAT parquet)"
    )
    expected = "event_time is string, not timestamp; user_id is int, not string; event_type is missing"
    with pytest.raises(own(hourly_aggregates, JobInputError), match=expected):
        aggregate(tmp_path / "other", tmp_path / "hourly")


def test_a_broken_file_stops_the_job(tmp_path: Path) -> None:
    write_day(tmp_path / "processed", "2026-11-20", [("10:00:00", "a", "t")])
    (tmp_path / "processed" / "event_date=2026-11-20" / "part-2.parquet").write_bytes(b"no parquet")
    with pytest.raises(own(hourly_aggregates, JobInputError), match="1 files cannot be read"):
        aggregate(tmp_path / "processed", tmp_path / "hourly")
