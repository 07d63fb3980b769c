"""Steps that ask a saved query."""

from __future__ import annotations

from aws import Refusal, Run
from flows import flows
from interpreter import run

ASK = "ask"
FAILED = Run(20, "FAILED")


def sql() -> str:
    return flows()[ASK].runs("ask")


def test_its_text_is_asked_as_it_is_written_in_the_workgroup_and_its_end_is_waited_for() -> None:
    execution = run(flows()[ASK].definition, {sql(): [Run(45)]})
    assert execution.status == "SUCCEEDED"
    assert execution.seconds == 45
    (call,) = execution.aws.called("StartQueryExecution")
    assert "$.x" in call.parameters["QueryString"]
    assert call.parameters == {
        "QueryString": sql(),
        "QueryExecutionContext": {"Catalog": "AwsDataCatalog", "Database": "team_a_shop_raw"},
        "WorkGroup": "team-a-shop",
    }


def test_one_that_fails_is_asked_again_as_often_as_is_said() -> None:
    again = run(flows()[ASK].definition, {sql(): [FAILED, Run(10)]})
    assert again.status == "SUCCEEDED"
    for_good = run(flows()[ASK].definition, {sql(): [FAILED]})
    assert (for_good.status, for_good.error) == ("FAILED", "States.TaskFailed")
    assert len(for_good.aws.runs(sql())) == 3


def test_one_that_takes_too_long_is_stopped() -> None:
    execution = run(flows()[ASK].definition, {sql(): [Run(7200)]})
    assert (execution.status, execution.error) == ("FAILED", "States.Timeout")
    (work,) = execution.aws.runs(sql())
    assert work.state == "CANCELLED"


def test_an_account_that_asks_too_much_is_waited_for() -> None:
    busy = [Refusal("TooManyRequestsException")] * 20
    execution = run(flows()[ASK].definition, {sql(): [*busy, Run(10)]})
    assert execution.status == "SUCCEEDED"
    for_good = run(flows()[ASK].definition, {sql(): busy})
    assert (for_good.status, for_good.error) == ("FAILED", "Athena.TooManyRequestsException")


def test_a_text_that_athena_does_not_take_is_not_asked_again() -> None:
    execution = run(flows()[ASK].definition, {sql(): [Refusal("InvalidRequestException")]})
    assert (execution.status, execution.error) == ("FAILED", "Athena.InvalidRequestException")
