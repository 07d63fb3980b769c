"""Runs a Glue job as a process of its own, in the environment of the Spark that Glue 6.0 has."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

_DATAPLANE = Path(__file__).resolve().parents[1]
_SPARK_PYTHON = _DATAPLANE.parent / ".venv" / "spark41" / "bin" / "python"
_SECONDS = 300


def run_job(script: str, **arguments: object) -> dict[str, Any]:
    """Runs ``dataplane/glue/<script>``; ``source_path=x`` becomes ``--source-path x``. Gives the job's report."""
    if not _SPARK_PYTHON.exists():
        raise AssertionError(f"{_SPARK_PYTHON} is missing: run npm run dataplane:setup")
    command = [str(_SPARK_PYTHON), str(_DATAPLANE / "glue" / script)]
    for name, value in arguments.items():
        command += [f"--{name.replace('_', '-')}", str(value)]
    settings = "--master local[2] --driver-memory 1g --conf spark.ui.enabled=false"
    environment = {
        **os.environ,
        "PYSPARK_PYTHON": str(_SPARK_PYTHON),
        "PYSPARK_DRIVER_PYTHON": str(_SPARK_PYTHON),
        "PYSPARK_SUBMIT_ARGS": f"{settings} --conf spark.sql.shuffle.partitions=4 pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if finished.returncode != 0:
        raise AssertionError(
            f"{script} ended with exit code {finished.returncode}:\n{finished.stdout}{finished.stderr}"
        )
    report: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return report
