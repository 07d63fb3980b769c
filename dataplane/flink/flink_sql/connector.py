"""The Kinesis connector: part of no Flink distribution, so it is packed with the code or fetched at start."""

import hashlib
import shutil
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from pyflink.java_gateway import get_gateway
from pyflink.table import TableEnvironment

from flink_sql.errors import FlinkSqlError
from flink_sql.properties import Connector

_FETCH_SECONDS = 120


def add_connector(environment: TableEnvironment, connector: Connector) -> None:
    """Fetches the jar, checks it, and makes it part of the job: Flink ships it to every task manager.

    :raises FlinkSqlError: when it cannot be had or is not the jar that was meant.
    """
    target = Path(tempfile.mkdtemp(prefix="flink-sql-")) / "connector.jar"
    try:
        with urllib.request.urlopen(connector.url, timeout=_FETCH_SECONDS) as answer, target.open("wb") as file:
            shutil.copyfileobj(answer, file)
    except (urllib.error.URLError, OSError) as error:
        raise FlinkSqlError(f"cannot fetch the connector from {connector.url}: {error}") from error
    with target.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != connector.sha256:
        raise FlinkSqlError(
            f"the connector at {connector.url} has the SHA-256 {found}, not the {connector.sha256} of connector.sha256"
        )
    environment.get_config().set("pipeline.jars", target.as_uri())


def require_kinesis() -> None:
    """:raises FlinkSqlError: when no connector called ``kinesis`` is on the class path."""
    jvm = get_gateway().jvm
    loader = jvm.Thread.currentThread().getContextClassLoader()
    factories = jvm.java.util.ServiceLoader.load(
        loader.loadClass("org.apache.flink.table.factories.Factory"), loader
    ).iterator()
    while factories.hasNext():
        if factories.next().factoryIdentifier() == "kinesis":
            return
    raise FlinkSqlError(
        "the Kinesis connector is missing: give connector.url and connector.sha256 of property group FlinkSql, or pack "
        "flink-sql-connector-aws-kinesis-streams with the code and name it as jarfile in "
        "kinesis.analytics.flink.run.options"
    )
