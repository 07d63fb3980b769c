"""The workflows of flows.ts, as they are rendered now."""

from __future__ import annotations

import functools
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

REPOSITORY: Final = Path(__file__).resolve().parents[2]
NODE: Final = REPOSITORY / "node_modules" / ".bin" / "node"


@dataclass(frozen=True)
class Step:
    name: str
    after: tuple[str, ...]
    kind: str
    # What it runs, as AWS is asked for it.
    runs: tuple[str, ...]


@dataclass(frozen=True)
class Flow:
    name: str
    definition: str
    queue: str | None
    topic: str | None
    steps: tuple[Step, ...]
    is_forks_and_joins: bool
    most_events: int

    def runs(self, step: str) -> str:
        """The only thing that a step runs."""
        (only,) = next(one.runs for one in self.steps if one.name == step)
        return only


def _step(fields: dict[str, Any]) -> Step:
    return Step(fields["name"], tuple(fields["after"]), fields["kind"], tuple(fields["runs"]))


@functools.cache
def flows() -> dict[str, Flow]:
    command = [str(NODE), "--import", "tsx", str(Path(__file__).with_name("definitions.ts"))]
    written = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True).stdout
    return {
        one["name"]: Flow(
            name=one["name"],
            definition=one["definition"],
            queue=one.get("queue"),
            topic=one.get("topic"),
            steps=tuple(_step(step) for step in one["steps"]),
            is_forks_and_joins=one.get("isForksAndJoins", False),
            most_events=one.get("mostEvents", 25_000),
        )
        for one in json.loads(written)
    }
