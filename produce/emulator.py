"""An emulated AWS for tests: moto's server as a process of its own, and the calls that tests make on its Kinesis."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3  # type: ignore[import-untyped]

REGION = "us-east-1"

#: Environment of a program under test: keys that no real account accepts.
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}

_START_SECONDS = 60


@contextmanager
def emulated_aws() -> Iterator[str]:
    """Runs the emulator for the length of the block; gives its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _await_answer(url, server)
            yield url
        finally:
            server.terminate()


def _await_answer(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the emulator ended at once with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/moto-api/", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"the emulator did not answer within {_START_SECONDS} s")


def kinesis(url: str) -> Any:
    """A Kinesis client of the emulator."""
    return boto3.client(
        "kinesis",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


def create_stream(url: str, name: str, shards: int) -> None:
    client = kinesis(url)
    client.create_stream(StreamName=name, ShardCount=shards)
    client.get_waiter("stream_exists").wait(StreamName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})


def stream_records(url: str, name: str) -> list[bytes]:
    """The payloads of all records that the stream holds now, shard by shard in their order."""
    client = kinesis(url)
    payloads: list[bytes] = []
    for shard in client.list_shards(StreamName=name)["Shards"]:
        iterator = client.get_shard_iterator(
            StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while True:
            answer = client.get_records(ShardIterator=iterator, Limit=10_000)
            payloads += [record["Data"] for record in answer["Records"]]
            if answer["MillisBehindLatest"] == 0:
                break
            iterator = answer["NextShardIterator"]
    return payloads
