"""What a measure gives: the figures that stand in the text, and those that follow from what is known of the household.

One function per kind of amount; the kinds are closed (schema/document.yml). Nothing is guessed: what the text leaves open
becomes a range, a bound or an assumption in words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from policies_kb.figures import Figure, show
from policies_kb.model import Measure

Facts = Mapping[str, Any]
Lookup = Callable[[str], Measure]


@dataclass
class Step:
    """One line of the working; `measure` is the source of its figure."""

    text: str
    measure: str
    value: float | str | None = None
    unit: str | None = None


@dataclass
class Work:
    """Figures of one measure.

    `printed` stand in the text, `results` follow from the household's facts."""

    printed: list[Figure] = field(default_factory=list)
    results: list[Figure] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    inputs: dict[str, Any] = field(default_factory=dict)
    refused: str | None = None
    single: Figure | None = None

    @property
    def main(self) -> Figure | None:
        """The figure that everything dated or repeated builds on: the last result, else the single printed one."""
        return self.results[-1] if self.results else self.single


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


def _label(measure: Measure, amount: Mapping) -> str:
    return amount.get("label", measure.title)


def _printed(measure: Measure, amount: Mapping, value: float, **more: Any) -> Figure:
    data = {"per": amount.get("per"), "bound": amount.get("bound", "exact")} | more
    return Figure(_label(measure, amount), value, amount["unit"], **data)


def _unpriced(_measure: Measure, _amount: Mapping, _facts: Facts, _lookup: Lookup) -> Work:
    return Work()


def _fixed(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    figure = _printed(measure, amount, amount["value"])
    work = Work([figure], single=figure)
    times, count = _how_often(amount, facts)
    if count and amount["value"]:
        _multiply(work, measure, amount, amount["value"], times, count)
    return work


def _how_often(amount: Mapping, facts: Facts) -> tuple[str, float | None]:
    """Return the fact that says how often an amount comes, and its value: places, days, else months or years."""
    if "times" in amount:
        return amount["times"], facts.get(amount["times"])
    if amount.get("per") == "month":
        years = facts.get("years")
        return "months", facts.get("months") or (years * 12 if years else None)
    return "years", facts.get("years") if amount.get("per") in YEARLY else None


def _multiply(work: Work, measure: Measure, amount: Mapping, value: float, fact: str, count: float) -> None:
    total, unit = value * count, amount["unit"]
    bound = amount.get("bound", "exact")
    work.inputs[fact] = count
    per = "year" if fact == "places" else None
    work.results.append(Figure("合计", total, unit, per, bound, computed=True))
    word = {"at_least": "至少", "at_most": "最多"}.get(bound, "")
    counted = {
        "months": "个月",
        "years": "年",
        "places": "个托位",
        "training_days": "天",
        "leave_days_not_taken": "天",
        "new_carers": "人",
    }.get(fact, "")
    text = f"{show(value)}{unit} × {show(count)}{counted} = {word}{show(total)}{unit}"
    work.steps.append(Step(text, measure.id, total, unit))


def _range(measure: Measure, amount: Mapping, _facts: Facts, _lookup: Lookup) -> Work:
    figure = _printed(measure, amount, amount["value"], bound="range", max=amount["max"])
    return Work([figure], single=figure)


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
        work.refused = f"{show(value)}不在给的范围里（{'；'.join(name(row) for row in numbers)}）"
    elif outcome == "unstated":
        work.assumptions.append(f"{show(value)}的情况，文件没有写明")
    else:
        work.results.append(Figure(_label(measure, amount), outcome, amount["unit"], amount.get("per"), computed=True))
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


def _steps(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    start, base, every, add = (amount[name] for name in ("start", "base", "every", "add"))
    work = Work(
        [
            Figure(f"满{show(start)}", base, amount["unit"], amount.get("per")),
            Figure(f"每增加{show(every)}", add, amount["unit"], amount.get("per")),
        ]
    )
    value = facts.get(amount["by"])
    if value is None:
        return work
    work.inputs[amount["by"]] = value
    if value < start:
        work.refused = f"要满{show(start)}才有，现在是{show(value)}"
        return work
    count = int((value - start) // every)
    total = base + add * count
    work.results.append(Figure(_label(measure, amount), total, amount["unit"], amount.get("per"), computed=True))
    text = (
        f"{show(base)} + {show(add)} × {count} = {show(total)}{amount['unit']}"
        if count
        else f"刚到第一档：{show(base)}{amount['unit']}"
    )
    work.steps.append(Step(text, measure.id, total, amount["unit"]))
    if facts.get("months"):
        _multiply(work, measure, amount, total, "months", facts["months"])
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


def _rate(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    work, unit = Work(), amount["unit"]
    bound = amount.get("bound", "exact")
    whole = amount.get("percent") == 100 and amount.get("mode", "share") == "share"
    if "multiple" in amount:
        work.printed.append(Figure(_label(measure, amount), amount["multiple"], "倍", None, bound))
    elif "per_thousand" in amount:
        work.printed.append(Figure("每千人", amount["per_thousand"], unit, None, bound))
    elif not whole:
        work.printed.append(Figure(_label(measure, amount), amount["percent"], "%", None, bound))
    if "cap" in amount:
        work.printed.append(Figure("最多", amount["cap"], unit, amount.get("per"), "at_most"))
    base = facts.get(amount["of"])
    left = amount["cap"] - facts.get(amount.get("used_up_by", ""), 0) if "cap" in amount else None
    if left is not None and facts.get(amount.get("used_up_by", "")) is not None:
        _remaining(work, measure, amount, facts, left)
    if base is not None:
        _apply_rate(work, measure, amount, facts, left)
    return work


def _remaining(work: Work, measure: Measure, amount: Mapping, facts: Facts, left: float) -> None:
    used, unit = facts[amount["used_up_by"]], amount["unit"]
    left = max(0, left)
    work.inputs[amount["used_up_by"]] = used
    work.results.append(Figure("还剩", left, unit, None, "at_most", computed=True))
    work.steps.append(
        Step(
            f"累计上限{show(amount['cap'])}{unit} − 已经报的{show(used)}{unit} = 还剩{show(left)}{unit}",
            measure.id,
            left,
            unit,
        )
    )


def _apply_rate(work: Work, measure: Measure, amount: Mapping, facts: Facts, left: float | None) -> None:
    base = facts[amount["of"]]
    unit, bound = amount["unit"], amount.get("bound", "exact")
    factor = rate_factor(amount)
    raw = base * factor
    total = raw if left is None else min(raw, max(0, left))
    work.inputs[amount["of"]] = base
    text = (
        f"{show(base)}{_base_unit(amount)} × {_factor_said(amount, factor)} = {show(raw)}{unit}"
        if factor != 1
        else f"实际{show(base)}{unit}"
    )
    if total < raw:
        text += f"，超过上限，按{show(total)}{unit}"
    work.steps.append(Step(text, measure.id, total, unit))
    work.results.append(Figure("算下来", total, unit, amount.get("per"), bound, computed=True))
    count = facts.get(amount.get("times", ""))
    if count:
        _multiply(work, measure, amount, total, amount["times"], count)


def rate_factor(amount: Mapping) -> float:
    """Return what a base is multiplied by: a multiple, so many per thousand, a share, or the whole and a share more."""
    if "multiple" in amount:
        return amount["multiple"]
    if "per_thousand" in amount:
        return amount["per_thousand"] / 1000
    return amount["percent"] / 100 + (amount.get("mode") == "add_on")


def _factor_said(amount: Mapping, factor: float) -> str:
    if "multiple" in amount:
        return show(factor)
    return f"{show(amount['per_thousand'])}/1000" if "per_thousand" in amount else f"{show(round(factor * 100, 4))}%"


def _base_unit(amount: Mapping) -> str:
    return "人" if "per_thousand" in amount else amount["unit"]


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
    "rate": _rate,
    "per_group": _per_group,
    "unpriced": _unpriced,
}
