"""HourlyAggregates: how often each type of event happened in each hour, and how many users that were.

Reads the processed events below ``--source-path``, writes Parquet below ``--target-path``, partitioned by
``event_date``: event_hour (0 to 23, UTC), event_type, event_count, unique_users (exact).

A day is always made anew from all of its events, so a second run changes no byte and late data is counted where it
belongs. Without a window the job finds the days by itself: all whose events are newer than their aggregates.

Arguments (defaults in brackets): ``--since`` and ``--until``, days to rebuild [what changed]; ``--rows-per-file``
[1000000]; ``--catalog-table``, database.table whose partitions are registered [none].
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from job_runtime import REBUILD_ARGUMENTS, rebuild_partitions, require_columns, run_job
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

ARGUMENTS = REBUILD_ARGUMENTS


def aggregate(events: DataFrame) -> DataFrame:
    require_columns(events, {"event_time": "timestamp", "user_id": "string", "event_type": "string"})
    return events.groupBy("event_date", F.hour("event_time").alias("event_hour"), "event_type").agg(
        F.count("*").alias("event_count"),
        F.count_distinct("user_id").alias("unique_users"),
    )


def hourly_aggregates(spark: SparkSession, options: Mapping[str, str]) -> dict[str, Any]:
    """The job; gives its report."""
    return rebuild_partitions(spark, options, aggregate, ("event_hour", "event_type"))


if __name__ == "__main__":
    run_job("HourlyAggregates", ARGUMENTS, hourly_aggregates, sys.argv)
