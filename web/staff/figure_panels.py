"""One panel for each question that the page answers: a sentence, a chart, and the same as a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from policies_kb.store import KnowledgeBase
from web.staff import charts, figure_words
from web.staff.calls import OUTCOMES as CALL_OUTCOMES
from web.staff.exporting import Sheet
from web.staff.figure_tables import (
    VERDICTS,
    Row,
    by_bucket,
    by_category,
    by_place,
    by_topic,
    calls_sheets,
    first_of,
    questions_sheets,
)
from web.staff.figures import OUTCOMES, SLOW_SHARE, Calls, Questions
from web.staff.periods import Period, percentile

MOST_BARS = 10
MIDDLE, SLOW = "middle", "slow"
TIMES = {MIDDLE: "一半不超过", SLOW: f"{SLOW_SHARE}%不超过"}
PATTERNS = {
    "clarify": "hatch",
    "not_covered": "dots",
    "handoff": "rules",
    "error": "cross",
    "passed_on": "hatch",
    "to_call_back": "rules",
    "other": "cross",
    "useless": "dots",
}
"""What lies over the colour of a mark, so that nobody has to tell colours apart; none: the colour alone."""


@dataclass(frozen=True)
class Panel:
    """A question, the sentence that answers it, its chart with what the marks mean, and its table."""

    name: str
    title: str
    says: str
    chart: charts.Chart
    table: Sheet
    legend: Mapping[str, str] = field(default_factory=dict)
    wide: bool = False
    drawn: bool = False  # as lines


def questions_panels(period: Period, questions: Questions, base: KnowledgeBase, words: bool) -> list[Panel]:
    """Return the panels of the questions; words: whether people's own may be told."""
    _, days, topics, places, times, opinions = questions_sheets(period, questions, base)
    asked = f"每{period.unit}的提问"
    return [
        _by_bucket("questions", asked, figure_words.of_days(period, questions), period, questions, days),
        _by_row("topics", "问的是什么", figure_words.of_topics, by_topic(questions.by_measure, base), topics),
        _by_row("places", "问的是哪里", figure_words.of_places, by_place(questions.by_region, base), places),
        _times(period, questions, times),
        _opinions(questions, opinions, words),
    ]


def calls_panels(period: Period, calls: Calls, names: Mapping[str, str]) -> list[Panel]:
    """Return the panels of the calls."""
    days, categories = calls_sheets(period, calls, names)
    rows, says = by_category(calls, names), figure_words.of_categories
    title = f"每{period.unit}的通话"
    return [
        _by_bucket("calls", title, figure_words.of_calls(calls), period, calls, days, CALL_OUTCOMES, charts.HALF),
        _by_row("categories", "通话的分类", says, rows, categories, CALL_OUTCOMES, "通"),
    ]


def _by_bucket(
    name: str,
    title: str,
    says: str,
    period: Period,
    counted: Questions | Calls,
    table: Sheet,
    kinds: Mapping[str, str] = OUTCOMES,
    width: int = charts.WIDE,
) -> Panel:
    labels = [bucket.label for bucket in period.buckets]
    counts = [one for _, one in by_bucket(period, counted.by_day)]
    chart = charts.columns(labels, counts, kinds, width)
    return Panel(name, title, says, chart, table, kinds, wide=width == charts.WIDE)


def _by_row(
    name: str,
    title: str,
    says: Callable[[Sequence[Row]], str],
    rows: Sequence[Row],
    table: Sheet,
    kinds: Mapping[str, str] = OUTCOMES,
    unit: str = "问",
) -> Panel:
    shown = first_of(rows, MOST_BARS)
    names, counts = [row[0] for row in shown], [row[1] for row in shown]
    chart = charts.bars(names, counts, [figure_words.behind(one, unit) for one in counts], kinds)
    return Panel(name, title, says(rows), chart, table, kinds)


def _times(period: Period, questions: Questions, table: Sheet) -> Panel:
    gathered = period.gather(questions.times)
    series = {kind: [percentile(one, share) for one in gathered] for kind, share in ((MIDDLE, 50), (SLOW, SLOW_SHARE))}
    totals = questions.totals
    chart = charts.lines([bucket.label for bucket in period.buckets], series, TIMES)
    says = figure_words.of_times(totals.median, totals.slow)
    return Panel("times", "多久答出来（毫秒）", says, chart, table, TIMES, drawn=True)


def _opinions(questions: Questions, table: Sheet, words: bool) -> Panel:
    counts = [{verdict: questions.verdicts.get(verdict, 0)} for verdict in VERDICTS]
    said = [f"{one:,} 人" for count in counts for one in count.values()]
    chart = charts.bars(list(VERDICTS.values()), counts, said, VERDICTS)
    return Panel("opinions", "答得有没有用", figure_words.of_opinions(questions, words), chart, table)
