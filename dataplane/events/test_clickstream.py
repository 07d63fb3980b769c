from datetime import UTC, datetime, timedelta

import clickstream

START = datetime(2026, 11, 20, tzinfo=UTC)


def made(seed: int, **shares: float) -> list[clickstream.Delivery]:
    return list(clickstream.deliveries(2_000, seed, START, timedelta(days=2), **shares))


def test_one_seed_gives_one_sequence_and_another_seed_another() -> None:
    assert made(1, duplicates=0.2, late=0.1) == made(1, duplicates=0.2, late=0.1)
    assert made(1) != made(2)


def test_events_have_the_shape_of_the_sample() -> None:
    for delivery in made(3):
        event = delivery.event
        assert set(event) == {"event_time", "user_id", "event_type", "event_data"}
        assert START <= datetime.fromisoformat(event["event_time"]) < START + timedelta(days=2)
        assert event["event_type"] in clickstream.EVENT_TYPES
        assert 1 <= int(event["user_id"].removeprefix("user_")) <= clickstream.USERS
        assert set(event["event_data"]) == {"page", "duration", "success"}
        assert delivery.processed >= delivery.arrived > datetime.fromisoformat(event["event_time"])


def test_shares_are_kept() -> None:
    sample = made(4, duplicates=0.3, late=0.2, hot_user=0.5)
    keys = {(d.event["event_time"], d.event["user_id"], d.event["event_type"]) for d in sample}
    late = [d for d in sample if d.arrived - datetime.fromisoformat(d.event["event_time"]) >= timedelta(hours=1)]
    hot = [d for d in sample if d.event["user_id"] == "user_1"]
    assert 0.6 < len(keys) / len(sample) < 0.8
    assert 0.15 < len(late) / len(sample) < 0.25
    assert 0.4 < len(hot) / len(sample) < 0.6
