"""The one fact to ask a family for next, and what the answer to it says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from policies_kb.calendar import add_months
from policies_kb.conditions import fact_tests
from policies_kb.entitlements import NOT, OPEN, Household, stage_of, standings
from policies_kb.reading import Reading
from policies_kb.regions import NATION
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase

CLEARER = 0.1  # what a measure that only lacks less counts beside one that is settled
WITH_FIGURE = 2  # a measure with a figure counts so much beside one without
MOST_BUTTONS = 5
YES, NO = "是的", "不是"
SHORT = 16
Facts = Mapping[str, Any]
Button = tuple[str, str]
Undecided = dict[str, int]


def telling_facts(household: Household, base: KnowledgeBase, today: date, among: Sequence[str] = ()) -> list[str]:
    """Return the facts that would settle undecided measures, most telling first; none that was told or declined.

    among: only these measures count. A fact whose every answer leaves all as it is is not named.
    """
    before, tests = _undecided(household, base, today, among), {}
    for measure, stands, gaps in standings(household, base, today):
        if stands == OPEN and measure.id in before:
            for fact, _ in gaps:
                tests.setdefault(asked_as(fact), [])
    for name in tests:
        tests[name] = values_to_try(name, household, base, today)
    scores = {
        name: _settles(name, values, household, base, today, before)
        for name, values in tests.items()
        if values and may_be_asked(name, household)
    }
    order = list(base.facts)
    unplaced = not household.institution and stage_of(household.facts, today) is None
    first = read_vocabulary("families")["asking"]["first"] if unplaced else ()
    telling = (name for name, score in scores.items() if score > 0)
    return sorted(telling, key=lambda name: (name not in first, -scores[name], order.index(name)))


def question_for(
    fact: str, household: Household, base: KnowledgeBase, among: Sequence[str] = ()
) -> tuple[str, list[Button]]:
    """Return the question for a fact and its buttons (title, message); none where the values are many.

    among: only the conditions of these measures count.
    """
    entry = base.facts[fact]
    ask = read_vocabulary("families")["asking"]["ask"].get(fact, entry["ask"])
    if entry["type"] == "boolean":
        return ask, [(YES, YES), (NO, NO)]
    if entry["type"] == "region":
        names = [base.regions.name(code) for code in _codes(fact, household, base, among)]
        buttons = [(f"在{name}", f"在{name}") for name in names]
        return ask, [*buttons, (f"不在{names[0]}", f"不在{names[0]}")] if len(names) == 1 else buttons
    labels = [*entry.get("values", {}).values(), *entry.get("buttons", {}).values()]
    return ask, [(label, label) for label in labels[:MOST_BUTTONS]]


def refuses(text: str) -> bool:
    """Whether a message declines to answer: 不想说, 不知道, 跳过."""
    return bool(re.search(read_vocabulary("families")["answers"]["refusal"], text))


def told_by_answer(
    fact: str, text: str, reading: Reading, region: str | None, base: KnowledgeBase, among: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the fact that a message tells as the answer to the question for it; empty when it tells another thing."""
    if fact in reading.facts or len(text) > SHORT or fact not in base.facts:
        return {name: value for name, value in reading.facts.items() if name == fact}
    entry, words = base.facts[fact], read_vocabulary("families")["answers"]
    said = True if re.search(words["affirm"], text) else False if re.search(words["deny"], text) else None
    if entry["type"] == "region":
        if reading.facts:  # the place belongs to another fact: born there, registered there
            return {}
        value = _place_told(said, reading, _codes(fact, Household(region, {}), base, among) if region else [])
    elif entry["type"] == "boolean":
        value = said
    elif entry["type"] == "date":
        value = reading.loose_date
    else:
        value = _value_named(entry, text)
        value = reading.loose_number if value is None and entry["type"] != "choice" else value
    return {} if value is None else {fact: value}


def _value_named(entry: Mapping[str, Any], text: str) -> Any:
    """Return the value whose label is the message; None when it is none."""
    named = next((key for key, label in entry.get("values", {}).items() if label == text), None)
    number = next((key for key, label in entry.get("buttons", {}).items() if label == text), None)
    return named if number is None else int(number)


def _place_told(said: bool | None, reading: Reading, codes: list[str]) -> str | None:
    """Return the place that an answer tells; the nation's code stands for anywhere but the one place asked for."""
    elsewhere = any(mention.role == "elsewhere" for mention in reading.mentions) or bool(reading.denied_regions)
    if said is False or elsewhere:
        return NATION if len(codes) == 1 else None
    if said:
        return codes[0] if len(codes) == 1 else None
    named = [mention.code for mention in reading.mentions if mention.code]
    return named[-1] if named else None


def _undecided(household: Household, base: KnowledgeBase, today: date, among: Sequence[str]) -> Undecided:
    """Return the undecided measures of a household with how many facts each lacks."""
    return {
        measure.id: len(gaps)
        for measure, stands, gaps in standings(household, base, today)
        if stands == OPEN and (not among or measure.id in among)
    }


def _settles(
    name: str, values: list[Any], household: Household, base: KnowledgeBase, today: date, before: Undecided
) -> float:
    """Return how many undecided measures an answer settles, on the average of the answers; figures count more."""
    total, may_leave_out = 0.0, name in read_vocabulary("families")["asking"]["first"]
    for value in values:
        told = household.with_fact(name, value)
        after = {measure.id: (stands, len(gaps)) for measure, stands, gaps in standings(told, base, today)}
        for one, lacks in before.items():
            stands, still_lacks = after.get(one, (NOT if may_leave_out else OPEN, lacks))
            settled = 1 if stands != OPEN else CLEARER * (still_lacks < lacks)
            total += settled * (WITH_FIGURE if base.measures[one].has_figure else 1)
    return total / len(values)


def asked_as(fact: str) -> str:
    """Return the fact that is asked for in the place of one that it tells as well."""
    return read_vocabulary("families")["asking"]["instead"].get(fact, fact)


def may_be_asked(fact: str, household: Household) -> bool:
    """Whether a fact is neither told nor declined, and none that nobody asks a family unprompted."""
    never = read_vocabulary("families")["asking"]["never"]
    return fact not in household.facts and fact not in household.declined and fact not in never


def values_to_try(
    fact: str, household: Household, base: KnowledgeBase, today: date, among: Sequence[str] = ()
) -> list[Any]:
    """Return the answers to try for a fact: those that some condition tells apart."""
    entry = base.facts[fact]
    if entry["type"] == "boolean":
        return [True, False]
    if entry["type"] == "choice":
        return list(entry["values"])
    if entry["type"] == "region":
        return [*_codes(fact, household, base, among), NATION]
    if entry["type"] == "date":
        months = read_vocabulary("families")["asking"]["born_months_ago"] if fact == "child_birth_date" else []
        return [add_months(today, -ago).isoformat() for ago in months]
    bounds = {
        bound
        for test in _tests(fact, household, base, among)
        for bound in (test.get(key) for key in ("is", "at_least", "above", "at_most", "below"))
        if isinstance(bound, int | float)
    }
    bounds |= {one for test in _tests(fact, household, base, among) for one in test.get("in", ())}
    return sorted({near for bound in bounds for near in (bound - 1, bound, bound + 1) if near >= 0})


def _codes(fact: str, household: Household, base: KnowledgeBase, among: Sequence[str] = ()) -> list[str]:
    """Return the places that conditions on a fact name, for measures that hold in the household's place."""
    found = [
        code
        for test in _tests(fact, household, base, among)
        for code in (*test.get("within", ()), *test.get("any_within", ()))
    ]
    return list(dict.fromkeys(found))


def _tests(
    fact: str, household: Household, base: KnowledgeBase, among: Sequence[str] = ()
) -> Iterator[Mapping[str, Any]]:
    """Yield the conditions on a fact of all measures that hold in the household's place, or of those named."""
    chain = base.regions.chain(household.region)
    for measure in [base.measures[name] for name in among] if among else base.measures.values():
        if measure.document.region in chain:
            yield from (test for test in fact_tests(measure.data.get("who")) if test["fact"] == fact)
