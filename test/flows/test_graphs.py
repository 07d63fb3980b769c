"""Random graphs of steps, executed: each step once, after all that it names, never after a failure."""

from __future__ import annotations

import random

import pytest
from aws import Outcome, Run
from flows import Flow, flows
from interpreter import Execution, run

INPUT = {"seed": 20261125}
# Functions, jobs and crawlers have several words for failure; one is enough here.
FAILURE = "FAILED"

GRAPHS = [flow for name, flow in flows().items() if name.startswith("graph-")]


@pytest.fixture(scope="module", params=GRAPHS, ids=lambda flow: flow.name)
def flow(request: pytest.FixtureRequest) -> Flow:
    """For the whole module, so that all tests of one follow each other: its definition is read once."""
    one: Flow = request.param
    return one


def durations(flow: Flow, chance: random.Random) -> dict[str, list[Outcome]]:
    """Jobs are looked at every five seconds."""
    return {what: [Run(5 * chance.randint(1, 200))] for step in flow.steps for what in step.runs}


def descendants(flow: Flow, of: str) -> set[str]:
    found: set[str] = set()
    waiting = {of}
    while waiting:
        waiting = {step.name for step in flow.steps if waiting & set(step.after)} - found
        found |= waiting
    return found


def only(times: list[float]) -> float:
    (time,) = times
    return time


def test_each_step_runs_once_after_all_that_it_names(flow: Flow) -> None:
    execution = run(flow.definition, durations(flow, random.Random(flow.name)), given=INPUT)
    assert execution.status == "SUCCEEDED"
    assert len(execution.history) <= flow.most_events
    for step in flow.steps:
        earliest = max((only(execution.left(before)) for before in step.after), default=0)
        began = only(execution.entered(step.name))
        assert began >= earliest
        if flow.is_forks_and_joins:
            # Nobody waits for what it does not name.
            assert began == earliest
        for what in step.runs:
            assert len(execution.aws.runs(what)) == 1


def test_nothing_runs_after_a_step_that_failed(flow: Flow) -> None:
    chance = random.Random(flow.name)
    script = durations(flow, chance)
    can_fail = [step for step in flow.steps if step.runs]
    if not can_fail:
        assert {step.kind for step in flow.steps} <= {"Wait", "Absent"}
        return
    failing = chance.choice(can_fail)
    script[failing.runs[0]] = [Run(5 * chance.randint(1, 200), FAILURE)]
    execution = run(flow.definition, script, given=INPUT)
    assert execution.status == "FAILED"
    assert execution.error in {"States.TaskFailed", "CrawlerFailed", FAILURE}
    assert only(execution.entered(failing.name)) < execution.seconds
    assert execution.left(failing.name) == []
    for later in descendants(flow, failing.name):
        assert execution.entered(later) == []
    for step in flow.steps:
        assert len(execution.entered(step.name)) <= 1
        # A failure ends the execution at once.
        assert all(began <= execution.seconds for began in execution.entered(step.name))
    assert_nothing_goes_on(flow, execution)
    assert len(execution.aws.called("SendMessage")) == 1


def assert_nothing_goes_on(flow: Flow, execution: Execution) -> None:
    """Jobs can be stopped, functions and crawlers cannot."""
    for step in flow.steps:
        if step.kind != "GlueJob":
            continue
        for what in step.runs:
            for work in execution.aws.runs(what):
                assert work.ends_at <= execution.seconds + 5


def test_there_are_graphs_of_both_sorts() -> None:
    assert len(GRAPHS) >= 200
    sorts = [flow.is_forks_and_joins for flow in GRAPHS]
    assert sorts.count(True) > 50
    assert sorts.count(False) > 50
    assert {step.kind for flow in GRAPHS for step in flow.steps} == {"Crawler", "Function", "GlueJob", "Wait", "Absent"}
    # Larger ones are among them, and such that wait for several.
    assert max(len(flow.steps) for flow in GRAPHS) == 9
    assert any(len(step.after) > 2 for flow in GRAPHS for step in flow.steps)
