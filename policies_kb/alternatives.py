"""如果……，则……: what an unknown fact would add to a figure, and what a few days more or less would change."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from policies_kb.calendar import parse_day
from policies_kb.conditions import fact_tests
from policies_kb.figures import Figure, show
from policies_kb.model import Measure, cite
from policies_kb.work import Lookup

Facts = Mapping[str, Any]
NEAR = 31
"""Days between a told date and the day of a change, within which the other side of the change is told as well."""
DAY = timedelta(days=1)
BOUNDS = ("at_least", "above", "at_most", "below")


def alternatives(measure: Measure, facts: Facts, lookup: Lookup) -> list[str]:
    """Return sentences on what would alter the outcome of a measure that holds; empty when nothing would."""
    return [*_more(measure, facts, lookup), *_across_a_bound(measure, facts), *_across_versions(measure, facts)]


def _more(measure: Measure, facts: Facts, lookup: Lookup) -> Iterator[str]:
    """Yield what facts that nobody told would add to a sum: 难产再加15天."""
    extras = [one for one in measure.amount.get("extras", ()) if (one.get("when") or one.get("times")) not in facts]
    said, sources = [], {}
    for extra in extras:
        other = lookup(extra["measure"])
        said.append(f"{extra['label']}再加{show(other.amount['value'])}{other.amount['unit']}")
        sources[cite(other.document, other.clause)] = True
    if said:
        yield f"如果{'，'.join(said)}（{'、'.join(sources)}）"


def _across_a_bound(measure: Measure, facts: Facts) -> Iterator[str]:
    for test in fact_tests(measure.data.get("who")):
        told = parse_day(facts.get(test["fact"])) if isinstance(facts.get(test["fact"]), str) else None
        bounds = [parse_day(test[name]) for name in BOUNDS if isinstance(test.get(name), str)]
        for bound in filter(None, bounds):
            if told and abs((told - bound).days) <= NEAR:
                yield f"如果证件上的日期不符合“{test['say']}”，则没有这一项"


def _across_versions(measure: Measure, facts: Facts) -> Iterator[str]:
    told = parse_day(facts.get(measure.data.get("version_by", ""), None))
    first, last = (parse_day(measure.data.get(name)) for name in ("valid_from", "valid_to"))
    if told and first and (told - first).days <= NEAR:
        yield f"如果是{_day(first - DAY)}及以前，则这一条不适用，按以前的规定"
    if told and last and (last - told).days <= NEAR:
        yield f"如果是{_day(last + DAY)}及以后，则这一条不再适用，按后来的规定"


def _day(day: date) -> str:
    return str(Figure("", day.isoformat(), "date"))
