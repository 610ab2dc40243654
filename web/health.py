"""Is the assistant well? Only a real answer to a real question says so."""

import threading
import time
from typing import Any

from web.rasa_client import RasaClient, RasaUnavailable

QUESTION = "产假有多少天"
GOOD_FOR = 5.0
"""Seconds that a good result holds, so that frequent checks cost no more than one question."""


class Health:
    """Asks one question at a time, in conversations of its own: a new one every hour, for long ones get slow."""

    def __init__(self, rasa: RasaClient) -> None:
        self._rasa = rasa
        self._lock = threading.Lock()
        self._good: tuple[float, dict[str, Any]] | None = None

    def check(self) -> dict[str, Any]:
        """Return {"status": "ok", "kb_version", "seconds"}; RasaUnavailable when no real answer comes."""
        with self._lock:
            if self._good and time.monotonic() - self._good[0] < GOOD_FOR:
                return self._good[1]
            self._good = None
            result = self._ask()
            self._good = (time.monotonic(), result)
            return result

    def _ask(self) -> dict[str, Any]:
        started = time.monotonic()
        messages = self._rasa.send(f"healthz-{int(time.time() // 3600)}", QUESTION)
        answers = [message["custom"] for message in messages if isinstance(message.get("custom"), dict)]
        if not answers or answers[0].get("kind") == "error":
            raise RasaUnavailable("no answer from the actions")
        seconds = round(time.monotonic() - started, 3)
        return {"status": "ok", "kb_version": answers[0].get("kb_version"), "seconds": seconds}
