"""What Firehose keeps is explained by the function's own reasons. The shape of a line is that of a captured object."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import why
from enrich_events import Settings

NOW = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)


def kept(payload: bytes, **changes: Any) -> str:
    line = {
        "rawData": base64.b64encode(payload).decode(),
        "errorCode": "Lambda.ProcessingFailedStatus",
        "errorMessage": "ProcessingFailed status set for record",
        "attemptsMade": 1,
        "arrivalTimestamp": 1_789_014_240_448,
        "attemptEndingTimestamp": 1_789_014_301_529,
        "lambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:analytics-clickstream-enrich",
    }
    return json.dumps({**line, **changes}) + "\n"


def reasons(lines: list[str], settings: Settings | None = None) -> list[str]:
    return [found["reason"] for found in why.explained(lines, settings or Settings(), NOW)]


def test_each_record_has_the_reason_that_the_function_has_for_it() -> None:
    lines = [kept(b"{oops"), "\n", kept(b'{"event_time": 5, "user_id": "u", "event_type": "t"}')]
    assert reasons(lines) == ["not_json", "invalid_event_time"]


def test_settings_are_those_of_the_function() -> None:
    line = kept(b'{"event_time": -1, "user_id": "u", "event_type": "t"}')
    assert reasons([line], Settings.of({"EPOCH_SECONDS": "event_time"})) == ["event_time_out_of_range"]


def test_a_record_that_passes_now_says_so() -> None:
    assert reasons([kept(b'{"event_time": "2026-11-22T09:30:00Z", "user_id": "u", "event_type": "t"}')]) == [
        why.PASSES_NOW
    ]


def test_a_call_that_failed_is_not_blamed_on_the_record() -> None:
    line = kept(b"{oops", errorCode="Lambda.FunctionTimedOut", errorMessage="The function took too long.")
    assert reasons([line]) == ["Lambda.FunctionTimedOut: The function took too long."]


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_the_command_reads_lines_and_writes_lines(packed: Callable[[bytes], bytes]) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(why.__file__))],
        input=packed(kept("{ü".encode()).encode()),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == {"reason": "not_json", "arrived": 1_789_014_240_448, "record": "{ü"}
