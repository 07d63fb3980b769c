"""The delivery between stream and raw zone, as Firehose does it: batches through the transformation, JSON into Parquet.

What Firehose would do with an answer is done here too: ``Ok`` is delivered, ``Dropped`` is forgotten, and
``ProcessingFailed`` is kept, as it came, for the error prefix. How large batches are, which columns records are
converted to and which folder they go to is read from the rendered delivery and the table that it names.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from rendered import Fields, Handler

_MOST_RECORDS = 500
_ARRIVES_AFTER = timedelta(seconds=40)
# Of Firehose, where the processor has no parameter.
_DEFAULT_BUFFER_MB = "1"
_LETTERS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H"}
_SIMPLE = {"string": pa.string(), "int": pa.int32(), "boolean": pa.bool_(), "timestamp": pa.timestamp("us")}


@dataclass
class Delivery:
    events: list[dict[str, Any]] = field(default_factory=list)
    failed: list[bytes] = field(default_factory=list)


def transform(payloads: Sequence[bytes], delivery: Fields, handler: Handler, context: object) -> Delivery:
    """Sends all payloads through ``handler``, a batch at a time, and checks that it answers for each of them."""
    found = Delivery()
    processors = delivery["extendedS3Configuration"]["processingConfiguration"]["processors"]
    (function,) = [processor for processor in processors if processor["type"] == "Lambda"]
    parameters = {one["parameterName"]: one["parameterValue"] for one in function["parameters"]}
    most_bytes = float(parameters.get("BufferSizeInMBs", _DEFAULT_BUFFER_MB)) * 1024 * 1024
    for first, batch in _batches(payloads, most_bytes):
        records = [
            {"recordId": str(first + index), "data": base64.b64encode(payload).decode()}
            for index, payload in enumerate(batch)
        ]
        answer = handler({"invocationId": str(first), "region": "us-east-1", "records": records}, context)
        if [entry["recordId"] for entry in answer["records"]] != [record["recordId"] for record in records]:
            raise AssertionError("the transformation must answer for each record once, in order")
        for payload, entry in zip(batch, answer["records"], strict=True):
            if entry["result"] == "Ok":
                found.events.append(json.loads(base64.b64decode(entry["data"])))
            elif entry["result"] == "ProcessingFailed":
                found.failed.append(payload)
    return found


def _batches(payloads: Sequence[bytes], most_bytes: float) -> Iterator[tuple[int, list[bytes]]]:
    batch: list[bytes] = []
    size = 0
    for index, payload in enumerate(payloads):
        if batch and (size + len(payload) > most_bytes or len(batch) == _MOST_RECORDS):
            yield index - len(batch), batch
            batch, size = [], 0
        batch.append(payload)
        size += len(payload)
    if batch:
        yield len(payloads) - len(batch), batch


def called_function(delivery: Fields) -> str:
    """Name of the function that the delivery calls."""
    processors = delivery["extendedS3Configuration"]["processingConfiguration"]["processors"]
    (arn,) = [
        one["parameterValue"]
        for processor in processors
        for one in processor["parameters"]
        if one["parameterName"] == "LambdaArn"
    ]
    return str(arn).split(":")[6]


def deliver(events: Iterable[Mapping[str, Any]], delivery: Fields, table: Fields, bucket: Path) -> None:
    """Writes Parquet below the delivery's prefix, times as INT96, the way Hive's writer has them.

    ``table`` is the one of its format converter, which keeps the table's columns and leaves out all others.
    """
    schema = schema_of(table)
    folders: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        arrived = datetime.fromisoformat(event["event_time"]) + _ARRIVES_AFTER
        folder = folder_of(delivery, arrived)
        row = {name: _converted(event.get(name), schema.field(name).type) for name in schema.names}
        folders.setdefault(folder, []).append(row)
    for folder, rows in folders.items():
        (bucket / folder).mkdir(parents=True)
        content = pa.Table.from_pylist(rows, schema=schema)
        file = bucket / folder / f"clickstream-lake-1-{len(rows)}.parquet"
        pq.write_table(content, file, compression="snappy", use_deprecated_int96_timestamps=True)


def folder_of(delivery: Fields, arrived: datetime) -> str:
    prefix: str = delivery["extendedS3Configuration"]["prefix"]

    def written(found: re.Match[str]) -> str:
        return arrived.strftime(_LETTERS[found.group(1)])

    return re.sub(r"!\{timestamp:(\w+)\}", written, prefix)


def schema_of(table: Fields) -> Any:
    columns = table["storageDescriptor"]["columns"]
    return pa.schema([(column["name"], _type(column["type"])) for column in columns])


def _type(glue: str) -> Any:
    members = re.fullmatch(r"struct<(.*)>", glue)
    if members is None:
        return _SIMPLE[glue]
    named = (member.split(":") for member in members.group(1).split(","))
    return pa.struct([(name, _SIMPLE[kind]) for name, kind in named])


def _converted(value: Any, kind: Any) -> Any:
    if pa.types.is_timestamp(kind) and value is not None:
        return datetime.fromisoformat(value).replace(tzinfo=None)
    return value
