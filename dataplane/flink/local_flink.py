"""Runs FlinkSql on the Flink that lives in this process: real planner, real operators, one small cluster."""

import json
from pathlib import Path
from typing import Any

from flink_sql.job import start
from flink_sql.properties import read_application
from pyflink.table import EnvironmentSettings, TableEnvironment

CLICK_COLUMNS = [
    {"name": "event_time", "type": "timestamp"},
    {"name": "user_id", "type": "string"},
    {"name": "event_type", "type": "string"},
    {"name": "event_data", "type": "struct<page:string,duration:int,success:boolean>"},
]
COUNT_COLUMNS = [
    {"name": "window_start", "type": "timestamp"},
    {"name": "window_end", "type": "timestamp"},
    {"name": "event_type", "type": "string"},
    {"name": "event_count", "type": "bigint"},
]
EVENT_COUNTS = """
INSERT INTO `processed`
SELECT window_start, window_end, event_type, COUNT(*)
FROM TABLE(TUMBLE(TABLE `main`, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, event_type;
"""


def source(folder: Path, **changes: Any) -> dict[str, Any]:
    """The table ``main`` over the JSON lines of ``folder``."""
    event_time = {"column": "event_time", "maxDelaySeconds": 60}
    table = {"name": "main", "role": "source", "path": folder.as_uri(), "columns": CLICK_COLUMNS}
    return {**table, "eventTime": event_time, **changes}


def sink(folder: Path, **changes: Any) -> dict[str, Any]:
    """The table ``processed``, written to ``folder``."""
    return {"name": "processed", "role": "sink", "path": folder.as_uri(), "columns": COUNT_COLUMNS, **changes}


def groups(sql: str, tables: list[dict[str, Any]], **options: str) -> dict[str, dict[str, str]]:
    return {"FlinkSql": {"sql.000": sql, **options}, "FlinkSqlTables": {"tables.000": json.dumps(tables)}}


def run(sql: str, tables: list[dict[str, Any]], **options: str) -> None:
    """Starts the job and waits for its end."""
    environment = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    start(environment, read_application(groups(sql, tables, **options))).wait()


def rows(folder: Path) -> list[dict[str, Any]]:
    """All rows that a job wrote to ``folder``."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]
