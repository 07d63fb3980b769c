"""Entry point of FlinkSql on managed Apache Flink: ``python: main.py`` in kinesis.analytics.flink.run.options."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from flink_sql.errors import FlinkSqlError
from flink_sql.job import start
from flink_sql.properties import MANAGED_FLINK_PROPERTIES, read_application, read_groups
from pyflink.table import EnvironmentSettings, TableEnvironment


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="main.py", description="Runs SQL over streams on Apache Flink.")
    parser.add_argument(
        "--properties", type=Path, default=MANAGED_FLINK_PROPERTIES, help="property groups (default: %(default)s)"
    )
    parser.add_argument(
        "--wait", action="store_true", help="wait for the job to end; for a Flink that lives in this process"
    )
    options = parser.parse_args(arguments)
    try:
        application = read_application(read_groups(options.properties))
        result = start(TableEnvironment.create(EnvironmentSettings.in_streaming_mode()), application)
    except FlinkSqlError as error:
        print(f"FlinkSql cannot start: {error}", file=sys.stderr)
        return 1
    if options.wait:
        result.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
