"""A proxy in front of an emulated Kinesis which fails the way the real service does.

It alters PutRecords only. A refused record never reaches the emulator, so what the emulator holds in the end is exactly
what the producer was told is stored; the one exception is `lost_answers`, which stores and then breaks the connection.

Requests reach the emulator one at a time: moto numbers concurrent records alike and then keeps only one of them.
"""

import http.client
import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

THROTTLED = "ProvisionedThroughputExceededException"


@dataclass(frozen=True)
class Faults:
    """Shares of the PutRecords requests, 0 to 1, that meet each fault; the rest pass."""

    throttled: float = 0.0
    server_errors: float = 0.0
    broken_connections: float = 0.0
    partial: float = 0.0
    #: share of the records that a partial failure refuses
    partial_records: float = 0.3
    lost_answers: float = 0.0


@dataclass
class FaultyKinesis:
    """Where the proxy listens, and what it has done to whom."""

    url: str = ""
    requests: Counter[str] = field(default_factory=Counter)
    largest_request: int = 0


@contextmanager
def faulty_kinesis(target: str, faults: Faults, seed: int = 1) -> Iterator[FaultyKinesis]:
    state = FaultyKinesis()
    chance = random.Random(seed)
    lock = threading.Lock()
    one_at_a_time = threading.Lock()
    upstream = urlsplit(target)
    kinds = ["throttled", "server_errors", "broken_connections", "partial", "lost_answers"]
    weights = [float(getattr(faults, kind)) for kind in kinds]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not self.headers.get("X-Amz-Target", "").endswith(".PutRecords"):
                self._answer(*self._forward(body))
                return
            request = json.loads(body)
            with lock:
                fault = chance.choices([*kinds, "passed"], [*weights, 1 - sum(weights)])[0]
                refused = {
                    position
                    for position in range(len(request["Records"]))
                    if fault == "partial" and chance.random() < faults.partial_records
                }
                state.requests[fault] += 1
                state.largest_request = max(state.largest_request, len(request["Records"]))
            if fault == "throttled":
                self._answer(400, {"__type": THROTTLED, "message": "Rate exceeded for shard shardId-000000000000"})
            elif fault == "server_errors":
                self._answer(500, {"__type": "InternalFailure", "message": "Internal Service Failure"})
            elif fault == "broken_connections":
                self._hang_up()
            elif fault == "lost_answers":
                self._forward(body)
                self._hang_up()
            else:
                self._answer(*self._put(request, refused))

        def _put(self, request: dict[str, Any], refused: set[int]) -> tuple[int, dict[str, Any]]:
            """Stores what is not refused and answers for all records in their order."""
            records = request["Records"]
            kept = [record for position, record in enumerate(records) if position not in refused]
            stored: Iterator[dict[str, Any]] = iter(())
            if kept:
                status, answer = self._forward(json.dumps({**request, "Records": kept}).encode())
                if status != 200:
                    return status, answer
                stored = iter(answer["Records"])
            refusal = {"ErrorCode": THROTTLED, "ErrorMessage": "Rate exceeded for shard"}
            results = [refusal if position in refused else next(stored) for position in range(len(records))]
            return 200, {"FailedRecordCount": len(refused), "Records": results}

        def _forward(self, body: bytes) -> tuple[int, dict[str, Any]]:
            connection = http.client.HTTPConnection(upstream.hostname or "", upstream.port, timeout=60)
            try:
                skipped = {"host", "content-length", "connection"}
                headers = {name: value for name, value in self.headers.items() if name.lower() not in skipped}
                with one_at_a_time:
                    connection.request("POST", self.path, body, headers)
                    answer = connection.getresponse()
                    return answer.status, json.loads(answer.read() or b"{}")
            finally:
                connection.close()

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _hang_up(self) -> None:
            self.close_connection = True
            self.connection.close()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Says nothing: a test's output is the producer's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
