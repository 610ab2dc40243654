"""The days of one measure that follow from a child's birth: until when to apply, in which autumn school begins."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies_kb.calendar import date_span
from policies_kb.date_rules import BIRTH, Span, spans_of
from policies_kb.figures import Figure
from policies_kb.model import Measure
from policies_kb.work import Lookup, Step, Work

MONTH = len("YYYY-MM")
Rule = Mapping[str, Any]


def add_days_from_birth(work: Work, measure: Measure, facts: Mapping[str, Any], lookup: Lookup, entitled: bool) -> None:
    """Add to the work the last day to act and the day on which an age is reached, by the `dates` of the measure.

    What a `payout` dates is left to payouts.py. A birth told to the month only gives what every day of that month
    leads to; nothing without a birth. Who is not entitled is told the age that is still to come, and no deadline.
    """
    born = str(facts.get(BIRTH, ""))
    if len(born) < MONTH:
        return
    for rule in measure.data.get("dates", ()):
        if "autumn" in rule:
            _add_autumn(work, measure, rule, born, lookup)
        elif (
            entitled
            and rule["kind"] in ("deadline", "window")
            and not ("payout" in measure.data or rule.get("each_year"))
        ):
            _add_last_day(work, measure, rule, born, lookup)


def _add_autumn(work: Work, measure: Measure, rule: Rule, born: str, lookup: Lookup) -> None:
    first, last = _both_ends(rule, measure, born, lookup)
    if first.said != last.said:
        work.assumptions.append("要知道是几号生的，才能算出哪年秋季")
        return
    age = next(one["value"] for one in measure.data["figures"] if one["label"] == rule["figure"])
    work.inputs[BIRTH] = born
    work.assumptions += first.said
    if first.first == last.first:
        _add(
            work, measure, Figure(f"满{age}周岁", first.first.isoformat(), "date", computed=True), born, "{day}{label}"
        )


def _add_last_day(work: Work, measure: Measure, rule: Rule, born: str, lookup: Lookup) -> None:
    days = {span.until or span.first for span in _both_ends(rule, measure, born, lookup)}
    if len(days) == 1:
        work.inputs[BIRTH] = born
        figure = Figure("最晚", days.pop().isoformat(), "date", computed=True)
        _add(work, measure, figure, born, rule["title"] + "，{label}到{day}")


def _add(work: Work, measure: Measure, figure: Figure, born: str, words: str) -> None:
    work.results.append(figure)
    text = f"{_day(born)}出生，{words.format(day=figure, label=figure.label)}"
    work.steps.append(Step(text, measure.id, figure.value, "date"))


def _both_ends(rule: Rule, measure: Measure, born: str, lookup: Lookup) -> Iterator[Span]:
    """Yield what the first and the last day of the birth as it was told lead to."""
    return (next(iter(spans_of(rule, measure, {BIRTH: day}, lookup))) for day in date_span(born))


def _day(born: str) -> str:
    year, month, *day = (int(part) for part in born.split("-"))
    return f"{year}年{month}月" + "".join(f"{number}日" for number in day)
