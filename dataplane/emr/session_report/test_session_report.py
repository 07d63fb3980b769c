"""SessionReport on real Spark, compared row for row with DuckDB over the same processed events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import raw_zone
import session_report
from job_runtime import JobArgumentError, run_job
from packaged import own

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.usefixtures("spark")


def report_sessions(source: Path, target: Path, **options: object) -> dict[str, Any]:
    argv = raw_zone.run_arguments(source_path=source, target_path=target, **options)
    return own(session_report, run_job)("SessionReport", session_report.ARGUMENTS, session_report.session_report, argv)


def query(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        return engine.execute(sql).fetchall()


SESSIONS = """
  SELECT event_date, user_id, session_number, timezone('UTC', session_start) AS session_start,
    timezone('UTC', session_end) AS session_end, duration_seconds, event_count, event_types, first_event_type,
    last_event_type
  FROM read_parquet('{table}/*/*.parquet', hive_partitioning = true)
"""


@pytest.mark.parametrize("gap_minutes", [30, 5])
def test_the_large_sample_has_the_sessions_that_the_reference_says(
    large: Any, tmp_path: Path, measure: Any, spark: SparkSession, gap_minutes: int
) -> None:
    with measure(f"SessionReport of the large sample, half of it one user's, gap {gap_minutes} minutes"):
        report = report_sessions(large.processed, tmp_path / "sessions", gap_minutes=gap_minutes)
    events = f"read_parquet('{large.processed}/*/*.parquet', hive_partitioning = true)"
    reference = f"""
      WITH gaps AS (
        SELECT *, timezone('UTC', event_time) AS t,
          event_time - lag(event_time) OVER (PARTITION BY event_date, user_id ORDER BY event_time, event_type)
            > INTERVAL {gap_minutes} MINUTE AS later
        FROM {events}
      ), numbered AS (
        SELECT *, 1 + count(*) FILTER (later) OVER (
          PARTITION BY event_date, user_id ORDER BY t, event_type ROWS UNBOUNDED PRECEDING) AS number
        FROM gaps
      ), theirs AS (
        SELECT event_date, user_id, number, min(t), max(t), epoch(max(t) - min(t))::BIGINT - (
            CASE WHEN epoch(max(t) - min(t))::BIGINT > epoch(max(t) - min(t)) THEN 1 ELSE 0 END), count(*),
          count(DISTINCT event_type), first(event_type ORDER BY t, event_type), last(event_type ORDER BY t, event_type)
        FROM numbered GROUP BY event_date, user_id, number
      ), ours AS ({SESSIONS.replace("{table}", str(tmp_path / "sessions"))})
    """
    assert query(f"{reference} FROM theirs EXCEPT ALL FROM ours LIMIT 9") == []
    assert query(f"{reference} FROM ours EXCEPT ALL FROM theirs LIMIT 9") == []
    assert spark.read.parquet(str(tmp_path / "sessions")).dtypes == raw_zone.declared_schema("session_report")
    assert sum(report["partitions"].values()) == query(f"{reference} SELECT count(*) FROM ours")[0][0] > 3_000


def write_events(root: Path, events: list[tuple[str, str, str]]) -> None:
    for day in {moment[:10] for moment, _, _ in events}:
        directory = root / f"event_date={day}"
        directory.mkdir(parents=True, exist_ok=True)
        listed = ", ".join(
            f"(TIMESTAMPTZ '{moment}+00', '{user}', '{kind}')" for moment, user, kind in events if moment[:10] == day
        )
        query(
            f"COPY (SELECT * FROM (VALUES {listed}) AS v(event_time, user_id, event_type)) "
            f"TO '{directory}/1.parquet' (FORMAT parquet)"
        )


def test_a_session_ends_after_the_gap_and_at_midnight(tmp_path: Path) -> None:
    write_events(
        tmp_path / "processed",
        [
            ("2026-11-20 10:00:00", "a", "page_view"),
            ("2026-11-20 10:30:00", "a", "button_click"),
            ("2026-11-20 11:00:00.000001", "a", "page_view"),
            ("2026-11-20 10:10:00", "b", "page_view"),
            ("2026-11-20 23:59:59.5", "a", "page_view"),
            ("2026-11-21 00:00:00", "a", "page_view"),
        ],
    )
    report_sessions(tmp_path / "processed", tmp_path / "sessions")
    found = query(
        "SELECT user_id, session_number, session_start, duration_seconds, event_count, event_types, first_event_type, "
        f"last_event_type FROM ({SESSIONS.replace('{table}', str(tmp_path / 'sessions'))}) ORDER BY ALL"
    )
    assert found == [
        ("a", 1, datetime(2026, 11, 20, 10), 1800, 2, 2, "page_view", "button_click"),
        ("a", 1, datetime(2026, 11, 21), 0, 1, 1, "page_view", "page_view"),
        ("a", 2, datetime(2026, 11, 20, 11, 0, 0, 1), 0, 1, 1, "page_view", "page_view"),
        ("a", 3, datetime(2026, 11, 20, 23, 59, 59, 500_000), 0, 1, 1, "page_view", "page_view"),
        ("b", 1, datetime(2026, 11, 20, 10, 10), 0, 1, 1, "page_view", "page_view"),
    ]


@pytest.mark.parametrize("gap", ["0", "1441", "half an hour"])
def test_a_gap_that_cannot_be_is_refused(tmp_path: Path, gap: str) -> None:
    with pytest.raises(own(session_report, JobArgumentError), match="--gap-minutes"):
        report_sessions(tmp_path / "processed", tmp_path / "sessions", gap_minutes=gap)
