"""The producer against an emulated Kinesis that throttles, fails in part, breaks connections and loses answers.

Event times step by one millisecond, so each of the records is known by its time: what the stream holds shows exactly
which records are there and how often.
"""

import json
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from emulator import create_stream, stream_records
from faulty_kinesis import Faults, faulty_kinesis
from producer_process import dry_run, produce, start_producer

START = datetime(2026, 11, 23, tzinfo=UTC)
REPLAY = ["--start-at", "2026-11-23T00:00:00Z", "--event-interval-ms", "1"]


def event_times(payloads: list[bytes]) -> Counter[str]:
    return Counter(json.loads(payload)["event_time"] for payload in payloads)


def expected_times(count: int) -> Counter[str]:
    steps = (START + timedelta(milliseconds=index) for index in range(count))
    return Counter(step.isoformat(timespec="milliseconds").replace("+00:00", "Z") for step in steps)


def test_100000_events_arrive_once_each_through_throttling_partial_failures_and_broken_connections(aws: str) -> None:
    # moto looks through all records of a shard for each new one, hence so many shards.
    create_stream(aws, "hundred-thousand", shards=64)
    faults = Faults(throttled=0.1, server_errors=0.05, broken_connections=0.05, partial=0.4)
    with faulty_kinesis(aws, faults) as proxy:
        summary = produce(proxy.url, "hundred-thousand", "--rate", "max", "--count", "100000", *REPLAY)

    assert event_times(stream_records(aws, "hundred-thousand")) == expected_times(100_000)
    assert (summary["sent"], summary["failed"]) == (100_000, 0)
    assert summary["retried"] > 1_000
    assert summary["requests"] == sum(proxy.requests.values())
    assert proxy.largest_request == 500
    for fault in ("throttled", "server_errors", "broken_connections", "partial"):
        assert proxy.requests[fault] > 0, f"the test met no {fault}"


def test_an_answer_that_is_lost_costs_duplicates_but_no_event(aws: str) -> None:
    create_stream(aws, "lost-answers", shards=2)
    with faulty_kinesis(aws, Faults(lost_answers=0.2)) as proxy:
        produce(proxy.url, "lost-answers", "--rate", "max", "--count", "10000", *REPLAY)

    times = event_times(stream_records(aws, "lost-answers"))
    assert proxy.requests["lost_answers"] > 0
    assert times.keys() == expected_times(10_000).keys()
    assert times.total() == 10_000 + 500 * proxy.requests["lost_answers"]


def test_the_rate_is_kept(aws: str) -> None:
    create_stream(aws, "paced", shards=1)
    with faulty_kinesis(aws, Faults()) as proxy:
        summary = produce(proxy.url, "paced", "--rate", "500", "--count", "2001")
    # 2,001 records at 500 per second: the last one is due 4 s after the first.
    assert 4_000 <= summary["elapsedMs"] < 6_000


def test_ctrl_c_ends_the_run_without_losing_what_was_begun(aws: str) -> None:
    create_stream(aws, "interrupted", shards=1)
    with (
        faulty_kinesis(aws, Faults(throttled=0.3, partial=0.5)) as proxy,
        start_producer(proxy.url, "interrupted", "--rate", "1000") as process,
    ):
        wait_for_records(aws, "interrupted", 1_000)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    summary = json.loads(output)
    assert process.returncode == 0, errors
    assert summary["failed"] == 0
    assert summary["sent"] == len(stream_records(aws, "interrupted")) >= 1_000


def test_a_second_ctrl_c_gives_up_and_says_how_much_was_lost(aws: str) -> None:
    create_stream(aws, "given-up", shards=1)
    with (
        faulty_kinesis(aws, Faults(throttled=1.0)) as proxy,
        start_producer(proxy.url, "given-up", "--rate", "max", "--in-flight", "2") as process,
    ):
        while proxy.requests["throttled"] < 4:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        while "press Ctrl-C again" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    summary = json.loads(output)
    assert process.returncode == 130
    assert (summary["sent"], summary["failed"]) == (0, 1_000)


def test_a_stream_that_does_not_exist_is_named_at_once(aws: str) -> None:
    with start_producer(aws, "nowhere", "--rate", "max", "--count", "10") as process:
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "cannot write to stream nowhere: ResourceNotFoundException" in errors
    assert json.loads(output)["failed"] == 10


def test_the_same_seed_gives_the_same_bytes(aws: str) -> None:
    flags = ["--rate", "max", "--count", "2000", "--seed", "7", "--damage", "10", *REPLAY]
    runs: list[Counter[bytes]] = []
    for stream in ("first-run", "second-run"):
        create_stream(aws, stream, shards=2)
        with faulty_kinesis(aws, Faults()) as proxy:
            produce(proxy.url, stream, *flags)
        runs.append(Counter(stream_records(aws, stream)))
    assert runs[0] == runs[1] == Counter(dry_run(*flags))
    assert runs[0].total() == 2_000


def wait_for_records(aws: str, stream: str, least: int) -> None:
    deadline = time.monotonic() + 60
    while len(stream_records(aws, stream)) < least:
        assert time.monotonic() < deadline, f"{stream} never held {least} records"
        time.sleep(0.2)
