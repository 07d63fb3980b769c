"""The DDL for Kinesis, by the connector's option names; what it means is tested on Flink."""

from dataclasses import replace

from flink_sql.properties import Column, EventTime, Table
from flink_sql.tables import ddl

SOURCE = Table(
    name="main",
    role="source",
    columns=(Column("event_time", "timestamp"), Column("user_id", "string")),
    stream="arn:aws:kinesis:us-east-1:123456789012:stream/main",
    region="us-east-1",
    event_time=EventTime("event_time"),
    start_at="TRIM_HORIZON",
)
SINK = replace(SOURCE, name="processed", role="sink", event_time=None, partition_by=("user_id",))


def test_a_source_reads_the_stream_from_where_it_was_told() -> None:
    records, view = ddl(SOURCE)
    assert records.startswith("CREATE TEMPORARY TABLE `main$records` (`event_time` STRING, `user_id` STRING, ")
    assert records.endswith(
        " WITH ('aws.region' = 'us-east-1', 'connector' = 'kinesis', 'format' = 'json', "
        "'json.ignore-parse-errors' = 'true', 'json.timestamp-format.standard' = 'ISO-8601', "
        "'source.init.position' = 'TRIM_HORIZON', 'stream.arn' = 'arn:aws:kinesis:us-east-1:123456789012:stream/main')"
    )
    assert view.startswith(
        "CREATE TEMPORARY VIEW `main` AS SELECT `$rowtime` AS `event_time`, `user_id` AS `user_id` FROM `main$records`"
    )


def test_a_sink_writes_the_stream_keyed_by_its_columns() -> None:
    assert ddl(SINK) == [
        "CREATE TEMPORARY TABLE `processed` (`event_time` TIMESTAMP_LTZ(3), `user_id` STRING) "
        "PARTITIONED BY (`user_id`) WITH ('aws.region' = 'us-east-1', 'connector' = 'kinesis', 'format' = 'json', "
        "'json.encode.decimal-as-plain-number' = 'true', 'json.timestamp-format.standard' = 'ISO-8601', "
        "'stream.arn' = 'arn:aws:kinesis:us-east-1:123456789012:stream/main')"
    ]


def test_another_endpoint_is_passed_on() -> None:
    assert "'aws.endpoint' = 'https://vpce.example.com'" in ddl(replace(SINK, endpoint="https://vpce.example.com"))[0]


def test_no_name_and_no_value_leaves_its_quotes() -> None:
    hostile = replace(SINK, name="a`; DROP", stream="x' = 'y", columns=(Column("c` INT", "string"),), partition_by=())
    (statement,) = ddl(hostile)
    assert statement.startswith("CREATE TEMPORARY TABLE `a``; DROP` (`c`` INT` STRING) WITH (")
    assert "'stream.arn' = 'x'' = ''y'" in statement
