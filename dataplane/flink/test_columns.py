"""Glue's types become Flink's; what is none is refused in one sentence."""

import pytest
from flink_sql.columns import flink_type, quote_identifier, quote_text
from flink_sql.errors import FlinkSqlError


@pytest.mark.parametrize(
    ("glue", "flink"),
    [
        ("string", "STRING"),
        ("INT", "INT"),
        ("integer", "INT"),
        ("timestamp", "TIMESTAMP_LTZ(3)"),
        ("binary", "BYTES"),
        ("decimal(10,2)", "DECIMAL(10, 2)"),
        ("decimal( 38 , 38 )", "DECIMAL(38, 38)"),
        ("varchar(20)", "VARCHAR(20)"),
        ("array<string>", "ARRAY<STRING>"),
        ("map<string,array<int>>", "MAP<STRING, ARRAY<INT>>"),
        ("struct<page:string,duration:int,success:boolean>", "ROW<`page` STRING, `duration` INT, `success` BOOLEAN>"),
        ("array<struct<a:map<string,decimal(5,1)>>>", "ARRAY<ROW<`a` MAP<STRING, DECIMAL(5, 1)>>>"),
    ],
)
def test_translates(glue: str, flink: str) -> None:
    assert flink_type(glue) == flink


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        " ",
        "text",
        "string string",
        "array",
        "array<>",
        "array<string",
        "array<string>>",
        "map<string>",
        "struct<>",
        "struct<a>",
        "struct<a:int,>",
        "struct<a:int b:int>",
        "decimal",
        "decimal(10)",
        "decimal(39,0)",
        "decimal(5,6)",
        "varchar(0)",
        "varchar(x)",
        "string; DROP TABLE t",
        "int'",
    ],
)
def test_refuses_what_is_no_type(wrong: str) -> None:
    with pytest.raises(FlinkSqlError, match="is not a column type: use Glue's types") as raised:
        flink_type(wrong)
    assert repr(wrong) in str(raised.value)


def test_quotes_whatever_is_in_a_name_or_text() -> None:
    assert quote_identifier("a`b") == "`a``b`"
    assert quote_text("it's") == "'it''s'"
