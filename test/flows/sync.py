"""The integrations that wait for the end of what they start (``.sync``), and stop it when their state ends before it.

The interpreter has few of its own. Each row says what Step Functions calls, as its guide lists them under "Integrating
services".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from aws import Aws, Fields
from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from clock import Clock, Stopped
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

EVERY_SECONDS: Final = 5


def _as_sdk(asked: Any) -> Any:
    """Step Functions writes fields of every service with a capital; this one does not."""
    if not isinstance(asked, dict):
        return asked
    return {name[0].lower() + name[1:]: _as_sdk(value) for name, value in asked.items()}


def _run_of(asked: Fields, run: Fields) -> Fields:
    return {"applicationId": asked["ApplicationId"], "jobRunId": run["jobRunId"]}


def _state_of(one: Fields) -> str:
    return str(one["Status"]["State"])


Client = Any


@dataclass(frozen=True)
class Integration:
    """`errors` is what stands before the dot in the names of its errors; `boto` is what boto3 calls the service."""

    boto: str
    errors: str
    start: Callable[[Client, Fields], Fields]
    # With what was asked and what was answered.
    state: Callable[[Client, Fields, Fields], str]
    well: frozenset[str]
    badly: frozenset[str]
    stop: Callable[[Client, Fields, Fields], object] | None


INTEGRATIONS: Final[dict[tuple[str, str], Integration]] = {
    ("glue", "startJobRun"): Integration(
        boto="glue",
        errors="Glue",
        start=lambda glue, asked: glue.start_job_run(**asked),
        state=lambda glue, asked, run: glue.get_job_run(JobName=asked["JobName"], RunId=run["JobRunId"])["JobRun"][
            "JobRunState"
        ],
        well=frozenset({"SUCCEEDED"}),
        badly=frozenset({"FAILED", "TIMEOUT", "ERROR", "STOPPED"}),
        stop=lambda glue, asked, run: glue.batch_stop_job_run(JobName=asked["JobName"], JobRunIds=[run["JobRunId"]]),
    ),
    ("emr-serverless", "startJobRun"): Integration(
        boto="emr-serverless",
        errors="EmrServerless",
        start=lambda emr, asked: emr.start_job_run(**_as_sdk(asked), clientToken="drawn by Step Functions"),
        state=lambda emr, asked, run: emr.get_job_run(**_run_of(asked, run))["jobRun"]["state"],
        well=frozenset({"SUCCESS"}),
        badly=frozenset({"FAILED", "CANCELLED"}),
        stop=lambda emr, asked, run: emr.cancel_job_run(**_run_of(asked, run)),
    ),
    ("elasticmapreduce", "createCluster"): Integration(
        boto="emr",
        errors="ElasticMapReduce",
        start=lambda emr, asked: {"ClusterId": emr.run_job_flow(**asked)["JobFlowId"]},
        state=lambda emr, _, run: _state_of(emr.describe_cluster(ClusterId=run["ClusterId"])["Cluster"]),
        well=frozenset({"WAITING"}),
        badly=frozenset({"TERMINATED", "TERMINATED_WITH_ERRORS"}),
        stop=lambda emr, _, run: emr.terminate_job_flows(JobFlowIds=[run["ClusterId"]]),
    ),
    ("elasticmapreduce", "addStep"): Integration(
        boto="emr",
        errors="ElasticMapReduce",
        start=lambda emr, asked: {
            "StepId": emr.add_job_flow_steps(JobFlowId=asked["ClusterId"], Steps=[asked["Step"]])["StepIds"][0]
        },
        state=lambda emr, asked, run: _state_of(
            emr.describe_step(ClusterId=asked["ClusterId"], StepId=run["StepId"])["Step"]
        ),
        well=frozenset({"COMPLETED"}),
        badly=frozenset({"FAILED", "CANCELLED", "INTERRUPTED"}),
        stop=lambda emr, asked, run: emr.cancel_steps(ClusterId=asked["ClusterId"], StepIds=[run["StepId"]]),
    ),
    ("elasticmapreduce", "terminateCluster"): Integration(
        boto="emr",
        errors="ElasticMapReduce",
        start=lambda emr, asked: emr.terminate_job_flows(JobFlowIds=[asked["ClusterId"]]),
        state=lambda emr, asked, _: _state_of(emr.describe_cluster(ClusterId=asked["ClusterId"])["Cluster"]),
        well=frozenset({"TERMINATED"}),
        badly=frozenset({"TERMINATED_WITH_ERRORS"}),
        stop=None,
    ),
    ("athena", "startQueryExecution"): Integration(
        boto="athena",
        errors="Athena",
        start=lambda athena, asked: athena.start_query_execution(**asked),
        state=lambda athena, _, query: athena.get_query_execution(QueryExecutionId=query["QueryExecutionId"])[
            "QueryExecution"
        ]["Status"]["State"],
        well=frozenset({"SUCCEEDED"}),
        badly=frozenset({"FAILED", "CANCELLED"}),
        stop=lambda athena, _, query: athena.stop_query_execution(QueryExecutionId=query["QueryExecutionId"]),
    ),
}
# What is also called without waiting.
AT_ONCE: Final = frozenset({("elasticmapreduce", "terminateCluster")})


def error_named(error_name: str) -> ErrorName:
    """Those of Step Functions itself are matched by other rules than those of services."""
    known = [kind for kind in StatesErrorNameType if kind.to_name() == error_name]
    return StatesErrorName(known[0]) if known else CustomErrorName(error_name)


class SyncTask(StateTaskService):
    """What the interpreter takes for the service of a task; made when a definition is read, for all runs of it."""

    clock: ClassVar[Clock]
    aws: ClassVar[Aws]

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    @property
    def _integration(self) -> Integration:
        name = (self.resource.service_name, self.resource.api_action)
        is_known = name in AT_ONCE if self.resource.condition is None else self.resource.condition == "sync"
        if name not in INTEGRATIONS or not is_known:
            raise AssertionError(f"{self.resource.resource_arn} is no integration that is known here")
        return INTEGRATIONS[name]

    def _validate_service_integration_is_supported(self) -> None:
        _ = self._integration

    def _get_sfn_resource(self) -> str:
        return f"{self.resource.api_action}.sync"

    def _eval_service_task(
        self, env: Environment, resource_runtime_part: Any, normalised_parameters: Fields, state_credentials: object
    ) -> None:
        del state_credentials
        integration = self._integration
        client = self.aws.client(integration.boto, resource_runtime_part.region)
        try:
            run = integration.start(client, normalised_parameters)
            env.event_manager.add_event(env.event_history_context, HistoryEventType.TaskSubmitted)
            if self.resource.condition is None:
                env.stack.append(run)
                return
            state = integration.state(client, normalised_parameters, run)
            while state not in integration.well | integration.badly:
                self.clock.sleep(EVERY_SECONDS)
                if not env.is_running():
                    if integration.stop is not None:
                        integration.stop(client, normalised_parameters, run)
                    raise Stopped
                state = integration.state(client, normalised_parameters, run)
        except ClientError as refused:
            error = refused.response["Error"]
            raise self._failure(env, f"{integration.errors}.{error['Code']}", error["Message"]) from refused
        if state in integration.badly:
            raise self._failure(env, "States.TaskFailed", to_json_str({"State": state}))
        env.stack.append(run)

    def _failure(self, env: Environment, error: str, cause: str) -> FailureEventException:
        details: Any = {
            "taskFailedEventDetails": TaskFailedEventDetails(
                resource=self._get_sfn_resource(), resourceType=self._get_sfn_resource_type(), error=error, cause=cause
            )
        }
        return FailureEventException(
            FailureEvent(
                env=env,
                error_name=error_named(error),
                event_type=HistoryEventType.TaskFailed,
                event_details=details,
            )
        )
