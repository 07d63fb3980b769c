"""Runs a packaged job as a process of its own, in the environment of the Spark that Glue 6.0 has."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from packaged import packaged_jobs

_SPARK_PYTHON = Path(__file__).resolve().parents[2] / ".venv" / "spark41" / "bin" / "python"
_SECONDS = 300


def run_job(script: str, **arguments: object) -> dict[str, Any]:
    """Runs the packaged ``script``; ``source_path=x`` becomes ``--source-path x``. Gives the job's report."""
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
        file = Path(folder) / script
        file.write_text(packaged_jobs()[script], encoding="utf-8")
        command = [str(_SPARK_PYTHON), str(file)]
        for name, value in arguments.items():
            command += [f"--{name.replace('_', '-')}", str(value)]
        finished = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    if finished.returncode != 0:
        raise AssertionError(
            f"{script} ended with exit code {finished.returncode}:\n{finished.stdout}{finished.stderr}"
        )
    report: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return report
