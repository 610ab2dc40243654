"""What a date rule of a measure comes to for one family: days and spans. Every number is the measure's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from policies_kb.amounts import work_out
from policies_kb.calendar import add_months, birthday, date_span, parse_day
from policies_kb.model import Measure
from policies_kb.payouts import add_dates
from policies_kb.work import Lookup

BIRTH = "child_birth_date"
LEAVE = "leave_start_date"
DAY = timedelta(days=1)
EDGES = {"元": "出生当月和满{age}周岁当月算不算，文件没有写明", "天": "按周岁年算；按自然年怎么算，文件没有写明"}
COUNTED_MONTH = ("birthday_month_counts", "both_count")


@dataclass(frozen=True)
class Span:
    """One day (until is None) or the days from first to until, with what had to be assumed."""

    first: date
    until: date | None = None
    said: tuple[str, ...] = ()


def spans_of(rule: Mapping[str, Any], measure: Measure, facts: Mapping[str, Any], lookup: Lookup) -> Iterator[Span]:
    """Yield the spans of one rule; nothing when the day that it counts from is not known to the day."""
    payout = measure.data.get("payout", {})
    wanted = rule.get("from") or payout.get("from") or BIRTH
    told = wanted if parse_day(facts.get(wanted)) else BIRTH
    start = parse_day(facts.get(told))
    if start is None:
        return
    if "figure" in rule:
        yield from _by_figure(rule, measure, start, lookup)
    elif "until_age" in payout:
        yield from _until_age(rule, measure, start)
    elif payout:
        leave = payout["from"] == LEAVE and told == BIRTH
        said = ("按从孩子出生那天起休算",) if leave else ()
        yield from _by_payout(rule, measure, dict(facts) | {payout["from"]: start.isoformat()}, said, lookup)
    else:
        yield Span(start)


def _by_payout(
    rule: Mapping, measure: Measure, facts: dict[str, Any], said: tuple[str, ...], lookup: Lookup
) -> Iterator[Span]:
    """Yield a leave with its first and last day, or the last day of a time limit."""
    work = work_out(measure, facts, lookup)
    start = date.fromisoformat(facts[measure.data["payout"]["from"]])
    add_dates(work, measure, facts, start)
    last = next((parse_day(str(result.value)) for result in work.results if result.unit == "date"), None)
    if last is None:
        return
    said = (*said, *work.assumptions)
    if rule["kind"] != "window":
        counted = measure.amount.get("unit") == "天"
        yield Span(last, None, (*said, "出生当天也算一天") if counted else said)
    else:
        yield Span(start, last, said)


def _until_age(rule: Mapping, measure: Measure, born: date) -> Iterator[Span]:
    """Yield the time until a birthday: whole, year by year, or its last day."""
    payout = measure.data["payout"]
    age = payout["until_age"]
    edge = EDGES.get(measure.amount.get("unit", "")) if payout.get("edge_months") == "unstated" else None
    said = (edge.format(age=age),) if edge else ()
    end = birthday(born, age) - DAY
    if payout.get("edge_months") in COUNTED_MONTH:
        end = date.fromisoformat(date_span(f"{end + DAY:%Y-%m}")[1])
    if rule.get("each_year"):
        for year in range(age):
            yield Span(birthday(born, year), birthday(born, year + 1) - DAY, said)
    elif rule["kind"] == "window":
        yield Span(max(born, parse_day(payout.get("not_before")) or born), end, said)
    else:
        yield Span(end, None, said)


def _by_figure(rule: Mapping, measure: Measure, start: date, lookup: Lookup) -> Iterator[Span]:
    figure = next(one for one in measure.data["figures"] if one["label"] == rule["figure"])
    if rule.get("calendar_years"):
        yield from _calendar_years(rule, figure["value"], start, lookup)
        return
    day = _counted(start, figure, -1 if rule.get("before") else 1)
    if rule["kind"] == "window":
        yield Span(start, day - DAY if figure["unit"] == "岁" else day)
    elif rule["kind"] == "end":
        yield Span(day - DAY)
    else:
        yield Span(day, None, _autumn(rule, day, lookup))


def _counted(start: date, figure: Mapping, sign: int) -> date:
    """Return the day that lies a figure away; a birthday on 29 February falls on 1 March in common years."""
    value, unit = figure["value"], figure["unit"]
    if unit == "date":
        return date.fromisoformat(value)
    if unit == "天":
        return start + sign * value * DAY
    return add_months(start, sign * value) if unit == "月" else birthday(start, sign * value)


def _calendar_years(rule: Mapping, years: int, start: date, lookup: Lookup) -> Iterator[Span]:
    """Yield the years (January to December) that follow the first, one by one or as one span from the first on."""
    last_year = None
    first = start
    if "within" in rule:
        payout = lookup(rule["within"]["measure"]).data["payout"]
        first = max(start, parse_day(payout.get("not_before")) or start)
        last_year = birthday(start, payout["until_age"]).year
    if not rule.get("each_year"):
        yield Span(first, date.fromisoformat(date_span(str(first.year + years))[1]))
        return
    for year in range(first.year + 1, first.year + years + 1):
        if last_year is None or year <= last_year:
            yield Span(*(date.fromisoformat(day) for day in date_span(str(year))))


def _autumn(rule: Mapping, day: date, lookup: Lookup) -> tuple[str, ...]:
    """Return the school year that an age leads to, in words: by a cutoff, or both where none is written."""
    other = rule.get("autumn")
    if other is None:
        return ()
    if other == "unstated":
        return (f"几月几日前满算数，文件没有写明：{day.year}年或者{day.year + 1}年秋季入园，问当地教育局",)
    cutoff = lookup(other["measure"]).data["cutoff"]
    year = day.year + ((day.month, day.day) > (cutoff["month"], cutoff["day"]))
    printed = cutoff["printed"]
    return (f"按{cutoff['label']}的{printed}算，{year}年秋季入学；截止日期各省自己定，以当年的招生文件为准",)
