"""Runs rendered jobs as processes of their own, in the environment of the Spark that Glue 6.0 or EMR 7.13 has."""

import functools
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rendered import PRODUCTION, only, stored

_REPOSITORY = Path(__file__).resolve().parents[2]
_NODE = _REPOSITORY / "node_modules" / ".bin" / "node"
_OF_GLUE, _OF_EMR = "spark41", "spark35"
# What there is no machine for, and the catalog of Glue, of which only AWS has the client.
_NOT_HERE = ("spark.driver.memory", "spark.executor.memory", "spark.sql.catalogImplementation", "spark.hadoop.hive.")
_SECONDS = 300


def rendered_script(component: str, sample: str = PRODUCTION) -> str:
    """The script of a rendered job, as it is stored for Glue."""
    key = only(component, "Job", sample)["command"]["scriptLocation"].removeprefix("s3://").partition("/")[2]
    return stored(component, sample)[key].decode()


def run_rendered_job(component: str, buckets: Mapping[str, Path], sample: str = PRODUCTION) -> dict[str, Any]:
    """Runs a rendered job of Glue: its script and all its arguments, with folders in the place of buckets."""
    fields = only(component, "Job", sample)
    if fields["glueVersion"] != "6.0":
        raise AssertionError(f"Glue {fields['glueVersion']} has another Spark than that of these tests")
    arguments = {**fields["defaultArguments"], **fields["nonOverridableArguments"]}
    local = {name: _in_folder(value, buckets) for name, value in arguments.items()}
    return _run(f"{component}.py", rendered_script(component, sample), local)


def _in_folder(value: str, buckets: Mapping[str, Path]) -> str:
    if not value.startswith("s3://"):
        return value
    bucket, _, key = value.removeprefix("s3://").partition("/")
    return f"{buckets[bucket]}/{key}"


def _run(name: str, script: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    words = [word for pair in arguments.items() for word in pair]
    return _submit(name, script, ["--conf", "spark.sql.shuffle.partitions=4"], words, _OF_GLUE)


@functools.cache
def jobs_on_emr() -> dict[str, dict[str, Any]]:
    """What submitted.ts writes: of each job its platform, settings, script and arguments."""
    command = [str(_NODE), "--import", "tsx", str(Path(__file__).with_name("submitted.ts"))]
    written = subprocess.run(command, cwd=_REPOSITORY, stdout=subprocess.PIPE, check=True).stdout
    jobs: dict[str, dict[str, Any]] = json.loads(written)
    return jobs


def run_on_emr(job: str, buckets: Mapping[str, Path]) -> dict[str, Any]:
    """Submits a job as the rendered workflow does, with folders in the place of buckets and one machine for all."""
    asked = jobs_on_emr()[job]
    settings = list(asked["settings"])
    if asked["platform"] == "EmrCluster":
        if settings[:2] != ["--deploy-mode", "cluster"]:
            raise AssertionError(f"the step of {job} runs on one instance: {settings}")
        settings = settings[2:]
    pairs = list(zip(settings[::2], settings[1::2], strict=True))
    here = [word for pair in pairs if not pair[1].startswith(_NOT_HERE) for word in pair]
    return _submit(
        f"{job}.py", asked["script"], here, [_in_folder(word, buckets) for word in asked["arguments"]], _OF_EMR
    )


def _submit(
    name: str, script: str, settings: Sequence[str], arguments: Sequence[str], environment: str
) -> dict[str, Any]:
    programs = _REPOSITORY / ".venv" / environment / "bin"
    if not programs.exists():
        raise AssertionError(f"{programs} is missing: run npm run dataplane:setup")
    python = str(programs / "python")
    variables = {
        **os.environ,
        "PYSPARK_PYTHON": python,
        "PYSPARK_DRIVER_PYTHON": python,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    with tempfile.TemporaryDirectory(prefix="packaged-job-") as folder:
        file = Path(folder) / name
        file.write_text(script, encoding="utf-8")
        own = ["--master", "local[2]", "--driver-memory", "1g", "--conf", "spark.ui.enabled=false"]
        command = [str(programs / "spark-submit"), *own, *settings, str(file), *arguments]
        finished = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if finished.returncode != 0:
        raise AssertionError(f"{name} ended with exit code {finished.returncode}:\n{finished.stdout}{finished.stderr}")
    report: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return report
