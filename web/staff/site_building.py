"""Builds the FAQ pages from the console: the same command as make faq, in a process of its own, one at a time."""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from policies_kb.settings import ROOT, Settings

LOG = "faq.log"
MOST_LINES = 12
NEVER, RUNNING, DONE, FAILED = "never", "running", "done", "failed"
ENDED = "结束状态："  # the last line of a log: the exit status of the build behind it


@dataclass(frozen=True)
class Report:
    """How the last build stands: its state, when that was (UTC without a zone), what it said."""

    state: str
    at: datetime | None
    lines: list[str]


class SiteBuilding:
    """The builds of one application."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._log = settings.path("POLICY_VAR") / "log" / LOG
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        """Where the pages go."""
        return self._settings.path("POLICY_FAQ")

    def start(self, leaflets: bool) -> bool:
        """Begin a build, with the usual leaflets or without; False while another one runs."""
        with self._lock:
            if self._is_running():
                return False
            self._log.parent.mkdir(parents=True, exist_ok=True)
            command = [sys.executable, "-m", "web.faq", "--workers", "1", *(["--leaflets"] if leaflets else [])]
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env={**os.environ, **self._settings.values, "PYTHONIOENCODING": "utf-8"},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            threading.Thread(target=self._note_end, args=(self._process,), daemon=True).start()
        return True

    def report(self) -> Report:
        """Return how the last build stands; it is remembered over a restart."""
        if not self._log.is_file():
            return Report(NEVER, None, [])
        at = datetime.fromtimestamp(self._log.stat().st_mtime, timezone.utc).replace(tzinfo=None)
        lines = self._log.read_text("utf-8", errors="replace").splitlines()
        if lines and lines[-1].startswith(ENDED):
            state = DONE if lines[-1] == f"{ENDED}0" else FAILED
            return Report(state, at, lines[:-1][-MOST_LINES:])
        return Report(RUNNING if self._is_running() else FAILED, at, lines[-MOST_LINES:])

    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _note_end(self, process: "subprocess.Popen[bytes]") -> None:
        status = process.wait()
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"{ENDED}{status}\n")
