"""What becomes of an execution when a step goes well, fails, takes too long or is tried again: by its history."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from aws import Refusal, Run
from flows import Flow, flows
from interpreter import EXECUTION, Execution, run

INPUT = {"day": "2026-11-24", "note": 'quotes " and {braces}'}
FAILED = Run(120, "FAILED")


def flow(name: str) -> Flow:
    return flows()[name]


def kept(execution: Execution) -> list[dict[str, object]]:
    return [json.loads(call.parameters["MessageBody"]) for call in execution.aws.called("SendMessage")]


def told(execution: Execution) -> list[dict[str, object]]:
    return [json.loads(call.parameters["Message"]) for call in execution.aws.called("Publish")]


def test_all_steps_run_in_their_order_and_the_execution_ends_well() -> None:
    execution = run(flow("all").definition, given=INPUT)
    assert (execution.status, execution.error) == ("SUCCEEDED", None)
    # A crawler is looked at after 30 seconds, and after 42 more.
    assert execution.entered("discover") == [0]
    assert execution.entered("clean") == execution.left("discover") == [72]
    assert execution.entered("enrich") == execution.left("clean") == [132]
    assert execution.entered("pause") == execution.left("enrich") == [192]
    assert execution.seconds == 492
    assert kept(execution) == told(execution) == []


def test_a_function_is_told_what_calls_it_and_with_which_input() -> None:
    execution = run(flow("all").definition, given=INPUT)
    (call,) = execution.aws.called("Invoke")
    assert json.loads(call.parameters["Payload"]) == {
        "workflow": "all",
        "step": "enrich",
        "execution": EXECUTION,
        "startedAt": "2026-11-25T06:00:00+00:00",
        "input": INPUT,
    }


@pytest.mark.parametrize("given", [INPUT, [], [1], "text", 7, 0, False, {"Error": "mine"}])
def test_the_input_may_be_any_json(given: object) -> None:
    clean = flow("all").runs("clean")
    assert run(flow("all").definition, given=given).status == "SUCCEEDED"
    execution = run(flow("all").definition, {clean: [FAILED]}, given=given)
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    assert [message["input"] for message in kept(execution)] == [given]


@pytest.mark.parametrize(
    ("step", "outcome", "error"),
    [
        ("discover", FAILED, "CrawlerFailed"),
        ("discover", Refusal("EntityNotFoundException"), "Glue.EntityNotFoundException"),
        ("clean", FAILED, "States.TaskFailed"),
        ("clean", Refusal("EntityNotFoundException"), "Glue.EntityNotFoundException"),
        ("enrich", Run(1, "ValueError"), "ValueError"),
        ("enrich", Refusal("ResourceNotFoundException"), "Lambda.ResourceNotFoundException"),
    ],
)
def test_a_step_that_fails_ends_the_execution_with_its_error(step: str, outcome: Run | Refusal, error: str) -> None:
    one = flow("all")
    execution = run(one.definition, {one.runs(step): [outcome]}, given=INPUT)
    assert (execution.status, execution.error) == ("FAILED", error)
    names = [each.name for each in one.steps]
    for later in names[names.index(step) + 1 :]:
        assert execution.entered(later) == []
    (message,) = kept(execution)
    assert message["input"] == INPUT
    (notice,) = told(execution)
    assert "input" not in notice
    for each in (message, notice):
        assert (each["pipeline"], each["workflow"], each["execution"]) == ("team-a/shop", "all", EXECUTION)
        failure = each["failure"]
        assert isinstance(failure, dict)
        assert failure["Error"] == error
        # The execution says the same as both.
        assert json.loads(execution.cause or "") == failure
    assert execution.aws.called("SendMessage")[0].parameters["QueueUrl"] == one.queue
    assert execution.aws.called("Publish")[0].parameters["TopicArn"] == one.topic


def test_what_cannot_be_kept_or_told_changes_neither_the_end_nor_the_other() -> None:
    one = flow("all")
    refused = [Refusal("AccessDenied")]
    assert one.queue is not None
    assert one.topic is not None
    fails = {one.runs("clean"): [FAILED]}
    not_kept = run(one.definition, {**fails, one.queue: refused}, given=INPUT)
    not_told = run(one.definition, {**fails, one.topic: refused}, given=INPUT)
    neither = run(one.definition, {**fails, one.topic: refused, one.queue: refused}, given=INPUT)
    for execution in (not_kept, not_told, neither):
        assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    # Tried again six times; the other is done all the same.
    assert [len(kept(one)) for one in (not_kept, not_told, neither)] == [7, 1, 7]
    assert [len(told(one)) for one in (not_kept, not_told, neither)] == [1, 7, 7]
    assert len({message["execution"] for message in told(not_kept)}) == 1


def test_an_input_near_the_limit_is_not_kept_and_the_topic_is_told_all_the_same() -> None:
    one = flow("all")
    large = {"text": "x" * (256 * 1024 - 40)}
    called = run(one.definition, given=large)
    # With the names of workflow and step beside it the input is more than a state may hold.
    assert (called.status, called.error) == ("FAILED", "States.DataLimitExceeded")
    execution = run(one.definition, {one.runs("clean"): [FAILED]}, given=large)
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    for each in (called, execution):
        assert kept(each) == []
        assert len(told(each)) == 1


def test_a_workflow_that_keeps_or_tells_nothing_still_fails_with_the_error() -> None:
    for name, messages in (("only-told", 1), ("in-silence", 0)):
        one = flow(name)
        execution = run(one.definition, {one.runs("clean"): [FAILED]}, given=INPUT)
        assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
        assert kept(execution) == []
        assert len(told(execution)) == messages


def test_a_job_is_tried_again_with_growing_pauses_until_it_ends_well() -> None:
    one = flow("job-again")
    execution = run(one.definition, {one.runs("clean"): [FAILED, FAILED, Run(90)]})
    assert execution.status == "SUCCEEDED"
    runs = execution.aws.runs(one.runs("clean"))
    assert [work.state for work in runs] == ["FAILED", "FAILED", "SUCCEEDED"]
    pauses = [later.began - earlier.ends_at for earlier, later in pairwise(runs)]
    assert 0 < pauses[0] <= 60
    assert 0 < pauses[1] <= 120
    assert len(execution.of_type("TaskFailed")) == 2
    assert execution.entered("clean") == [0]


def test_a_step_that_fails_in_every_way_stays_within_what_is_counted() -> None:
    for name, step, refusals in (("job-again", "clean", 26), ("call-again", "enrich", 6)):
        one = flow(name)
        codes = ["ThrottlingException", "TooManyRequestsException"] * 3 + ["ConcurrentRunsExceededException"] * 20
        outcomes = [Refusal(code) for code in codes][:refusals]
        execution = run(one.definition, {one.runs(step): [*outcomes, FAILED]})
        assert execution.status == "FAILED"
        assert len(execution.history) <= one.most_events


def test_a_job_that_never_ends_well_is_given_up_after_its_attempts() -> None:
    one = flow("job-again")
    execution = run(one.definition, {one.runs("clean"): [FAILED]}, given=INPUT)
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    assert len(execution.aws.runs(one.runs("clean"))) == 4
    assert [message["input"] for message in kept(execution)] == [INPUT]


def test_a_job_that_takes_too_long_is_stopped_and_not_begun_again() -> None:
    one = flow("job-again")
    execution = run(one.definition, {one.runs("clean"): [Run(7200)]}, given=INPUT)
    assert (execution.status, execution.error) == ("FAILED", "States.Timeout")
    (work,) = execution.aws.runs(one.runs("clean"))
    assert work.state == "STOPPED"
    assert work.stopped_at is not None
    assert 1800 <= work.stopped_at <= 1810
    assert [message["input"] for message in kept(execution)] == [INPUT]


@pytest.mark.parametrize("code", ["ThrottlingException", "AWSGlueException", "InternalServiceException"])
def test_a_service_without_time_for_a_moment_costs_no_attempt(code: str) -> None:
    one = flow("job-again")
    outcomes = [Refusal(code)] * 6 + [FAILED] * 3 + [Run(10)]
    execution = run(one.definition, {one.runs("clean"): outcomes})
    assert execution.status == "SUCCEEDED"
    assert len(execution.aws.called("StartJobRun")) == 10


def test_a_job_that_runs_already_is_waited_for_some_hours() -> None:
    one = flow("all")
    busy = [Refusal("ConcurrentRunsExceededException")] * 20
    execution = run(one.definition, {one.runs("clean"): [*busy, Run(10)]})
    assert execution.status == "SUCCEEDED"
    for_good = run(one.definition, {one.runs("clean"): busy}, given=INPUT)
    assert (for_good.status, for_good.error) == ("FAILED", "Glue.ConcurrentRunsExceededException")
    assert len(for_good.aws.called("StartJobRun")) == 21


def test_a_function_is_called_again_when_it_raised_and_not_when_it_took_too_long() -> None:
    one = flow("call-again")
    raised = run(one.definition, {one.runs("enrich"): [Run(1, "KeyError"), Run(1, "KeyError"), Run(1)]})
    assert raised.status == "SUCCEEDED"
    assert len(raised.aws.called("Invoke")) == 3
    slow = run(one.definition, {one.runs("enrich"): [Run(600)]}, given=INPUT)
    assert (slow.status, slow.error) == ("FAILED", "States.Timeout")
    assert len(slow.aws.called("Invoke")) == 1
    assert len(slow.of_type("TaskTimedOut")) == 1


def test_an_absent_job_is_passed_over() -> None:
    one = flow("bridged")
    execution = run(one.definition)
    assert execution.status == "SUCCEEDED"
    assert execution.entered("big") == execution.left("big") == execution.entered("enrich") == [60]
    assert [call.parameters["JobName"] for call in execution.aws.called("StartJobRun")] == [one.runs("clean")]


def test_what_runs_beside_a_failed_step_is_stopped() -> None:
    one = flow("side-by-side")
    execution = run(
        one.definition, {one.runs("clean"): [Run(3600)], one.runs("enrich"): [Run(20, "ValueError")]}, given=INPUT
    )
    assert (execution.status, execution.error) == ("FAILED", "ValueError")
    assert execution.seconds == 20
    (work,) = execution.aws.runs(one.runs("clean"))
    assert work.state == "STOPPED"
    assert execution.left("pause") == []


def test_the_time_of_the_whole_ends_an_execution_that_nobody_is_told_of() -> None:
    one = flow("too-long")
    execution = run(one.definition, {one.runs("clean"): [Run(7200)]}, given=INPUT)
    assert execution.status == "TIMEDOUT"
    assert execution.seconds == 3600
    assert execution.entered("enrich") == []
    # As its reference says: AWS ends it without running a state.
    assert kept(execution) == told(execution) == []
