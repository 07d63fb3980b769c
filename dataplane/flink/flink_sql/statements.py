"""Cuts a SQL text into statements and remembers where each one stands, so that errors name the user's own lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flink_sql.errors import FlinkSqlError

# What may hold a semicolon that ends nothing. An unclosed one reaches to the end of the text.
_OPAQUE = re.compile(
    r"""
      --[^\n]*                      # comment to the end of the line
    | /\*.*?(?:\*/|\Z)              # comment
    | '(?:[^']|'')*(?:'|\Z)         # text
    | `(?:[^`]|``)*(?:`|\Z)         # identifier
    | "(?:[^"]|"")*(?:"|\Z)
    """,
    re.DOTALL | re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-z_]+")


@dataclass(frozen=True)
class Statement:
    """One statement without its semicolon. ``line`` and ``column`` are those of its first character, from 1."""

    number: int
    text: str
    line: int
    column: int

    @property
    def keyword(self) -> str:
        """Its first word in capitals; empty when it does not start with one."""
        word = _WORD.match(self.text)
        return word.group().upper() if word else ""

    def position(self, line: int, column: int) -> tuple[int, int]:
        """Where a position within this statement lies in the whole text."""
        return self.line + line - 1, column + self.column - 1 if line == 1 else column


def split_statements(sql: str) -> list[Statement]:
    """The statements of ``sql`` in order; comments and empty statements between them are left out.

    :raises FlinkSqlError: when a quote or a comment is never closed.
    """
    statements: list[Statement] = []
    for start, end in _spans(sql):
        first = _skip_blank(sql, start, end)
        if first == end:
            continue
        line = sql.count("\n", 0, first) + 1
        column = first - (sql.rfind("\n", 0, first) + 1) + 1
        statements.append(Statement(len(statements) + 1, sql[first:end].rstrip(), line, column))
    return statements


def _spans(sql: str) -> Iterator[tuple[int, int]]:
    start = position = 0
    while position < len(sql):
        opaque = _OPAQUE.match(sql, position)
        if opaque:
            _require_closed(sql, opaque)
            position = opaque.end()
        elif sql[position] == ";":
            yield start, position
            start = position = position + 1
        else:
            position += 1
    yield start, len(sql)


def _require_closed(sql: str, opaque: re.Match[str]) -> None:
    text = opaque.group()
    closed = text.startswith("--") or (
        text.endswith("*/") and len(text) > len("/*/")
        if text.startswith("/*")
        else len(text) > 1 and text[-1] == text[0]
    )
    if not closed:
        line = sql.count("\n", 0, opaque.start()) + 1
        column = opaque.start() - (sql.rfind("\n", 0, opaque.start()) + 1) + 1
        opening = "/*" if text.startswith("/*") else text[0]
        raise FlinkSqlError(f"the {opening} at line {line}, column {column} of the SQL is never closed")


def _skip_blank(sql: str, start: int, end: int) -> int:
    """The first position that is neither white space nor comment."""
    while start < end:
        if sql[start].isspace():
            start += 1
        elif sql.startswith(("--", "/*"), start):
            comment = _OPAQUE.match(sql, start)
            start = comment.end() if comment else end
        else:
            break
    return start
