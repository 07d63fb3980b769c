"""The whole way of the data, each part the real one: producer, stream, transformation, raw zone, both jobs, SQL.

Function, delivery, tables and the cleaning job are those of the rendered production sample: its zip, its handler and
environment, its buffer, prefix and columns, its script with all its arguments.

What must come out is computed from what the producer generated, without any of those parts.
"""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import duckdb
from delivery import called_function, deliver, transform
from emulator import create_stream, emulated_aws, stream_records
from faulty_kinesis import Faults, faulty_kinesis
from producer_process import dry_run, produce
from rendered import deployed, name_in_aws, only
from spark_job import run_job, run_rendered_job

# Six hours across midnight and a month's end; the second run repeats the first 2,000, as a retrying sender does.
EVENTS, REPEATED, DAMAGE = 15_000, 2_000, "4"
REPLAY = ["--start-at", "2024-02-29T20:30:00Z", "--event-interval-ms", "1500", "--seed", "21", "--rate", "max"]

HOURLY_USERS = """
SELECT event_date, hour_of_day AS event_hour, COUNT(*) AS events, COUNT(DISTINCT user_id) AS unique_users
FROM processed_events
GROUP BY event_date, hour_of_day
ORDER BY event_date, event_hour
"""

RAW_TABLE = "Foundation.tables.raw_events"
PROCESSED_TABLE = "Foundation.tables.processed_events"

Hour = tuple[str, int]


def test_the_lake_answers_what_the_generated_events_imply(tmp_path: Path) -> None:
    intended = dry_run("--count", str(EVENTS), *REPLAY)
    sent = dry_run("--count", str(EVENTS), "--damage", DAMAGE, *REPLAY)
    good = [json.loads(payload) for payload, wanted in zip(sent, intended, strict=True) if payload == wanted]
    broken = Counter(payload for payload, wanted in zip(sent, intended, strict=True) if payload != wanted)
    assert 0.03 * EVENTS < broken.total() < 0.05 * EVENTS

    with emulated_aws() as aws, faulty_kinesis(aws, Faults(throttled=0.1, partial=0.3)) as kinesis:
        create_stream(aws, "main", shards=8)
        produce(kinesis.url, "main", "--count", str(EVENTS), "--damage", DAMAGE, *REPLAY)
        produce(kinesis.url, "main", "--count", str(REPEATED), *REPLAY)
        payloads = stream_records(aws, "main")
    assert len(payloads) == EVENTS + REPEATED

    lake, raw_events = only("Streaming.deliveries.lake", "DeliveryStream"), only(RAW_TABLE, "CatalogTable")
    enrich = "Streaming.functions.enrich"
    assert called_function(lake) == name_in_aws(enrich, "Function")
    with deployed(enrich, tmp_path / "enrich") as (_, handler, context):
        delivery = transform(payloads, lake, handler, context)
    assert Counter(delivery.failed) == broken
    deliver(delivery.events, lake, raw_events, tmp_path / "raw")
    # Everything lies where the table is read.
    bucket, _, location = raw_events["storageDescriptor"]["location"].removeprefix("s3://").partition("/")
    assert lake["extendedS3Configuration"]["bucketArn"] == f"arn:aws:s3:::{bucket}"
    assert [f"{folder.name}/" for folder in (tmp_path / "raw").iterdir()] == [location]

    # The second run was without damage, so it also brings the events that were broken in the first.
    good += [json.loads(payload) for payload in intended[:REPEATED]]
    happened = {(event["user_id"], event["event_time"], event["event_type"]) for event in good}

    results = bucket.replace("-raw-", "-results-")
    processed, _, folder = (
        only(PROCESSED_TABLE, "CatalogTable")["storageDescriptor"]["location"].removeprefix("s3://").partition("/")
    )
    buckets = {bucket: tmp_path / "raw", processed: tmp_path / "processed", results: tmp_path / "results"}
    run_rendered_job("Batch.jobs.clean", buckets)
    # It wrote where the next table is read.
    assert [f"{one.name}/" for one in (tmp_path / "processed").iterdir()] == [folder]
    run_job("hourly_aggregates.py", source_path=tmp_path / "processed" / folder, target_path=tmp_path / "hourly")

    hours = [(*hour_of(time), user, kind) for user, time, kind in happened]
    events = Counter((day, hour) for day, hour, _, _ in hours)
    users = Counter((day, hour) for day, hour, _ in {(day, hour, user) for day, hour, user, _ in hours})
    expected = [(day, hour, events[day, hour], users[day, hour]) for day, hour in sorted(events)]
    assert [day for day, _, _, _ in expected].count("2024-02-29") == 4
    assert query(tmp_path, HOURLY_USERS) == expected

    events_by_type = Counter((day, hour, kind) for day, hour, _, kind in hours)
    users_by_type = Counter((day, hour, kind) for day, hour, kind, _ in {(d, h, k, u) for d, h, u, k in hours})
    assert query(
        tmp_path,
        "SELECT event_date, event_hour, event_type, event_count, unique_users FROM hourly_aggregates ORDER BY ALL",
    ) == [(*key, events_by_type[key], users_by_type[key]) for key in sorted(events_by_type)]


def hour_of(time: str) -> Hour:
    moment = datetime.fromisoformat(time)
    return f"{moment:%Y-%m-%d}", moment.hour


def query(lake: Path, sql: str) -> list[tuple[object, ...]]:
    """Runs SQL over the tables as Athena would, by another engine; dates come as texts."""
    with duckdb.connect() as engine:
        for table, folder in (("processed_events", "processed"), ("hourly_aggregates", "hourly")):
            files = str(lake / folder / "**" / "*.parquet")
            engine.execute(
                f"CREATE VIEW {table} AS SELECT * REPLACE (CAST(event_date AS VARCHAR) AS event_date) "
                f"FROM read_parquet('{files}', hive_partitioning = true)"
            )
        return engine.execute(sql).fetchall()
