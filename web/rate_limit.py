"""How fast one address may send messages: a bucket of tokens per address, refilled evenly."""

import math
import threading
import time
from collections.abc import Callable

KEPT = 10_000
"""Addresses remembered at most; full buckets are forgotten first, for they allow what a new one allows."""


class RateLimit:
    """Allows `per_minute` messages a minute per address, as many at once; 0 allows any number."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, address: str) -> int:
        """Take a token; return 0 when there was one, else the whole seconds until there is one."""
        if not self._size:
            return 0
        with self._lock:
            now = self._clock()
            tokens = self._tokens(address, now)
            if tokens < 1:
                return math.ceil((1 - tokens) * 60 / self._size)
            self._buckets[address] = (tokens - 1, now)
            if len(self._buckets) > KEPT:
                self._forget(now)
            return 0

    def _tokens(self, address: str, now: float) -> float:
        tokens, since = self._buckets.get(address, (self._size, now))
        return min(self._size, tokens + (now - since) * self._size / 60)

    def _forget(self, now: float) -> None:
        spent = {key: bucket for key, bucket in self._buckets.items() if self._tokens(key, now) < self._size}
        self._buckets = dict(list(spent.items())[-KEPT // 2 :])
