"""EnrichEvents: the Firehose transformation that checks events and adds what every reader needs.

In: a Firehose transformation event, each record one JSON object with ``event_time``, ``user_id`` and ``event_type``.
Out: one entry per record, in order: ``Ok`` with the enriched event as a line of JSON, ``Dropped``, or
``ProcessingFailed`` with the untouched input, which Firehose keeps under the error prefix: it can be replayed.

What holds for every input:

* One bad record never fails its batch, and no record is lost: every ``recordId`` comes back exactly once.
* ``event_time`` leaves in UTC as ``YYYY-MM-DDTHH:MM:SS.ffffffZ``, a form that Firehose's OpenX deserializer reads as a
  timestamp. A time without a zone is taken as UTC. So do fields that are named as times since 1970.
  All other fields leave as they came.
* The answer stays below Lambda's payload limit; what no longer fits is failed (``response_full``), not cut.
* Logs hold record ids, digests and reasons, never a value out of an event.

Settings (environment): ``LOG_LEVEL`` (INFO); ``PARTITION_KEYS``, comma-separated keys for Firehose's dynamic
partitioning: ``year``, ``month``, ``day``, ``hour``, ``event_date`` of the event time, or a dotted path into the event
(none by default); ``DROP_EVENT_TYPES``, comma-separated event types that are dropped (none by default);
``EPOCH_SECONDS`` and ``EPOCH_MILLISECONDS``, comma-separated names of fields that may be numbers: such times since 1970
(none by default).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import logging
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

# Lambda refuses answers above 6 MB; kept below it under either meaning of MB, with room for the envelope.
RESPONSE_LIMIT_BYTES = 6_000_000
FIRST_YEAR, LAST_YEAR = 1970, 2099
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# CloudWatch cuts log lines at 256 KiB; a thousand ids with digests take a third of that.
LOGGED_RECORDS_PER_LINE = 1_000
PARTITION_VALUE_MAX_LENGTH = 128
UNKNOWN_PARTITION = "unknown"

EVENT_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)?",
    re.ASCII,
)
PARTITION_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)
UNSAFE_IN_PREFIX = re.compile(r"[^A-Za-z0-9_.@=+-]")

logger = logging.getLogger("enrich_events")


class ConfigurationError(ValueError):
    """A setting that cannot work; raised at start so that it shows before data flows."""


class RejectedRecordError(Exception):
    """A record that cannot be enriched."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Settings:
    partition_keys: tuple[str, ...] = ()
    drop_event_types: frozenset[str] = frozenset()
    log_level: str = "INFO"
    #: Names of fields that may be times since 1970, with how many of their units make a second.
    epoch_fields: Mapping[str, int] = field(default_factory=dict)

    @staticmethod
    def of(environment: Mapping[str, str]) -> Settings:
        level = environment.get("LOG_LEVEL", "").strip().upper() or "INFO"
        if level not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
            raise ConfigurationError(f"LOG_LEVEL is {level!r}: use DEBUG, INFO, WARNING, ERROR or CRITICAL")
        keys = _listed(environment.get("PARTITION_KEYS", ""))
        for key in keys:
            if not PARTITION_KEY.fullmatch(key):
                raise ConfigurationError(f"PARTITION_KEYS has {key!r}: use names such as hour or event_data.page")
        seconds = _listed(environment.get("EPOCH_SECONDS", ""))
        milliseconds = _listed(environment.get("EPOCH_MILLISECONDS", ""))
        for name in (*seconds, *milliseconds):
            if "." in name:
                raise ConfigurationError(f"EPOCH_SECONDS or EPOCH_MILLISECONDS has {name!r}: no path, only a name")
        for name in seconds:
            if name in milliseconds:
                raise ConfigurationError(f"EPOCH_SECONDS and EPOCH_MILLISECONDS have {name!r}: leave it out of one")
        epochs = {**dict.fromkeys(seconds, 1), **dict.fromkeys(milliseconds, 1_000)}
        return Settings(keys, frozenset(_listed(environment.get("DROP_EVENT_TYPES", ""))), level, epochs)


@dataclass
class Tally:
    """What became of a batch, for the log."""

    results: Counter[str] = field(default_factory=Counter)
    failed: defaultdict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    unanswerable: int = 0

    def lines(self) -> Iterator[dict[str, object]]:
        for reason, records in sorted(self.failed.items()):
            for start in range(0, len(records), LOGGED_RECORDS_PER_LINE):
                yield {"reason": reason, "records": records[start : start + LOGGED_RECORDS_PER_LINE]}

    def summary(self) -> dict[str, object]:
        reasons = {reason: len(records) for reason, records in sorted(self.failed.items())}
        return {
            "results": dict(sorted((+self.results).items())),
            "failed": reasons,
            "withoutRecordId": self.unanswerable,
        }


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _no_constant(_name: str) -> object:
    raise RejectedRecordError("not_json")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise RejectedRecordError("number_out_of_range")
    return number


def parse_event(data: bytes) -> dict[str, Any]:
    """Reads a record's payload.

    :raises RejectedRecordError: when it is not one JSON object.
    """
    try:
        event = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise RejectedRecordError("not_utf8") from error
    except RecursionError as error:
        raise RejectedRecordError("nested_too_deep") from error
    except ValueError as error:
        # Also raised for integers of more digits than Python converts.
        raise RejectedRecordError("not_json") from error
    if not isinstance(event, dict):
        raise RejectedRecordError("not_an_object")
    return event


def parse_event_time(value: object) -> datetime:
    """Reads an ISO 8601 time (date and time, zone optional) as UTC; digits beyond microseconds are cut.

    :raises RejectedRecordError: when it is missing, not such a text, or no time that exists.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        raise RejectedRecordError("missing_event_time")
    match = EVENT_TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise RejectedRecordError("invalid_event_time")
    year, month, day, hour, minute, second, fraction, _zulu, sign, offset_hours, offset_minutes = match.groups()
    offset = timedelta(hours=int(offset_hours or 0), minutes=int(offset_minutes or 0))
    # 18 hours is the largest offset that the JVM (and so Spark) knows; real ones end at 14.
    if offset > timedelta(hours=18) or int(offset_minutes or 0) > 59:
        raise RejectedRecordError("invalid_event_time")
    micros = int((fraction or "0")[:6].ljust(6, "0"))
    zone = timezone(-offset if sign == "-" else offset)
    try:
        local = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micros, tzinfo=zone)
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RejectedRecordError("invalid_event_time") from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise RejectedRecordError("event_time_out_of_range")
    return moment


def parse_epoch(value: float, per_second: int, name: str) -> datetime:
    """Reads a number of seconds or milliseconds since 1970; digits beyond microseconds are cut.

    :raises RejectedRecordError: when it is no time of the years that are taken.
    """
    try:
        moment = EPOCH + timedelta(microseconds=int(Decimal(str(value)) * (1_000_000 // per_second)))
    except OverflowError as error:
        raise RejectedRecordError(f"{name}_out_of_range") from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise RejectedRecordError(f"{name}_out_of_range")
    return moment


def _with_times(event: Mapping[str, Any], epoch_fields: Mapping[str, int]) -> Mapping[str, Any]:
    """The event with numbers of the named fields as text. Text stays: not every sender changes on the same day."""
    numbers = {
        name: _as_utc_text(parse_epoch(event[name], per_second, name))
        for name, per_second in epoch_fields.items()
        if isinstance(event.get(name), (int, float)) and not isinstance(event[name], bool)
    }
    return {**event, **numbers} if numbers else event


def _required_text(event: Mapping[str, Any], name: str) -> str:
    value = event.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise RejectedRecordError(f"missing_{name}")
    if not isinstance(value, str):
        raise RejectedRecordError(f"invalid_{name}")
    return value


def _as_utc_text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def enrich(event: Mapping[str, Any], now: datetime, processor: str) -> dict[str, Any]:
    """The enriched event.

    :raises RejectedRecordError: when a required field is missing or has no usable value.
    """
    moment = parse_event_time(event.get("event_time"))
    return {
        **event,
        "event_time": _as_utc_text(moment),
        "user_id": _required_text(event, "user_id"),
        "event_type": _required_text(event, "event_type"),
        "processed_at": _as_utc_text(now),
        "processor": processor,
        "hour_of_day": moment.hour,
        # ISO 8601, as Athena's day_of_week: Monday is 1, Sunday 7.
        "day_of_week": moment.isoweekday(),
    }


def partition_values(event: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, str]:
    """Values for Firehose's ``!{partitionKeyFromLambda:...}``; each is safe as one piece of an S3 prefix, never empty.

    ``event`` is an enriched one. Dots of a key become underscores in its name: ``event_data_page``.
    """
    time: str = event["event_time"]
    of_time = {"event_date": time[:10], "year": time[:4], "month": time[5:7], "day": time[8:10], "hour": time[11:13]}
    values = {}
    for key in keys:
        value: object = of_time.get(key)
        if value is None:
            value = event
            for name in key.split("."):
                value = value.get(name) if isinstance(value, dict) else None
        text = value if isinstance(value, str) else json.dumps(value) if isinstance(value, (bool, int, float)) else ""
        safe = UNSAFE_IN_PREFIX.sub("_", text)[:PARTITION_VALUE_MAX_LENGTH]
        values[key.replace(".", "_")] = UNKNOWN_PARTITION if safe.strip(".") == "" else safe
    return values


def _transform(data: str, settings: Settings, now: datetime, processor: str) -> dict[str, Any]:
    """The entry of one record, without its id. ``data`` is as Firehose sent it.

    :raises RejectedRecordError: when the record has to be failed.
    """
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RejectedRecordError("not_base64") from error
    if not raw.strip():
        return {"result": "Dropped", "data": data}
    event = enrich(_with_times(parse_event(raw), settings.epoch_fields), now, processor)
    if event["event_type"] in settings.drop_event_types:
        return {"result": "Dropped", "data": data}
    try:
        line = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except UnicodeEncodeError as error:
        raise RejectedRecordError("invalid_unicode") from error
    except RecursionError as error:
        raise RejectedRecordError("nested_too_deep") from error
    entry: dict[str, Any] = {"result": "Ok", "data": base64.b64encode(line).decode()}
    if settings.partition_keys:
        entry["metadata"] = {"partitionKeys": partition_values(event, settings.partition_keys)}
    return entry


def _size(entry: Mapping[str, Any]) -> int:
    """Bytes of an entry in the answer, separator included. Base64 needs no escaping."""
    return len(json.dumps({**entry, "data": ""})) + len(entry["data"]) + 2


def _within_limit(entries: list[dict[str, Any]], inputs: list[str], tally: Tally, limit: int) -> list[dict[str, Any]]:
    """Fails those entries that the answer has no room for.

    Room is always left to hand the rest back as failed with its input, so what is failed here can still be replayed.
    Only when not even the inputs fit, which Firehose's own request limit rules out, does an entry go back without
    data; Firehose keeps its copy.
    """
    sizes = [_size(entry) for entry in entries]
    if sum(sizes) <= limit:
        return entries
    failures = [
        {"recordId": entry["recordId"], "result": "ProcessingFailed", "data": data}
        for entry, data in zip(entries, inputs, strict=True)
    ]
    floors = [_size(failure) for failure in failures]
    kept: list[dict[str, Any]] = []
    spent, rest = 0, sum(floors)
    for entry, failure, size, floor in zip(entries, failures, sizes, floors, strict=True):
        rest -= floor
        room = limit - spent - rest
        if size <= room:
            kept.append(entry)
            spent += size
            continue
        if entry["result"] != "ProcessingFailed":
            tally.results[entry["result"]] -= 1
            _count_failure(tally, failure, "response_full")
        if floor <= room:
            kept.append(failure)
            spent += floor
        else:
            kept.append({**failure, "data": ""})
            spent += floor - len(failure["data"])
    return kept


def _count_failure(tally: Tally, failure: Mapping[str, Any], reason: str) -> None:
    # The digest is of the payload as it will lie, base64-encoded, in rawData under the error prefix.
    try:
        payload = base64.b64decode(failure["data"])
    except ValueError:
        payload = str(failure["data"]).encode(errors="replace")
    tally.results["ProcessingFailed"] += 1
    tally.failed[reason].append((failure["recordId"], hashlib.sha256(payload).hexdigest()[:16]))


def enrich_batch(
    records: list[Any], settings: Settings, now: datetime, processor: str, limit: int = RESPONSE_LIMIT_BYTES
) -> tuple[dict[str, Any], Tally]:
    """Answers a batch; ``limit`` is the size of the answer in bytes."""
    tally = Tally()
    entries: list[dict[str, Any]] = []
    inputs: list[str] = []
    for record in records:
        record_id = record.get("recordId") if isinstance(record, dict) else None
        if not isinstance(record_id, str):
            tally.unanswerable += 1
            continue
        data = record.get("data")
        inputs.append(data if isinstance(data, str) else "")
        try:
            if not isinstance(data, str):
                raise RejectedRecordError("not_base64")
            entry = {"recordId": record_id, **_transform(data, settings, now, processor)}
            tally.results[entry["result"]] += 1
        except RejectedRecordError as rejected:
            entry = {"recordId": record_id, "result": "ProcessingFailed", "data": inputs[-1]}
            _count_failure(tally, entry, rejected.reason)
        entries.append(entry)
    # The envelope {"records": [...]} counts too.
    return {"records": _within_limit(entries, inputs, tally, limit - 32)}, tally


SETTINGS = Settings.of(os.environ)
logger.setLevel(SETTINGS.log_level)


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Lambda's entry point.

    :raises ValueError: when this is no Firehose transformation event at all.
    """
    records = event.get("records")
    if not isinstance(records, list):
        raise ValueError("not a Firehose transformation event: it has no list of records")
    processor = str(getattr(context, "function_name", None) or "enrich_events")
    answer, tally = enrich_batch(records, SETTINGS, datetime.now(UTC), processor)
    invocation = event.get("invocationId")
    for line in tally.lines():
        logger.warning(json.dumps({"message": "records failed", "invocationId": invocation, **line}))
    logger.info(json.dumps({"message": "batch enriched", "invocationId": invocation, **tally.summary()}))
    return answer
