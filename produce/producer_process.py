"""Runs the producer as people run it: a process with a command line."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from emulator import CREDENTIALS

REPOSITORY = Path(__file__).resolve().parents[1]
_NODE = REPOSITORY / "node_modules" / ".bin" / "node"
_MAIN = Path(__file__).with_name("main.ts")


def start_producer(url: str, stream: str, *flags: str) -> "subprocess.Popen[str]":
    """Starts it in a single process, so that a signal reaches it as Ctrl-C would."""
    command = [str(_NODE), "--import", "tsx", str(_MAIN), "--stream", stream, "--endpoint-url", url, "--json", *flags]
    environment = {**os.environ, **CREDENTIALS}
    return subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def dry_run(*flags: str) -> list[bytes]:
    """The payloads that a run with these flags sends, in order."""
    command = [str(_NODE), "--import", "tsx", str(_MAIN), "--stream", "none", "--dry-run", *flags]
    finished = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return finished.stdout.split(b"\n")[:-1]


def produce(url: str, stream: str, *flags: str) -> dict[str, Any]:
    """Runs it to the end; gives its summary. Raises when not every record was sent."""
    with start_producer(url, stream, *flags) as process:
        output, errors = process.communicate()
    if process.returncode != 0:
        raise AssertionError(f"the producer ended with exit code {process.returncode}:\n{output}{errors}")
    summary: dict[str, Any] = json.loads(output)
    return summary
