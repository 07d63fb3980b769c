"""Every action that the provider's policies name exists in AWS's service authorisation reference, and what AWS says an
action needs beside it stands there too.
"""

import json
from pathlib import Path
from typing import Any

import parliament
import pytest

POLICIES = sorted((Path(__file__).parents[2] / "manifests" / "crossplane" / "iam").glob("*.json"))
# Newer than the reference that the linter carries; AWS's own pages have them.
NEWER = {"kinesis:ListTagsForResource", "kinesis:TagResource", "kinesis:UntagResource", "kinesis:UpdateMaxRecordSize"}
# What AWS lists as needed for a form of the call that no kind of ours asks for.
NOT_NEEDED = {
    "ecs:ListClusters": "flow logs with fields of ECS",
    "ecs:ListContainerInstances": "flow logs with fields of ECS",
    "ecs:ListServices": "flow logs with fields of ECS",
    "ecs:ListTaskDefinitions": "flow logs with fields of ECS",
    "ecs:ListTasks": "flow logs with fields of ECS",
    "iam:CreateServiceLinkedRole": "keys of several regions",
    "organizations:ListAWSServiceAccessForOrganization": "trails of an organization",
    "states:PublishStateMachineVersion": "state machines that are published as versions",
}


def actions_of(policy: Path) -> set[str]:
    statements = json.loads(policy.read_text())["Statement"]
    listed = [one["Action"] for one in statements]
    return {action for entry in listed for action in ([entry] if isinstance(entry, str) else entry)}


def privileges() -> dict[str, dict[str, Any]]:
    services = parliament.iam_definition
    return {
        f"{service['prefix']}:{privilege['privilege']}": privilege
        for service in services
        for privilege in service["privileges"]
    }


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.stem)
def test_every_action_exists(policy: Path) -> None:
    assert actions_of(policy) - set(privileges()) - NEWER == set()


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.stem)
def test_what_an_action_needs_stands_beside_it(policy: Path) -> None:
    known = privileges()
    allowed = {action for one in POLICIES for action in actions_of(one)}
    needed = {
        dependent
        for action in actions_of(policy) & set(known)
        for kind in known[action]["resource_types"]
        for dependent in kind.get("dependent_actions", [])
    }
    assert needed - allowed - set(NOT_NEEDED) == set()
