"""Giving a bare number, sum, span or date in a message to the one fact that the measure asked about is waiting for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policies_kb.model import Measure
from policies_kb.reading import Reading
from policies_kb.reading_ages import GROWN_FROM
from policies_kb.reading_numbers import tidy
from policies_kb.source import read_vocabulary

SMALLEST_BASE = 10
AGES = ("person_age", "partner_age")
MONTHS_A_YEAR = 12
YEARLY = ("year", "school_year", "child_year")
UNITS_OF_TIMES = {"training_days": "天", "allowance_days": "天", "leave_days_not_taken": "天", "new_carers": "人"}


def bound_for(measures: Sequence[Measure], reading: Reading, question: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the measures to be spelled out are waiting for; a figure goes to one fact, of the first that waits.

    A sum that comes on top (又花了8000) is added to what was told before.
    """
    found: dict[str, Any] = {}
    for measure in measures:
        more = bound_facts(measure, reading, reading.facts, question)
        taken = set(found.values())
        found = {fact: value for fact, value in more.items() if value not in taken} | found
    on_top = {measure.amount.get("of") for measure in measures} if reading.on_top else set()
    return {fact: value + told.get(fact, 0) if fact in on_top else value for fact, value in found.items()}


def number_left(reading: Reading, bound: Mapping[str, Any]) -> bool:
    """Whether a message is a bare number or sum that went to no fact: what is worked out is of before it."""
    loose = [value for value in (reading.loose_number, reading.loose_amount) if value is not None]
    return bool(loose) and not reading.facts and not bound and not reading.quantities


def bound_facts(measure: Measure, reading: Reading, facts: Mapping[str, Any], question: str) -> dict[str, Any]:
    """Return facts for what the message left unnamed: 一共交了一万二 after a question about half of what was paid.

    `facts` are those that the message names itself: they stay. A sum that the measure itself gives is not taken for a
    base. Empty when nothing is waiting or nothing is loose.
    """
    found = dict(_loose(measure, reading, question)) | dict(_spans(measure, reading))
    if reading.loose_date and measure.data.get("payout", {}).get("from"):
        found[measure.data["payout"]["from"]] = reading.loose_date
    return {fact: value for fact, value in found.items() if fact not in facts}


def _loose(measure: Measure, reading: Reading, question: str) -> Iterator[tuple[str, Any]]:
    """Yield the fact that a figure without a name belongs to, by the kind of the amount."""
    amount, number = measure.amount, reading.loose_number
    kind = amount.get("kind")
    if kind == "rate" and "of" in amount:
        base = (reading.loose_amount or number) if amount["unit"] == "元" else number
        wanted = read_vocabulary("facts")[amount["of"]].get("named_by", "")
        given = base and base >= SMALLEST_BASE and base not in (amount.get("cap"), amount.get("percent"))
        if given and re.search(wanted, question):
            yield amount["of"], base
    elif number is None:
        return
    elif kind in ("brackets", "steps"):
        if amount["by"] not in AGES or number >= GROWN_FROM:  # 一年呢 is nobody's age
            yield amount["by"], number
    elif kind == "per_group":
        groups = [row for row in amount["rows"] if row["group"] in question]
        if len(groups) == 1:
            yield groups[0]["count"], number
    elif "times" in amount and amount["times"] != "months":
        yield amount["times"], number


def _spans(measure: Measure, reading: Reading) -> Iterator[tuple[str, Any]]:
    """Yield how often the amount comes: the days, months, years or heads told, if only one number is."""
    amount = measure.amount
    times, per = amount.get("times"), amount.get("per")
    if times in UNITS_OF_TIMES:
        yield from _only(reading, UNITS_OF_TIMES[times], times, counted=False)
    elif per == "month":
        yield from _only(reading, "年", "months", MONTHS_A_YEAR)
        yield from _more_than_one(_only(reading, "月", "months"))
    elif per in YEARLY and times is None and amount["kind"] == "fixed":
        yield from _more_than_one(_only(reading, "年", "years"))
        yield from _only(reading, "学期", "semesters", counted=False)


def _more_than_one(found: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield what is not the rhythm of the amount itself: one month of monthly money is no sum."""
    return ((fact, value) for fact, value in found if value != 1)


def _only(reading: Reading, unit: str, fact: str, scale: int = 1, counted: bool = True) -> Iterator[tuple[str, Any]]:
    values = {one.value for one in reading.quantities if one.unit == unit and (one.counted or not counted)}
    if len(values) == 1:
        yield fact, tidy(values.pop() * scale)
