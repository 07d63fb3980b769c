"""Runs a packaged job as a process of its own, in the environment of the Spark that Glue 6.0 has."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packaged import packaged_jobs
from rendered import only, stored

_SPARK_PYTHON = Path(__file__).resolve().parents[2] / ".venv" / "spark41" / "bin" / "python"
_SECONDS = 300


def run_job(script: str, **arguments: object) -> dict[str, Any]:
    """Runs the packaged ``script``; ``source_path=x`` becomes ``--source-path x``. Gives the job's report."""
    given = {f"--{name.replace('_', '-')}": str(value) for name, value in arguments.items()}
    return _run(script, packaged_jobs()[script], given)


def run_rendered_job(component: str, buckets: Mapping[str, Path]) -> dict[str, Any]:
    """Runs a rendered job of Glue: its script and all its arguments, with folders in the place of buckets."""
    fields = only(component, "Job")
    if fields["glueVersion"] != "6.0":
        raise AssertionError(f"Glue {fields['glueVersion']} has another Spark than that of these tests")
    key = fields["command"]["scriptLocation"].removeprefix("s3://").partition("/")[2]
    arguments = {**fields["defaultArguments"], **fields["nonOverridableArguments"]}
    local = {name: _in_folder(value, buckets) for name, value in arguments.items()}
    return _run(f"{component}.py", stored(component)[key].decode(), local)


def _in_folder(value: str, buckets: Mapping[str, Path]) -> str:
    if not value.startswith("s3://"):
        return value
    bucket, _, key = value.removeprefix("s3://").partition("/")
    return f"{buckets[bucket]}/{key}"


def _run(name: str, script: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    if not _SPARK_PYTHON.exists():
        raise AssertionError(f"{_SPARK_PYTHON} is missing: run npm run dataplane:setup")
    settings = "--master local[2] --driver-memory 1g --conf spark.ui.enabled=false"
    environment = {
        **os.environ,
        "PYSPARK_PYTHON": str(_SPARK_PYTHON),
        "PYSPARK_DRIVER_PYTHON": str(_SPARK_PYTHON),
        "PYSPARK_SUBMIT_ARGS": f"{settings} --conf spark.sql.shuffle.partitions=4 pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    with tempfile.TemporaryDirectory(prefix="packaged-job-") as folder:
        file = Path(folder) / name
        file.write_text(script, encoding="utf-8")
        command = [str(_SPARK_PYTHON), str(file), *(word for pair in arguments.items() for word in pair)]
        finished = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    if finished.returncode != 0:
        raise AssertionError(f"{name} ended with exit code {finished.returncode}:\n{finished.stdout}{finished.stderr}")
    report: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return report
