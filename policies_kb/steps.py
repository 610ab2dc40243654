"""Amounts that grow with age: so much from an age on, so much more every so many years; for one person or for two."""

from collections.abc import Mapping

from policies_kb.figures import Figure, show
from policies_kb.model import Measure
from policies_kb.work import Facts, Lookup, Step, Work, label_of


def steps(measure: Measure, amount: Mapping, facts: Facts, _lookup: Lookup) -> Work:
    """Return the first step and the growth as printed, and what everyone gets whose age is known."""
    start, every = amount["start"], amount["every"]
    work = Work(
        [
            Figure(f"满{show(start)}", amount["base"], amount["unit"], amount.get("per")),
            Figure(f"每增加{show(every)}", amount["add"], amount["unit"], amount.get("per")),
        ]
    )
    work.inputs |= {
        name: facts[name] for name in (amount["by"], amount.get("also_by", "")) if facts.get(name) is not None
    }
    ages = list(work.inputs.values())
    entitled = [age for age in ages if age >= start]
    if ages and not entitled:
        work.refused = f"满{show(start)}（您说的是{'、'.join(show(age) for age in ages)}）"
        return work
    work.assumptions += [f"{show(age)}岁的那位还没满{show(start)}周岁，没有这一项" for age in ages if age < start]
    totals = [_of_one(work, measure, amount, age, len(ages) > 1) for age in entitled]
    if len(totals) > 1:
        _together(work, measure, amount, totals)
    return work


def _of_one(work: Work, measure: Measure, amount: Mapping, age: float, several: bool) -> float:
    """Add to the work what one person of this age gets, and return it."""
    base, add, unit = amount["base"], amount["add"], amount["unit"]
    count = int((age - amount["start"]) // amount["every"])
    total = base + add * count
    label = f"{show(age)}岁的" if several else label_of(measure, amount)
    text = f"{show(base)} + {show(add)} × {count} = {show(total)}{unit}" if count else f"在第一档：{show(base)}{unit}"
    work.results.append(Figure(label, total, unit, amount.get("per"), computed=True))
    work.steps.append(Step(f"{label}：{text}" if several else text, measure.id, total, unit))
    return total


def _together(work: Work, measure: Measure, amount: Mapping, totals: list[float]) -> None:
    total, unit = sum(totals), amount["unit"]
    work.results.append(Figure("两个人一起", total, unit, amount.get("per"), computed=True))
    text = f"两个人一起：{' + '.join(show(one) for one in totals)} = {show(total)}{unit}"
    work.steps.append(Step(text, measure.id, total, unit))
