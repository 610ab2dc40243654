"""Amounts that are a share or a multiple of a base that the person gives, with ceilings and what is used up of them."""

from collections.abc import Mapping

from policies_kb.figures import Figure, show
from policies_kb.model import Measure
from policies_kb.work import Facts, Lookup, Step, Work, label_of, multiply


def rate(measure: Measure, amount: Mapping, facts: Facts, lookup: Lookup) -> Work:
    """Return the rate as printed, what is left of a cumulative ceiling, and the result for the base.

    The base is what the person gives (of), or the figure of another measure (of_measure).
    """
    work, unit = Work(), amount["unit"]
    bound = amount.get("bound", "exact")
    whole = amount.get("percent") == 100 and amount.get("mode", "share") == "share"
    if "multiple" in amount:
        work.printed.append(Figure(label_of(measure, amount), amount["multiple"], "倍", None, bound))
    elif "per_thousand" in amount:
        work.printed.append(Figure("每千人", amount["per_thousand"], unit, None, bound))
    elif "divide" in amount:
        work.printed.append(Figure(f"{amount['of_say']}除以", amount["divide"], "天", None, bound))
    elif not whole:
        work.printed.append(Figure(label_of(measure, amount), amount["percent"], "%", None, bound))
    if "cap" in amount:
        work.printed.append(Figure("最多", amount["cap"], unit, amount.get("per"), "at_most"))
    other = amount.get("of_measure")
    base = lookup(other["measure"]).amount["value"] if other else facts.get(amount["of"])
    left = amount["cap"] - facts.get(amount.get("used_up_by", ""), 0) if "cap" in amount else None
    if left is not None and facts.get(amount.get("used_up_by", "")) is not None:
        _remaining(work, measure, amount, facts, left)
    if base is not None:
        _apply_rate(work, measure, amount, facts, base, left)
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


def _apply_rate(work: Work, measure: Measure, amount: Mapping, facts: Facts, base: float, left: float | None) -> None:
    unit, bound = amount["unit"], amount.get("bound", "exact")
    factor = rate_factor(amount)
    raw = base * factor
    total = raw if left is None else min(raw, max(0, left))
    if "of" in amount:
        work.inputs[amount["of"]] = base
    text = (
        f"{show(base)}{_base_unit(amount)} {_factor_said(amount, factor)} = {show(raw)}{unit}"
        if factor != 1
        else f"实际{show(base)}{unit}"
    )
    if total < raw:
        text += f"，超过上限，按{show(total)}{unit}"
    work.steps.append(Step(text, measure.id, total, unit))
    label = "每天" if "divide" in amount else "算下来" if "of" in amount else label_of(measure, amount)
    work.results.append(Figure(label, total, unit, amount.get("per"), bound, computed=True))
    count = facts.get(amount.get("times", ""))
    if count:
        multiply(work, measure, amount, total, amount["times"], count)


def rate_factor(amount: Mapping) -> float:
    """Return what a base is multiplied by: a multiple, so many per thousand, a part, a share, or a share more."""
    if "multiple" in amount:
        return amount["multiple"]
    if "per_thousand" in amount:
        return amount["per_thousand"] / 1000
    if "divide" in amount:
        return 1 / amount["divide"]
    return amount["percent"] / 100 + (amount.get("mode") == "add_on")


def _factor_said(amount: Mapping, factor: float) -> str:
    if "multiple" in amount:
        return f"× {show(factor)}"
    if "divide" in amount:
        return f"÷ {show(amount['divide'])}"
    return (
        f"× {show(amount['per_thousand'])}/1000" if "per_thousand" in amount else f"× {show(round(factor * 100, 4))}%"
    )


def _base_unit(amount: Mapping) -> str:
    return "人" if "per_thousand" in amount else amount["unit"]
