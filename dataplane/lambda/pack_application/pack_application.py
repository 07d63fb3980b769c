"""PackApplication: puts a program and the connector that it needs into one zip, where managed Flink finds it.

The connector has several megabytes, too much for a Kubernetes object. So the operator brings the program, a small zip
in the pipeline's bucket for code, and this function adds the connector from its repository. It is called when it is
made, and again and again after that: what is there is left alone, what was lost comes back.

In: ``{"bucket", "program", "target", "url", "path", "sha256"?}``: ``program`` and ``target`` are keys in the bucket,
``path`` is where in the zip the connector lies.
Out: ``{"target", "packed": bool, "sha256"?}``.

* The connector is held to ``sha256``. Without it, to the checksum that a Maven repository publishes beside it
  (``.sha1``), which keeps out what was damaged on the way, not what was exchanged in the repository.
* The target is written once: what an application was made from never changes under it. Same input, same bytes.
* Only https, also after redirects.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
from botocore.exceptions import ClientError  # type: ignore[import-untyped]

SCHEMES = frozenset({"https"})
# Far above any connector, far below Lambda's disk and managed Flink's limit of 512 MiB.
MOST_BYTES = 200 * 1024 * 1024
_WAIT_SECONDS = 60
_CHUNK_BYTES = 1024 * 1024
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

logger = logging.getLogger("pack_application")
logger.setLevel(logging.INFO)


class PackError(Exception):
    """Why there is no zip; Lambda logs it, and the schedule calls again."""


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    bucket, target = event["bucket"], event["target"]
    s3 = boto3.client("s3")
    if _is_there(s3, bucket, target):
        return {"target": target, "packed": False}
    with tempfile.TemporaryDirectory() as folder:
        archive, connector = Path(folder) / "application.zip", Path(folder) / "connector"
        sha256 = _fetch(event["url"], connector, event.get("sha256"))
        with archive.open("wb") as file:
            shutil.copyfileobj(s3.get_object(Bucket=bucket, Key=event["program"])["Body"], file)
        _add(archive, event["path"], connector)
        packed = _put_once(s3, bucket, target, archive)
    logger.info("packed %s with %s, SHA-256 %s", target, event["url"], sha256)
    return {"target": target, "packed": packed, "sha256": sha256}


def _is_there(s3: Any, bucket: str, key: str) -> bool:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return False
        raise
    return True


def _fetch(url: str, file: Path, sha256: str | None) -> str:
    """Fetches and checks; gives the SHA-256 of what came."""
    digest, sha1 = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    size = 0
    with _open(url) as answer, file.open("wb") as out:
        while chunk := answer.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > MOST_BYTES:
                raise PackError(f"{url} has more than {MOST_BYTES} bytes: that is no connector")
            digest.update(chunk)
            sha1.update(chunk)
            out.write(chunk)
    found = digest.hexdigest()
    if sha256 is not None:
        if found != sha256.lower():
            raise PackError(f"{url} has the SHA-256 {found}, not {sha256}: nothing is packed")
        return found
    with _open(f"{url}.sha1") as answer:
        published = answer.read(_CHUNK_BYTES).decode("ascii", "replace")
    wanted = re.match(r"\s*([0-9a-fA-F]{40})\b", published)
    if wanted is None:
        raise PackError(f"{url}.sha1 is no checksum: nothing is packed; give the connector's sha256 in the spec")
    if sha1.hexdigest() != wanted.group(1).lower():
        raise PackError(f"{url} has not the checksum of {url}.sha1: nothing is packed")
    return found


class _SameSchemes(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: Any) -> Any:
        _require_scheme(given[-1])
        return super().redirect_request(*given)


def _open(url: str) -> Any:
    _require_scheme(url)
    try:
        return urllib.request.build_opener(_SameSchemes()).open(url, timeout=_WAIT_SECONDS)
    except OSError as error:
        raise PackError(f"cannot fetch {url}: {error}") from error


def _require_scheme(url: str) -> None:
    if url.partition("://")[0] not in SCHEMES:
        raise PackError(f"{url} is not an https:// address")


def _add(archive: Path, path: str, file: Path) -> None:
    entry = zipfile.ZipInfo(path, _ZIP_EPOCH)
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3
    with zipfile.ZipFile(archive, "a") as bundle, bundle.open(entry, "w") as into, file.open("rb") as content:
        shutil.copyfileobj(content, into)


def _put_once(s3: Any, bucket: str, key: str, file: Path) -> bool:
    """False when another call was first."""
    try:
        with file.open("rb") as body:
            s3.put_object(Bucket=bucket, Key=key, Body=body, IfNoneMatch="*")
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in {409, 412}:
            return False
        raise
    return True
