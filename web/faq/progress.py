"""How far a build is: a bar in a terminal, elsewhere a line every few seconds."""

import sys
import time

from tqdm import tqdm

EVERY_SECONDS = 5.0


class Progress:
    """Counts pieces of work."""

    def __init__(self, of: int) -> None:
        self._of, self._done = of, 0
        self._bar = tqdm(total=of, unit="件", leave=False) if sys.stderr.isatty() else None
        self._told = time.monotonic()

    def step(self) -> None:
        """Tell that one more piece is done."""
        self._done += 1
        if self._bar is not None:
            self._bar.update()
        elif time.monotonic() - self._told > EVERY_SECONDS:
            self._told = time.monotonic()
            print(f"  已完成 {self._done}/{self._of}", flush=True)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
