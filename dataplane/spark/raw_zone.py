"""Raw zones for tests: files as Firehose lays them down, by hour of arrival, and what may be wrong in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import clickstream
import duckdb

Row = dict[str, Any]

RAW_COLUMNS = {
    "event_time": "VARCHAR",
    "user_id": "VARCHAR",
    "event_type": "VARCHAR",
    "event_data": "STRUCT(page VARCHAR, duration INTEGER, success BOOLEAN)",
    "processed_at": "VARCHAR",
    "processor": "VARCHAR",
}

# What can be wrong with a row once it is a row; the reason is CleanEvents'.
BROKEN_FIELDS: tuple[tuple[str, object, str], ...] = (
    ("event_time", None, "missing_event_time"),
    ("event_time", "", "missing_event_time"),
    ("event_time", "yesterday", "invalid_event_time"),
    ("event_time", "2026-02-30T10:00:00Z", "invalid_event_time"),
    ("event_time", "2026-02-20T24:00:00Z", "invalid_event_time"),
    ("event_time", "2026-02-20T10:00:00+19:00", "invalid_event_time"),
    ("event_time", "2026-02-20", "invalid_event_time"),
    ("event_time", "12:30:00", "invalid_event_time"),
    ("event_time", "1764000000", "invalid_event_time"),
    ("event_time", "1969-12-31T23:59:59Z", "event_time_out_of_range"),
    ("event_time", "2100-01-01T00:00:00Z", "event_time_out_of_range"),
    ("user_id", None, "missing_user_id"),
    ("user_id", " \t", "missing_user_id"),
    ("event_type", None, "missing_event_type"),
    ("event_type", "", "missing_event_type"),
)


def rows_of(deliveries: Iterable[clickstream.Delivery], broken: float = 0.0, seed: int = 1) -> Iterator[Row]:
    """Rows of the raw table with their arrival partition; a share ``broken`` of them is damaged."""
    random = Random(seed)
    for delivery in deliveries:
        arrived = delivery.arrived
        row: Row = {
            **delivery.event,
            "processed_at": clickstream.utc_text(delivery.processed),
            "processor": "analytics-clickstream-enrich",
            "year": f"{arrived:%Y}",
            "month": f"{arrived:%m}",
            "day": f"{arrived:%d}",
            "hour": f"{arrived:%H}",
        }
        if random.random() < broken:
            name, value, _ = random.choice(BROKEN_FIELDS)
            row[name] = value
        yield row


def write_raw(
    root: Path,
    rows: Iterable[Row],
    columns: dict[str, str] = RAW_COLUMNS,
    partitioned: bool = True,
    options: str = "FORMAT parquet",
) -> None:
    """Writes rows below ``root``; further calls add files."""
    root.mkdir(parents=True, exist_ok=True)
    lines = root.parent / f"{root.name}.jsonl"
    with lines.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    partition = dict.fromkeys(("year", "month", "day", "hour"), "VARCHAR") if partitioned else {}
    described = ", ".join(f"'{name}': '{kind}'" for name, kind in {**columns, **partition}.items())
    where = f", PARTITION_BY ({', '.join(partition)}), APPEND" if partitioned else ""
    target = root if partitioned else root / f"{len(list(root.iterdir()))}.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            f"COPY (SELECT * FROM read_json('{lines}', format='newline_delimited', columns={{{described}}})) "  # noqa: S608
            f"TO '{target}' ({options}{where})"
        )
    lines.unlink()


def run_arguments(**values: object) -> list[str]:
    """A command line as Glue gives it: ``source_path=...`` becomes ``--source-path ...``."""
    argv = ["script.py"]
    for name, value in values.items():
        argv += [f"--{name.replace('_', '-')}", str(value)]
    return argv


def declared_schema(table: str) -> list[tuple[str, str]]:
    """Columns and types that tables.ts declares, partition keys last."""
    described = json.loads((Path(__file__).parent / "tables.generated.json").read_text())[table]
    return [(column["name"], column["type"]) for column in described["columns"] + described["partitionKeys"]]


def bytes_below(root: Path) -> dict[str, bytes]:
    """Every data file of a table by its path below the root."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*.parquet"))
        if not any(part.startswith(("_", ".")) for part in path.relative_to(root).parts)
    }
