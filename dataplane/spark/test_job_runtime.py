"""The runtime that every Spark job carries: arguments, the shim for Glue, types that grow."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import job_runtime
import pytest
import raw_zone
from job_runtime import Argument, JobArgumentError, Storage, parse_arguments, widest
from packaged import own, packaged_jobs
from pyspark.sql import functions as F  # noqa: N812
from pyspark.sql import types as T  # noqa: N812

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ARGUMENTS = (Argument("source-path"), Argument("gap-minutes", "30"))
# As Glue calls a script: its own arguments around the job's.
GLUE_ARGV = ["--JOB_ID", "j_1", "--gap-minutes", "5", "--enable-metrics", "true", "--TempDir", "s3://b/t"]


def test_values_defaults_and_the_platforms_own_arguments() -> None:
    assert parse_arguments([*GLUE_ARGV, "--source-path", "s3://b/p"], ARGUMENTS) == {
        "source-path": "s3://b/p",
        "gap-minutes": "5",
    }
    assert parse_arguments(["--source-path=x"], ARGUMENTS)["gap-minutes"] == "30"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ([], "source-path"),
        (["--source-path", "x", "--gap-minute", "5"], "did you mean --gap-minutes"),
        (["--source-paths=x", "--source-path", "y"], "did you mean --source-path"),
        (["--source-path"], "expected one argument"),
    ],
)
def test_a_missing_or_misspelt_argument_is_named(argv: list[str], message: str) -> None:
    with pytest.raises(JobArgumentError, match=message):
        parse_arguments(argv, ARGUMENTS)


GLUE_STUB = {
    "__init__.py": "",
    "utils.py": """
        def getResolvedOptions(argv, names):
            assert names == ["JOB_NAME"], names
            return {"JOB_NAME": argv[argv.index("--JOB_NAME") + 1]}
        """,
    "context.py": """
        from pyspark.sql import SparkSession
        class GlueContext:
            def __init__(self, spark_context):
                self.spark_session = SparkSession(spark_context)
        """,
    "job.py": """
        class Job:
            def __init__(self, glue_context):
                assert glue_context.spark_session is not None
            def init(self, name, options):
                print("glue: init", name, options["JOB_NAME"])
            def commit(self):
                print("glue: commit")
        """,
}

# Runs scripts one after the other as Python runs a file; a second JVM would be most of the test's time.
AS_MAIN = """
import json, runpy, sys
for sys.argv in json.loads(sys.argv[1]):
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except Exception as error:
        print(type(error).__name__)
    print("--- next", flush=True)
"""


def test_a_job_runs_as_a_script_on_glue_and_commits_only_when_it_succeeded(tmp_path: Path) -> None:
    """Calls as Glue's library has them, in a process of its own; the job itself is the file as it is uploaded."""
    package = tmp_path / "libs" / "awsglue"
    package.mkdir(parents=True)
    for name, text in GLUE_STUB.items():
        lines = [line[8:] if line.startswith("        ") else line for line in text.splitlines()]
        (package / name).write_text("\n".join(lines))
    raw_zone.write_raw(tmp_path / "raw", [])
    script = tmp_path / "clean_events.py"
    script.write_text(packaged_jobs()[script.name], encoding="utf-8")
    paths = {"source_path": tmp_path / "raw", "target_path": tmp_path / "t", "quarantine_path": tmp_path / "q"}
    runs = [
        [str(script), "--JOB_NAME", "clean", *GLUE_ARGV[:2], *raw_zone.run_arguments(**paths, **options)[1:]]
        for options in ({}, {"since": "x"})
    ]
    process = subprocess.run(
        [sys.executable, "-c", AS_MAIN, json.dumps(runs)],
        env={"PYTHONPATH": str(package.parent), "PATH": "/usr/bin:/bin", "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    succeeded, failed = (run.splitlines() for run in process.stdout.split("--- next\n")[:2])
    assert succeeded[0] == failed[0] == "glue: init clean clean", process.stderr
    assert succeeded[-1] == "glue: commit"
    assert failed[1:] == ["JobArgumentError"]


INT, LONG, DOUBLE, TEXT = T.IntegerType(), T.LongType(), T.DoubleType(), T.StringType()


def struct(**fields: T.DataType) -> T.StructType:
    return T.StructType([T.StructField(name, kind) for name, kind in fields.items()])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (INT, INT, INT),
        (INT, LONG, LONG),
        (T.ByteType(), T.ShortType(), T.ShortType()),
        (INT, T.FloatType(), DOUBLE),
        (LONG, DOUBLE, DOUBLE),
        (T.DecimalType(10, 2), T.DecimalType(12, 6), T.DecimalType(14, 6)),
        (T.DecimalType(38, 0), T.DecimalType(38, 10), DOUBLE),
        (INT, T.DecimalType(10, 2), DOUBLE),
        (T.DateType(), T.TimestampType(), T.TimestampType()),
        (T.TimestampNTZType(), T.TimestampType(), T.TimestampType()),
        (T.NullType(), INT, INT),
        (INT, TEXT, TEXT),
        (T.BooleanType(), INT, TEXT),
        (struct(a=INT), struct(b=TEXT, a=LONG), struct(a=LONG, b=TEXT)),
        (T.ArrayType(INT), T.ArrayType(LONG), T.ArrayType(LONG)),
        (T.MapType(TEXT, INT), T.MapType(TEXT, LONG), T.MapType(TEXT, LONG)),
        (struct(a=INT), TEXT, TEXT),
        (T.ArrayType(INT), INT, TEXT),
    ],
)
def test_types_grow_to_hold_both(first: T.DataType, second: T.DataType, expected: T.DataType) -> None:
    assert widest(first, second) == expected
    if not isinstance(expected, T.StructType):
        assert widest(second, first) == expected


def test_frames_of_different_schemas_become_one(spark: SparkSession) -> None:
    frames = [
        spark.sql("SELECT 1 AS id, named_struct('a', 1, 'b', array(1, 2)) AS s, map('k', 1) AS m, 5 AS mixed"),
        spark.sql(
            "SELECT 2L AS id, named_struct('c', 'x', 'b', array(3L)) AS s, map('k', 2.5D) AS m, array(1) AS mixed"
        ),
        spark.sql("SELECT 3 AS id, 'new' AS extra"),
    ]
    rows = job_runtime.union_widened(frames).orderBy("id").select(F.to_json(F.struct("*"))).collect()
    assert [json.loads(row[0]) for row in rows] == [
        {"id": 1, "s": {"a": 1, "b": [1, 2]}, "m": {"k": 1.0}, "mixed": "5"},
        {"id": 2, "s": {"b": [3], "c": "x"}, "m": {"k": 2.5}, "mixed": "[1]"},
        {"id": 3, "extra": "new"},
    ]


def test_values_that_differ_only_in_where_null_stands_have_different_leaves(spark: SparkSession) -> None:
    frame = spark.sql(
        "SELECT * FROM VALUES (named_struct('a', 1, 'b', CAST(NULL AS INT))), (named_struct('a', NULL, 'b', 1)), "
        "(named_struct('a', NULL, 'b', NULL)), (NULL) AS t(s)"
    )
    hashes = frame.select(F.xxhash64(*job_runtime.leaves(F.col("s"), frame.schema["s"].dataType))).collect()
    assert len({row[0] for row in hashes}) == 4


@pytest.mark.parametrize("job", sorted(packaged_jobs()))
def test_jobs_are_written_for_the_oldest_python_that_they_meet(job: str) -> None:
    """EMR 7 has 3.9. What is newer than its syntax fails here, what is newer in its library by being named."""
    tree = ast.parse(packaged_jobs()[job], feature_version=(3, 9))
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    assert not keywords & {"strict", "slots", "kw_only"}
    imported = {
        (node.module, name.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names
    }
    assert ("__future__", "annotations") in imported, "types are written as X | None, which 3.9 must not evaluate"
    assert ("datetime", "UTC") not in imported
    assert not {name for module, name in imported if module == "typing"} - {"Any", "NoReturn"}


def test_what_the_tests_import_is_the_packaged_text() -> None:
    texts = packaged_jobs()
    assert len(texts) == 4
    for name, text in texts.items():
        job = importlib.import_module(name.removesuffix(".py"))
        assert inspect.getsource(job) == text
        assert own(job, Storage) is not Storage, "a job has its runtime in itself"
