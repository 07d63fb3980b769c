"""Says why EnrichEvents refused what Firehose kept, by trying each record again with the function's own code.

    aws s3 cp s3://ZONE/errors/DELIVERY/processing-failed/YEAR/MONTH/DAY/HOUR/OBJECT - | python3 why.py

The function cannot put its reason into what Firehose keeps: of a record that comes back as ``ProcessingFailed`` it
writes the source record and a text of its own ("ProcessingFailed status set for record"), whatever the answer held.
Reads the lines of such objects from standard input, compressed or not. Give it the function's settings in the
environment, as its reasons depend on them. Writes a line of JSON for each record: ``reason``, ``arrived`` (milliseconds
since 1970), ``record``. The records are as they came, personal data included.
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from enrich_events import SETTINGS, Settings, enrich_batch

GZIP = b"\x1f\x8b"
OF_THE_RECORD = "Lambda.ProcessingFailedStatus"
PASSES_NOW = "passes now: its batch was too large to answer (response_full), or the settings were others"


def reason_of(kept: dict[str, Any], settings: Settings, now: datetime) -> str:
    """Why the record of one line of Firehose's error object was refused."""
    if kept.get("errorCode") != OF_THE_RECORD:
        # The call failed, not the record.
        return f"{kept.get('errorCode')}: {kept.get('errorMessage')}"
    _answer, tally = enrich_batch([{"recordId": "kept", "data": kept["rawData"]}], settings, now, "why")
    return next(iter(tally.failed), PASSES_NOW)


def lines_of(data: bytes) -> list[str]:
    return (gzip.decompress(data) if data.startswith(GZIP) else data).decode().splitlines()


def explained(lines: Iterable[str], settings: Settings, now: datetime) -> Iterator[dict[str, Any]]:
    for line in lines:
        if not line.strip():
            continue
        kept = json.loads(line)
        record = base64.b64decode(kept["rawData"]).decode(errors="replace")
        yield {
            "reason": reason_of(kept, settings, now),
            "arrived": kept.get("arrivalTimestamp"),
            "record": record,
        }


if __name__ == "__main__":
    for found in explained(lines_of(sys.stdin.buffer.read()), SETTINGS, datetime.now(UTC)):
        print(json.dumps(found, ensure_ascii=False))
