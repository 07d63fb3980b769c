"""``main.py`` in Flink's application mode, which is how managed Flink runs it.

The jar behind ``connector.url`` is the CSV format, taken out of the distribution: it stands for the Kinesis connector,
which no distribution has either, and must reach both the planner and the task manager.
"""

import hashlib
import json
from pathlib import Path

from application_cluster import flink_home, library, run_application
from local_flink import groups, sink, source

FETCHED = "flink-csv"
COUNTS_AS_CSV = """
CREATE TEMPORARY TABLE csv (event_type STRING, event_count BIGINT)
WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = '{folder}');
INSERT INTO csv
SELECT event_type, COUNT(*)
FROM TABLE(TUMBLE(TABLE main, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, event_type;
"""


def write_application(folder: Path, sql: str, **options: str) -> Path:
    (folder / "in").mkdir()
    event = {"event_time": "2024-02-29T12:00:00Z", "user_id": "user_1", "event_type": "page_view"}
    (folder / "in" / "events.json").write_text("\n".join([json.dumps(event)] * 3))
    by_id = groups(sql, [source(folder / "in"), sink(folder / "out")], **options)
    properties = folder / "application_properties.json"
    listed = [{"PropertyGroupId": name, "PropertyMap": content} for name, content in by_id.items()]
    properties.write_text(json.dumps(listed))
    return properties


def test_the_job_runs_with_the_connector_that_was_fetched_at_start(tmp_path: Path) -> None:
    home = flink_home(tmp_path, without=FETCHED)
    jar = library(FETCHED)
    digest = hashlib.sha256(jar.read_bytes()).hexdigest()
    options = {"connector.url": jar.as_uri(), "connector.sha256": digest}
    sql = COUNTS_AS_CSV.format(folder=(tmp_path / "out").as_uri())
    outcome = run_application(home, ["--properties", str(write_application(tmp_path, sql, **options))])
    assert outcome.exit_code == 0, outcome.log
    assert [file.read_text() for file in (tmp_path / "out").iterdir()] == ["page_view,3\n"]


def test_what_is_wrong_stands_in_the_application_log(tmp_path: Path) -> None:
    home = flink_home(tmp_path)
    properties = write_application(tmp_path, "INSERT INTO processed\nSELECT nothing FROM main")
    outcome = run_application(home, ["--properties", str(properties)])
    assert outcome.exit_code != 0
    assert "FlinkSql cannot start: statement 1 is wrong at line 2, column 8: Column 'nothing' not found" in outcome.log
    assert not (tmp_path / "out").exists()
