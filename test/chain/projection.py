"""What Athena makes of the parameters of a table: the partitions that it looks into, and DuckDB in its place.

Written from Athena's documentation of partition projection, not from what the charts do.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import duckdb

STEPS = {
    "YEARS": timedelta(days=366),
    "MONTHS": timedelta(days=31),
    "DAYS": timedelta(days=1),
    "HOURS": timedelta(hours=1),
}
LETTERS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H"}
TYPES = {"string": "VARCHAR", "int": "INTEGER", "bigint": "BIGINT", "timestamp": "TIMESTAMP", "date": "DATE"}
OPENX = "org.openx.data.jsonserde.JsonSerDe"
HIVE_JSON = "org.apache.hive.hcatalog.data.JsonSerDe"
LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde"

Values = dict[str, str]


@dataclass(frozen=True)
class Partition:
    values: Values
    location: str


def partitions(table: dict[str, Any], now: datetime, given: Values) -> list[Partition]:
    """All that a query at `now` looks into; `given` are the values that it names, as injected keys need."""
    parameters: Values = table["parameters"]
    names = [key["name"] for key in table["partitionKeys"]]
    location = table["storageDescriptor"]["location"]
    usual = location + "".join(f"{name}=${{{name}}}/" for name in names)
    template = parameters.get("storage.location.template", usual)
    found = []
    for row in product(*(values_of(parameters, name, now, given) for name in names)):
        values = dict(zip(names, row, strict=True))
        found.append(Partition(values, located(template, values)))
    return found


def located(template: str, values: Values) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], template)


def values_of(parameters: Values, name: str, now: datetime, given: Values) -> list[str]:
    def setting(key: str, default: str = "") -> str:
        return parameters.get(f"projection.{name}.{key}", default)

    if setting("type") == "injected":
        return [given[name]]
    if setting("type") == "enum":
        return setting("values").split(",")
    first, last = setting("range").split(",")
    step = int(setting("interval", "1"))
    if setting("type") == "integer":
        return [str(value).zfill(int(setting("digits", "1"))) for value in range(int(first), int(last) + 1, step)]
    if last != "NOW+1DAYS":
        raise NotImplementedError(last)
    letters = re.sub("|".join(LETTERS), lambda match: LETTERS[match[0]], setting("format"))
    at, values = datetime.strptime(first, letters), []
    while at <= now + timedelta(days=1):
        values.append(at.strftime(letters))
        at += step * STEPS[setting("interval.unit")]
    return list(dict.fromkeys(values))


def read(table: dict[str, Any], bucket: Path, now: datetime, given: Values | None = None) -> list[tuple[Any, ...]]:
    """All rows as DuckDB reads them in the way that the table says: its columns, then its partition keys."""
    rows: list[tuple[Any, ...]] = []
    for partition in partitions(table, now, given or {}):
        folder = bucket / partition.location.split("/", 3)[3]
        for file in sorted(folder.glob("*")) if folder.is_dir() else []:
            rows += [(*row, *partition.values.values()) for row in duckdb.execute(query(table, file)).fetchall()]
    return rows


def query(table: dict[str, Any], file: Path) -> str:
    described = table["storageDescriptor"]
    columns = {column["name"]: column["type"] for column in described["columns"]}
    names = ", ".join(f'"{name}"' for name in columns)
    library, settings = described["serDeInfo"]["serializationLibrary"], described["serDeInfo"]["parameters"]
    if library.endswith("ParquetHiveSerDe"):
        return f"SELECT {names} FROM read_parquet('{file}')"
    if library in (OPENX, HIVE_JSON):
        # Athena promises timestamps only where a format is told; DuckDB knows ISO 8601 by itself.
        if "timestamp" in columns.values() and "T'HH:mm:ss" not in settings.get("timestamp.formats", ""):
            raise ValueError("nobody told how timestamps are written")
        types = ", ".join(f"\"{name}\": '{TYPES.get(kind, 'JSON')}'" for name, kind in columns.items())
        return f"SELECT {names} FROM read_json('{file}', format = 'newline_delimited', columns = {{{types}}})"
    delimiter, quote = settings.get("field.delim"), ""
    if library == OPEN_CSV:
        delimiter, quote = settings["separatorChar"], settings["quoteChar"]
    types = ", ".join(f"\"{name}\": '{TYPES[kind]}'" for name, kind in columns.items())
    skipped = table["parameters"].get("skip.header.line.count", "0")
    return (
        f"SELECT {names} FROM read_csv('{file}', delim = '{delimiter}', quote = '{quote}', escape = '', "
        f"header = false, auto_detect = false, skip = {skipped}, columns = {{{types}}})"
    )
