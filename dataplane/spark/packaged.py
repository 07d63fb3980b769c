"""The Spark jobs as they are shipped: what the tests run is the packaged text, not the source that it was made from.

``import clean_events`` finds the text out of ``builtins.generated.ts``, which ``npm run verify`` holds to be current;
the type checker finds the source. A packaged job has a runtime of its own, with classes of its own: ``own`` gives them.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from types import ModuleType

_DATAPLANE = Path(__file__).resolve().parents[1]
_GENERATED = _DATAPLANE / "builtins.generated.ts"
_JOB = re.compile(r'^  (\w+): \{\n    script: (".*"),$', re.MULTILINE)

Thing = TypeVar("Thing", bound=Any)


def packaged_jobs() -> dict[str, str]:
    """Texts by file name: ``CleanEvents`` is ``clean_events.py``."""
    found = {name: json.loads(text) for name, text in _JOB.findall(_GENERATED.read_text(encoding="utf-8"))}
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() + ".py": text for name, text in found.items()}


def install(folder: Path) -> None:
    """Writes the jobs to ``folder`` and lets Python import them from there."""
    for name, text in packaged_jobs().items():
        (folder / name).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))


def own(job: ModuleType, thing: Thing) -> Thing:
    """What the packaged ``job`` has for a class or function of the runtime."""
    found: Thing = getattr(job, thing.__name__)
    return found
