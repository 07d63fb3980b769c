"""The sample of logs as others write them: its tables find every object of those writers, and nothing beside it."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from projection import partitions, read

GOLDEN = Path(__file__).parents[1] / "golden" / "network-logs"
NOW = datetime(2027, 3, 28, 5, 30)


def table(name: str) -> dict[str, Any]:
    (found,) = yaml.safe_load_all((GOLDEN / f"Foundation.tables.{name}.yaml").read_text())
    described: dict[str, Any] = found["spec"]["forProvider"]
    return described


def write(bucket: Path, key: str, text: str) -> None:
    path = bucket / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_spark(tmp_path: Path) -> None:
    """DuckDB writes Hive's layout as Spark does: values of an int without zeros before."""
    values = "('a', 7::BIGINT, 2026, 12, 31), ('b', 9, 2027, 3, 8)"
    rows = f"SELECT * FROM (VALUES {values}) AS t(session, bytes, year, month, day)"
    target = tmp_path / "sessions"
    duckdb.sql(f"COPY ({rows}) TO '{target}' (FORMAT parquet, PARTITION_BY (year, month, day))")
    assert (target / "year=2027/month=3/day=8").is_dir()
    assert read(table("sessions"), tmp_path, NOW) == [("a", 7, "2026", "12", "31"), ("b", 9, "2027", "3", "8")]


def test_firehose(tmp_path: Path) -> None:
    """The default prefix YYYY/MM/dd/HH/, the name that Firehose gives, and times as programs write them."""
    times = ["2027-03-28T01:02:03.456Z", "2027-03-28T01:02:03Z", "2027-03-28T01:02:03.456789+00:00"]
    lines = [json.dumps({"at": at, "page": "/"}) + "\n" for at in times]
    write(tmp_path, "clicks/2027/03/28/05/clicks-1-2027-03-28-05-00-00-9b0b", "".join(lines))
    write(tmp_path, "clicks/2026/12/31/23/before-the-range", lines[0])
    at = datetime(2027, 3, 28, 1, 2, 3)
    hour = "2027/03/28/05"
    assert read(table("clicks"), tmp_path, NOW) == [
        (at.replace(microsecond=456_000), "/", hour),
        (at, "/", hour),
        (at.replace(microsecond=456_789), "/", hour),
    ]


def test_cloudtrail(tmp_path: Path) -> None:
    """AWSLogs/<account>/CloudTrail/<region>/YYYY/MM/DD/, one document with all records."""
    records = [{"eventName": "GetObject", "eventTime": "2027-03-28T01:02:03Z", "awsRegion": "us-east-1"}]
    key = "AWSLogs/123456789012/CloudTrail/us-east-1/2027/03/28/123456789012_CloudTrail_us-east-1_20270328T0105Z_x.json"
    write(tmp_path, key, json.dumps({"records": records}) + "\n")
    ((read_records, region, day),) = read(table("api_calls"), tmp_path, NOW)
    assert (json.loads(read_records), region, day) == (records, "us-east-1", "2027/03/28")


def test_vpc_flow_logs(tmp_path: Path) -> None:
    """AWSLogs/<account>/vpcflowlogs/<region>/YYYY/MM/DD/, a header, spaces between."""
    key = "AWSLogs/123456789012/vpcflowlogs/eu-central-1/2027/03/28/123456789012_vpcflowlogs_eu-central-1_fl-1_x.log"
    write(tmp_path, key, "srcaddr dstaddr bytes\n10.0.0.1 10.0.0.2 840\n")
    assert read(table("flows"), tmp_path, NOW) == [("10.0.0.1", "10.0.0.2", 840, "eu-central-1", "2027/03/28")]


def test_exports(tmp_path: Path) -> None:
    """Quoted fields that hold the delimiter; a customer that nobody listed."""
    write(tmp_path, "exports/customer=c-42/dt=2027-03-28/part.csv", 'id;note\n1;"a;b"\n')
    write(tmp_path, "exports/customer=c-43/dt=2027-03-28/part.csv", 'id;note\n2;"c"\n')
    assert read(table("exports"), tmp_path, NOW, {"customer": "c-42"}) == [(1, "a;b", "c-42", "2027-03-28")]


@pytest.mark.parametrize(("name", "places"), [("clicks", 87 * 24 + 6), ("flows", 2 * 88)])
def test_a_query_without_filter_looks_from_the_first_day_on(name: str, places: int) -> None:
    assert len(partitions(table(name), NOW, {})) == places
