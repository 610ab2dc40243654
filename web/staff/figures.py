"""What the records count: the questions put to the assistant, the opinions on its answers, the calls of the hotline.

The database adds up; here only its sums are handed on. Days are those of Shanghai, as they are stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from web.staff.needs import CONSOLE
from web.staff.periods import Period, add, percentile, total_of
from web.staff.tables import CALLS
from web.storage import Records
from web.storage.tables import FEEDBACK, QUESTIONS

ANSWERED, CLARIFIED, NOT_COVERED, HANDED_OVER, FAILED = "answer", "clarify", "not_covered", "handoff", "error"
OUTCOMES = {
    ANSWERED: "直接答上",
    CLARIFIED: "反问一句",
    NOT_COVERED: "没有收录",
    HANDED_OVER: "请找人",
    FAILED: "没能回答",
}
"""What becomes of a question. Whoever cries for help is sent to people, too."""
OUTCOME_OF = {"emergency": HANDED_OVER}
UNANSWERED = (NOT_COVERED, HANDED_OVER, FAILED)
SMALLTALK = "smalltalk"
USEFUL, USELESS = "useful", "useless"
EXACT_TO, STEP = 200, 10  # longer times are counted in steps, so that there are not too many of them
MOST_REASONS = 8
SLOW_SHARE = 95  # per cent of the questions that are answered within the slow time

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Wanted:
    """Which records are meant: their days, their channel (None: any), the place around them (None: any or none)."""

    period: Period
    channel: str | None = None
    region: str | None = None

    def before(self) -> "Wanted":
        """Return the same of the days before."""
        return replace(self, period=self.period.before())

    def of(self, table: sa.Table) -> Iterator[Any]:
        """Yield the conditions by which rows of a table with days and places are chosen."""
        yield table.c.day.between(self.period.since, self.period.until)
        if self.channel and "channel" in table.c:
            yield table.c.channel == self.channel
        elif "channel" in table.c:
            yield table.c.channel != CONSOLE  # calls are counted by their records
        if self.region:
            yield table.c.region.between(self.region, last_within(self.region))


@dataclass(frozen=True)
class Totals:
    """Questions by outcome, how often each time in milliseconds was needed, opinions by verdict."""

    outcomes: Counts
    times: Mapping[int, int]
    verdicts: Counts

    @property
    def questions(self) -> int:
        """How many questions there were; small talk is none."""
        return sum(self.outcomes.values())

    @cached_property
    def median(self) -> int | None:
        """The milliseconds within which half of the questions were answered."""
        return percentile(self.times, 50)

    @cached_property
    def slow(self) -> int | None:
        """The milliseconds within which SLOW_SHARE per cent of the questions were answered."""
        return percentile(self.times, SLOW_SHARE)


@dataclass(frozen=True)
class Questions:
    """Counts of outcomes by day, by the first measure of the answer and by place (None: there was none)."""

    by_day: Mapping[date, Counts]
    by_measure: Mapping[str | None, Counts]
    by_region: Mapping[str | None, Counts]
    times: Mapping[date, Mapping[int, int]]
    verdicts: Counts
    reasons: list[tuple[str, int]]
    smalltalk: int
    before: Totals

    @cached_property
    def totals(self) -> Totals:
        """All of it added up."""
        return Totals(total_of(self.by_day.values()), total_of(self.times.values()), self.verdicts)


@dataclass(frozen=True)
class Calls:
    """Counts of calls by outcome: by day and by category."""

    by_day: Mapping[date, Counts]
    by_category: Mapping[str, Counts]
    before: int

    @property
    def outcomes(self) -> Counts:
        """All of them added up."""
        return total_of(self.by_day.values())


def last_within(region: str) -> str:
    """Return the highest code that a place within a region can have: codes name the places around them by pairs."""
    pairs = region
    while pairs.endswith("00"):
        pairs = pairs[:-2]
    return pairs.ljust(len(region), "9")


class Figures:
    """The sums of the records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def questions(self, wanted: Wanted) -> Questions:
        """Return what is counted of the questions, all from one state of the records."""
        column = QUESTIONS.c
        with self._records.reading() as connection:
            by_day = _outcomes(connection, column.day, wanted)
            smalltalk = sum(counts.pop(SMALLTALK, 0) for counts in by_day.values())
            return Questions(
                by_day=by_day,
                by_measure=_outcomes(connection, column.measure, wanted, column.kind != SMALLTALK),
                by_region=_outcomes(connection, column.region, wanted, column.kind != SMALLTALK),
                times=_times(connection, wanted),
                verdicts=_verdicts(connection, wanted),
                reasons=_reasons(connection, wanted),
                smalltalk=smalltalk,
                before=_totals(connection, wanted.before()),
            )

    def calls(self, wanted: Wanted) -> Calls:
        """Return what is counted of the calls; they have no channel but their own."""
        column = CALLS.c
        earlier = sa.select(sa.func.count()).select_from(CALLS).where(*wanted.before().of(CALLS))
        with self._records.reading() as connection:
            return Calls(
                by_day=_grouped(connection, column.day, column.outcome, *wanted.of(CALLS)),
                by_category=_grouped(connection, column.category, column.outcome, *wanted.of(CALLS)),
                before=int(connection.execute(earlier).scalar_one()),
            )


def _grouped(connection: Connection, by: Any, kind: Any, *where: Any) -> dict[Any, dict[str, int]]:
    """Return how many rows of each kind there are for each value of a column."""
    query = sa.select(by, kind, sa.func.count()).where(*where).group_by(by, kind)
    found: dict[Any, dict[str, int]] = {}
    for value, name, count in connection.execute(query):
        add(found.setdefault(value, {}), {OUTCOME_OF.get(name, name): count})
    return found


def _outcomes(connection: Connection, by: Any, wanted: Wanted, *where: Any) -> dict[Any, dict[str, int]]:
    return _grouped(connection, by, QUESTIONS.c.kind, *wanted.of(QUESTIONS), *where)


def _milliseconds() -> Any:
    exact = QUESTIONS.c.milliseconds
    return sa.case((exact < EXACT_TO, exact), else_=exact - exact % STEP).label("needed")


def _times(connection: Connection, wanted: Wanted) -> dict[date, dict[int, int]]:
    """Return for each day how often each time was needed."""
    time, column = _milliseconds(), QUESTIONS.c
    query = sa.select(column.day, time, sa.func.count()).where(*wanted.of(QUESTIONS), column.kind != SMALLTALK)
    found: dict[date, dict[int, int]] = {}
    for day, needed, count in connection.execute(query.group_by(column.day, time)):
        found.setdefault(day, {})[needed] = count
    return found


def _totals(connection: Connection, wanted: Wanted) -> Totals:
    kind, time = QUESTIONS.c.kind, _milliseconds()
    chosen = (*wanted.of(QUESTIONS), kind != SMALLTALK)
    outcomes: dict[str, int] = {}
    for name, count in connection.execute(sa.select(kind, sa.func.count()).where(*chosen).group_by(kind)):
        add(outcomes, {OUTCOME_OF.get(name, name): count})
    times = connection.execute(sa.select(time, sa.func.count()).where(*chosen).group_by(time))
    return Totals(outcomes, dict(map(tuple, times)), _verdicts(connection, wanted))


def _verdicts(connection: Connection, wanted: Wanted) -> dict[str, int]:
    verdict = FEEDBACK.c.verdict
    query = sa.select(verdict, sa.func.count()).join(QUESTIONS).where(*wanted.of(QUESTIONS)).group_by(verdict)
    return dict(map(tuple, connection.execute(query)))


def _reasons(connection: Connection, wanted: Wanted) -> list[tuple[str, int]]:
    """Return the commonest reasons for which answers were of no use, with how often each was given."""
    reason, times = FEEDBACK.c.reason, sa.func.count().label("times")
    query = (
        sa.select(reason, times)
        .join(QUESTIONS)
        .where(*wanted.of(QUESTIONS), FEEDBACK.c.verdict == USELESS, reason != "")
        .group_by(reason)
        .order_by(times.desc(), reason)
        .limit(MOST_REASONS)
    )
    return [(text, count) for text, count in connection.execute(query)]
