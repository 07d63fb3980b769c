"""The whole way of the data, each part the real one: producer, stream, function, raw zone, all built-in jobs, SQL.

Function, delivery, tables and the cleaning job are those of the rendered production sample: its zip, its handler and
environment, its buffer, prefix and columns, its script with all its arguments. The jobs that sum up are those of the
sample of reports, over the same processed events; and all of them once more as a workflow submits them to EMR.

What must come out is computed from what the producer generated, without any of those parts.
"""

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from delivery import called_function, deliver, transform
from emulator import create_stream, emulated_aws, stream_records
from faulty_kinesis import Faults, faulty_kinesis
from packaged import packaged_jobs
from producer_process import dry_run, produce
from rendered import deployed, name_in_aws, only
from spark_job import jobs_on_emr, rendered_script, run_on_emr, run_rendered_job

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

REPORTS = "event-reports"
ZONES = ("processed", "curated", "results")
SUMMING_UP = ("Batch.jobs.hourly", "Batch.jobs.daily", "Batch.jobs.sessions")
ON_EMR = ("clean", "hourly", "daily", "sessions")

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
    for component in SUMMING_UP:
        run_rendered_job(component, reports_in(tmp_path), REPORTS)
    ran = [rendered_script("Batch.jobs.clean"), *(rendered_script(component, REPORTS) for component in SUMMING_UP)]
    assert sorted(ran) == sorted(packaged_jobs().values())

    # The same on EMR, from the same raw zone, as the workflow submits it.
    emr = tmp_path / "emr"
    for job in ON_EMR:
        run_on_emr(job, {name_in_aws("Foundation.zones.raw", "Bucket", REPORTS): tmp_path / "raw", **reports_in(emr)})
    assert sorted(jobs_on_emr()[job]["script"] for job in ON_EMR) == sorted(ran)
    assert {jobs_on_emr()[job]["platform"] for job in ON_EMR} == {"EmrServerless", "EmrCluster"}

    for folder_of_lake in (tmp_path, emr):
        assert_implied(folder_of_lake, happened)


def reports_in(lake: Path) -> dict[str, Path]:
    """Buckets of the sample of reports, as folders."""
    return {name_in_aws(f"Foundation.zones.{zone}", "Bucket", REPORTS): lake / zone for zone in ZONES}


def assert_implied(lake: Path, happened: set[tuple[str, str, str]]) -> None:
    """User, time and kind of all good events; what the tables say of them."""
    hours = [(*hour_of(time), user, kind) for user, time, kind in happened]
    events = Counter((day, hour) for day, hour, _, _ in hours)
    users = Counter((day, hour) for day, hour, _ in {(day, hour, user) for day, hour, user, _ in hours})
    expected = [(day, hour, events[day, hour], users[day, hour]) for day, hour in sorted(events)]
    assert [day for day, _, _, _ in expected].count("2024-02-29") == 4
    assert query(lake, HOURLY_USERS) == expected

    events_by_type = Counter((day, hour, kind) for day, hour, _, kind in hours)
    users_by_type = Counter((day, hour, kind) for day, hour, kind, _ in {(d, h, k, u) for d, h, u, k in hours})
    assert query(
        lake,
        "SELECT event_date, event_hour, event_type, event_count, unique_users FROM hourly_aggregates ORDER BY ALL",
    ) == [(*key, events_by_type[key], users_by_type[key]) for key in sorted(events_by_type)]

    events_of_day = Counter((day, kind) for day, _, _, kind in hours)
    users_of_day = Counter((day, kind) for day, kind, _ in {(d, k, u) for d, _, u, k in hours})
    assert query(lake, "SELECT event_date, event_type, event_count, unique_users FROM daily_summary ORDER BY ALL") == [
        (*key, events_of_day[key], users_of_day[key]) for key in sorted(events_of_day)
    ]

    gap = only("Batch.jobs.sessions", "Job", REPORTS)["defaultArguments"]["--gap-minutes"]
    assert query(
        lake, "SELECT event_date, user_id, session_number, event_count FROM session_report ORDER BY ALL"
    ) == sessions_of(happened, int(gap))


def sessions_of(happened: set[tuple[str, str, str]], gap_minutes: int) -> list[tuple[object, ...]]:
    """Day, user, number of the session and its events; a longer pause or midnight begins a new one."""
    found: Counter[tuple[str, str, int]] = Counter()
    last: dict[tuple[str, str], tuple[datetime, int]] = {}
    for moment, user in sorted((datetime.fromisoformat(time), user) for user, time, _ in happened):
        day = f"{moment:%Y-%m-%d}"
        before, number = last.get((day, user), (None, 0))
        if before is None or moment - before > timedelta(minutes=gap_minutes):
            number += 1
        last[day, user] = (moment, number)
        found[day, user, number] += 1
    return [(*key, count) for key, count in sorted(found.items())]


def hour_of(time: str) -> Hour:
    moment = datetime.fromisoformat(time)
    return f"{moment:%Y-%m-%d}", moment.hour


def query(lake: Path, sql: str) -> list[tuple[object, ...]]:
    """Runs SQL over the tables as Athena would, by another engine; dates come as texts."""
    with duckdb.connect() as engine:
        reports = ("hourly_aggregates", "daily_summary", "session_report")
        for table, folder in (("processed_events", "processed"), *((name, f"curated/{name}") for name in reports)):
            files = str(lake / folder / "**" / "*.parquet")
            engine.execute(
                f"CREATE VIEW {table} AS SELECT * REPLACE (CAST(event_date AS VARCHAR) AS event_date) "
                f"FROM read_parquet('{files}', hive_partitioning = true)"
            )
        return engine.execute(sql).fetchall()
