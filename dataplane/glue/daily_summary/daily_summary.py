"""DailySummary: one row per day and type of event, with what the event data says of it.

The example of a job of one's own: copy this file, change ``summarise``, and give its text to a job as
``script: {inline: ...}``. What stands between the two markers needs no change: it finds the days whose events are newer
than their summary, reads them, and publishes what ``summarise`` returns, a whole day at a time.

Reads the processed events below ``--source-path``, writes Parquet below ``--target-path``, partitioned by
``event_date``: event_type, event_count, unique_users, average_duration (seconds), success_percent, busiest_page.

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


def summarise(events: DataFrame) -> DataFrame:
    require_columns(events, {"user_id": "string", "event_type": "string", "event_data.page": "string"})
    require_columns(events, {"event_data.duration": "", "event_data.success": ""})
    # Averages are made from exact sums: floating-point sums depend on the order of rows, and a second run would differ.
    duration = F.expr("try_cast(event_data.duration AS decimal(20,3))")
    success = F.expr("try_cast(event_data.success AS boolean)").cast("int")
    pages = (
        events.groupBy("event_date", "event_type", F.col("event_data.page").alias("page"))
        .agg(F.count("*").alias("visits"))
        .groupBy("event_date", "event_type")
        # The most visited; of equals the first by name.
        .agg(F.min_by("page", F.struct(-F.col("visits"), F.col("page"))).alias("busiest_page"))
    )
    totals = events.groupBy("event_date", "event_type").agg(
        F.count("*").alias("event_count"),
        F.count_distinct("user_id").alias("unique_users"),
        (F.sum(duration).cast("double") / F.nullif(F.count(duration), F.lit(0))).alias("average_duration"),
        (F.sum(success) * F.lit(100.0) / F.nullif(F.count(success), F.lit(0))).alias("success_percent"),
    )
    return totals.join(pages, ["event_date", "event_type"])


def daily_summary(spark: SparkSession, options: Mapping[str, str]) -> dict[str, Any]:
    """The job; gives its report."""
    return rebuild_partitions(spark, options, summarise, ("event_type",))


if __name__ == "__main__":
    run_job("DailySummary", ARGUMENTS, daily_summary, sys.argv)
