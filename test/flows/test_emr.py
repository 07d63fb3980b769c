"""What becomes of clusters and runs of EMR: whatever happens, what was begun is ended, and the error is the run's."""

from __future__ import annotations

import pytest
from aws import Refusal, Run
from flows import flows
from interpreter import Execution, run

CLUSTER = "team-a-shop-cluster"
ON_IT = f"run on {CLUSTER}"
FAILED = Run(120, "FAILED")
FOR_EVER = Run(10**6)
Script = dict[str, list[Run | Refusal]]


def on(name: str, script: Script | None = None) -> Execution:
    return run(flows()[name].definition, script or {})


def operations(execution: Execution) -> list[str]:
    return [call.operation for call in execution.aws.calls if not call.operation.startswith("Describe")]


def test_a_cluster_is_made_for_the_run_and_ended_behind_it() -> None:
    execution = on("on-cluster", {CLUSTER: [Run(400)], ON_IT: [Run(900)]})
    assert execution.status == "SUCCEEDED"
    assert operations(execution) == ["RunJobFlow", "AddJobFlowSteps", "TerminateJobFlows"]
    (added,) = execution.aws.called("AddJobFlowSteps")
    # The id that EMR gave, by way of the state.
    assert added.parameters["JobFlowId"] == "0"
    assert added.parameters["Steps"][0]["HadoopJarStep"]["Args"][-2:] == ["--day", "today"]
    # The step is over when the cluster is gone.
    assert execution.seconds >= 400 + 900 + 60


@pytest.mark.parametrize("ends", ["FAILED", "CANCELLED"])
def test_a_cluster_is_ended_when_its_run_fails_and_the_error_is_the_runs(ends: str) -> None:
    execution = on("on-cluster", {ON_IT: [Run(120, ends)]})
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    assert ends in (execution.cause or "")
    # Once more, as the step says: with a cluster of its own.
    assert operations(execution) == ["RunJobFlow", "AddJobFlowSteps", "TerminateJobFlows"] * 2 + ["SendMessage"]
    ended = [call.parameters["JobFlowIds"] for call in execution.aws.called("TerminateJobFlows")]
    made = [call.parameters["JobFlowId"] for call in execution.aws.called("AddJobFlowSteps")]
    assert ended == [[cluster] for cluster in made]
    assert len(set(made)) == 2


def test_what_fails_once_goes_well_on_another_cluster() -> None:
    execution = on("on-cluster", {ON_IT: [FAILED, Run(60)]})
    assert execution.status == "SUCCEEDED"
    assert len(execution.aws.called("TerminateJobFlows")) == len(execution.aws.called("RunJobFlow")) == 2


def test_a_cluster_is_ended_when_its_run_is_refused() -> None:
    execution = on("on-cluster", {ON_IT: [Refusal("InvalidRequestException")]})
    assert execution.error == "ElasticMapReduce.InvalidRequestException"
    assert len(execution.aws.called("TerminateJobFlows")) == 2


def test_a_cluster_is_ended_when_its_run_takes_too_long_and_there_is_no_second_one() -> None:
    execution = on("on-cluster", {ON_IT: [FOR_EVER]})
    assert (execution.status, execution.error) == ("FAILED", "States.Timeout")
    assert len(execution.aws.called("RunJobFlow")) == len(execution.aws.called("TerminateJobFlows")) == 1
    (work,) = execution.aws.runs(ON_IT)
    assert work.stopped_at is not None


def test_the_error_is_the_runs_also_when_the_cluster_cannot_be_ended() -> None:
    refused: list[Run | Refusal] = [Refusal("InvalidRequestException")]
    execution = on("on-cluster", {ON_IT: [FAILED], f"end {CLUSTER}": refused})
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    assert "FAILED" in (execution.cause or "")


def test_somebody_hears_of_a_cluster_that_cannot_be_ended_behind_a_good_run() -> None:
    refused: list[Run | Refusal] = [Refusal("InvalidRequestException")]
    execution = on("beside-cluster", {f"end {CLUSTER}": refused})
    assert (execution.status, execution.error) == ("FAILED", "ElasticMapReduce.InvalidRequestException")


def test_on_a_cluster_that_does_not_come_up_nothing_is_run() -> None:
    execution = on("beside-cluster", {CLUSTER: [Run(300, "TERMINATED_WITH_ERRORS")]})
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    assert execution.aws.called("AddJobFlowSteps") == []


def test_a_cluster_that_does_not_come_up_in_time_is_ended() -> None:
    execution = on("beside-cluster", {CLUSTER: [FOR_EVER]})
    assert (execution.status, execution.error) == ("FAILED", "States.Timeout")
    assert len(execution.aws.called("TerminateJobFlows")) == 1


def test_a_step_beside_it_that_fails_leaves_the_cluster_to_end_by_itself() -> None:
    execution = on("beside-cluster", {CLUSTER: [Run(60)], ON_IT: [FOR_EVER], "team-a-shop-clean": [Run(600, "FAILED")]})
    assert execution.status == "FAILED"
    (work,) = execution.aws.runs(ON_IT)
    assert work.stopped_at is not None
    (made,) = execution.aws.called("RunJobFlow")
    assert made.parameters["AutoTerminationPolicy"] == {"IdleTimeout": 900}


def test_a_run_of_emr_serverless_is_waited_for() -> None:
    execution = on("on-serverless", {"serverless": [Run(600)]})
    assert execution.status == "SUCCEEDED"
    assert execution.seconds >= 600
    assert on("on-serverless", {"serverless": [FAILED]}).error == "States.TaskFailed"


def test_a_run_of_emr_serverless_that_takes_too_long_is_cancelled() -> None:
    execution = on("on-serverless", {"serverless": [FOR_EVER]})
    assert (execution.status, execution.error) == ("FAILED", "States.Timeout")
    (work,) = execution.aws.runs("serverless")
    assert work.stopped_at is not None


def test_a_cluster_that_fails_in_every_way_stays_within_what_is_counted() -> None:
    refused: list[Run | Refusal] = [Refusal("ThrottlingException")] * 6
    script: Script = {
        CLUSTER: [*refused, Run(60)] * 2,
        ON_IT: [*refused, FAILED] * 2,
        f"end {CLUSTER}": [*refused, Run(60)] * 2,
    }
    execution = on("on-cluster", script)
    assert (execution.status, execution.error) == ("FAILED", "States.TaskFailed")
    assert len(execution.aws.called("RunJobFlow")) == 14
    most = flows()["on-cluster"].most_events
    assert 0.5 * most < len(execution.history) <= most
