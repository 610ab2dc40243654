"""What a measure gives: the figures that stand in the text, and those that follow from what is known of the household.

One function per kind of amount; the kinds are closed (schema/document.yml). Nothing is guessed: what the text leaves
open becomes a range, a bound or an assumption in words.
"""

from collections.abc import Callable, Mapping
from typing import Any

from policies_kb.figures import Figure, show
from policies_kb.model import Measure
from policies_kb.rates import rate
from policies_kb.steps import steps
from policies_kb.work import COUNTED, Facts, Lookup, Step, Work, label_of, multiply, printed_figure


def work_out(measure: Measure, facts: Facts, lookup: Lookup) -> Work:
    """Return the figures of a measure for a household; without facts only what is printed."""
    amount = measure.amount
    work = KINDS[amount["kind"]](measure, amount, facts, lookup) if amount else Work()
    for item in measure.data.get("figures", []):
        work.printed.append(
            Figure(
                item["label"], item["value"], item["unit"], item.get("per"), item.get("bound", "exact"), item.get("max")
            )
        )
    return work


def _unpriced(_measure: Measure, _amount: Mapping, _facts: Facts, _lookup: Lookup) -> Work:
    return Work()


def _fixed(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    figure = printed_figure(measure, amount, amount["value"])
    work = Work([figure], single=figure)
    if facts.get(amount.get("each", "")):
        multiply(work, measure, amount, amount["value"], amount["each"], facts[amount["each"]])
    times, count = _how_often(amount, facts)
    if count and amount["value"] and not _all_from_birth(measure, times, count, facts):
        multiply(work, measure, amount, work.main.value, times, _at_most_until_age(work, measure, times, count))
    elif facts.get("semesters") and amount.get("per") in YEARLY:
        work.assumptions.append("写的是按年算；一个学期算多少，文件没有写明")
    return work


def _all_from_birth(measure: Measure, times: str, count: float, facts: Facts) -> bool:
    """Whether all of an allowance is meant (三年总共多少) of a child whose birth is told: its months are counted."""
    age = measure.data.get("payout", {}).get("until_age")
    all_of_it = age * (12 if times == "months" else 1) if age and times in ("months", "years") else None
    return all_of_it is not None and count >= all_of_it and "child_birth_date" in facts


def _at_most_until_age(work: Work, measure: Measure, times: str, count: float) -> float:
    """Return so many months or years, but no more than there are until the age at which an allowance ends."""
    age = measure.data.get("payout", {}).get("until_age")
    most = age * (12 if times == "months" else 1) if age and times in ("months", "years") else count
    if count > most:
        work.assumptions.append(f"最多到孩子满{age}周岁，按{show(most)}{COUNTED[times]}算")
    return min(count, most)


def _how_often(amount: Mapping, facts: Facts) -> tuple[str, float | None]:
    """Return the fact that says how often an amount comes, and its value: places, days, else months or years."""
    if "times" in amount:
        return amount["times"], facts.get(amount["times"])
    if amount.get("per") == "month":
        years = facts.get("years")
        return "months", facts.get("months") or (years * 12 if years else None)
    return "years", facts.get("years") if amount.get("per") in YEARLY else None


def _range(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    figure = printed_figure(measure, amount, amount["value"], bound="range", max=amount["max"])
    work = Work([figure], single=figure)
    if facts.get(amount.get("each", "")):
        multiply(work, measure, amount, amount["value"], amount["each"], facts[amount["each"]])
    return work


def _rows(
    measure: Measure,
    amount: Mapping,
    facts: Facts,
    name: Callable[[Mapping], str],
    fits: Callable[[Mapping, Any], bool],
) -> Work:
    """Shared by table and brackets: every row is printed; the row that fits the household is the result."""
    numbers = [row for row in amount["rows"] if isinstance(row["value"], int | float)]
    work = Work([Figure(name(row), row["value"], amount["unit"], amount.get("per")) for row in numbers])
    value = facts.get(amount["by"])
    if value is None:
        return work
    work.inputs[amount["by"]] = value
    row = next((row for row in amount["rows"] if fits(row, value)), None)
    outcome = row["value"] if row else amount["otherwise"]
    if outcome == "none":
        work.refused = f"在{'、'.join(name(row) for row in numbers)}的范围里（您说的是{show(value)}）"
    elif outcome == "unstated":
        work.assumptions.append(f"{show(value)}的情况，文件没有写明")
    else:
        work.results.append(
            Figure(label_of(measure, amount), outcome, amount["unit"], amount.get("per"), computed=True)
        )
        work.steps.append(
            Step(
                f"{show(value)}属于“{name(row)}”这一档：{show(outcome)}{amount['unit']}",
                measure.id,
                outcome,
                amount["unit"],
            )
        )
    return work


def _table(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    return _rows(measure, amount, facts, lambda row: row["printed"], lambda row, value: row["is"] == value)


def _brackets(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    return _rows(measure, amount, facts, bracket_name, in_bracket)


def in_bracket(row: Mapping, value: float) -> bool:
    """Return whether a number lies in a bracket; `from` and `to` are included, `above` and `below` are not."""
    return (
        value >= row.get("from", value)
        and value <= row.get("to", value)
        and not value <= row.get("above", value - 1)
        and not value >= row.get("below", value + 1)
    )


def bracket_name(row: Mapping) -> str:
    """Return a bracket in words: 50到99、100及以上."""
    low = row["from"] if "from" in row else row["above"] + 1
    high = row["to"] if "to" in row else row["below"] - 1 if "below" in row else None
    return f"{show(low)}及以上" if high is None else f"{show(low)}到{show(high)}"


def _steps(measure: Measure, amount: Mapping, facts: Facts, lookup: Lookup) -> Work:
    work = steps(measure, amount, facts, lookup)
    times, count = _how_often(amount, facts)
    if count and work.main:
        multiply(work, measure, amount, work.main.value, times, count)
    return work


def _sum(measure: Measure, amount: Mapping, facts: Facts, lookup: Lookup) -> Work:
    work, total, unit = Work(), 0.0, amount["unit"]
    words = []
    for part in amount["parts"]:
        other = part.get("measure")
        value = lookup(other).amount["value"] if other else part["value"]
        work.printed.append(Figure(part["label"], value, unit, amount.get("per")))
        work.steps.append(Step(f"{part['label']}{show(value)}{unit}", other or measure.id, value, unit))
        words.append(show(value))
        total += value
    for extra in amount.get("extras", []):
        count = _extra_count(extra, facts)
        if count:
            value = lookup(extra["measure"]).amount["value"] * count
            work.steps.append(Step(f"{extra['label']}再加{show(value)}{unit}", extra["measure"], value, unit))
            work.inputs[extra.get("when") or extra["times"]] = facts[extra.get("when") or extra["times"]]
            words.append(show(value))
            total += value
    work.results.append(Figure("一共", total, unit, amount.get("per"), computed=len(words) > 1))
    if len(words) > 1:
        work.steps.append(Step(f"{' + '.join(words)} = {show(total)}{unit}", measure.id, total, unit))
    return work


def _extra_count(extra: Mapping, facts: Facts) -> int:
    if "when" in extra:
        return int(facts.get(extra["when"]) is True)
    return max(0, int(facts.get(extra["times"]) or 0) - extra.get("minus", 0))


def _per_group(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    unit = amount["unit"]
    work = Work([Figure(row["group"], row["value"], unit, amount.get("per")) for row in amount["rows"]])
    total, words = 0.0, []
    for row in amount["rows"]:
        count = facts.get(row["count"])
        if count:
            work.inputs[row["count"]] = count
            words.append(f"{row['group']}{show(count)} × {show(row['value'])}")
            total += count * row["value"]
    if words:
        work.results.append(Figure("合计", total, unit, "year", computed=True))
        work.steps.append(Step(f"{' + '.join(words)} = {show(total)}{unit}", measure.id, total, unit))
    return work


YEARLY = ("year", "school_year", "child_year")
KINDS: dict[str, Callable[[Measure, Mapping, Facts, Lookup], Work]] = {
    "fixed": _fixed,
    "range": _range,
    "table": _table,
    "brackets": _brackets,
    "steps": _steps,
    "sum": _sum,
    "rate": rate,
    "per_group": _per_group,
    "unpriced": _unpriced,
}
