"""Starts the processes of web/Procfile, each in a process group of its own, and ends them all for sure."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from honcho.environ import parse_procfile

from policies_kb.settings import ROOT, TABLE, Settings

PROCFILE = Path(__file__).parent / "Procfile"
POLITE_SECONDS = 8.0
LARGEST_LOG = 5_000_000
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "CUDA_VISIBLE_DEVICES": "",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",  # threads that wait for each other cost more than these small products
    "LOG_LEVEL": "WARNING",  # Rasa's lower levels write what people said
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "1",
}
SET_PATHS = ("POLICY_KB", "POLICY_MODEL", "POLICY_VAR", "TRACKER_DB")


@dataclass(frozen=True)
class Child:
    """One started process: the leader of its process group."""

    name: str
    log: Path
    process: subprocess.Popen[bytes]

    def signal(self, number: int) -> None:
        """Send a signal to the process and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Processes:
    """The running children. Use as a context manager: leaving it ends them."""

    def __init__(self, commands: Mapping[str, str], environment: Mapping[str, str], logs: Path) -> None:
        """commands are shell lines by name; logs is the folder of NAME.log, made when missing."""
        self._commands, self._environment, self._logs = commands, environment, logs
        self._children: list[Child] = []

    def __enter__(self) -> "Processes":
        try:
            self._logs.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name, command in self._commands.items():
                self._children.append(self._start(name, command))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def dead(self) -> Child | None:
        """Return a child that has ended by itself; None while all are running."""
        return next((child for child in self._children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """End all children: asked politely first, then without asking; the same for whatever they started."""
        for child in self._children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + POLITE_SECONDS
        while time.monotonic() < until and any(child.process.poll() is None for child in self._children):
            time.sleep(0.05)
        for child in self._children:
            child.signal(signal.SIGKILL)
            child.process.wait()
        self._children.clear()

    def _start(self, name: str, command: str) -> Child:
        log = self._logs / f"{name}.log"
        if log.is_file() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as output:
            process = subprocess.Popen(
                command,
                shell=True,
                cwd=ROOT,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o077,  # conversations and logs are for the owner only
            )
        return Child(name, log, process)


def read_commands(names: Iterable[str] | None = None, procfile: Path = PROCFILE) -> dict[str, str]:
    """Return the commands of a Procfile by name, all or those named."""
    commands = parse_procfile(procfile.read_text("utf-8")).processes
    return {name: commands[name] for name in (commands if names is None else names)}


def child_environment(settings: Settings, outer: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the children: the outer one, every setting filled in, Rasa kept quiet and local."""
    values = {name: settings.text(name) for name, _, _ in TABLE}
    values |= {name: str(settings.path(name)) for name in SET_PATHS}
    values["TRACKER_URL"] = values["TRACKER_URL"] or f"sqlite:///{values['TRACKER_DB']}?timeout=30"
    path = os.pathsep.join([str(Path(sys.executable).parent), outer.get("PATH", os.defpath)])
    return {**outer, **QUIET, **values, "PATH": path, "SANIC_HOST": "127.0.0.1"}
