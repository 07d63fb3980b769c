"""The application of the rendered production sample, from what is applied to what it writes.

The function that packs it is unpacked and called with the input of its schedule; the zip that it leaves is unpacked,
and its program runs on real Flink with the properties of the rendered application. Streams are folders here, for the
connector is a stand-in: it comes from a repository on this machine, and Maven's is not asked.
"""

import hashlib
import io
import json
import os
import random
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import patch

import boto3  # type: ignore[import-untyped]
from emulator import CREDENTIALS, REGION, emulated_aws
from rendered import deployed, only, property_groups, schedule_input, stored

APPLICATION, ARTIFACTS = "Streaming.applications.page-views", "Streaming.artifacts"
STAND_IN = b"not a jar, and never loaded"
START = datetime(2024, 2, 29, 23, 30, tzinfo=UTC)
_FLINK_PYTHON = Path(__file__).resolve().parents[2] / ".venv" / "flink22" / "bin" / "python"
_SECONDS = 300


@contextmanager
def repository() -> Iterator[str]:
    digest = hashlib.sha1(STAND_IN, usedforsecurity=False).hexdigest()
    files = {"/connector.jar": STAND_IN, "/connector.jar.sha1": digest.encode()}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in files else 404)
            self.end_headers()
            self.wfile.write(files.get(self.path, b""))

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/connector.jar"
        server.shutdown()


def packed(folder: Path) -> bytes:
    """What lies where the application has its code, once the schedule has called."""
    location = only(APPLICATION, "Application")["applicationConfiguration"]["applicationCodeConfiguration"]
    code = location["codeContent"]["s3ContentLocation"]
    bucket = code["bucketArn"].rpartition(":")[2]
    asked = schedule_input(ARTIFACTS)
    with emulated_aws() as aws, repository() as url:
        here = {**CREDENTIALS, "AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL_S3": aws}
        with patch.dict(os.environ, here), deployed(ARTIFACTS, folder) as (module, handler, context):
            s3 = boto3.client("s3")
            s3.create_bucket(Bucket=bucket)
            for key, content in stored(ARTIFACTS).items():
                s3.put_object(Bucket=bucket, Key=key, Body=content)
            with patch.object(module, "SCHEMES", {"http"}):
                handler({**asked, "url": url}, context)
            content = s3.get_object(Bucket=bucket, Key=code["fileKey"])["Body"].read()
    assert isinstance(content, bytes)
    return content


def clicks() -> list[dict[str, Any]]:
    """An hour of clicks, up to half a minute out of order."""
    chance = random.Random(5)
    made = []
    for second in range(3600):
        happened = START + timedelta(seconds=second + chance.uniform(-30, 0))
        page = chance.choice(["/", "/cart", "/help"])
        data = {"page": page, "duration": 1, "success": True}
        time = happened.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        made.append({"event_time": time, "user_id": "u", "event_type": "page_view", "event_data": data})
    return made


def test_the_packed_program_does_what_the_sample_says(tmp_path: Path) -> None:
    groups = property_groups(APPLICATION)
    program = tmp_path / "program"
    with zipfile.ZipFile(io.BytesIO(packed(tmp_path / "packer"))) as code:
        code.extractall(program)
    options = groups["kinesis.analytics.flink.run.options"]
    assert (program / options["jarfile"]).read_bytes() == STAND_IN
    assert (program / options["python"]).is_file()

    tables = json.loads("".join(value for _, value in sorted(groups["FlinkSqlTables"].items())))
    for table in tables:
        assert table.pop("stream").startswith(f"arn:aws:kinesis:{table['region']}:123456789012:stream/analytics-")
        table["path"] = (tmp_path / table["name"]).as_uri()
    groups["FlinkSqlTables"] = {"tables.000": json.dumps(tables)}
    (tmp_path / "main").mkdir()
    events = clicks()
    (tmp_path / "main" / "events.json").write_text("".join(json.dumps(event) + "\n" for event in events))
    listed = [{"PropertyGroupId": name, "PropertyMap": values} for name, values in groups.items()]
    properties = tmp_path / "application_properties.json"
    properties.write_text(json.dumps(listed))

    if not _FLINK_PYTHON.exists():
        raise AssertionError(f"{_FLINK_PYTHON} is missing: run npm run dataplane:setup")
    command = [str(_FLINK_PYTHON), str(program / options["python"]), "--properties", str(properties), "--wait"]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False, cwd=program)
    assert finished.returncode == 0, finished.stdout + finished.stderr

    expected: Counter[tuple[str, datetime]] = Counter()
    for event in events:
        minute = datetime.fromisoformat(event["event_time"]).replace(second=0, microsecond=0)
        expected[event["event_data"]["page"], minute] += 1
    files = [file for file in (tmp_path / "processed").rglob("*") if file.is_file()]
    found = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    assert {(row["page"], datetime.fromisoformat(row["minute"])): row["views"] for row in found} == dict(expected)
    assert len(found) == len(expected)
