"""The loop around a crawler: Step Functions does not wait for its end by itself."""

from __future__ import annotations

from itertools import pairwise

import pytest
from aws import Outcome, Refusal, Run
from flows import flows
from interpreter import run

ONE, AGAIN, TWO = "one-crawl", "crawl-again", "two-crawls"
# A 120th of the hour that the step may take.
EVERY = 30
HOUR = 3600
FAILED = Run(100, "FAILED")


def crawler(flow: str) -> str:
    return flows()[flow].runs("discover")


def test_a_crawl_is_waited_for_and_looked_at_every_half_minute() -> None:
    execution = run(flows()[ONE].definition, {crawler(ONE): [Run(400)]})
    assert execution.status == "SUCCEEDED"
    assert len(execution.aws.called("StartCrawler")) == 1
    looks = [call.at for call in execution.aws.called("GetCrawler")]
    assert looks == [EVERY * look for look in range(1, 15)]
    assert execution.left("discover") == [420]


def test_a_crawler_that_runs_already_is_waited_for_and_then_started() -> None:
    """Its crawl may have missed what was written since it began."""
    one = crawler(ONE)
    execution = run(flows()[ONE].definition, {one: [Run(45)]}, running={one: 100})
    assert execution.status == "SUCCEEDED"
    assert [call.at for call in execution.aws.called("StartCrawler")] == [0, 30, 60, 90, 120]
    _, own = execution.aws.runs(one)
    assert own.began == 120
    assert execution.left("discover") == [180]


def test_a_crawler_that_somebody_keeps_busy_is_given_up_in_time() -> None:
    one = crawler(ONE)
    execution = run(flows()[ONE].definition, running={one: 10 * HOUR})
    assert (execution.status, execution.error) == ("FAILED", "CrawlerTimedOut")
    assert HOUR - EVERY <= execution.seconds <= HOUR
    assert len(execution.aws.called("StartCrawler")) <= 120


def test_a_crawl_that_does_not_end_is_given_up_in_time_and_not_begun_again() -> None:
    for name in (ONE, AGAIN):
        execution = run(flows()[name].definition, {crawler(name): [Run(10 * HOUR)]})
        assert (execution.status, execution.error) == ("FAILED", "CrawlerTimedOut")
        assert execution.seconds == HOUR
        assert len(execution.aws.called("StartCrawler")) == 1
        assert len(execution.aws.called("GetCrawler")) == 120
        assert "not stopped" in (execution.cause or "")


def test_waiting_for_others_and_for_the_own_crawl_is_bounded_together() -> None:
    one = crawler(ONE)
    execution = run(flows()[ONE].definition, {one: [Run(10 * HOUR)]}, running={one: HOUR / 2})
    assert (execution.status, execution.error) == ("FAILED", "CrawlerTimedOut")
    assert HOUR - EVERY <= execution.seconds <= HOUR


@pytest.mark.parametrize("ends", ["FAILED", "CANCELLED"])
def test_a_crawl_that_ends_badly_fails_the_step(ends: str) -> None:
    execution = run(flows()[ONE].definition, {crawler(ONE): [Run(100, ends)]})
    assert (execution.status, execution.error) == ("FAILED", "CrawlerFailed")
    assert crawler(ONE) in (execution.cause or "")


def test_a_crawl_that_ended_badly_is_begun_again_as_the_spec_says() -> None:
    one = crawler(AGAIN)
    execution = run(flows()[AGAIN].definition, {one: [FAILED, FAILED, Run(100)]})
    assert execution.status == "SUCCEEDED"
    crawls = execution.aws.runs(one)
    assert [crawl.state for crawl in crawls] == ["FAILED", "FAILED", "SUCCEEDED"]
    # Found at the next look; then a pause drawn below 100 seconds, and below 200.
    for most, (earlier, later) in zip((100, 200), pairwise(crawls), strict=True):
        assert 0 < later.began - (earlier.began + 4 * EVERY) <= most
    assert run(flows()[AGAIN].definition, {one: [FAILED]}).error == "CrawlerFailed"


def test_each_try_has_all_of_its_time() -> None:
    one = crawler(AGAIN)
    execution = run(flows()[AGAIN].definition, {one: [Run(3500, "FAILED"), Run(3500)]})
    assert execution.status == "SUCCEEDED"
    assert len(execution.aws.called("GetCrawler")) == 2 * 117


def test_what_aws_refuses_for_a_moment_is_asked_again() -> None:
    one = crawler(ONE)
    start: list[Outcome] = [Refusal("ThrottlingException"), Refusal("OperationTimeoutException"), Run(40)]
    execution = run(flows()[ONE].definition, {one: start})
    assert execution.status == "SUCCEEDED"
    assert len(execution.aws.called("StartCrawler")) == 3


def test_a_short_crawl_in_a_long_time_is_seen_to_end_soon() -> None:
    one = crawler("day-long")
    looks = [call.at for call in run(flows()["day-long"].definition, {one: [Run(60)]}).aws.called("GetCrawler")]
    assert looks == [30, 72]
    never = run(flows()["day-long"].definition, {one: [Run(200 * HOUR)]})
    assert (never.status, never.error) == ("FAILED", "CrawlerTimedOut")
    assert 23.5 * HOUR < never.seconds <= 24 * HOUR
    assert len(never.aws.called("GetCrawler")) <= 120


def test_many_crawlers_stay_within_what_a_history_holds() -> None:
    """At most as many events as the checks of specs count with, which refuse what could be more."""
    for name in ("day-long", "many-crawls"):
        flow = flows()[name]
        never = {what: [Run(200 * HOUR)] for step in flow.steps for what in step.runs}
        execution = run(flow.definition, never)
        assert execution.error == "CrawlerTimedOut"
        assert len(execution.history) <= flow.most_events <= 25_000
    # All of them, and each of them as often as it may.
    assert len(execution.history) > 0.9 * flow.most_events


def test_two_crawlers_of_one_step_run_side_by_side() -> None:
    (step,) = flows()[TWO].steps
    first, second = step.runs
    execution = run(flows()[TWO].definition, {first: [Run(100)], second: [Run(200)]})
    assert execution.status == "SUCCEEDED"
    assert [call.at for call in execution.aws.called("StartCrawler")] == [0, 0]
    assert execution.left("discover") == [210]
    one_fails = run(flows()[TWO].definition, {first: [FAILED], second: [Run(2000)]})
    assert (one_fails.status, one_fails.error) == ("FAILED", "CrawlerFailed")
    assert first in (one_fails.cause or "")
    assert one_fails.seconds == 120
