"""PackApplication against a repository on this machine and an emulated S3."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import boto3  # type: ignore[import-untyped]
import pack_application
import pytest
from emulator import CREDENTIALS, REGION, emulated_aws
from pack_application import PackError, handler

BUCKET, TARGET, PROGRAM = "code", "applications/FlinkSql/packed.zip", "applications/FlinkSql/program.zip"
JAR = bytes(range(256)) * 5_000
PATH = "/flink/connector.jar"


class Repository:
    """What a Maven repository gives; every request is noted."""

    def __init__(self) -> None:
        self.files = {PATH: JAR, f"{PATH}.sha1": hashlib.sha1(JAR, usedforsecurity=False).hexdigest().encode()}
        self.moved: dict[str, str] = {}
        self.asked: list[str] = []
        self.url = ""


@contextmanager
def serving(repository: Repository) -> Iterator[None]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            repository.asked.append(self.path)
            if self.path in repository.moved:
                self.send_response(302)
                self.send_header("Location", repository.moved[self.path])
                self.end_headers()
                return
            content = repository.files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        repository.url = f"http://127.0.0.1:{server.server_port}"
        yield
        server.shutdown()


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with emulated_aws() as url:
        yield url


@pytest.fixture
def s3(aws: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {**CREDENTIALS, "AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL_S3": aws}.items():
        monkeypatch.setenv(name, value)
    # A path instead of a host of the bucket's name, which no name server knows here.
    monkeypatch.setattr(pack_application, "SCHEMES", frozenset({"http", "https"}))
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    client.put_object(Bucket=BUCKET, Key=PROGRAM, Body=program())
    client.delete_object(Bucket=BUCKET, Key=TARGET)
    return client


@pytest.fixture
def repository() -> Iterator[Repository]:
    found = Repository()
    with serving(found):
        yield found


def program() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as bundle:
        bundle.writestr(zipfile.ZipInfo("main.py", (1980, 1, 1, 0, 0, 0)), "print('hello')\n")
    return content.getvalue()


def request(repository: Repository, **more: str) -> dict[str, Any]:
    asked = {"bucket": BUCKET, "program": PROGRAM, "target": TARGET, "path": "lib/connector.jar"}
    return {**asked, "url": f"{repository.url}{PATH}", **more}


def packed(s3: Any) -> bytes | None:
    listed = s3.list_objects_v2(Bucket=BUCKET, Prefix=TARGET).get("Contents", [])
    return s3.get_object(Bucket=BUCKET, Key=TARGET)["Body"].read() if listed else None


def test_adds_the_connector_to_the_program(s3: Any, repository: Repository) -> None:
    answer = handler(request(repository), None)
    assert answer == {"target": TARGET, "packed": True, "sha256": hashlib.sha256(JAR).hexdigest()}
    content = packed(s3)
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist() == ["main.py", "lib/connector.jar"]
        assert bundle.read("lib/connector.jar") == JAR
        assert bundle.read("main.py") == b"print('hello')\n"


def test_leaves_alone_what_is_there_and_asks_nobody_for_it(s3: Any, repository: Repository) -> None:
    handler(request(repository), None)
    first, asked = packed(s3), len(repository.asked)
    repository.files[PATH] = b"something else"
    assert handler(request(repository), None) == {"target": TARGET, "packed": False}
    assert packed(s3) == first
    assert len(repository.asked) == asked


def test_brings_back_what_was_lost_to_the_byte(s3: Any, repository: Repository) -> None:
    handler(request(repository), None)
    first = packed(s3)
    s3.delete_object(Bucket=BUCKET, Key=TARGET)
    handler(request(repository), None)
    assert packed(s3) == first


def test_lets_the_first_of_two_calls_win(s3: Any, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    handler(request(repository), None)
    first = packed(s3)
    monkeypatch.setattr(pack_application, "_is_there", lambda *_: False)
    repository.files[PATH] = b"other"
    repository.files[f"{PATH}.sha1"] = hashlib.sha1(b"other", usedforsecurity=False).hexdigest().encode()
    assert handler(request(repository), None)["packed"] is False
    assert packed(s3) == first


def test_holds_the_connector_to_the_digest_of_the_spec(s3: Any, repository: Repository) -> None:
    del repository.files[f"{PATH}.sha1"]
    assert handler(request(repository, sha256=hashlib.sha256(JAR).hexdigest().upper()), None)["packed"] is True
    s3.delete_object(Bucket=BUCKET, Key=TARGET)
    with pytest.raises(PackError, match="has the SHA-256"):
        handler(request(repository, sha256="00" * 32), None)
    assert packed(s3) is None


@pytest.mark.parametrize(
    ("published", "said"),
    [(b"0" * 40, "has not the checksum"), (b"<html>", "is no checksum"), (None, "cannot fetch .*sha1")],
)
def test_packs_nothing_that_the_repository_does_not_vouch_for(
    s3: Any, repository: Repository, published: bytes | None, said: str
) -> None:
    del repository.files[f"{PATH}.sha1"]
    if published is not None:
        repository.files[f"{PATH}.sha1"] = published
    with pytest.raises(PackError, match=said):
        handler(request(repository), None)
    assert packed(s3) is None


def test_says_what_it_could_not_fetch(s3: Any, repository: Repository) -> None:
    del repository.files[PATH]
    with pytest.raises(PackError, match=r"cannot fetch .*connector.jar: HTTP Error 404"):
        handler(request(repository), None)
    assert packed(s3) is None


def test_takes_nothing_endless(s3: Any, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_application, "MOST_BYTES", len(JAR) - 1)
    with pytest.raises(PackError, match="no connector"):
        handler(request(repository), None)
    assert packed(s3) is None


def test_follows_redirects_but_never_to_where_nobody_is_proven(
    s3: Any, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.moved["/old.jar"] = f"{repository.url}{PATH}"
    repository.files["/old.jar.sha1"] = repository.files[f"{PATH}.sha1"]
    assert handler(request(repository, url=f"{repository.url}/old.jar"), None)["packed"] is True
    s3.delete_object(Bucket=BUCKET, Key=TARGET)
    repository.moved["/away.jar"] = "ftp://127.0.0.1/connector.jar"
    with pytest.raises(PackError, match=r"ftp://.* is not an https"):
        handler(request(repository, url=f"{repository.url}/away.jar"), None)
    monkeypatch.setattr(pack_application, "SCHEMES", frozenset({"https"}))
    with pytest.raises(PackError, match=r"http://.* is not an https"):
        handler(request(repository), None)
