"""The arithmetic of the bench: pure functions and one record."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share (0 < share <= 1) of all values does not exceed."""
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values and a share within 0..1")
    return sorted(values)[math.ceil(share * len(values)) - 1]


@dataclass(frozen=True)
class Measured:
    """Seconds of each message, in any order; seconds that all took side by side, and that processors worked on them."""

    latencies: tuple[float, ...]
    seconds: float
    cpu_seconds: float = 0.0

    @property
    def median_ms(self) -> float:
        """Milliseconds that half of the messages took at most."""
        return median(self.latencies) * 1000

    @property
    def p95_ms(self) -> float:
        """Milliseconds that 95 % of the messages took at most."""
        return percentile(self.latencies, 0.95) * 1000

    @property
    def per_second(self) -> float:
        """Messages answered in a second."""
        return len(self.latencies) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor that a message took: hardly moved by what else the machine does."""
        return self.cpu_seconds * 1000 / len(self.latencies)


def pooled(parts: Iterable[Measured]) -> Measured:
    """Return one record of several rounds, measured one after the other."""
    rounds = list(parts)
    return Measured(
        tuple(value for part in rounds for value in part.latencies),
        sum(part.seconds for part in rounds),
        sum(part.cpu_seconds for part in rounds),
    )


def times(larger: float, smaller: float) -> str:
    """Return how many times as large, readable in both directions: 5.2 ×, or 1/5.2."""
    ratio = larger / smaller
    return f"{ratio:.1f} ×" if ratio >= 1 else f"1/{1 / ratio:.1f}"
