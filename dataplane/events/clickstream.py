"""The sample's clickstream, made from a seed: events, how they arrive, and every way in which a record can be broken.

Tests of all data-plane code draw from here, so that one model of the data stands behind every proof. The same arguments
give the same data on every machine; nothing reads the clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

EVENT_TYPES = ("page_view", "button_click", "form_submit", "api_call")
PAGES = ("/home", "/products", "/cart", "/checkout", "/account", "/search", "/help")
USERS = 1_000
LONGEST_SECONDS = 300
SUCCESS_SHARE = 0.95

Event = dict[str, Any]


@dataclass(frozen=True)
class Delivery:
    """One event as it lands: ``arrived`` decides its partition in the raw zone; EnrichEvents stamps ``processed``."""

    event: Event
    arrived: datetime
    processed: datetime


def utc_text(moment: datetime) -> str:
    """ISO 8601 with milliseconds, as producers write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def event_at(random: Random, moment: datetime, user: int | None = None) -> Event:
    return {
        "event_time": utc_text(moment),
        "user_id": f"user_{user or random.randint(1, USERS)}",
        "event_type": random.choice(EVENT_TYPES),
        "event_data": {
            "page": random.choice(PAGES),
            "duration": random.randint(1, LONGEST_SECONDS),
            "success": random.random() < SUCCESS_SHARE,
        },
    }


def deliveries(
    count: int,
    seed: int,
    start: datetime,
    span: timedelta,
    *,
    duplicates: float = 0.0,
    late: float = 0.0,
    hot_user: float = 0.0,
) -> Iterator[Delivery]:
    """``count`` deliveries of events whose times fall into ``span`` from ``start``.

    Of them a share ``duplicates`` repeats an earlier event (half byte for byte, half with other event data, as a
    retrying producer does), a share ``late`` arrives hours or days after its time, and a share ``hot_user`` belongs
    to one user.
    """
    random = Random(seed)
    seconds = span.total_seconds()
    recent: list[Event] = []
    for _ in range(count):
        if recent and random.random() < duplicates:
            event = dict(random.choice(recent))
            if random.random() < 0.5:
                event["event_data"] = {**event["event_data"], "duration": random.randint(1, LONGEST_SECONDS)}
        else:
            moment = start + timedelta(milliseconds=int(random.random() * seconds * 1000))
            event = event_at(random, moment, 1 if random.random() < hot_user else None)
            if len(recent) < 512:
                recent.append(event)
            else:
                recent[random.randrange(512)] = event
        delay = random.uniform(3600, 5 * 86_400) if random.random() < late else random.uniform(1, 90)
        arrived = datetime.fromisoformat(event["event_time"]) + timedelta(seconds=int(delay))
        yield Delivery(event, arrived, arrived + timedelta(seconds=random.randint(0, 60)))


def _without(name: str) -> Callable[[Event, Random], bytes]:
    return lambda event, _random: encode({key: value for key, value in event.items() if key != name})


def _with(**changes: Any) -> Callable[[Event, Random], bytes]:
    return lambda event, _random: encode({**event, **changes})


def encode(event: Any) -> bytes:
    return json.dumps(event, separators=(",", ":")).encode()


# Each kind must be refused by whoever requires event_time, user_id and event_type; the name says what is wrong.
DAMAGE: dict[str, Callable[[Event, Random], bytes]] = {
    "cut_off": lambda event, random: encode(event)[: random.randint(1, len(encode(event)) - 1)],
    "other_format": lambda event, _: f"{event['event_time']},{event['user_id']},{event['event_type']}".encode(),
    "two_objects": lambda event, _: encode(event) + b"\n" + encode(event),
    "array": lambda event, _: encode([event]),
    "text": lambda event, _: encode(event["user_id"]),
    "not_utf8": lambda event, _: b"\xff\xfe" + encode(event),
    "random_bytes": lambda _, random: b"\x80" + random.randbytes(40),
    "too_deep": lambda _, __: b"[" * 100_000,
    "infinite": lambda event, _: encode({**event, "event_data": {"duration": 0}}).replace(b":0}", b":1e999}"),
    "not_a_number": lambda event, _: encode({**event, "event_data": {"duration": float("nan")}}),
    "endless_integer": lambda event, _: encode(event)[:-1] + b',"n":' + b"9" * 5_000 + b"}",
    "lone_surrogate": lambda event, _: encode(event)[:-1] + b',"n":"\\ud800"}',
    "no_time": _without("event_time"),
    "null_time": _with(event_time=None),
    "number_time": _with(event_time=1_763_856_000),
    "word_time": _with(event_time="yesterday"),
    "impossible_day": _with(event_time="2026-02-30T10:00:00Z"),
    "impossible_hour": _with(event_time="2026-02-20T25:00:00Z"),
    "impossible_offset": _with(event_time="2026-02-20T10:00:00+19:00"),
    "date_only": _with(event_time="2026-02-20"),
    "first_year": _with(event_time="0001-01-01T00:00:00+05:00"),
    "last_year": _with(event_time="9999-12-31T23:59:59-05:00"),
    "no_user": _without("user_id"),
    "null_user": _with(user_id=None),
    "blank_user": _with(user_id="  "),
    "object_user": _with(user_id={"id": 1}),
    "boolean_user": _with(user_id=True),
    "no_type": _without("event_type"),
    "empty_type": _with(event_type=""),
    "list_type": _with(event_type=["page_view"]),
}
