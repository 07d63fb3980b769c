"""The samples as they are rendered, that of production unless another is named, and its code as AWS would unpack it.

The golden files are held to what the charts render by a test of their own, so what is read here is what is applied.
"""

import base64
import importlib.util
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import yaml

GOLDEN = Path(__file__).parents[1] / "golden"
PRODUCTION = "clickstream-production"

Fields = dict[str, Any]
Handler = Callable[[Mapping[str, Any], Any], Mapping[str, Any]]


def manifests(component: str, sample: str = PRODUCTION) -> list[dict[str, Any]]:
    """All managed resources of a component: ``Streaming.deliveries.lake``."""
    return list(yaml.safe_load_all((GOLDEN / sample / f"{component}.yaml").read_text()))


def only(component: str, kind: str, sample: str = PRODUCTION) -> Fields:
    """What is asked of the provider for the only object of this kind."""
    (found,) = [one["spec"]["forProvider"] for one in manifests(component, sample) if one["kind"] == kind]
    fields: Fields = found
    return fields


def stored(component: str, sample: str = PRODUCTION) -> dict[str, bytes]:
    """The objects that a component brings into the bucket for code, by key."""
    objects = [one["spec"]["forProvider"] for one in manifests(component, sample) if one["kind"] == "Object"]
    return {one["key"]: base64.b64decode(one["contentBase64"]) for one in objects}


def name_in_aws(component: str, kind: str, sample: str = PRODUCTION) -> str:
    (found,) = [one["metadata"] for one in manifests(component, sample) if one["kind"] == kind]
    return str(found["annotations"]["crossplane.io/external-name"])


@contextmanager
def deployed(component: str, folder: Path) -> Iterator[tuple[Any, Handler, object]]:
    """The function of a component: module, handler and context, with its environment for as long as the block lasts."""
    fields = only(component, "Function")
    with zipfile.ZipFile(io.BytesIO(stored(component)[fields["s3Key"]])) as code:
        code.extractall(folder)
    module_name, _, function = fields["handler"].rpartition(".")
    spec = importlib.util.spec_from_file_location(f"deployed_{module_name}", folder / f"{module_name}.py")
    if spec is None or spec.loader is None:
        raise AssertionError(f"{module_name} is not in the code of {component}")
    module = importlib.util.module_from_spec(spec)
    variables = fields.get("environment", {}).get("variables", {})
    with patch.dict(os.environ, variables), patch.dict("sys.modules", {spec.name: module}):
        spec.loader.exec_module(module)
        yield module, getattr(module, function), SimpleNamespace(function_name=name_in_aws(component, "Function"))


def property_groups(component: str) -> dict[str, dict[str, str]]:
    """What an application is told, by group."""
    fields = only(component, "Application")
    groups = fields["applicationConfiguration"]["environmentProperties"]["propertyGroup"]
    return {group["propertyGroupId"]: dict(group["propertyMap"]) for group in groups}


def schedule_input(component: str) -> dict[str, str]:
    """With what the schedule of a component calls its function."""
    asked: dict[str, str] = json.loads(only(component, "Schedule")["target"]["input"])
    return asked
