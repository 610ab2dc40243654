"""What follows from a figure over time: last days of leave, deadlines, years of a leave."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from policies_kb.allowances import allowance_until_age
from policies_kb.calendar import (
    add_months,
    birthday,
    last_day_of_days,
    last_day_of_months,
    last_working_day,
    parse_day,
)
from policies_kb.figures import Figure, show
from policies_kb.model import Measure
from policies_kb.work import Step, Work

Facts = Mapping[str, Any]


def add_dates(work: Work, measure: Measure, facts: Facts, today: date) -> None:
    """Add to the work every date and total that the measure's payout allows with these facts."""
    payout, figure = measure.data.get("payout"), work.main
    if not payout or figure is None:
        return
    if "until_age" in payout:
        if figure.unit == "元":
            allowance_until_age(work, measure, facts, today)
        elif figure.unit == "天" and "years" not in work.inputs:
            _days_until_age(work, measure, payout, facts, figure)
        return
    start = parse_day(facts.get(payout.get("from", "")))
    if start:
        work.inputs[payout["from"]] = start.isoformat()
        _end(work, measure, payout, start, figure)


def _end(work: Work, measure: Measure, payout: Mapping, start: date, figure: Figure) -> None:
    if figure.unit == "天":
        days = int(figure.value)
        end = last_working_day(start, days) if payout.get("days") == "working" else last_day_of_days(start, days)
        if payout.get("days") not in ("calendar", "working"):
            work.assumptions.append("按连续的自然日算；是自然日还是工作日，文件没有写明")
    else:
        months = int(figure.value) * (12 if figure.unit == "年" else 1)
        end = add_months(start, months) if payout.get("ends") == "same_day" else last_day_of_months(start, months)
    label = "最晚" if payout.get("ends") == "same_day" else "最后一天"
    result = Figure(label, end.isoformat(), "date", computed=True)
    start_words = Figure("", start.isoformat(), "date")
    counted = "（第一天也算）" if figure.unit == "天" else ""
    unit = "个月" if figure.unit == "月" else figure.unit
    work.results.append(result)
    work.steps.append(
        Step(
            f"从{start_words}起{show(figure.value)}{unit}{counted}，{label}是{result}",
            measure.id,
            end.isoformat(),
            "date",
        )
    )


def _days_until_age(work: Work, measure: Measure, payout: Mapping, facts: Facts, figure: Figure) -> None:
    age, days = payout["until_age"], figure.value
    total = age * days
    high = figure.max * age if figure.max is not None else None
    work.results.append(
        Figure(f"到{age}周岁合计", total, figure.unit, None, "range" if high else "exact", high, computed=True)
    )
    shown = f"{show(total)}～{show(high)}" if high else show(total)
    each = f"{show(days)}～{show(figure.max)}" if high else show(days)
    work.steps.append(Step(f"每年{each}{figure.unit} × {age}年 = {shown}{figure.unit}", measure.id, total, figure.unit))
    work.assumptions.append(f"按孩子满{age}周岁前的{age}个周岁年算；按自然年怎么算，没有写明")
    born = parse_day(facts.get("child_birth_date"))
    if born:
        last = birthday(born, age)
        work.inputs["child_birth_date"] = born.isoformat()
        result = Figure("孩子满岁的日子", last.isoformat(), "date", computed=True)
        work.results.append(result)
        work.steps.append(Step(f"孩子{result}满{age}周岁，要在这一天之前休", measure.id, last.isoformat(), "date"))
