"""The autumn in which a child reaches the age for kindergarten or school, counted from the birth."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from policies_kb.calendar import date_span
from policies_kb.date_rules import BIRTH, Span, spans_of
from policies_kb.figures import Figure
from policies_kb.model import Measure
from policies_kb.work import Lookup, Step, Work


def add_school_year(work: Work, measure: Measure, facts: Mapping[str, Any], lookup: Lookup) -> None:
    """Add to the work when the child is old enough, for a measure whose `dates` lead to an autumn.

    A birth told to the month only gives the autumn where every day of that month leads to the same one.
    """
    rule = next((one for one in measure.data.get("dates", ()) if "autumn" in one), None)
    born = str(facts.get(BIRTH, ""))
    if rule is None or len(born) < len("2022-09"):
        return
    first, last = (_reached(rule, measure, day, lookup) for day in date_span(born))
    if first.said != last.said:
        work.assumptions.append("要知道是几号生的，才能算出哪年秋季")
        return
    figure = next(one for one in measure.data["figures"] if one["label"] == rule["figure"])
    work.inputs[BIRTH] = born
    work.assumptions += first.said
    if first.first == last.first:
        day = Figure(f"满{figure['value']}周岁", first.first.isoformat(), "date", computed=True)
        work.results.append(day)
        text = f"{Figure('', born, 'date')}出生，{day}满{figure['value']}周岁"
        work.steps.append(Step(text, measure.id, day.value, "date"))


def _reached(rule: Mapping[str, Any], measure: Measure, born: str, lookup: Lookup) -> Span:
    return next(iter(spans_of(rule, measure, {BIRTH: date.fromisoformat(born).isoformat()}, lookup)))
