"""Runs a state machine as Step Functions does: by the interpreter of moto, with time, chance and AWS in our hands.

The definition is taken as it is rendered. What of the interpreter is replaced stands in `replaced`; each line says why.
"""

from __future__ import annotations

import functools
import json
import logging
import random
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Final
from unittest.mock import patch

from aws import Aws, Script, Work
from clock import START, Clock
from moto.stepfunctions.parser import utils
from moto.stepfunctions.parser.api import (
    HistoryEventType,
    StateMachineType,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.evaluation_details import AWSExecutionDetails
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventHistoryContext, EventManager
from moto.stepfunctions.parser.asl.eval.states import ContextObjectData, ExecutionData, StateMachineData
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from sync import EVERY_SECONDS, INTEGRATIONS, SyncTask, error_named

ACCOUNT: Final = "123456789012"
REGION: Final = "eu-central-1"
EXECUTION: Final = f"arn:aws:states:{REGION}:{ACCOUNT}:execution:flow:one"
COMPONENT: Final = "moto.stepfunctions.parser.asl.component"
WAITED_FOR: Final = frozenset(service for service, _ in INTEGRATIONS)
SDK_ERRORS: Final = {"glue": "Glue", "kinesisanalyticsv2": "KinesisAnalyticsV2"}
SERVICES: Final = f"{COMPONENT}.state.exec.state_task.service"

Event = dict[str, Any]

# It writes the whole definition for each failure.
logging.getLogger("moto").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Execution:
    """How a run went: as DescribeExecution and GetExecutionHistory tell it, and what AWS was asked to do."""

    status: str
    seconds: float
    error: str | None
    cause: str | None
    history: list[Event]
    aws: Aws

    def entered(self, state: str) -> list[float]:
        """When, in seconds since the beginning; once for each time, and not for what is tried again."""
        return [
            seconds_of(event)
            for event in self.history
            if event.get("stateEnteredEventDetails", {}).get("name") == state
        ]

    def left(self, state: str) -> list[float]:
        return [
            seconds_of(event) for event in self.history if event.get("stateExitedEventDetails", {}).get("name") == state
        ]

    def of_type(self, kind: str) -> list[Event]:
        return [event for event in self.history if event["type"] == kind]


def seconds_of(event: Event) -> float:
    return (datetime.fromisoformat(event["timestamp"]) - START).total_seconds()


def run(
    definition: str,
    script: Script | None = None,
    *,
    given: object = None,
    running: Mapping[str, float] | None = None,
    seed: int = 1,
) -> Execution:
    """To its end. `given` is the input, `running` what somebody else began, with the seconds until it ends.

    Raises when the definition asks for what no service takes.
    """
    clock = Clock()
    aws = Aws(clock, script or {})
    aws.work.extend(Work(what, -1, ends_at, "SUCCEEDED") for what, ends_at in (running or {}).items())
    with replaced(clock, aws, random.Random(seed)):
        program = parsed(definition)
        environment = Environment(
            aws_execution_details=AWSExecutionDetails(ACCOUNT, REGION, "arn:aws:iam::123456789012:role/flow"),
            execution_type=StateMachineType.STANDARD,
            context=ContextObjectData(  # type: ignore[typeddict-item]  # the rest is set by states
                Execution=ExecutionData(
                    Id=EXECUTION,
                    Input={} if given is None else given,
                    Name="one",
                    RoleArn="arn:aws:iam::123456789012:role/flow",
                    StartTime=START.isoformat(),
                ),
                StateMachine=StateMachineData(Id=EXECUTION.replace("execution", "stateMachine"), Name="flow"),
            ),
            event_history_context=EventHistoryContext.of_program_start(),
            cloud_watch_logging_session=None,
            activity_store={},
        )
        environment.event_manager.add_event(
            environment.event_history_context, HistoryEventType.ExecutionStarted, update_source_event_id=False
        )
        try:
            program.eval(environment)
            execution = execution_of(environment, aws)
            # What still ran is stopped when it is looked at again.
            clock.sleep(EVERY_SECONDS)
        finally:
            clock.end()
            utils.TMP_THREADS.clear()
    if aws.invalid:
        raise AssertionError("\n".join(aws.invalid))
    return execution


@functools.lru_cache(maxsize=4)
def parsed(definition: str) -> Any:
    """Reading takes longer than running; what is read holds nothing of a run."""
    return AmazonStateLanguageParser.parse(definition)[0]


def execution_of(environment: Environment, aws: Aws) -> Execution:
    history: list[Event] = json.loads(json.dumps(environment.event_manager.get_event_history()))
    status = type(environment.program_state()).__name__.removeprefix("Program").upper()
    failed = [event["executionFailedEventDetails"] for event in history if event["type"] == "ExecutionFailed"]
    # A mistake of the definition: AWS fails the execution at once, and no Catch sees it.
    if "States.Runtime" in json.dumps(history):
        raise AssertionError(json.dumps(history, indent=1))
    return Execution(
        status={"ENDED": "SUCCEEDED", "ERROR": "FAILED"}.get(status, status),
        seconds=aws.clock.seconds,
        error=failed[-1].get("error") if failed else None,
        cause=failed[-1].get("cause") if failed else None,
        history=history,
        aws=aws,
    )


def parameters_within_limit(task: Any, env: Environment) -> Any:
    parameters = StateTask._eval_parameters(task, env=env)
    task._verify_size_quota(env=env, value=parameters)
    return parameters


def error_equals(names: Any, env: Environment) -> None:
    error = env.stack.pop().error_name
    equals = {each.error_name for each in names.error_names}
    terminal = {"States.DataLimitExceeded", "States.Runtime"}
    wild = ("States.ALL" in equals and error not in terminal) or (
        "States.TaskFailed" in equals and error not in {*terminal, "States.Timeout"}
    )
    env.stack.append(wild or error in equals)


@contextmanager
def replaced(clock: Clock, aws: Aws, chance: random.Random) -> Iterator[None]:
    threads, time = clock.threading(), clock.time()
    with ExitStack() as stack:

        def instead(module: str, **names: Any) -> None:
            for name, value in names.items():
                stack.enter_context(patch.object(import_module(module), name, value))

        # Time passes by our clock.
        instead(f"{COMPONENT}.program.program", threading=threads)
        instead(f"{COMPONENT}.state.exec.execute_state", threading=threads, Thread=threads.Thread)
        instead(f"{COMPONENT}.state.exec.state_parallel.branch_worker", threading=threads)
        instead(f"{COMPONENT}.state.exec.state_parallel.branches_decl", threading=threads)
        instead("moto.stepfunctions.parser.asl.eval.environment", threading=threads)
        instead(f"{COMPONENT}.common.retry.retrier_decl", time=time)
        instead(f"{COMPONENT}.state.wait.wait_function.wait_function", time=time)
        stack.enter_context(patch.object(EventManager, "_get_current_timestamp", staticmethod(clock.now)))
        # Jitter is drawn by our seed.
        instead(f"{COMPONENT}.common.retry.jitter_strategy_decl", random=chance)
        # AWS is ours.
        for calls in ("service.state_task_service_aws_sdk", "service.state_task_service_sqs"):
            instead(f"{COMPONENT}.state.exec.state_task.{calls}", boto_client_for=aws.client)
        instead(f"{SERVICES}.state_task_service_sns", boto_client_for=aws.client)
        instead(f"{COMPONENT}.state.exec.state_task.lambda_eval_utils", boto_client_for=aws.client)
        # It waits for the end of few services, and knows one of them only.
        factory = import_module(f"{SERVICES}.state_task_service_factory")
        known = factory.state_task_service_for
        instead(
            f"{COMPONENT}.state.exec.state_task.state_task_factory",
            state_task_service_for=lambda service_name: (
                SyncTask() if service_name in WAITED_FOR else known(service_name)
            ),
        )
        stack.enter_context(patch.multiple(SyncTask, create=True, clock=clock, aws=aws))
        # In AWS the names of errors of SDK integrations begin as those of the SDK for Java do.
        instead(f"{SERVICES}.state_task_service_aws_sdk", _SERVICE_ERROR_NAMES=SDK_ERRORS)
        # A service is given no more than a state may hold, and States.ALL stands for all but two errors.
        stack.enter_context(patch.object(StateTaskService, "_eval_parameters", parameters_within_limit))
        stack.enter_context(patch.object(ErrorEqualsDecl, "_eval_body", error_equals))
        # A fork fails with the error of its branch, and Fail with any name, also with those of Step Functions itself.
        instead(f"{COMPONENT}.state.exec.state_parallel.branches_decl", CustomErrorName=error_named)
        instead(f"{COMPONENT}.state.fail.state_fail", CustomErrorName=error_named)
        yield
