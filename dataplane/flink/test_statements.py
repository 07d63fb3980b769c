"""The splitter finds the statements and where they stand, whatever their quotes and comments hold."""

import pytest
from flink_sql.errors import FlinkSqlError
from flink_sql.statements import Statement, split_statements


def texts(sql: str) -> list[str]:
    return [statement.text for statement in split_statements(sql)]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT 1;", ["SELECT 1"]),
        (" ;; SELECT 1 ; \n ; SELECT 2 ", ["SELECT 1", "SELECT 2"]),
        ("SELECT ';' ; SELECT 2", ["SELECT ';'", "SELECT 2"]),
        ("SELECT 'it''s; fine'; SELECT 2", ["SELECT 'it''s; fine'", "SELECT 2"]),
        ("SELECT `a;b` FROM `c``;d`; SELECT 2", ["SELECT `a;b` FROM `c``;d`", "SELECT 2"]),
        ("SELECT 1 -- one; not two\n; SELECT 2", ["SELECT 1 -- one; not two", "SELECT 2"]),
        ("SELECT 1 /* ; ' */; SELECT 2", ["SELECT 1 /* ; ' */", "SELECT 2"]),
        ("-- only; words", []),
        ("/* only; words */ ;", []),
        ("SELECT '--' ; SELECT '/*'", ["SELECT '--'", "SELECT '/*'"]),
        ("SELECT 6 / 2 - 1; SELECT 2", ["SELECT 6 / 2 - 1", "SELECT 2"]),
        ("", []),
    ],
)
def test_splits_at_the_semicolons_that_end_something(sql: str, expected: list[str]) -> None:
    assert texts(sql) == expected


def test_knows_where_each_statement_starts_after_its_comments() -> None:
    sql = "-- head\nSET 'a' = 'b'; /* note\n */  INSERT INTO t\n  SELECT 1;"
    assert split_statements(sql) == [
        Statement(1, "SET 'a' = 'b'", 2, 1),
        Statement(2, "INSERT INTO t\n  SELECT 1", 3, 6),
    ]


def test_translates_positions_into_those_of_the_whole_text() -> None:
    statement = split_statements("SET 'a'='b';\n  INSERT INTO t\n SELECT x")[1]
    assert statement.position(1, 8) == (2, 10)
    assert statement.position(2, 2) == (3, 2)


@pytest.mark.parametrize(
    ("sql", "opening"),
    [
        ("SELECT 1;\n SELECT 'open", "the ' at line 2, column 9"),
        ("SELECT '", "the ' at line 1, column 8"),
        ("SELECT `open", "the ` at line 1, column 8"),
        ('SELECT "open', 'the " at line 1, column 8'),
        ("SELECT 1 /* open", "the /* at line 1, column 10"),
        ("/*/", "the /* at line 1, column 1"),
    ],
)
def test_names_what_is_never_closed(sql: str, opening: str) -> None:
    with pytest.raises(FlinkSqlError, match="never closed") as raised:
        split_statements(sql)
    assert opening in str(raised.value)


def test_knows_the_first_word() -> None:
    assert [statement.keyword for statement in split_statements("insert into t; 1 + 1")] == ["INSERT", ""]
