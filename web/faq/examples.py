"""A worked example of a measure: a household that meets its conditions, worked out as the chat would."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import assess
from policies_kb.calendar import add_months
from policies_kb.entitlements import fact_tests
from policies_kb.figures import Figure, show
from policies_kb.model import Measure
from policies_kb.store import KnowledgeBase
from policies_kb.wording import figures_lead, working_lines

BIRTH, BORN_MONTHS_AGO, STARTS_IN_MONTHS = "child_birth_date", 6, 1
COUNTS = {"places": 30, "months": 10, "training_days": 10}
ORDINARY_COUNT = 2  # children, persons, carers
Facts = dict[str, Any]


def examples_of(measure: Measure, base: KnowledgeBase, today: date) -> list[dict[str, Any]]:
    """Return the example of a measure, {"told", "result", "working"}; empty where nothing follows from an example."""
    if (measure.data.get("valid_to") or today.isoformat()) < today.isoformat():
        return []
    facts = _meeting(measure) | dict(_counted(measure, today))
    assessment = assess(measure, facts, base, today)
    result = figures_lead(assessment)
    if result is None or assessment.eligibility == "not_eligible":
        return []
    working = working_lines(assessment, base.measure)
    answer = make_answer("answer", [result, *working], base, today, measure.document.region, [assessment])
    if answer["kind"] != "answer":
        return []
    told = [*assessment.judgement.met, *_told(assessment.work.inputs, base, _tested(measure))]
    return [{"told": "，".join(dict.fromkeys(told)), "result": result, "working": working}]


def _meeting(measure: Measure) -> Facts:
    """Return facts that meet every condition that can be tested; of alternatives the first."""
    who = measure.data.get("who") or {}
    wanted = [*who.get("all", []), *who.get("any", [])[:1]]
    return {test["fact"]: value for test in fact_tests(wanted) for value in _passing(test)}


def _passing(test: Mapping[str, Any]) -> Iterator[Any]:
    codes = test.get("within") or test.get("any_within")
    if "is" in test:
        yield test["is"]
    elif "in" in test or codes:
        yield (test.get("in") or codes)[0]
    elif isinstance(test.get("at_least"), int | float):
        yield test["at_least"]
    elif isinstance(test.get("above"), int | float):
        yield test["above"] + 1


def _counted(measure: Measure, today: date) -> Iterator[tuple[str, Any]]:
    """Yield what an amount is counted by: a birth, the first day of a leave, a row of its table, a number of heads."""
    amount, payout = measure.amount, measure.data.get("payout", {})
    first = date(today.year, today.month, 1)
    if "until_age" in payout or payout.get("from") == BIRTH:
        yield BIRTH, add_months(first, -BORN_MONTHS_AGO).isoformat()
    elif "from" in payout:
        yield payout["from"], add_months(first, STARTS_IN_MONTHS).isoformat()
    if amount.get("kind") == "brackets":
        row = amount["rows"][0]
        yield amount["by"], row.get("from", row.get("above", 0) + 1 if "above" in row else row.get("to"))
    elif amount.get("kind") == "table":
        yield amount["by"], amount["rows"][0]["is"]
    elif amount.get("kind") == "steps":
        yield amount["by"], amount["start"] + amount["every"]
    for name in ("times", "each"):
        if name in amount and amount.get("kind") in ("fixed", "range"):
            yield amount[name], COUNTS.get(amount[name], ORDINARY_COUNT)


def _tested(measure: Measure) -> frozenset[str]:
    return frozenset(test["fact"] for test in fact_tests(measure.data.get("who")))


def _told(inputs: Mapping[str, Any], base: KnowledgeBase, tested: frozenset[str]) -> Iterator[str]:
    """Yield the inputs of a working in words, without those that stand among the conditions met."""
    for name, value in inputs.items():
        said_already = name in tested and base.facts[name]["type"] != "date"
        if not said_already and isinstance(value, int | float | str) and not isinstance(value, bool):
            yield f"{base.facts[name]['say']}：{_in_words(value, base.facts[name])}"


def _in_words(value: float | str, fact: Mapping[str, Any]) -> str:
    if fact["type"] == "date":
        return str(Figure("", value, "date"))
    return str(fact.get("values", {}).get(value, show(value)))
