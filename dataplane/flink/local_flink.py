"""Runs FlinkSql on the Flink that lives in this process: real planner, real operators, one small cluster."""

import json
import subprocess
from dataclasses import replace
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

_REPOSITORY = Path(__file__).resolve().parents[2]
_NODE = _REPOSITORY / "node_modules" / ".bin" / "node"
_PRINT_PROPERTIES = Path(__file__).with_name("print-properties.ts")


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


def run_event_counts(tables: list[dict[str, Any]], head: str = "") -> None:
    """Runs the built-in as the operator would: with the properties that its TypeScript makes; ``head`` goes before."""
    application = json.dumps({"builtIn": "EventCounts", "tables": tables})
    made = subprocess.run(
        [str(_NODE), "--import", "tsx", str(_PRINT_PROPERTIES)],
        input=application,
        capture_output=True,
        text=True,
        check=True,
        cwd=_REPOSITORY,
    )
    by_id = {group["PropertyGroupId"]: group["PropertyMap"] for group in json.loads(made.stdout)}
    application_read = read_application(by_id)
    environment = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    start(environment, replace(application_read, sql=head + application_read.sql)).wait()


def run(sql: str, tables: list[dict[str, Any]], **options: str) -> None:
    """Starts the job and waits for its end."""
    environment = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    start(environment, read_application(groups(sql, tables, **options))).wait()


def rows(folder: Path) -> list[dict[str, Any]]:
    """All rows that a job wrote to ``folder``."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]
