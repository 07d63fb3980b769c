"""Glue's column types in Flink's words."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flink_sql.errors import FlinkSqlError

TIMESTAMP = "TIMESTAMP_LTZ(3)"

_PLAIN = {
    "string": "STRING",
    "boolean": "BOOLEAN",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INT",
    "integer": "INT",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "date": "DATE",
    # Times are moments: every text that leaves carries its zone.
    "timestamp": TIMESTAMP,
    "binary": "BYTES",
}
_LONGEST_DECIMAL = 38
_TOKEN = re.compile(r"\s*([A-Za-z0-9_]+|[<>(),:])")


def quote_identifier(name: str) -> str:
    """``name`` as a SQL identifier, whatever is in it."""
    return "`" + name.replace("`", "``") + "`"


def quote_text(text: str) -> str:
    """``text`` as a SQL literal, whatever is in it."""
    return "'" + text.replace("'", "''") + "'"


def flink_type(glue_type: str) -> str:
    """``struct<page:string,tags:array<string>>`` becomes ``ROW<`page` STRING, `tags` ARRAY<STRING>>``.

    :raises FlinkSqlError: for what is not a Glue type, or one that Flink has no equal of.
    """
    reader = _Reader(glue_type, _tokens(glue_type))
    parsed = _read_type(reader)
    if reader.tokens:
        raise reader.error()
    return parsed


@dataclass
class _Reader:
    source: str
    tokens: list[str]

    def take(self) -> str:
        if not self.tokens:
            raise self.error()
        return self.tokens.pop(0)

    def expect(self, token: str) -> None:
        if self.take() != token:
            raise self.error()

    def number(self) -> int:
        token = self.take()
        if not token.isdecimal():
            raise self.error()
        return int(token)

    def error(self) -> FlinkSqlError:
        return FlinkSqlError(
            f"{self.source!r} is not a column type: use Glue's types, such as string, bigint, timestamp, "
            "decimal(10,2), array<string>, map<string,int> or struct<page:string,duration:int>"
        )


def _tokens(source: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    text = source.rstrip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise _Reader(source, []).error()
        tokens.append(token.group(1))
        position = token.end()
    return tokens


def _read_type(reader: _Reader) -> str:
    name = reader.take().lower()
    if name in _PLAIN:
        return _PLAIN[name]
    read = _COMPOSITE.get(name)
    if read is None:
        raise reader.error()
    return read(reader)


def _read_decimal(reader: _Reader) -> str:
    reader.expect("(")
    precision = reader.number()
    reader.expect(",")
    scale = reader.number()
    reader.expect(")")
    if not (1 <= precision <= _LONGEST_DECIMAL and scale <= precision):
        raise reader.error()
    return f"DECIMAL({precision}, {scale})"


def _read_length(kind: str) -> Callable[[_Reader], str]:
    def read(reader: _Reader) -> str:
        reader.expect("(")
        length = reader.number()
        reader.expect(")")
        if length < 1:
            raise reader.error()
        return f"{kind}({length})"

    return read


def _read_array(reader: _Reader) -> str:
    reader.expect("<")
    element = _read_type(reader)
    reader.expect(">")
    return f"ARRAY<{element}>"


def _read_map(reader: _Reader) -> str:
    reader.expect("<")
    key = _read_type(reader)
    reader.expect(",")
    value = _read_type(reader)
    reader.expect(">")
    return f"MAP<{key}, {value}>"


def _read_struct(reader: _Reader) -> str:
    fields: list[str] = []
    reader.expect("<")
    while True:
        name = reader.take()
        reader.expect(":")
        fields.append(f"{quote_identifier(name)} {_read_type(reader)}")
        separator = reader.take()
        if separator == ">":
            return f"ROW<{', '.join(fields)}>"
        if separator != ",":
            raise reader.error()


_COMPOSITE: dict[str, Callable[[_Reader], str]] = {
    "decimal": _read_decimal,
    "char": _read_length("CHAR"),
    "varchar": _read_length("VARCHAR"),
    "array": _read_array,
    "map": _read_map,
    "struct": _read_struct,
}
