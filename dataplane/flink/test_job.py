"""What is wrong with SQL or tables is said at start, with the statement and the position; nothing runs then."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from flink_sql.errors import FlinkSqlError
from local_flink import rows, run, sink, source

INSERT = "INSERT INTO processed SELECT event_time, event_time, event_type, 1 FROM main"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SET 'a.b' = 'c';\nINSRT INTO x", "statement 2 is wrong at line 2, column 1: INSRT is not a statement"),
        ("SELECT 1", "statement 1 is wrong at line 1, column 1: its result has nowhere to go"),
        ("SET a = b", "statement 1 is wrong at line 1, column 1: write SET 'key' = 'value'"),
        ("EXECUTE STATEMENT SET BEGIN " + INSERT, "leave out the statement set"),
        ("CREATE TABLE t WITH ('connector'='print') AS SELECT * FROM main", "as two statements"),
        ("CREATE TEMPORARY VIEW v AS\n  SELECT nothing FROM main", "line 2, column 10: Column 'nothing'"),
        ("CREATE VIEW v AS SELEC 1", "statement 1 is wrong at line 1, column 1: Non-query expression"),
        (INSERT + ";\n\n INSERT INTO nowhere SELECT 1", "statement 2 is wrong at line 3, column 2"),
        ("INSERT INTO processed\nSELECT event_type FRM main", 'line 2, column 23: Encountered "main"'),
        ("INSERT INTO processed SELECT event_type FROM mian", "line 1, column 46: Object 'mian' not found"),
        ("INSERT INTO processed SELECT event_type FROM main", "Column types of query result and sink"),
        (
            "INSERT INTO processed SELECT MAX(event_time), MAX(event_time), event_type, COUNT(*) FROM main "
            "GROUP BY event_type",
            "statement 1 is wrong at line 1, column 1: Table sink 'default_catalog.default_database.processed' doesn't "
            "support consuming update changes",
        ),
        ("-- nothing", "the SQL has no INSERT INTO"),
        ("CREATE VIEW v AS SELECT * FROM main", "the SQL has no INSERT INTO"),
        ("INSERT INTO processed SELECT 'open", "the ' at line 1, column 30 of the SQL is never closed"),
    ],
)
def test_names_the_statement_that_is_wrong(tmp_path: Path, sql: str, message: str) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(FlinkSqlError) as raised:
        run(sql, [source(tmp_path / "in"), sink(tmp_path / "out")])
    assert message in str(raised.value)
    assert not (tmp_path / "out").exists()


def test_shows_the_line_and_marks_the_place(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    sql = "-- counts\nINSERT INTO processed\n  SELECT event_typ FROM main;"
    with pytest.raises(FlinkSqlError) as raised:
        run(sql, [source(tmp_path / "in"), sink(tmp_path / "out")])
    assert str(raised.value) == (
        "statement 1 is wrong at line 3, column 10: Column 'event_typ' not found in any table\n"
        "    SELECT event_typ FROM main;\n           ^\n  (declared tables: main, processed)"
    )


def test_all_inserts_run_as_one_job_over_views_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    events = [
        {"event_time": f"2024-02-29T12:00:0{second}Z", "event_type": kind, "event_data": {"page": "/p", "duration": 7}}
        for second, kind in enumerate(["page_view", "api_call", "page_view"])
    ]
    (tmp_path / "in" / "events.json").write_text("\n".join(json.dumps(event) for event in events))
    pages = {"name": "page-list", "columns": [{"name": "page", "type": "string"}, {"name": "seconds", "type": "int"}]}
    sql = """
        CREATE TEMPORARY VIEW seen AS SELECT * FROM main WHERE event_type = 'page_view';
        INSERT INTO `page-list` SELECT main.event_data.page, main.event_data.duration FROM main;
        INSERT INTO processed
        SELECT window_start, window_end, event_type, COUNT(*)
        FROM TABLE(TUMBLE(TABLE seen, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
        GROUP BY window_start, window_end, event_type;
    """
    run(sql, [source(tmp_path / "in"), sink(tmp_path / "out"), sink(tmp_path / "pages", **pages)])
    assert rows(tmp_path / "pages") == [{"page": "/p", "seconds": 7}] * 3
    assert rows(tmp_path / "out") == [
        {
            "window_start": "2024-02-29T12:00:00Z",
            "window_end": "2024-02-29T12:01:00Z",
            "event_type": "page_view",
            "event_count": 2,
        }
    ]


def test_names_the_table_whose_column_has_no_type(tmp_path: Path) -> None:
    with pytest.raises(FlinkSqlError, match="table main, column a: 'text' is not a column type"):
        run(INSERT, [source(tmp_path, columns=[{"name": "a", "type": "text"}], eventTime=None)])


def kinesis(table: dict[str, Any]) -> dict[str, Any]:
    stream = f"arn:aws:kinesis:us-east-1:123456789012:stream/{table['name']}"
    return {**table, "path": None, "stream": stream, "region": "us-east-1"}


def test_says_how_to_get_the_connector_when_it_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FlinkSqlError, match=r"the Kinesis connector is missing: give connector\.url"):
        run(INSERT, [kinesis(source(tmp_path)), kinesis(sink(tmp_path))])


def test_refuses_a_connector_that_is_not_the_one_meant(tmp_path: Path) -> None:
    jar = tmp_path / "connector.jar"
    jar.write_bytes(b"something else")
    found = hashlib.sha256(b"something else").hexdigest()
    options = {"connector.url": jar.as_uri(), "connector.sha256": "00" * 32}
    with pytest.raises(FlinkSqlError, match=f"has the SHA-256 {found}, not the 0000"):
        run(INSERT, [source(tmp_path), sink(tmp_path)], **options)


def test_says_when_the_connector_cannot_be_fetched(tmp_path: Path) -> None:
    options = {"connector.url": (tmp_path / "nowhere.jar").as_uri(), "connector.sha256": "00" * 32}
    with pytest.raises(FlinkSqlError, match="cannot fetch the connector from file:///"):
        run(INSERT, [source(tmp_path), sink(tmp_path)], **options)
