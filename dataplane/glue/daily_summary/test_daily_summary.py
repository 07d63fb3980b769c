"""DailySummary on real Spark, compared row for row with DuckDB over the same processed events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import daily_summary
import duckdb
import pytest
import raw_zone
from job_runtime import JobInputError, run_job
from packaged import own

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.usefixtures("spark")


def summarise(source: Path, target: Path) -> dict[str, Any]:
    argv = raw_zone.run_arguments(source_path=source, target_path=target)
    return own(daily_summary, run_job)("DailySummary", daily_summary.ARGUMENTS, daily_summary.daily_summary, argv)


def query(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(sql).fetchall()


def rows(target: Path) -> list[tuple[Any, ...]]:
    return query(
        "SELECT event_date::VARCHAR, event_type, event_count, unique_users, average_duration, success_percent, "
        f"busiest_page FROM read_parquet('{target}/*/*.parquet', hive_partitioning = true) ORDER BY 1, 2"
    )


def test_the_large_sample_is_summed_up_as_the_reference_says(
    large: Any, tmp_path: Path, measure: Any, spark: SparkSession
) -> None:
    with measure("DailySummary of the large sample"):
        summarise(large.processed, tmp_path / "daily")
    events = f"read_parquet('{large.processed}/*/*.parquet', hive_partitioning = true)"
    reference = query(
        f"""
        WITH pages AS (
          SELECT event_date, event_type, event_data.page AS page,
            row_number() OVER (PARTITION BY event_date, event_type ORDER BY count(*) DESC, event_data.page) AS place
          FROM {events} GROUP BY event_date, event_type, event_data.page
        )
        SELECT e.event_date::VARCHAR, e.event_type, count(*), count(DISTINCT user_id),
          sum(event_data.duration)::DOUBLE / count(event_data.duration),
          count(*) FILTER (event_data.success) * 100.0 / count(event_data.success), any_value(p.page)
        FROM {events} e JOIN pages p ON place = 1 AND p.event_date = e.event_date AND p.event_type = e.event_type
        GROUP BY e.event_date, e.event_type ORDER BY 1, 2
        """
    )
    ours = rows(tmp_path / "daily")
    assert len(ours) == 3 * 4
    for mine, theirs in zip(ours, reference, strict=True):
        assert mine[:4] == theirs[:4]
        assert mine[4:6] == pytest.approx([float(value) for value in theirs[4:6]], rel=1e-12)
        assert mine[6] == theirs[6]
    assert spark.read.parquet(str(tmp_path / "daily")).dtypes == raw_zone.declared_schema("daily_summary")
    made = raw_zone.bytes_below(tmp_path / "daily")
    summarise(large.processed, tmp_path / "again")
    assert raw_zone.bytes_below(tmp_path / "again") == made


def test_days_without_durations_have_no_average_and_ties_go_to_the_first_page(tmp_path: Path) -> None:
    directory = tmp_path / "processed" / "event_date=2026-11-20"
    directory.mkdir(parents=True)
    query(
        "COPY (SELECT 'u' AS user_id, 't' AS event_type, {'page': page, 'duration': NULL::VARCHAR, "
        "'success': NULL::BOOLEAN} AS event_data FROM (VALUES ('/b'), ('/a')) AS v(page)) "
        f"TO '{directory}/1.parquet' (FORMAT parquet)"
    )
    summarise(tmp_path / "processed", tmp_path / "daily")
    assert rows(tmp_path / "daily") == [("2026-11-20", "t", 2, 1, None, None, "/a")]


def test_events_without_the_fields_are_refused(tmp_path: Path) -> None:
    directory = tmp_path / "processed" / "event_date=2026-11-20"
    directory.mkdir(parents=True)
    query(f"COPY (SELECT 'u' AS user_id, 't' AS event_type) TO '{directory}/1.parquet' (FORMAT parquet)")
    with pytest.raises(own(daily_summary, JobInputError), match=r"event_data\.page is missing"):
        summarise(tmp_path / "processed", tmp_path / "daily")
