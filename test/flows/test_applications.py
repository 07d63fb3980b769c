"""Steps that start or stop an application: Step Functions does not wait for either by itself."""

from __future__ import annotations

import pytest
from aws import Refusal, Run
from flows import flows
from interpreter import Execution, run

BACKLOG, AGAIN = "backlog", "begin-again"
# Of the step, in seconds.
TIMEOUT = 1200
FAILED = Run(100, "FAILED")


def application(flow: str) -> str:
    return flows()[flow].runs("begin")


def switches(execution: Execution) -> list[str]:
    return [call.operation for call in execution.aws.calls if call.operation in {"StartApplication", "StopApplication"}]


def test_it_runs_before_the_next_step_begins_and_stands_still_at_the_end() -> None:
    one = application(BACKLOG)
    execution = run(flows()[BACKLOG].definition, {one: [Run(200), Run(90)]})
    assert execution.status == "SUCCEEDED"
    assert switches(execution) == ["StartApplication", "StopApplication"]
    start, stop = execution.aws.runs(one)
    (began,) = execution.entered("clean")
    assert start.ends_at <= began <= start.ends_at + 30
    assert stop.began >= execution.left("clean")[0]
    assert stop.ends_at <= execution.left("end")[0] <= stop.ends_at + 30
    # The step has nothing to give: the next one is not told how the application is.
    (call,) = execution.aws.called("StartJobRun")
    assert call.parameters == {"JobName": flows()[BACKLOG].runs("clean")}


@pytest.mark.parametrize(
    ("flow", "restore"), [(BACKLOG, "RESTORE_FROM_LATEST_SNAPSHOT"), (AGAIN, "SKIP_RESTORE_FROM_SNAPSHOT")]
)
def test_it_goes_on_from_its_snapshot_where_it_takes_them(flow: str, restore: str) -> None:
    (call,) = run(flows()[flow].definition).aws.called("StartApplication")
    assert call.parameters["RunConfiguration"]["ApplicationRestoreConfiguration"] == {"ApplicationRestoreType": restore}


def test_one_that_runs_already_is_left_alone() -> None:
    one = application(BACKLOG)
    execution = run(flows()[BACKLOG].definition, running={one: 0})
    assert execution.status == "SUCCEEDED"
    assert switches(execution) == ["StopApplication"]
    assert execution.left("begin") == [0]


def test_one_that_somebody_starts_just_now_is_waited_for() -> None:
    one = application(AGAIN)
    execution = run(flows()[AGAIN].definition, running={one: 100})
    assert execution.status == "SUCCEEDED"
    assert switches(execution) == []
    assert 100 <= execution.seconds <= 130


def test_one_that_goes_back_to_where_it_was_has_failed() -> None:
    one = application(BACKLOG)
    not_started = run(flows()[BACKLOG].definition, {one: [FAILED]})
    assert (not_started.status, not_started.error) == ("FAILED", "ApplicationFailed")
    assert switches(not_started) == ["StartApplication"]
    assert "did not start" in (not_started.cause or "")
    not_stopped = run(flows()[BACKLOG].definition, {one: [Run(60), FAILED]})
    assert (not_stopped.status, not_stopped.error) == ("FAILED", "ApplicationFailed")
    assert "did not stop" in (not_stopped.cause or "")


def test_it_is_tried_again_as_asked() -> None:
    one = application(AGAIN)
    execution = run(flows()[AGAIN].definition, {one: [FAILED, Run(60)]})
    assert execution.status == "SUCCEEDED"
    assert switches(execution) == ["StartApplication"] * 2
    for_good = run(flows()[AGAIN].definition, {one: [FAILED]})
    assert (for_good.status, for_good.error) == ("FAILED", "ApplicationFailed")
    assert switches(for_good) == ["StartApplication"] * 2


def test_one_that_takes_too_long_is_given_up_and_not_begun_again() -> None:
    one = application(AGAIN)
    execution = run(flows()[AGAIN].definition, {one: [Run(10 * TIMEOUT)]})
    assert (execution.status, execution.error) == ("FAILED", "ApplicationTimedOut")
    assert switches(execution) == ["StartApplication"]
    assert execution.seconds <= TIMEOUT


@pytest.mark.parametrize("code", ["ResourceInUseException", "ConcurrentModificationException"])
def test_one_that_somebody_changes_just_now_is_asked_again(code: str) -> None:
    one = application(AGAIN)
    execution = run(flows()[AGAIN].definition, {one: [Refusal(code), Run(60)]})
    assert execution.status == "SUCCEEDED"
    assert switches(execution) == ["StartApplication"] * 2


def test_what_it_refuses_for_good_is_the_error_of_the_step() -> None:
    one = application(BACKLOG)
    execution = run(flows()[BACKLOG].definition, {one: [Refusal("InvalidApplicationConfigurationException")]})
    assert (execution.status, execution.error) == (
        "FAILED",
        "KinesisAnalyticsV2.InvalidApplicationConfigurationException",
    )
