"""What to run, read from the application's property groups.

Managed Flink writes the groups to a file at start. A value holds 2,048 characters at most, so longer texts lie in
several keys, ``<key>.000``, ``<key>.001`` ..., that are put together in order. The groups:

* ``FlinkSql``: ``sql.NNN``, the statements; ``connector.url`` and ``connector.sha256``, where to fetch the Kinesis
  connector from when it is not packed with the code.
* ``FlinkSqlTables``: ``tables.NNN``, a JSON list of tables, see ``Table``.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from flink_sql.errors import FlinkSqlError

MANAGED_FLINK_PROPERTIES = Path("/etc/flink/application_properties.json")
SQL_GROUP = "FlinkSql"
TABLES_GROUP = "FlinkSqlTables"

Groups = Mapping[str, Mapping[str, str]]
Expected = TypeVar("Expected")


@dataclass(frozen=True)
class Column:
    name: str
    #: Glue's spelling, such as ``bigint`` or ``struct<page:string>``
    type: str


@dataclass(frozen=True)
class EventTime:
    """The column that says when an event happened, and how far to trust it."""

    column: str
    #: events of a source that arrive later than this behind the newest one are late: windows leave them out
    max_delay_seconds: int = 60
    #: events from further ahead than this are left out, as one wrong clock would make all others late
    max_ahead_seconds: int = 3600


@dataclass(frozen=True)
class Table:
    """A stream as a table. A source is read, a sink is written."""

    name: str
    role: Literal["source", "sink"]
    columns: tuple[Column, ...]
    #: ARN of a Kinesis stream; or else ``path``
    stream: str | None = None
    region: str | None = None
    #: URI of a folder of JSON lines, in place of a stream
    path: str | None = None
    #: Kinesis endpoint, in place of the region's
    endpoint: str | None = None
    #: sources only
    event_time: EventTime | None = None
    #: sources only: where a first start begins; later ones resume from the snapshot
    start_at: Literal["LATEST", "TRIM_HORIZON"] = "LATEST"
    #: sinks only: columns that make the partition key; none: records are spread evenly
    partition_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Connector:
    """A jar to fetch at start."""

    url: str
    #: hexadecimal digest that the jar must have
    sha256: str


@dataclass(frozen=True)
class Application:
    sql: str
    tables: tuple[Table, ...] = ()
    connector: Connector | None = None


def read_groups(path: Path) -> Groups:
    """The property groups of the file that managed Flink writes, by id.

    :raises FlinkSqlError: when it is missing or not of that shape.
    """
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return {group["PropertyGroupId"]: dict(group["PropertyMap"]) for group in listed}
    except OSError as error:
        raise FlinkSqlError(f"cannot read the application's properties: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise FlinkSqlError(f"{path} is not a list of property groups with PropertyGroupId and PropertyMap") from error


def read_application(groups: Groups) -> Application:
    """:raises FlinkSqlError: naming the group and key that is missing or wrong."""
    options = groups.get(SQL_GROUP, {})
    sql = _joined(options, "sql")
    if not sql.strip():
        raise FlinkSqlError(f"no SQL: property group {SQL_GROUP} has no sql.000")
    text = _joined(groups.get(TABLES_GROUP, {}), "tables") or "[]"
    try:
        listed = json.loads(text)
    except ValueError as error:
        raise FlinkSqlError(f"tables in property group {TABLES_GROUP} is not JSON: {error}") from error
    if not isinstance(listed, list):
        raise FlinkSqlError(f"tables in property group {TABLES_GROUP} is not a list")
    tables = tuple(_table(_Item(f"tables[{index}]", item)) for index, item in enumerate(listed))
    names = [table.name for table in tables]
    for name in names:
        if names.count(name) > 1:
            raise FlinkSqlError(f"two tables are called {name!r}")
    return Application(sql, tables, _connector(options))


def _joined(properties: Mapping[str, str], key: str) -> str:
    parts = {name: value for name, value in properties.items() if re.fullmatch(rf"{key}\.\d{{3}}", name)}
    return "".join(parts[name] for name in sorted(parts))


def _connector(options: Mapping[str, str]) -> Connector | None:
    url, sha256 = options.get("connector.url"), options.get("connector.sha256")
    if url is None and sha256 is None:
        return None
    if url is None or not re.match(r"(https|file)://", url):
        raise FlinkSqlError(f"connector.url is {url!r}: use an https:// address")
    if sha256 is None or not re.fullmatch(r"[0-9a-fA-F]{64}", sha256):
        raise FlinkSqlError(f"connector.sha256 is {sha256!r}: give the jar's SHA-256 as 64 hexadecimal digits")
    return Connector(url, sha256.lower())


@dataclass(frozen=True)
class _Item:
    """A JSON object on its way to a table; ``at`` says where it stands."""

    at: str
    value: Any

    def require(self, name: str, kind: type[Expected]) -> Expected:
        found = self.optional(name, kind)
        if found is None:
            raise FlinkSqlError(f"{self.at}.{name} is missing")
        return found

    def optional(self, name: str, kind: type[Expected]) -> Expected | None:
        if not isinstance(self.value, dict):
            raise FlinkSqlError(f"{self.at} is {self.value!r}, not an object")
        found = self.value.get(name)
        if found is not None and (not isinstance(found, kind) or isinstance(found, bool)):
            raise FlinkSqlError(f"{self.at}.{name} is {found!r}: it must be of type {kind.__name__}")
        return found

    def one_of(self, name: str, choices: tuple[str, ...]) -> str | None:
        found = self.optional(name, str)
        if found is not None and found not in choices:
            raise FlinkSqlError(f"{self.at}.{name} is {found!r}: use {' or '.join(choices)}")
        return found


def _table(item: _Item) -> Table:
    name = item.require("name", str)
    columns = tuple(
        Column(column.require("name", str), column.require("type", str))
        for column in (
            _Item(f"{item.at}.columns[{index}]", value) for index, value in enumerate(item.require("columns", list))
        )
    )
    if not columns:
        raise FlinkSqlError(f"{item.at}.columns is empty: a table has one column at least")
    known = {column.name: column.type for column in columns}
    if len(known) < len(columns):
        raise FlinkSqlError(f"{item.at}.columns names a column twice")
    role = item.one_of("role", ("source", "sink"))
    if role is None:
        raise FlinkSqlError(f"{item.at}.role is missing")
    event_time = _event_time(item, known)
    partition_by = tuple(item.optional("partitionBy", list) or ())
    for column in partition_by:
        if column not in known:
            raise FlinkSqlError(f"{item.at}.partitionBy has {column!r}, which is no column of it")
    stream, path = item.optional("stream", str), item.optional("path", str)
    region = item.optional("region", str)
    if (stream is None) == (path is None):
        raise FlinkSqlError(f"{item.at} needs either stream or path")
    if stream is not None and region is None:
        raise FlinkSqlError(f"{item.at}.region is missing")
    return Table(
        name=name,
        role="source" if role == "source" else "sink",
        columns=columns,
        stream=stream,
        region=region,
        path=path,
        endpoint=item.optional("endpoint", str),
        event_time=event_time,
        start_at="TRIM_HORIZON" if item.one_of("startAt", ("LATEST", "TRIM_HORIZON")) == "TRIM_HORIZON" else "LATEST",
        partition_by=partition_by,
    )


def _event_time(item: _Item, known: Mapping[str, str]) -> EventTime | None:
    value = item.optional("eventTime", dict)
    if value is None:
        return None
    inner = _Item(f"{item.at}.eventTime", value)
    column = inner.require("column", str)
    if known.get(column) != "timestamp":
        raise FlinkSqlError(f"{inner.at}.column is {column!r}: it must be a column of type timestamp")
    return EventTime(
        column,
        _seconds(inner, "maxDelaySeconds", EventTime.max_delay_seconds),
        _seconds(inner, "maxAheadSeconds", EventTime.max_ahead_seconds),
    )


def _seconds(item: _Item, name: str, default: int) -> int:
    found = item.optional(name, int)
    if found is not None and found < 0:
        raise FlinkSqlError(f"{item.at}.{name} is {found}: it must be 0 or more")
    return default if found is None else found
