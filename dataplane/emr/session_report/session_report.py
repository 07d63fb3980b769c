"""SessionReport: what users did in one sitting. A session ends when a user does nothing for ``--gap-minutes``, and at
midnight UTC: every day can be reported by itself, whatever happens on its neighbours.

Reads the processed events below ``--source-path``, writes Parquet below ``--target-path``, partitioned by
``event_date``: user_id, session_number (from 1 within user and day), session_start, session_end, duration_seconds,
event_count, event_types (how many different ones), first_event_type, last_event_type.

Arguments (defaults in brackets): ``--gap-minutes`` [30]; ``--since`` and ``--until``, days to rebuild [what changed];
``--rows-per-file`` [1000000]; ``--catalog-table``, database.table whose partitions are registered [none].
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from job_runtime import REBUILD_ARGUMENTS, Argument, parse_count, rebuild_partitions, require_columns, run_job
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F  # noqa: N812

ARGUMENTS = (*REBUILD_ARGUMENTS, Argument("gap-minutes", "30"))


def sessions(events: DataFrame, gap_minutes: int) -> DataFrame:
    require_columns(events, {"event_time": "timestamp", "user_id": "string", "event_type": "string"})
    of_user = Window.partitionBy("event_date", "user_id").orderBy("event_time", "event_type")
    gap = F.unix_micros("event_time") - F.unix_micros(F.lag("event_time").over(of_user))
    begins = F.when(gap <= F.lit(gap_minutes * 60 * 1_000_000).cast("long"), F.lit(0)).otherwise(F.lit(1))
    moment = F.struct("event_time", "event_type")
    return (
        events.select("event_date", "user_id", "event_time", "event_type")
        .withColumn("_begins", begins)
        .withColumn(
            "session_number", F.sum("_begins").over(of_user.rowsBetween(Window.unboundedPreceding, 0)).cast("int")
        )
        .groupBy("event_date", "user_id", "session_number")
        .agg(
            F.min("event_time").alias("session_start"),
            F.max("event_time").alias("session_end"),
            F.floor((F.unix_micros(F.max("event_time")) - F.unix_micros(F.min("event_time"))) / F.lit(1_000_000))
            .cast("long")
            .alias("duration_seconds"),
            F.count("*").alias("event_count"),
            F.count_distinct("event_type").cast("int").alias("event_types"),
            F.min_by("event_type", moment).alias("first_event_type"),
            F.max_by("event_type", moment).alias("last_event_type"),
        )
    )


def session_report(spark: SparkSession, options: Mapping[str, str]) -> dict[str, Any]:
    """The job; gives its report."""
    gap_minutes = parse_count("gap-minutes", options["gap-minutes"], 1, 24 * 60)
    return rebuild_partitions(
        spark, options, lambda events: sessions(events, gap_minutes), ("user_id", "session_number")
    )


if __name__ == "__main__":
    run_job("SessionReport", ARGUMENTS, session_report, sys.argv)
