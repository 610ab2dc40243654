"""The whole assistant as a child of the tests: on ports of its own, with a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from policies_kb.settings import ROOT
from tests import wechat_platform
from tests.fake_rasa import FakeRasa
from web.preflight import listening

TODAY = "2026-11-22"
READY = "善育通就绪"  # serve says 没有就绪 too, when it gives up
READY_SECONDS = 280  # a busy machine takes its time to load Rasa


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningStack:
    """`python -m web.serve`, started and stopped like a person would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "POLICY_TODAY": TODAY,
            "POLICY_RATE_LIMIT": "0",
            "POLICY_READY_TIMEOUT": str(READY_SECONDS),
            "POLICY_OFFICE_HOURS": "1-7 0:00-23:59",
            "POLICY_STAFF_HTTPS": "no",
            "POLICY_VAR": str(folder),
            "TRACKER_DB": str(folder / "tracker.sqlite"),
            "POLICY_PORT": str(free_port()),
            "RASA_PORT": str(free_port()),
            "ACTION_PORT": str(free_port()),
            **wechat_platform.SETTINGS,
        }
        self.address = f"http://127.0.0.1:{self.environment['POLICY_PORT']}"

    def start(self, seconds: float = READY_SECONDS + 20) -> None:
        """Start and wait until ready; AssertionError with the output when it ends instead."""
        output = self.folder / "serve.txt"
        with output.open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "web.serve"], cwd=ROOT, env=self.environment, stdout=file, stderr=file
            )
        until = time.monotonic() + seconds
        while READY not in output.read_text("utf-8"):
            assert self._process.poll() is None and time.monotonic() < until, output.read_text("utf-8")
            time.sleep(0.2)

    def stop(self) -> int:
        """End it as Ctrl-C does and return its exit status."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=30)


@contextmanager
def web_server(folder: Path) -> Iterator[tuple[str, int]]:
    """Give host and port of the web server process alone, with a stand-in for Rasa; its log holds no trace."""
    rasa, port = FakeRasa(), free_port()
    settings = {"RASA_PORT": str(rasa.port), "POLICY_PORT": str(port), "POLICY_VAR": str(folder)}
    settings |= {"POLICY_RATE_LIMIT": "0"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.server"], cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log
        )
    until = time.monotonic() + 30
    while not listening("127.0.0.1", port):
        assert process.poll() is None and time.monotonic() < until, (folder / "log").read_text("utf-8")
        time.sleep(0.05)
    yield "127.0.0.1", port
    process.terminate()
    process.wait(timeout=10)
    rasa.close()
    assert "Traceback" not in (folder / "log").read_text("utf-8")


def ask(address: str, message: str, session: str | None = None) -> dict[str, Any]:
    """Return the chat API's body for one message."""
    body = {"session": session, "message": message}
    with requests.post(f"{address}/api/chat", json=body, timeout=20) as response:
        assert response.status_code == 200, response.text
        return response.json()
