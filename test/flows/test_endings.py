"""What is done about executions that were stopped or ran out of time, from the event that AWS sends of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws import Refusal
from flows import flows
from interpreter import ACCOUNT, REGION, Execution, run

ENDINGS = flows()["-endings"].definition
INPUT = {"day": "2026-11-24", "note": 'quotes " and {braces}', "path": "$.x"}


def event(workflow: str, status: str = "TIMED_OUT", given: str | None = json.dumps(INPUT)) -> dict[str, Any]:
    """As the guide shows it: "Status change events" of Step Functions."""
    name = f"team-a-shop-{workflow}"
    return {
        "version": "0",
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "time": "2026-11-25T07:00:00Z",
        "detail": {
            "executionArn": f"arn:aws:states:{REGION}:{ACCOUNT}:execution:{name}:one",
            "stateMachineArn": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{name}",
            "status": status,
            "input": given,
            "output": None,
        },
    }


def kept(execution: Execution) -> list[Any]:
    return [json.loads(call.parameters["MessageBody"]) for call in execution.aws.called("SendMessage")]


def told(execution: Execution) -> list[Any]:
    return [json.loads(call.parameters["Message"]) for call in execution.aws.called("Publish")]


@pytest.mark.parametrize("status", ["TIMED_OUT", "ABORTED"])
def test_the_topic_is_told_and_the_input_is_kept(status: str) -> None:
    execution = run(ENDINGS, given=event("too-long", status))
    assert execution.status == "SUCCEEDED"
    (notice,) = told(execution)
    (message,) = kept(execution)
    assert notice == {
        "pipeline": "team-a/shop",
        "workflow": "too-long",
        "execution": f"arn:aws:states:{REGION}:{ACCOUNT}:execution:team-a-shop-too-long:one",
        "endedAt": "2026-11-25T07:00:00Z",
        "failure": {"Error": status},
    }
    assert message == {**notice, "input": INPUT}
    (publish,) = execution.aws.called("Publish")
    assert publish.parameters["TopicArn"] == flows()["too-long"].topic
    (send,) = execution.aws.called("SendMessage")
    assert send.parameters["QueueUrl"] == flows()["too-long"].queue


@pytest.mark.parametrize("given", [INPUT, [], [1], "text", 7, 0, False, None])
def test_the_input_may_be_any_json(given: object) -> None:
    execution = run(ENDINGS, given=event("too-long", given=json.dumps(given)))
    assert [message["input"] for message in kept(execution)] == [given]


def test_an_input_that_aws_leaves_out_is_null() -> None:
    execution = run(ENDINGS, given=event("too-long", given=None))
    assert execution.status == "SUCCEEDED"
    assert [message["input"] for message in kept(execution)] == [None]


@pytest.mark.parametrize(
    ("workflow", "notices", "messages"), [("all", 1, 1), ("only-told", 1, 0), ("ask", 0, 1), ("in-silence", 0, 0)]
)
def test_each_workflow_gets_what_it_asked_for(workflow: str, notices: int, messages: int) -> None:
    execution = run(ENDINGS, given=event(workflow))
    assert execution.status == "SUCCEEDED"
    assert (len(told(execution)), len(kept(execution))) == (notices, messages)


def test_of_a_workflow_that_left_nobody_is_told() -> None:
    execution = run(ENDINGS, given=event("gone"))
    assert execution.status == "SUCCEEDED"
    assert told(execution) == kept(execution) == []


def test_what_cannot_be_told_is_kept_and_what_cannot_be_kept_shows() -> None:
    topic, queue = flows()["too-long"].topic, flows()["too-long"].queue
    assert topic is not None
    assert queue is not None
    refused = [Refusal("AccessDenied")]
    not_told = run(ENDINGS, {topic: refused}, given=event("too-long"))
    assert not_told.status == "SUCCEEDED"
    assert {message["execution"] for message in kept(not_told)} != set()
    not_kept = run(ENDINGS, {queue: refused}, given=event("too-long"))
    assert not_kept.status == "FAILED"
    assert len(told(not_kept)) == 1
