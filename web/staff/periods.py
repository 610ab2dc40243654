"""The days that figures are about, cut into days, weeks or months, and as many days before them to compare with."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

Count = TypeVar("Count")
MOST_SINGLE_DAYS = 92
MOST_DAYS_IN_WEEKS = 2 * 366
LONGEST = 3 * 366
EARLIEST, LATEST = date(2020, 1, 1), date(2100, 1, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bucket:
    """One or several days in a row that are counted together."""

    first: date
    last: date
    label: str

    @property
    def name(self) -> str:
        """The bucket in full: its day, or its first and last day."""
        return f"{self.first}" if self.first == self.last else f"{self.first} 到 {self.last}"


@dataclass(frozen=True)
class Period:
    """All days from the first to the last, both included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.until - self.since).days + 1

    @property
    def unit(self) -> str:
        """What the days are counted by: 天, 周 or 月."""
        return "天" if self.days <= MOST_SINGLE_DAYS else "周" if self.days <= MOST_DAYS_IN_WEEKS else "月"

    def before(self) -> "Period":
        """Return as many days, right before these."""
        return Period(self.since - self.days * DAY, self.since - DAY)

    @cached_property
    def buckets(self) -> tuple[Bucket, ...]:
        """The days, the calendar's weeks (from Monday) or its months, in order; the outer ones may be cut short."""
        found, first = [], self.since
        while first <= self.until:
            last = min(self._end(first), self.until)
            found.append(Bucket(first, last, self._label(first)))
            first = last + DAY
        return tuple(found)

    def place_of(self, day: date) -> int:
        """Return the number of the bucket in which a day of the period lies."""
        return bisect_right(self._firsts, day) - 1

    def gather(self, by_day: Mapping[date, Mapping[Count, int]]) -> list[dict[Count, int]]:
        """Return what was counted by day, added up for each bucket; empty where nothing was counted."""
        found: list[dict[Count, int]] = [{} for _ in self.buckets]
        for day, counts in by_day.items():
            add(found[self.place_of(day)], counts)
        return found

    @cached_property
    def _firsts(self) -> list[date]:
        return [bucket.first for bucket in self.buckets]

    def _end(self, first: date) -> date:
        if self.unit == "天":
            return first
        if self.unit == "周":
            return first + (6 - first.weekday()) * DAY
        return (first.replace(day=28) + 4 * DAY).replace(day=1) - DAY

    def _label(self, first: date) -> str:
        return f"{first:%Y-%m}" if self.unit == "月" else f"{first:%y-%m-%d}" if self.unit == "周" else f"{first:%m-%d}"


def add(counted: dict[Count, int], more: Mapping[Count, int]) -> None:
    """Add counts to others."""
    for name, count in more.items():
        counted[name] = counted.get(name, 0) + count


def total_of(all_counts: Iterable[Mapping[Count, int]]) -> dict[Count, int]:
    """Return several counts added up."""
    found: dict[Count, int] = {}
    for counts in all_counts:
        add(found, counts)
    return found


def percentile(times: Mapping[int, int], hundredths: int) -> int | None:
    """Return the smallest value that so many per cent of all do not exceed, of values with how often each came."""
    wanted, seen = -(-sum(times.values()) * hundredths // 100), 0
    for value in sorted(times):
        seen += times[value]
        if seen >= wanted:
            return value
    return None
