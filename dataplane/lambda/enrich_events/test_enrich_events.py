"""EnrichEvents against Firehose's contract, with every sort of damage."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from types import SimpleNamespace
from typing import Any

import clickstream
import enrich_events
import pytest
import times
from enrich_events import ConfigurationError, RejectedRecordError, Settings, enrich_batch, parse_event_time
from hypothesis import given, settings
from hypothesis import strategies as st

NOW = datetime(2026, 11, 22, 10, 0, 0, 123_456, tzinfo=UTC)
START = datetime(2026, 11, 20, tzinfo=UTC)
REQUIRED = {"event_time": "2026-11-22T09:30:00Z", "user_id": "u", "event_type": "t"}

# Why each kind of damage is refused.
REASONS = {
    "cut_off": {"not_json"},
    "other_format": {"not_json"},
    "two_objects": {"not_json"},
    "array": {"not_an_object"},
    "text": {"not_an_object"},
    "not_utf8": {"not_utf8"},
    "random_bytes": {"not_utf8"},
    "too_deep": {"nested_too_deep"},
    "infinite": {"number_out_of_range"},
    "not_a_number": {"not_json"},
    "endless_integer": {"not_json"},
    "lone_surrogate": {"invalid_unicode"},
    "no_time": {"missing_event_time"},
    "null_time": {"missing_event_time"},
    "number_time": {"invalid_event_time"},
    "word_time": {"invalid_event_time"},
    "impossible_day": {"invalid_event_time"},
    "impossible_hour": {"invalid_event_time"},
    "impossible_offset": {"invalid_event_time"},
    "date_only": {"invalid_event_time"},
    "first_year": {"invalid_event_time"},
    "last_year": {"invalid_event_time"},
    "no_user": {"missing_user_id"},
    "null_user": {"missing_user_id"},
    "blank_user": {"missing_user_id"},
    "object_user": {"invalid_user_id"},
    "boolean_user": {"invalid_user_id"},
    "no_type": {"missing_event_type"},
    "empty_type": {"missing_event_type"},
    "list_type": {"invalid_event_type"},
}


def record(record_id: str, payload: bytes) -> dict[str, Any]:
    return {
        "recordId": record_id,
        "approximateArrivalTimestamp": 1_763_856_000_000,
        "data": base64.b64encode(payload).decode(),
        "kinesisRecordMetadata": {"sequenceNumber": f"4954{record_id}", "shardId": "shardId-000000000000"},
    }


def invoke(records: list[Any]) -> dict[str, Any]:
    event = {"invocationId": "i-1", "deliveryStreamArn": "arn:aws:firehose:...", "region": "eu-1", "records": records}
    answer = enrich_events.handler(event, SimpleNamespace(function_name="analytics-clickstream-enrich"))
    assert set(answer) == {"records"}
    return answer


def payload_of(entry: Mapping[str, Any]) -> Any:
    line = base64.b64decode(entry["data"], validate=True)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    return json.loads(line)


def enrich_one(event: Any, **options: Any) -> dict[str, Any]:
    answer, _ = enrich_batch([record("1", clickstream.encode(event))], Settings(**options), NOW, "p")
    entry: dict[str, Any] = answer["records"][0]
    return entry


def test_ten_thousand_records_with_every_sort_of_damage_come_back_one_for_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    random = Random(7)
    deliveries = list(clickstream.deliveries(12_000, 7, START, timedelta(days=3), duplicates=0.1, late=0.1))
    kinds = list(clickstream.DAMAGE)
    expected: dict[str, tuple[str, clickstream.Event, bytes]] = {}
    records = []
    for index, delivery in enumerate(deliveries):
        # Enough of each kind, and most records sound.
        kind = kinds[index // 10 % len(kinds)] if index % 10 == 0 else "sound"
        sound = clickstream.encode(delivery.event)
        payload = sound if kind == "sound" else clickstream.DAMAGE[kind](delivery.event, random)
        expected[f"{index:056d}"] = (kind, delivery.event, payload)
        records.append(record(f"{index:056d}", payload))

    reasons: dict[str, str] = {}
    answered: list[dict[str, Any]] = []
    with caplog.at_level(logging.INFO, logger="enrich_events"):
        for start in range(0, len(records), 1_000):
            answered += invoke(records[start : start + 1_000])["records"]
    for message in caplog.messages:
        line = json.loads(message)
        assert not re.search(r"user_\d|/home|/cart|2026-", message), "no value out of an event is logged"
        for record_id, digest in line.get("records", []):
            reasons[record_id] = line["reason"]
            assert digest == hashlib.sha256(expected[record_id][2]).hexdigest()[:16]

    assert [entry["recordId"] for entry in answered] == list(expected)
    for entry in answered:
        kind, event, payload = expected[entry["recordId"]]
        if kind == "sound":
            assert entry["result"] == "Ok"
            out = payload_of(entry)
            moment = datetime.fromisoformat(event["event_time"])
            assert datetime.fromisoformat(out["event_time"]) == moment
            assert out["hour_of_day"] == moment.hour
            assert out["day_of_week"] == moment.isoweekday()
            assert out["event_data"] == event["event_data"]
            assert out["processor"] == "analytics-clickstream-enrich"
            assert (out["user_id"], out["event_type"]) == (event["user_id"], event["event_type"])
        else:
            assert entry["result"] == "ProcessingFailed", kind
            assert base64.b64decode(entry["data"]) == payload, "a failed record keeps its input for replay"
            assert reasons[entry["recordId"]] in REASONS[kind], kind
    assert {kind for kind, _, _ in expected.values()} == {"sound", *clickstream.DAMAGE}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(["event_time", "user_id", "event_type", "event_data", "processed_at"]) | st.text(max_size=8)
moments = st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30)).map(datetime.isoformat)
events = st.dictionaries(fields, json_values | moments, max_size=8)
payloads = (
    st.binary(max_size=64)
    | events.map(lambda event: json.dumps(event).encode())
    | events.map(lambda event: json.dumps({**REQUIRED, **event}, ensure_ascii=False).encode(errors="surrogatepass"))
)


@settings(max_examples=400, deadline=None)
@given(st.lists(payloads | st.none() | st.text(max_size=9), max_size=12), st.integers(0, 6_000))
def test_any_batch_keeps_the_contract(batch: list[bytes | str | None], limit: int) -> None:
    records: list[dict[str, Any]] = [
        record(str(index), item) if isinstance(item, bytes) else {"recordId": str(index), "data": item}
        for index, item in enumerate(batch)
    ]
    keys = ("hour", "event_data.page", "anything")
    answer, tally = enrich_batch(records, Settings(partition_keys=keys), NOW, "p", limit)
    assert [entry["recordId"] for entry in answer["records"]] == [str(index) for index in range(len(batch))]
    counts = Counter(entry["result"] for entry in answer["records"])
    assert counts == Counter({result: count for result, count in tally.results.items() if count})
    assert counts["ProcessingFailed"] == sum(len(failed) for failed in tally.failed.values())
    for entry, given_record in zip(answer["records"], records, strict=True):
        if entry["result"] == "Ok":
            out = payload_of(entry)
            source = json.loads(base64.b64decode(given_record["data"]).decode("utf-8-sig"))
            added = {"processed_at", "processor", "hour_of_day", "day_of_week"}
            changed = added | {"event_time", "user_id", "event_type"}
            assert {k: v for k, v in out.items() if k not in changed} == {
                k: v for k, v in source.items() if k not in changed
            }
            assert added <= set(out)
            assert set(entry["metadata"]["partitionKeys"]) == {"hour", "event_data_page", "anything"}
            assert all(entry["metadata"]["partitionKeys"].values())
        elif entry["data"] != "":
            assert entry["data"] == given_record["data"]


@given(st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30)), st.integers(-18 * 60, 18 * 60))
def test_every_offset_gives_the_same_instant(local: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    text = local.replace(tzinfo=zone).isoformat()
    assert parse_event_time(text) == local.replace(tzinfo=zone)


@pytest.mark.parametrize(("text", "utc"), times.ACCEPTED)
def test_iso_8601_times_leave_in_utc(text: str, utc: str) -> None:
    assert payload_of(enrich_one({**REQUIRED, "event_time": text}))["event_time"] == utc


@pytest.mark.parametrize(("value", "reason"), [*times.REFUSED, (True, "invalid_event_time")])
def test_other_times_are_refused(value: object, reason: str) -> None:
    with pytest.raises(RejectedRecordError) as caught:
        parse_event_time(value)
    assert caught.value.reason == reason


def test_fields_are_added_and_the_rest_is_kept() -> None:
    event = {
        "event_time": "2026-11-22T23:30:00-02:00",
        "user_id": 42,
        "event_type": "page_view",
        "event_data": {"page": "/häuser", "duration": 1.5, "nested": [{"a": None}]},
        "event_id": "x-1",
    }
    assert payload_of(enrich_one(event)) == {
        "event_time": "2026-11-23T01:30:00.000000Z",
        "user_id": "42",
        "event_type": "page_view",
        "event_data": {"page": "/häuser", "duration": 1.5, "nested": [{"a": None}]},
        "event_id": "x-1",
        "processed_at": "2026-11-22T10:00:00.123456Z",
        "processor": "p",
        "hour_of_day": 1,
        "day_of_week": 1,
    }


def test_an_enriched_event_can_be_enriched_again() -> None:
    once = payload_of(enrich_one(REQUIRED))
    assert payload_of(enrich_one(once)) == once


@pytest.mark.parametrize("payload", [b"", b"  \n", b"\xef\xbb\xbf" + clickstream.encode(REQUIRED)])
def test_blank_records_are_dropped_and_a_byte_order_mark_does_no_harm(payload: bytes) -> None:
    answer, _ = enrich_batch([record("1", payload)], Settings(), NOW, "p")
    assert answer["records"][0]["result"] == ("Ok" if payload.strip() else "Dropped")


def test_unwanted_event_types_are_dropped() -> None:
    assert enrich_one({**REQUIRED, "event_type": "heartbeat"}, drop_event_types=frozenset({"heartbeat"}))["result"] == (
        "Dropped"
    )


def test_partition_keys_come_from_the_event_time_in_utc_and_from_fields() -> None:
    event = {**REQUIRED, "event_time": "2026-12-31T23:30:00-02:00", "event_data": {"page": "/a/../b c", "n": 3}}
    keys = ("year", "month", "day", "hour", "event_date", "event_type", "event_data.page", "event_data.n", "none")
    assert enrich_one(event, partition_keys=keys)["metadata"] == {
        "partitionKeys": {
            "year": "2027",
            "month": "01",
            "day": "01",
            "hour": "01",
            "event_date": "2027-01-01",
            "event_type": "t",
            "event_data_page": "_a_.._b_c",
            "event_data_n": "3",
            "none": "unknown",
        }
    }
    assert "metadata" not in enrich_one(event)


@pytest.mark.parametrize("value", ["..", ".", "", None, {"a": 1}, [1]])
def test_a_partition_value_is_never_a_step_in_a_path(value: object) -> None:
    entry = enrich_one({**REQUIRED, "tenant": value}, partition_keys=("tenant",))
    assert entry["metadata"] == {"partitionKeys": {"tenant": "unknown"}}


def test_the_answer_stays_below_the_limit_and_what_does_not_fit_is_failed_with_its_input() -> None:
    # Small events grow most: Firehose's largest buffer of them would answer with far more than 6 MB.
    records = [record(f"{index:056d}", clickstream.encode(REQUIRED)) for index in range(20_000)]
    answer, tally = enrich_batch(records, Settings(), NOW, "analytics-clickstream-enrich")
    assert len(json.dumps(answer)) <= enrich_events.RESPONSE_LIMIT_BYTES
    assert [entry["recordId"] for entry in answer["records"]] == [item["recordId"] for item in records]
    results = Counter(entry["result"] for entry in answer["records"])
    assert results["Ok"] > 5_000
    assert results["ProcessingFailed"] == len(tally.failed["response_full"]) > 0
    failed = [entry for entry in answer["records"] if entry["result"] == "ProcessingFailed"]
    assert all(base64.b64decode(entry["data"]) == clickstream.encode(REQUIRED) for entry in failed)


def test_a_mebibyte_of_small_events_gets_an_answer_below_the_limit() -> None:
    """The buffer that the descriptor recommends for the delivery."""
    event = {**REQUIRED, "user_id": "user_1000", "event_type": "click"}
    payload = clickstream.encode(event)
    assert len(payload) == 80
    records = [record(f"{index:056d}", payload) for index in range(2**20 // len(payload))]
    answer, _ = enrich_batch(records, Settings(), NOW, "analytics-clickstream-enrich")
    assert {entry["result"] for entry in answer["records"]} == {"Ok"}
    assert len(json.dumps(answer)) <= enrich_events.RESPONSE_LIMIT_BYTES


def test_records_without_an_id_are_counted_and_do_no_harm() -> None:
    answer, tally = enrich_batch([{}, None, 7, record("1", clickstream.encode(REQUIRED))], Settings(), NOW, "p")
    assert [entry["recordId"] for entry in answer["records"]] == ["1"]
    assert tally.unanswerable == 3


def test_an_event_of_another_service_is_refused_as_a_whole() -> None:
    with pytest.raises(ValueError, match="not a Firehose transformation event"):
        enrich_events.handler({"Records": []}, None)


def test_settings_are_checked_at_start() -> None:
    assert Settings.of({}) == Settings()
    assert Settings.of(
        {"PARTITION_KEYS": " hour, event_data.page ", "DROP_EVENT_TYPES": "a,,b", "LOG_LEVEL": "debug"}
    ) == (Settings(("hour", "event_data.page"), frozenset({"a", "b"}), "DEBUG"))
    for environment in ({"LOG_LEVEL": "LOUD"}, {"PARTITION_KEYS": "event_data..page"}, {"PARTITION_KEYS": "a b"}):
        with pytest.raises(ConfigurationError):
            Settings.of(environment)


EPOCHS = Settings.of({"EPOCH_SECONDS": "event_time, seen", "EPOCH_MILLISECONDS": "sent"})


def enriched(event: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    payload = json.dumps({**REQUIRED, **event}).encode()
    answer, tally = enrich_batch([record("1", payload)], settings, NOW, "p")
    (entry,) = answer["records"]
    if entry["result"] != "Ok":
        raise RejectedRecordError(next(iter(tally.failed)))
    found: dict[str, Any] = json.loads(base64.b64decode(entry["data"]))
    return found


@pytest.mark.parametrize(
    ("name", "number", "text"),
    [
        ("event_time", 1_795_340_000, "2026-11-22T09:33:20.000000Z"),
        ("event_time", 1_795_340_000.25, "2026-11-22T09:33:20.250000Z"),
        ("event_time", 0, "1970-01-01T00:00:00.000000Z"),
        ("seen", 1_795_340_000, "2026-11-22T09:33:20.000000Z"),
        ("sent", 1_795_340_000_123, "2026-11-22T09:33:20.123000Z"),
        ("sent", 1_795_340_000_123.456, "2026-11-22T09:33:20.123456Z"),
    ],
)
def test_times_since_1970_leave_as_text(name: str, number: float, text: str) -> None:
    assert enriched({name: number}, EPOCHS)[name] == text


def test_the_hour_of_a_number_is_that_of_its_time() -> None:
    assert enriched({"event_time": 1_795_340_000}, EPOCHS)["hour_of_day"] == 9


@pytest.mark.parametrize("value", ["2026-11-22T09:30:00Z", "soon", None, True, {"at": 1}])
def test_what_is_no_number_stays(value: object) -> None:
    assert enriched({"seen": value}, EPOCHS)["seen"] == value


def test_a_number_is_refused_where_nobody_says_what_it_is() -> None:
    with pytest.raises(RejectedRecordError, match="invalid_event_time"):
        enriched({"event_time": 1_795_340_000}, Settings())
    assert enriched({"sent": 1_795_340_000}, Settings())["sent"] == 1_795_340_000


@pytest.mark.parametrize(
    ("name", "number"),
    [("event_time", 1_795_340_000_000), ("event_time", -1), ("seen", 10**400), ("seen", 1e300), ("sent", -(10**20))],
)
def test_a_number_outside_of_the_years_is_refused(name: str, number: float) -> None:
    with pytest.raises(RejectedRecordError, match=f"{name}_out_of_range"):
        enriched({name: number}, EPOCHS)


def test_a_field_of_both_units_is_no_setting() -> None:
    with pytest.raises(ConfigurationError, match="'at'"):
        Settings.of({"EPOCH_SECONDS": "at", "EPOCH_MILLISECONDS": "at"})


@pytest.mark.parametrize("setting", ["EPOCH_SECONDS", "EPOCH_MILLISECONDS"])
def test_a_path_into_the_event_would_do_nothing_and_is_refused(setting: str) -> None:
    with pytest.raises(ConfigurationError, match=r"event_data\.at"):
        Settings.of({setting: "event_data.at"})
