"""The property groups are read whole, and what is wrong with them is named by group and key."""

import json
from pathlib import Path
from typing import Any

import pytest
from flink_sql.errors import FlinkSqlError
from flink_sql.properties import Application, Column, Connector, EventTime, Table, read_application, read_groups

STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/analytics-clickstream-main"
SOURCE: dict[str, Any] = {
    "name": "main",
    "role": "source",
    "stream": STREAM,
    "region": "us-east-1",
    "columns": [{"name": "event_time", "type": "timestamp"}, {"name": "user_id", "type": "string"}],
    "eventTime": {"column": "event_time", "maxDelaySeconds": 0},
    "startAt": "TRIM_HORIZON",
}


def read(tables: object, sql: str = "INSERT INTO a SELECT 1", **options: str) -> Application:
    text = tables if isinstance(tables, str) else json.dumps(tables)
    return read_application({"FlinkSql": {"sql.000": sql, **options}, "FlinkSqlTables": {"tables.000": text}})


def test_reads_a_source_with_all_its_settings() -> None:
    assert read([SOURCE]).tables == (
        Table(
            name="main",
            role="source",
            columns=(Column("event_time", "timestamp"), Column("user_id", "string")),
            stream=STREAM,
            region="us-east-1",
            event_time=EventTime("event_time", max_delay_seconds=0, max_ahead_seconds=3600),
            start_at="TRIM_HORIZON",
        ),
    )


def test_puts_long_texts_together_in_order() -> None:
    sql = {f"sql.{index:03d}": letter for index, letter in enumerate("INSERT INTO")}
    table = json.dumps([SOURCE])
    tables = {"tables.001": table[10:], "tables.000": table[:10]}
    application = read_application({"FlinkSql": sql, "FlinkSqlTables": tables})
    assert application.sql == "INSERT INTO"
    assert application.tables[0].name == "main"


def test_reads_where_the_connector_is() -> None:
    connector = {"connector.url": "https://example.com/kinesis.jar", "connector.sha256": "AB" * 32}
    assert read([], **connector).connector == Connector("https://example.com/kinesis.jar", "ab" * 32)
    assert read([]).connector is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": None}, "tables[0].name is missing"),
        ({"name": 7}, "tables[0].name is 7: it must be of type str"),
        ({"role": "both"}, "tables[0].role is 'both': use source or sink"),
        ({"role": None}, "tables[0].role is missing"),
        ({"columns": []}, "tables[0].columns is empty"),
        ({"columns": ["event_time"]}, "tables[0].columns[0] is 'event_time', not an object"),
        ({"columns": [{"name": "a"}]}, "tables[0].columns[0].type is missing"),
        ({"columns": SOURCE["columns"] * 2}, "tables[0].columns names a column twice"),
        ({"eventTime": {}}, "tables[0].eventTime.column is missing"),
        ({"eventTime": {"column": "user_id"}}, "eventTime.column is 'user_id': it must be a column of type timestamp"),
        ({"eventTime": {"column": "event_time", "maxDelaySeconds": -1}}, "eventTime.maxDelaySeconds is -1"),
        ({"eventTime": {"column": "event_time", "maxAheadSeconds": True}}, "maxAheadSeconds is True"),
        ({"partitionBy": ["nobody"]}, "tables[0].partitionBy has 'nobody', which is no column of it"),
        ({"stream": None}, "tables[0] needs either stream or path"),
        ({"path": "file:///x"}, "tables[0] needs either stream or path"),
        ({"region": None}, "tables[0].region is missing"),
        ({"startAt": "NOW"}, "tables[0].startAt is 'NOW': use LATEST or TRIM_HORIZON"),
    ],
)
def test_names_what_is_wrong_with_a_table(change: dict[str, Any], message: str) -> None:
    with pytest.raises(FlinkSqlError) as raised:
        read([{**SOURCE, **change}])
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("tables", "sql", "options", "message"),
    [
        ([], " ", {}, "no SQL: property group FlinkSql has no sql.000"),
        ("[", "x", {}, "tables in property group FlinkSqlTables is not JSON"),
        ("{}", "x", {}, "tables in property group FlinkSqlTables is not a list"),
        ([SOURCE, SOURCE], "x", {}, "two tables are called 'main'"),
        ([], "x", {"connector.url": "http://example.com/x.jar"}, "connector.url is 'http://example.com/x.jar'"),
        ([], "x", {"connector.url": "https://example.com/x.jar"}, "connector.sha256 is None"),
        ([], "x", {"connector.sha256": "00"}, "connector.url is None"),
    ],
)
def test_names_what_is_wrong_beside_the_tables(tables: object, sql: str, options: dict[str, str], message: str) -> None:
    with pytest.raises(FlinkSqlError) as raised:
        read(tables, sql, **options)
    assert message in str(raised.value)


def test_reads_the_file_that_managed_flink_writes(tmp_path: Path) -> None:
    file = tmp_path / "application_properties.json"
    file.write_text(json.dumps([{"PropertyGroupId": "FlinkSql", "PropertyMap": {"sql.000": "x"}}]))
    assert read_groups(file) == {"FlinkSql": {"sql.000": "x"}}


@pytest.mark.parametrize("content", ["", "{}x", "[1]", '[{"PropertyGroupId": "a"}]'])
def test_says_when_the_file_is_not_such_a_list(tmp_path: Path, content: str) -> None:
    file = tmp_path / "application_properties.json"
    file.write_text(content)
    with pytest.raises(FlinkSqlError, match="is not a list of property groups"):
        read_groups(file)


def test_says_when_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FlinkSqlError, match="cannot read the application's properties"):
        read_groups(tmp_path / "nowhere.json")
