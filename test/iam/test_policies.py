"""A public linter that knows AWS's service authorisation reference reads every policy of every sample and of 500 random
pipelines. What it finds at medium or above is a defect, or stands below with the reason why the linter is wrong.
"""

import json
import subprocess
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import parliament
import pytest

REPOSITORY = Path(__file__).parents[2]
SERIOUS = {"MEDIUM", "HIGH", "CRITICAL"}
# Low to the linter; to us a policy that does nothing where it should, or more than it need.
SERIOUS_ISSUES = {"UNKNOWN_ACTION", "UNKNOWN_PREFIX", "RESOURCE_STAR"}


@dataclass(frozen=True)
class Exempt:
    """Findings that are none. ``where`` and ``detail`` are parts of the texts of what is found."""

    issue: str
    detail: str
    where: str
    reason: str


EXEMPT = [
    Exempt(
        "UNKNOWN_CONDITION_FOR_ACTION",
        "kms:ResourceAliases",
        "Policy of",
        "KMS takes it in IAM policies for every operation on a key that exists (KMS developer guide, condition keys)",
    ),
    Exempt(
        "MISMATCHED_TYPE",
        "ArnLike requires a value of type Arn but given String",
        "Key of encryption",
        "the encryption context of a log group is its ARN, compared as ARN in CloudWatch Logs' own example",
    ),
    Exempt("INVALID_ARN", "Unexpected partition", "", "the linter is older than the partition aws-eusc"),
    Exempt(
        "RESOURCE_MISMATCH",
        "logs:DescribeLogGroups",
        "RolePolicy",
        "log groups are a resource of it by now; Flink's and CloudWatch Logs' guides write log-group:*",
    ),
    Exempt("RESOURCE_STAR", "kms:", "Key of encryption", 'in the policy of a key "*" is that key and nothing else'),
    Exempt(
        "PERMISSIONS_MANAGEMENT_ACTIONS",
        "",
        "Key of encryption",
        "the account decides through IAM who manages the key: without this statement nobody could",
    ),
    Exempt(
        "PERMISSIONS_MANAGEMENT_ACTIONS",
        "ec2:CreateNetworkInterfacePermission",
        "RolePolicy",
        "managed Flink lets its own service use the interface it made (Flink guide, VPC permissions)",
    ),
    Exempt(
        "PERMISSIONS_MANAGEMENT_ACTIONS",
        "logs:PutResourcePolicy",
        "RolePolicy of workflows/",
        "Step Functions lets the delivery of logs write to the log group as this role (its guide, logging)",
    ),
    Exempt(
        "PERMISSIONS_MANAGEMENT_ACTIONS",
        "logs:PutResourcePolicy",
        "RolePolicy of endings",
        "the same, of the state machine that tells of endings",
    ),
    Exempt(
        "RESOURCE_MISMATCH",
        "ec2:",
        "RolePolicy of emr",
        "EC2 looks at each resource of a launch by itself; the statements together name them all, as in EMR's own",
    ),
    Exempt(
        "PRIVILEGE_ESCALATION",
        "",
        "RolePolicy of emr",
        "launching instances with a role is what EMR does; it can hand over those of the pipeline's jobs only",
    ),
    Exempt(
        "PERMISSIONS_MANAGEMENT_ACTIONS",
        "iam:CreateServiceLinkedRole",
        "RolePolicy",
        "a service makes its own role of a fixed name, the first time in an account (EMR and EC2 guides)",
    ),
    Exempt(
        "UNKNOWN_CONDITION_FOR_ACTION",
        "elasticmapreduce:ResourceTag/",
        "RolePolicy of workflows/",
        "EMR takes it for everything done to a cluster (EMR management guide, cluster tags in IAM policies)",
    ),
]


def listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def details(finding: Any, policy: dict[str, Any]) -> str:
    """What the finding says; for what is said of the document as a whole, the actions in question."""
    if finding.issue != "PERMISSIONS_MANAGEMENT_ACTIONS":
        return str(finding.detail)
    managing = {"logs:PutResourcePolicy", "ec2:CreateNetworkInterfacePermission", "iam:CreateServiceLinkedRole"}
    actions = {action for statement in policy["Statement"] for action in listed(statement["Action"])}
    return " ".join(sorted(actions & managing))


def is_serious(finding: Any) -> bool:
    return finding.severity in SERIOUS or finding.issue in SERIOUS_ISSUES


def serious(where: str, text: str) -> list[tuple[str, str, str]]:
    """Issue, detail and place of what the linter finds at medium or above."""
    found = parliament.analyze_policy_string(text, include_community_auditors=True).findings
    judged = [parliament.enhance_finding(one) for one in found]
    return [(one.issue, details(one, json.loads(text)), where) for one in judged if is_serious(one)]


def exempts(exempt: Exempt, finding: tuple[str, str, str]) -> bool:
    issue, detail, where = finding
    return exempt.issue == issue and exempt.detail in detail and exempt.where in where


@pytest.fixture(scope="module", autouse=True)
def severities() -> None:
    """Those of the checks that others contributed stand in a file of their own."""
    parliament.override_config(str(resources.files("parliament.community_auditors") / "config_override.yaml"))


@pytest.fixture(scope="module")
def policies() -> list[dict[str, str]]:
    command = ["node", "--import", "tsx", "test/iam/policies.ts"]
    written = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    found: list[dict[str, str]] = json.loads(written.stdout)
    # A trust is of its role alone and names no resource, which the linter takes for a fault: other tests hold trusts.
    return [one for one in found if one["field"] == "policy"]


def test_nothing_serious(policies: list[dict[str, str]]) -> None:
    assert len(policies) > 100
    found = [finding for one in policies for finding in serious(one["where"], one["policy"])]
    left = [finding for finding in found if not any(exempts(exempt, finding) for exempt in EXEMPT)]
    assert left == []
    unused = [exempt for exempt in EXEMPT if not any(exempts(exempt, finding) for finding in found)]
    assert unused == []


@pytest.mark.parametrize(
    ("actions", "resource", "issue"),
    [
        (["s3:GetObjekt"], "*", "UNKNOWN_ACTION"),
        (["kinesis:GetRecords"], "arn:aws:s3:::raw", "RESOURCE_MISMATCH"),
        (["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "*", "PRIVILEGE_ESCALATION"),
    ],
)
def test_the_linter_sees(actions: list[str], resource: str, issue: str) -> None:
    statement = {"Sid": "A", "Effect": "Allow", "Action": actions, "Resource": resource}
    found = serious("a policy", json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert issue in [one for one, _, _ in found]
