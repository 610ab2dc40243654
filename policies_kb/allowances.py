"""Monthly money until a child's birthday: how many months there are in all, or from today on, and what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.calendar import months_between, parse_month
from policies_kb.figures import Figure, show
from policies_kb.model import Measure
from policies_kb.work import Step, Work

Facts = Mapping[str, Any]
Month = tuple[int, int]
STILL_TO_COME = "这个月的算还没领；实际领到了哪个月，以发放记录为准"


@dataclass(frozen=True)
class Allowance:
    """An allowance of so much a month until an age. `open_edges`: whether the text leaves both edge months open."""

    measure: Measure
    age: int
    monthly: float
    payout: Mapping[str, Any]

    @property
    def open_edges(self) -> bool:
        """Whether the months of the birth and of the last birthday are not settled by the text."""
        return self.payout.get("edge_months") == "unstated"

    @property
    def in_all(self) -> int:
        """The months from birth to the birthday, one of the two edge months counted."""
        return self.age * 12


def allowance_until_age(work: Work, measure: Measure, facts: Facts, today: date) -> None:
    """Add the months and the total to the work: of the whole time, or of what is left of it where that was asked."""
    payout, figure = measure.data["payout"], work.main
    monthly = payout.get("per_month") or (figure.value if figure.per == "month" else None)
    if monthly is None or work.inputs.get("months") or work.inputs.get("years"):
        return
    allowance = Allowance(measure, payout["until_age"], monthly, payout)
    if facts.get("whole_span"):
        work.inputs["whole_span"] = True
    born = parse_month(facts.get("child_birth_date"))
    if born is None:
        if facts.get("remaining_only"):
            work.assumptions.append("要算还剩几个月，得知道孩子是哪年哪月出生的")
        _from_birth(work, allowance)
        return
    work.inputs["child_birth_date"] = facts["child_birth_date"]
    end = (born[0] + allowance.age, born[1])
    this_month = (today.year, today.month)
    if facts.get("remaining_only") and this_month > end:
        work.assumptions.append(
            f"{end[0]}年{end[1]}月已经满{allowance.age}周岁，从这个月起没有要发的了；算出来的是从头到满岁一共多少"
        )
    if facts.get("remaining_only") and born < this_month <= end and not facts.get("already_received"):
        work.inputs["remaining_only"] = True
        _from_today(work, allowance, end, today)
    elif allowance.open_edges:
        _whole_months(work, allowance, f"领到{end[0]}年{end[1]}月满{allowance.age}周岁，")
    else:
        _between(work, allowance, born, end)
        _without_received(work, allowance, facts)


def _from_birth(work: Work, allowance: Allowance) -> None:
    """No birth date is known: the whole time, said for whom it is the whole."""
    if allowance.open_edges:
        _whole_months(work, allowance, f"从出生领到满{allowance.age}周岁，")
        return
    since = allowance.payout.get("not_before")
    _total(work, allowance, allowance.in_all, f"从出生领到满{allowance.age}周岁，")
    if since:
        year, month, day = (int(part) for part in since.split("-"))
        work.assumptions.append(f"这是{year}年{month}月{day}日以后出生的；在那以前出生的，只算从那天起剩下的月数")


def _between(work: Work, allowance: Allowance, born: Month, end: Month) -> None:
    first = max(born, parse_month(allowance.payout.get("not_before")) or born)
    months = months_between(first, end) - (allowance.payout["edge_months"] != "both_count" and first == born)
    lead = f"从{first[0]}年{first[1]}月算到满{allowance.age}周岁的{end[0]}年{end[1]}月，"
    _total(work, allowance, months, lead)


def _without_received(work: Work, allowance: Allowance, facts: Facts) -> None:
    """Add what is left of the total where the person tells how much has come already."""
    received, total = facts.get("already_received"), work.results[-1].value
    if not received or received > total:
        return
    work.inputs["already_received"] = received
    left = total - received
    work.results.insert(0, Figure("还剩", left, "元", None, computed=True))
    text = f"合计{show(total)}元 − 已经领的{show(received)}元 = 还剩{show(left)}元"
    work.steps.append(Step(text, allowance.measure.id, left, "元"))


def _from_today(work: Work, allowance: Allowance, end: Month, today: date) -> None:
    """Add what is left from this month on; with open edges the month of the birthday may or may not count."""
    most, unit = months_between((today.year, today.month), end), "元"
    least = max(0, most - 1) if allowance.open_edges else most
    bound, high = ("range", most) if least != most else ("exact", None)
    low_sum, high_sum = least * allowance.monthly, most * allowance.monthly
    work.results += [
        Figure("还剩月数", least, "月", None, bound, high, computed=True),
        Figure("还剩", low_sum, unit, None, bound, high_sum if high else None, computed=True),
    ]
    span = f"{least}～{most}" if high else show(most)
    shown = f"{show(low_sum)}～{show(high_sum)}" if high else show(high_sum)
    until = f"从这个月（{today.year}年{today.month}月）算到满{allowance.age}周岁的{end[0]}年{end[1]}月，"
    text = f"{until}还有{span}个月：{show(allowance.monthly)}元 × {span} = {shown}元"
    work.steps.append(Step(text, allowance.measure.id, low_sum, unit))
    work.assumptions.append(STILL_TO_COME)
    if high:
        work.assumptions.append(f"满{allowance.age}周岁当月是否计发，文件没有写明")


def _whole_months(work: Work, allowance: Allowance, until: str) -> None:
    """Both edge months unstated: so many whole months, one less to one more."""
    months, monthly, age = allowance.in_all, allowance.monthly, allowance.age
    _total(work, allowance, months, until, "约")
    low, high = (months - 1) * monthly, (months + 1) * monthly
    work.results.append(Figure("合计的范围", low, "元", None, "range", high, computed=True))
    work.assumptions.append(
        f"出生当月和满{age}周岁当月是否计发，文件没有写明，"
        f"所以是{months - 1}到{months + 1}个月、{show(low)}到{show(high)}元"
    )


def _total(work: Work, allowance: Allowance, months: int, lead: str, about: str = "") -> None:
    monthly, bound = allowance.monthly, "about" if about else "exact"
    whole = months * monthly
    total = min(whole, allowance.payout.get("most", whole))
    work.results += [
        Figure("月数", months, "月", None, bound, computed=True),
        Figure("合计", total, "元", None, bound, computed=True),
    ]
    source, yearly = allowance.measure.id, allowance.measure.amount
    text = f"{lead}{about}{months}个月：{show(monthly)}元 × {months} = {about}{show(whole)}元"
    if yearly.get("per") != "month" and months == allowance.in_all:
        text += f"，也就是每年{show(yearly['value'])}元 × {allowance.age}年"
    work.steps.append(Step(text, source, total, "元"))
    if total < whole:
        work.steps.append(Step(f"合计最多{show(total)}元", source, total, "元"))
