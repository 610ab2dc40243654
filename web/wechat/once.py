"""Answers a message once, however often the platform sends it: it does so again after five seconds without a reply."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout

KEPT_SECONDS, KEPT = 60.0, 10_000


class Once:
    """Remembers for a minute what was answered to which message."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._answers: OrderedDict[str, tuple[float, Future[str]]] = OrderedDict()

    def answer(self, number: str, make: Callable[[], str], seconds: float) -> str:
        """Return what `make` gives for a message, made at the first call only; a later one waits for it so long.

        TimeoutError when it is still being made then, or could not be made.
        """
        with self._lock:
            known = self._known(number)
            future = known or Future()
            if known is None:
                self._answers[number] = self._clock(), future
        if known is not None:
            try:
                return known.result(timeout=seconds)
            except (FutureTimeout, CancelledError):
                raise TimeoutError from None
        try:
            future.set_result(make())
        finally:
            future.cancel()  # nothing once it has a result; else nobody waits for it in vain
        return future.result()

    def _known(self, number: str) -> Future[str] | None:
        oldest = self._clock() - KEPT_SECONDS
        while self._answers and (len(self._answers) > KEPT or next(iter(self._answers.values()))[0] < oldest):
            self._answers.popitem(last=False)
        found = self._answers.get(number)
        return found[1] if found else None
