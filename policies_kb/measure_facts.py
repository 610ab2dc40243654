"""Which facts and which sums of money a measure speaks of."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies_kb.model import Measure


def amounts_of(measure: Measure) -> Iterator[float]:
    """Yield the sums of money that a measure gives."""
    amount = measure.amount
    if amount.get("unit") == "元":
        for holder in (amount, *amount.get("rows", ())):
            yield from (
                float(holder[name])
                for name in ("value", "max", "cap", "base", "add")
                if isinstance(holder.get(name), int | float)
            )


def amount_facts(measure: Measure) -> set[str]:
    """Return the facts that an amount is worked out from."""
    amount = measure.amount
    names = {amount[key] for key in ("by", "also_by", "of", "times", "each") if key in amount} | {
        row["count"] for row in amount.get("rows", ()) if "count" in row
    }
    if "until_age" in (measure.data.get("payout") or {}):
        names.add("remaining_only")  # 还能领几个月
    return names - {"child_order"}


def facts_used(measure: Measure) -> set[str]:
    """Return the names of the facts that a measure's conditions, amount and payout look at."""
    names: set[str] = set()
    todo: list[Any] = [measure.data.get("who"), measure.amount, measure.data.get("payout")]
    while todo:
        value = todo.pop()
        if isinstance(value, Mapping):
            names |= {
                value[key]
                for key in ("fact", "by", "also_by", "of", "times", "each", "count", "when", "used_up_by", "from")
                if isinstance(value.get(key), str)
            }
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    if measure.amount.get("per") == "month":
        names.add("months")
    return names
