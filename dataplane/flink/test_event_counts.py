"""Event-time windows on real Flink, against counts made without it."""

import json
import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import enrich_events
from local_flink import rows, run, run_event_counts, sink, source

START = datetime(2024, 2, 29, 22, tzinfo=UTC)
TYPES = ("page_view", "button_click", "form_submit", "api_call")
DELAY = timedelta(seconds=60)

Event = tuple[datetime, str]
Counts = Counter[tuple[datetime, str]]


def out_of_order(count: int, seed: int, late_share: float) -> list[Event]:
    """Events of two hours as they arrive: each up to the allowed delay out of order, a share far beyond it."""
    chance = random.Random(seed)
    arrivals: list[tuple[datetime, Event]] = []
    for _ in range(count):
        happened = START + timedelta(milliseconds=chance.randrange(2 * 3_600_000))
        far = chance.random() < late_share
        delay = chance.uniform(120, 1800) if far else chance.uniform(0, DELAY.total_seconds() - 0.001)
        arrivals.append((happened + timedelta(seconds=delay), (happened, chance.choice(TYPES))))
    return [event for _, event in sorted(arrivals)]


def write(folder: Path, events: Iterable[Event], seed: int) -> None:
    """One file of JSON lines with broken ones in between, times in every zone and form."""
    chance = random.Random(seed)
    broken = ["{", "[]", '"x"', "", '{"event_time":"yesterday"}', '{"event_time":"2024-02-30T01:00:00Z"}', "{}"]
    broken += ['{"event_time":"2024-02-29T22:00:00Z"}', '{"event_time":"2024-02-29T22:00:00Z","event_type":" "}']
    # A clock that runs ahead by years: believed, it would make every other event late.
    broken.append('{"event_time":"2098-01-01T00:00:00Z","user_id":"u","event_type":"page_view"}')
    folder.mkdir()
    with (folder / "events.json").open("w") as file:
        for happened, event_type in events:
            if chance.random() < 0.05:
                file.write(chance.choice(broken) + "\n")
            event = {"event_time": written(happened, chance), "user_id": "user_1", "event_type": event_type}
            file.write(json.dumps(event) + "\n")


def written(happened: datetime, chance: random.Random) -> str:
    offset = timedelta(minutes=chance.choice([-570, -60, 60, 345]))
    local = (happened + offset).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
    sign, minutes = "-" if offset < timedelta() else "+", abs(offset) // timedelta(minutes=1)
    zoned = f"{local}{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    utc = happened.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
    return chance.choice([utc + "Z", utc, utc.replace("T", " "), zoned])


def window_of(happened: datetime) -> datetime:
    return happened.replace(second=0, microsecond=0)


def counted(folder: Path) -> Counts:
    found: Counts = Counter()
    for row in rows(folder):
        begin = datetime.fromisoformat(row["window_start"])
        assert datetime.fromisoformat(row["window_end"]) - begin == timedelta(minutes=1)
        assert (begin, row["event_type"]) not in found, "a window was written twice"
        found[begin, row["event_type"]] = row["event_count"]
    return found


def test_out_of_order_events_are_counted_in_the_minute_in_which_they_happened(tmp_path: Path) -> None:
    events = out_of_order(30_000, seed=1, late_share=0)
    assert events != sorted(events)
    write(tmp_path / "in", events, seed=2)
    run_event_counts([source(tmp_path / "in"), sink(tmp_path / "out")])
    assert counted(tmp_path / "out") == Counter((window_of(happened), kind) for happened, kind in events)


def test_events_later_than_allowed_are_left_out_and_no_others(tmp_path: Path) -> None:
    events = out_of_order(20_000, seed=3, late_share=0.05)
    write(tmp_path / "in", events, seed=4)
    # A watermark after every event, in place of five per second, makes lateness a matter of the input alone.
    exact = "SET 'parallelism.default' = '1'; SET 'pipeline.auto-watermark-interval' = '0 ms';"
    run_event_counts([source(tmp_path / "in"), sink(tmp_path / "out")], head=exact)

    expected: Counts = Counter()
    watermark = START - timedelta(days=1)
    for happened, kind in events:
        if window_of(happened) + timedelta(minutes=1) - timedelta(milliseconds=1) > watermark:
            expected[window_of(happened), kind] += 1
        watermark = max(watermark, happened - DELAY)
    assert 0 < len(events) - expected.total() < 1_000
    assert counted(tmp_path / "out") == expected


TIMES = [
    "2024-02-29T12:00:00.123Z",
    "2024-02-29t12:00:30z",
    "2024-02-29T14:00:40.123456789+02:00",
    "2024-02-29 12:00:41",
    "2024-02-29T12:00",
    "2024-02-29T10:00:40-0230",
    "2024-02-29T10:00:40-00:30",
    "2024-02-29T10:00:40+05",
    "2024-02-29T10:00:40+18:00",
    "2024-02-29T10:00:40+18:01",
    "2024-02-29T10:00:40+1801",
    "2024-02-29T10:00:40+19",
    "2024-02-29T10:00:40+05:60",
    "2024-02-29T12:00:00,5Z",
    "2024-02-29T12:00:00.Z",
    "2024-02-29T12:00:00.1234567890Z",
    "2024-02-29T12:00:00Zx",
    "2024-02-29T12:00:00Z\n",
    " 2024-02-29T12:00:00Z",
    "2024-02-29T24:00:00Z",
    "2024-02-29T25:00:00Z",
    "2024-02-29T10:60:00Z",
    "2024-02-29T10:00:60Z",
    "2024-13-01T10:00:00Z",
    "2024-00-01T10:00:00Z",
    "2023-02-29T10:00:00Z",
    "2024-04-31T10:00:00Z",
    "2024-02-29",
    "1969-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:30:00+01:00",
    "0001-01-01T00:00:00+05:00",
    "9999-12-31T23:59:59-05:00",
    "yesterday",
    "",
    "２０２４-02-29T12:00:00Z",
]


def test_a_time_means_the_same_as_to_enrich_events(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"event_time": text, "user_id": str(index)}) for index, text in enumerate(TIMES)]
    (tmp_path / "in" / "events.json").write_text("\n".join(lines))
    out = sink(tmp_path / "out", columns=[{"name": "at", "type": "timestamp"}, {"name": "which", "type": "string"}])
    run("INSERT INTO processed SELECT event_time, user_id FROM main", [source(tmp_path / "in"), out])

    found = {TIMES[int(row["which"])]: datetime.fromisoformat(row["at"]) for row in rows(tmp_path / "out")}
    expected: dict[str, datetime] = {}
    for text in TIMES:
        try:
            moment = enrich_events.parse_event_time(text)
        except enrich_events.RejectedRecordError:
            continue
        expected[text] = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert found == expected
    assert 8 < len(found) < len(TIMES) - 8


def test_a_time_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    good = {"event_time": "2024-02-29T12:00:00Z", "event_type": "page_view"}
    times: list[object] = [None, 1_709_208_000_000, {"a": 1}, ["2024-02-29T12:00:00Z"], True]
    events = [good, *({**good, "event_time": time} for time in times), good]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "events.json").write_text("\n".join(json.dumps(event) for event in events))
    run_event_counts([source(tmp_path / "in"), sink(tmp_path / "out")])
    assert counted(tmp_path / "out").total() == 2
