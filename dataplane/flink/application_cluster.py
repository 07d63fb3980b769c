"""One Flink cluster for one application, started as managed Flink starts it: Flink's own entry point of application
mode runs ``main.py`` by its Python driver in the job manager, and a task manager of its own does the work.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyflink

_PYFLINK = Path(pyflink.__file__).parent
_MAIN = Path(__file__).with_name("main.py")
_SECONDS = 180


@dataclass(frozen=True)
class Outcome:
    exit_code: int
    log: str


def flink_home(folder: Path, without: str = "") -> Path:
    """A Flink installation made of PyFlink's files, less the jar whose name starts with ``without``."""
    home = folder / "flink"
    (home / "lib").mkdir(parents=True)
    (home / "log").mkdir()
    for jar in (_PYFLINK / "lib").glob("*.jar"):
        if not without or not jar.name.startswith(without):
            (home / "lib" / jar.name).symlink_to(jar)
    for name in ("bin", "conf", "opt"):
        shutil.copytree(_PYFLINK / name, home / name)
    (home / "plugins").mkdir()
    for script in (home / "bin").glob("*.sh"):
        script.chmod(0o755)
    return home


def library(prefix: str) -> Path:
    """The jar of the distribution whose name starts with ``prefix``."""
    return next((_PYFLINK / "lib").glob(f"{prefix}*.jar"))


def run_application(home: Path, arguments: Sequence[str]) -> Outcome:
    """Runs ``main.py`` with ``arguments`` on a cluster of its own until the job, or the attempt to start it, ends."""
    settings = [
        f"-Djobmanager.rpc.port={_free_port()}",
        "-Drest.port=0",
        "-Drest.bind-port=0",
        "-Djobmanager.memory.process.size=1g",
        "-Dtaskmanager.memory.process.size=1g",
        "-Dtaskmanager.memory.managed.size=64m",
    ]
    python = [f"-Dpython.client.executable={sys.executable}", f"-Dpython.executable={sys.executable}"]
    driver = ["--job-classname", "org.apache.flink.client.python.PythonDriver", "-py", str(_MAIN), *arguments]
    environment = {**os.environ, "FLINK_HOME": str(home), "FLINK_CONF_DIR": str(home / "conf")}

    def start(script: str, rest: Sequence[str]) -> "subprocess.Popen[str]":
        command = [str(home / "bin" / script), "start-foreground", *rest]
        return subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=home
        )

    with start("taskmanager.sh", settings) as worker:
        try:
            with start("standalone-job.sh", [*settings, *python, *driver]) as master:
                try:
                    log, _ = master.communicate(timeout=_SECONDS)
                finally:
                    master.kill()
        finally:
            worker.kill()
            worker.communicate()
    return Outcome(master.returncode, log)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
