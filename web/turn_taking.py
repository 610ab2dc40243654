"""One thing after another in each conversation, so that what is removed is not written down a moment later."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary


class TurnTaking:
    """Gives each conversation a lock for as long as somebody needs it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    @contextmanager
    def turn(self, sender: str) -> Iterator[None]:
        """Wait until nobody else has a turn in this conversation, and have one."""
        with self._guard:
            lock = self._locks.setdefault(sender, threading.Lock())
        with lock:
            yield
