"""Giving a bare number, sum or date in a message to the one fact that the measure asked about is waiting for."""

from collections.abc import Mapping
from typing import Any

from policies_kb.model import Measure
from policies_kb.reading import Reading

SMALLEST_BASE = 10


def bound_facts(measure: Measure, reading: Reading, facts: Mapping[str, Any], question: str) -> dict[str, Any]:
    """Return facts for what the message left unnamed: 一共交了一万二 after a question about half of what was paid.

    A sum that the measure itself gives is not taken for a base. Empty when nothing is waiting or nothing is loose.
    """
    amount, payout = measure.amount, measure.data.get("payout", {})
    found: dict[str, Any] = {}
    if amount.get("kind") == "rate":
        base = reading.loose_amount if amount["unit"] == "元" else reading.loose_number
        if base and base >= SMALLEST_BASE and base not in (amount.get("cap"), amount.get("percent")):
            found[amount["of"]] = base
    elif amount.get("kind") in ("brackets", "steps") and reading.loose_number is not None:
        found[amount["by"]] = reading.loose_number
    elif amount.get("kind") == "per_group" and reading.loose_number is not None:
        groups = [row for row in amount["rows"] if row["group"] in question]
        if len(groups) == 1:
            found[groups[0]["count"]] = reading.loose_number
    elif "times" in amount and reading.loose_number is not None:
        found[amount["times"]] = reading.loose_number
    if reading.loose_date and payout.get("from"):
        found[payout["from"]] = reading.loose_date
    return {fact: value for fact, value in found.items() if fact not in facts}
