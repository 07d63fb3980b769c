"""Fixtures of the Spark tests, and the note of time and memory that every run ends with."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import packaged
import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LARGE_ROWS = 200_000
LARGE_START = datetime(2026, 11, 17, tzinfo=UTC)
_notes = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_notes] = []
    folder = tempfile.TemporaryDirectory(prefix="dataplane-jobs-")
    config.add_cleanup(folder.cleanup)
    packaged.install(Path(folder.name))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.stash[_notes]:
        terminalreporter.section("measured")
        for note in config.stash[_notes]:
            terminalreporter.write_line(note)


def spent_by(process_id: int) -> tuple[float, int] | None:
    """CPU seconds and the most memory (MiB) that a process ever took, where the system tells (Linux)."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{process_id}/status").read_text()
    except OSError:
        return None
    peak = next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK"), peak


def jvm_of(session: SparkSession) -> int:
    jvm: Any = session._jvm
    return int(jvm.java.lang.ProcessHandle.current().pid())


@pytest.fixture(scope="session")
def spark(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- only some environments have Spark

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = os.sys.executable  # type: ignore[attr-defined]
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "1g")
        .config("spark.driver.host", "127.0.0.1")
        # Runs are short: compiling hot code to the last would cost more than it gains.
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .config("spark.ui.showConsoleProgress", "false")
        # Small local files: listing them by a job of one task each would be most of the work.
        .config("spark.sql.sources.parallelPartitionDiscovery.threshold", "10000")
        # Elsewhere on purpose: a job that leaned on the cluster's zone would show.
        .config("spark.sql.session.timeZone", "America/New_York")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    spent = spent_by(jvm_of(session))
    if spent is not None:
        request.config.stash[_notes].append(
            f"Spark {session.version}: the whole run: JVM {spent[0]:.0f} CPU s, peak {spent[1]} MiB"
        )
    session.stop()


Measure = Callable[[str], Any]


@pytest.fixture(scope="session")
def measure(request: pytest.FixtureRequest, spark: SparkSession) -> Measure:
    """``with measure("what"):`` notes the time it took, the JVM's share of it and the JVM's peak memory so far."""
    process_id = jvm_of(spark)

    @contextmanager
    def timed(what: str) -> Iterator[None]:
        started, before = time.monotonic(), spent_by(process_id)
        yield
        after = spent_by(process_id)
        seconds = time.monotonic() - started
        jvm_note = (
            "" if before is None or after is None else f", JVM {after[0] - before[0]:.1f} CPU s, peak {after[1]} MiB"
        )
        request.config.stash[_notes].append(f"Spark {spark.version}: {what}: {seconds:.1f} s{jvm_note}")

    return timed


# For a few rows, planning again while running and compiling each query cost far more than they gain. What the sample of
# 200,000 rows goes through has Spark's own settings.
SMALL_DATA = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(autouse=True)
def small_data(request: pytest.FixtureRequest) -> Iterator[None]:
    if "spark" not in request.fixturenames or "large" in request.fixturenames:
        yield
        return
    session = request.getfixturevalue("spark")
    before = {name: session.conf.get(name, None) for name in SMALL_DATA}
    for name, value in SMALL_DATA.items():
        session.conf.set(name, value)
    yield
    for name, value in before.items():
        if value is None:
            session.conf.unset(name)
        else:
            session.conf.set(name, value)


@dataclass(frozen=True)
class Lake:
    """The large sample on its way through the zones."""

    raw: Path
    processed: Path
    quarantine: Path
    report: dict[str, Any]


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, measure: Measure) -> Lake:
    """200,000 rows of three days with duplicates, late and broken ones and half of them one user's, cleaned once."""
    import clean_events  # noqa: PLC0415
    import clickstream  # noqa: PLC0415
    import raw_zone  # noqa: PLC0415
    from job_runtime import run_job  # noqa: PLC0415

    root = tmp_path_factory.mktemp("lake")
    made = clickstream.deliveries(
        LARGE_ROWS, 11, LARGE_START, timedelta(days=3), duplicates=0.15, late=0.05, hot_user=0.5
    )
    raw_zone.write_raw(root / "raw", raw_zone.rows_of(made, broken=0.02))
    arguments = raw_zone.run_arguments(
        source_path=root / "raw", target_path=root / "processed", quarantine_path=root / "quarantine"
    )
    with measure(f"CleanEvents, {LARGE_ROWS} rows"):
        report = packaged.own(clean_events, run_job)(
            "CleanEvents", clean_events.ARGUMENTS, clean_events.clean_events, arguments
        )
    return Lake(root / "raw", root / "processed", root / "quarantine", json.loads(json.dumps(report)))
