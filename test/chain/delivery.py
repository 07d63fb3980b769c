"""The delivery between stream and raw zone, as Firehose does it: batches through the transformation, JSON into Parquet.

What Firehose would do with an answer is done here too: ``Ok`` is delivered, ``Dropped`` is forgotten, and
``ProcessingFailed`` is kept, as it came, for the error prefix.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

Handler = Callable[[Mapping[str, Any], Any], Mapping[str, Any]]

# The raw table; its format converter keeps these fields and leaves out all others.
RAW_EVENTS = pa.schema(
    [
        ("event_time", pa.timestamp("us")),
        ("user_id", pa.string()),
        ("event_type", pa.string()),
        ("event_data", pa.struct([("page", pa.string()), ("duration", pa.int32()), ("success", pa.bool_())])),
        ("processed_at", pa.timestamp("us")),
        ("processor", pa.string()),
    ]
)
_BATCH = 500
_ARRIVES_AFTER = timedelta(seconds=40)


@dataclass
class Delivery:
    events: list[dict[str, Any]] = field(default_factory=list)
    failed: list[bytes] = field(default_factory=list)


def transform(payloads: Sequence[bytes], handler: Handler, context: object) -> Delivery:
    """Sends all payloads through ``handler``, a batch at a time, and checks that it answers for each of them."""
    delivery = Delivery()
    for first in range(0, len(payloads), _BATCH):
        batch = payloads[first : first + _BATCH]
        records = [
            {"recordId": str(first + index), "data": base64.b64encode(payload).decode()}
            for index, payload in enumerate(batch)
        ]
        answer = handler({"invocationId": str(first), "region": "us-east-1", "records": records}, context)
        if [entry["recordId"] for entry in answer["records"]] != [record["recordId"] for record in records]:
            raise AssertionError("the transformation must answer for each record once, in order")
        for payload, entry in zip(batch, answer["records"], strict=True):
            if entry["result"] == "Ok":
                delivery.events.append(json.loads(base64.b64decode(entry["data"])))
            elif entry["result"] == "ProcessingFailed":
                delivery.failed.append(payload)
    return delivery


def deliver(events: Iterable[Mapping[str, Any]], zone: Path) -> None:
    """Writes Parquet to ``zone``/year=/month=/day=/hour= of arrival, times as INT96, the way Hive's writer has them."""
    folders: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        happened = datetime.fromisoformat(event["event_time"])
        folder = (happened + _ARRIVES_AFTER).strftime("year=%Y/month=%m/day=%d/hour=%H")
        times = {"event_time": happened, "processed_at": datetime.fromisoformat(event["processed_at"])}
        row = {**event, **{name: time.replace(tzinfo=None) for name, time in times.items()}}
        folders.setdefault(folder, []).append({name: row.get(name) for name in RAW_EVENTS.names})
    for folder, rows in folders.items():
        (zone / folder).mkdir(parents=True)
        table = pa.Table.from_pylist(rows, schema=RAW_EVENTS)
        name = f"clickstream-lake-1-{len(rows)}.parquet"
        pq.write_table(table, zone / folder / name, compression="snappy", use_deprecated_int96_timestamps=True)
