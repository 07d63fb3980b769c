"""AWS as far as steps of a workflow call it: each call is checked against the service's own model, noted, and answered.

What happens is scripted: by the name of a job, crawler, function, application, queue or topic, or the
text of a query, one outcome for each time it is
asked, the last one for all times after. What has no script goes well after a minute.
"""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import boto3  # type: ignore[import-untyped]
from botocore.client import BaseClient  # type: ignore[import-untyped]
from botocore.validate import ParamValidator  # type: ignore[import-untyped]
from clock import Clock

Fields = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """It is begun, and ends after so many seconds in this state: the word of its service, or a function's error."""

    seconds: float = 60
    ends: str = "SUCCEEDED"


@dataclass(frozen=True)
class Refusal:
    """The call is answered with an error of the service, and nothing is begun."""

    code: str
    message: str = "as scripted"


Outcome = Run | Refusal
Script = Mapping[str, Sequence[Outcome]]

WELL: Final = Run()


@dataclass(frozen=True)
class Call:
    at: float
    service: str
    operation: str
    parameters: Fields


@dataclass(frozen=True)
class Work:
    """One run of something, as it went."""

    what: str
    began: float
    ends_at: float
    state: str
    stopped_at: float | None = None
    # The word of its service until then.
    meanwhile: str = "RUNNING"


@functools.cache
def _boto(service: str, region: str) -> BaseClient:
    """Asked for its models only: it never sends anything."""
    return boto3.client(service, region_name=region)


@dataclass
class Aws:
    clock: Clock
    script: Script
    calls: list[Call] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)
    # What no service would take: a test with any of these has failed.
    invalid: list[str] = field(default_factory=list)
    # Of clusters that were told to end: the number of what ends them.
    ending: dict[str, int] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=dict)

    def client(self, service: str, region: str, state_credentials: object = None) -> Client:
        del state_credentials
        return Client(self, service, _boto(service, region))

    def called(self, operation: str) -> list[Call]:
        return [call for call in self.calls if call.operation == operation]

    def runs(self, what: str) -> list[Work]:
        return [work for work in self.work if work.what == what]

    def outcome(self, what: str) -> Outcome:
        outcomes = self.script.get(what, [WELL])
        asked = self._asked.get(what, 0)
        self._asked[what] = asked + 1
        return outcomes[min(asked, len(outcomes) - 1)]

    def begin(self, what: str, meanwhile: str = "RUNNING") -> int:
        """The number of the run. Raises RefusedError."""
        outcome = self.outcome(what)
        if isinstance(outcome, Refusal):
            raise RefusedError(outcome)
        now = self.clock.seconds
        self.work.append(Work(what, now, now + outcome.seconds, outcome.ends, meanwhile=meanwhile))
        return len(self.work) - 1

    def state_of(self, run: int) -> str:
        work = self.work[run]
        return work.meanwhile if self.clock.seconds < work.ends_at else work.state

    def last(self, what: str) -> int | None:
        runs = [index for index, work in enumerate(self.work) if work.what == what]
        return runs[-1] if runs else None

    def stop(self, run: int, stopped: str) -> None:
        work = self.work[run]
        if self.clock.seconds < work.ends_at:
            now = self.clock.seconds
            self.work[run] = replace(work, ends_at=now, state=stopped, stopped_at=now)


class RefusedError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Client:
    """Has the methods of a boto3 client, one for each operation of its service."""

    def __init__(self, aws: Aws, service: str, boto: BaseClient) -> None:
        self._aws = aws
        self._service = service
        self._boto = boto

    def __getattr__(self, method: str) -> Callable[..., Fields]:
        operation: str = self._boto.meta.method_to_api_mapping[method]
        return functools.partial(self._call, operation)

    def _call(self, operation: str, **parameters: Any) -> Fields:
        aws, name = self._aws, f"{self._service}.{operation}"
        model = self._boto.meta.service_model.operation_model(operation)
        report = ParamValidator().validate(parameters, model.input_shape)
        if report.has_errors():
            aws.invalid.append(f"{name}: {report.generate_report()}")
        answer = ANSWERS.get(name)
        if answer is None:
            aws.invalid.append(f"{name} is called, and has no answer here")
            return {}
        aws.calls.append(Call(aws.clock.seconds, self._service, operation, parameters))
        try:
            return answer(aws, parameters)
        except RefusedError as refused:
            code, message = refused.refusal.code, refused.refusal.message
            error = {
                "Error": {"Code": code, "Message": message},
                "ResponseMetadata": {"HTTPStatusCode": 400, "RequestId": "1"},
            }
            raise self._boto.exceptions.from_code(code)(error, operation) from refused


def _start_job_run(aws: Aws, asked: Fields) -> Fields:
    return {"JobRunId": str(aws.begin(asked["JobName"]))}


def _get_job_run(aws: Aws, asked: Fields) -> Fields:
    return {"JobRun": {"Id": asked["RunId"], "JobRunState": aws.state_of(int(asked["RunId"]))}}


def _batch_stop_job_run(aws: Aws, asked: Fields) -> Fields:
    for run in asked["JobRunIds"]:
        aws.stop(int(run), "STOPPED")
    return {}


def _start_crawler(aws: Aws, asked: Fields) -> Fields:
    last = aws.last(asked["Name"])
    if last is not None and aws.clock.seconds < aws.work[last].ends_at:
        raise RefusedError(Refusal("CrawlerRunningException"))
    aws.begin(asked["Name"])
    return {}


def _get_crawler(aws: Aws, asked: Fields) -> Fields:
    crawler = asked["Name"]
    last = aws.last(crawler)
    if last is None:
        return {"Crawler": {"Name": crawler, "State": "READY"}}
    if aws.clock.seconds < aws.work[last].ends_at:
        return {"Crawler": {"Name": crawler, "State": "RUNNING"}}
    return {"Crawler": {"Name": crawler, "State": "READY", "LastCrawl": {"Status": aws.work[last].state}}}


def _invoke(aws: Aws, asked: Fields) -> Fields:
    run = aws.begin(asked["FunctionName"])
    work = aws.work[run]
    aws.clock.sleep(work.ends_at - work.began)
    if work.state == "SUCCEEDED":
        return {"StatusCode": 200, "Payload": io.BytesIO(b"{}")}
    error = json.dumps({"errorType": work.state, "errorMessage": "as scripted"}).encode()
    return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": io.BytesIO(error)}


def _start_query_execution(aws: Aws, asked: Fields) -> Fields:
    return {"QueryExecutionId": str(aws.begin(asked["QueryString"]))}


def _get_query_execution(aws: Aws, asked: Fields) -> Fields:
    query = asked["QueryExecutionId"]
    return {"QueryExecution": {"QueryExecutionId": query, "Status": {"State": aws.state_of(int(query))}}}


def _stop_query_execution(aws: Aws, asked: Fields) -> Fields:
    aws.stop(int(asked["QueryExecutionId"]), "CANCELLED")
    return {}


def _application_status(aws: Aws, name: str) -> str:
    """One that nobody switched stands still; what somebody else began is a start."""
    last = aws.last(name)
    if last is None:
        return "READY"
    state = aws.state_of(last)
    if aws.clock.seconds < aws.work[last].ends_at:
        return "STARTING" if state == "RUNNING" else state
    return "RUNNING" if state == "SUCCEEDED" else state


def _describe_application(aws: Aws, asked: Fields) -> Fields:
    name = asked["ApplicationName"]
    status = _application_status(aws, name)
    return {"ApplicationDetail": {"ApplicationARN": name, "ApplicationName": name, "ApplicationStatus": status}}


def _switched(before: str, meanwhile: str, after: str) -> Callable[[Aws, Fields], Fields]:
    """Neither waits; what does not end as SUCCEEDED is back where it was."""

    def switch(aws: Aws, asked: Fields) -> Fields:
        name = asked["ApplicationName"]
        if _application_status(aws, name) != before:
            raise RefusedError(Refusal("ResourceInUseException"))
        run = aws.begin(name, meanwhile)
        work = aws.work[run]
        aws.work[run] = replace(work, state=after if work.state == "SUCCEEDED" else before)
        return {}

    return switch


def _send_message(aws: Aws, asked: Fields) -> Fields:
    aws.begin(asked["QueueUrl"])
    return {"MessageId": "1"}


def _publish(aws: Aws, asked: Fields) -> Fields:
    aws.begin(asked["TopicArn"])
    return {"MessageId": "1"}


def _start_serverless_run(aws: Aws, asked: Fields) -> Fields:
    return {"applicationId": asked["applicationId"], "jobRunId": str(aws.begin(asked["name"]))}


def _get_serverless_run(aws: Aws, asked: Fields) -> Fields:
    state = aws.state_of(int(asked["jobRunId"]))
    return {"jobRun": {"state": "SUCCESS" if state == "SUCCEEDED" else state}}


def _cancel_serverless_run(aws: Aws, asked: Fields) -> Fields:
    aws.stop(int(asked["jobRunId"]), "CANCELLED")
    return {}


def _run_job_flow(aws: Aws, asked: Fields) -> Fields:
    """Scripted by the name of the cluster: how long it takes to be there, and whether it ever is."""
    return {"JobFlowId": str(aws.begin(asked["Name"], "STARTING"))}


def _terminate_job_flows(aws: Aws, asked: Fields) -> Fields:
    """Scripted by the word "end" before the name of the cluster."""
    for cluster in asked["JobFlowIds"]:
        aws.begin(f"end {aws.work[int(cluster)].what}", "TERMINATING")
        aws.ending[cluster] = len(aws.work) - 1
    return {}


def _describe_cluster(aws: Aws, asked: Fields) -> Fields:
    cluster = asked["ClusterId"]
    state = aws.state_of(int(cluster))
    if state == "SUCCEEDED":
        state = "WAITING"
    if cluster in aws.ending:
        ended = aws.state_of(aws.ending[cluster])
        state = "TERMINATED" if ended == "SUCCEEDED" else ended
    return {"Cluster": {"Id": cluster, "Status": {"State": state}}}


def _add_steps(aws: Aws, asked: Fields) -> Fields:
    (step,) = asked["Steps"]
    # EMR calls the step as its cluster is called.
    return {"StepIds": [str(aws.begin(f"run on {step['Name']}"))]}


def _describe_step(aws: Aws, asked: Fields) -> Fields:
    state = aws.state_of(int(asked["StepId"]))
    return {"Step": {"Status": {"State": "COMPLETED" if state == "SUCCEEDED" else state}}}


def _cancel_steps(aws: Aws, asked: Fields) -> Fields:
    for step in asked["StepIds"]:
        aws.stop(int(step), "CANCELLED")
    return {}


ANSWERS: Final[Mapping[str, Callable[[Aws, Fields], Fields]]] = {
    "glue.StartJobRun": _start_job_run,
    "glue.GetJobRun": _get_job_run,
    "glue.BatchStopJobRun": _batch_stop_job_run,
    "glue.StartCrawler": _start_crawler,
    "glue.GetCrawler": _get_crawler,
    "emr-serverless.StartJobRun": _start_serverless_run,
    "emr-serverless.GetJobRun": _get_serverless_run,
    "emr-serverless.CancelJobRun": _cancel_serverless_run,
    "emr.RunJobFlow": _run_job_flow,
    "emr.TerminateJobFlows": _terminate_job_flows,
    "emr.DescribeCluster": _describe_cluster,
    "emr.AddJobFlowSteps": _add_steps,
    "emr.DescribeStep": _describe_step,
    "emr.CancelSteps": _cancel_steps,
    "athena.StartQueryExecution": _start_query_execution,
    "athena.GetQueryExecution": _get_query_execution,
    "athena.StopQueryExecution": _stop_query_execution,
    "kinesisanalyticsv2.DescribeApplication": _describe_application,
    "kinesisanalyticsv2.StartApplication": _switched("READY", "STARTING", "RUNNING"),
    "kinesisanalyticsv2.StopApplication": _switched("RUNNING", "STOPPING", "READY"),
    "lambda.Invoke": _invoke,
    "sqs.SendMessage": _send_message,
    "sns.Publish": _publish,
}
