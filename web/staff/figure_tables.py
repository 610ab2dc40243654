"""The figures as rows with names, and as tables: for who cannot see a chart, for print, for export."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from policies_kb.places import short_name
from policies_kb.store import KnowledgeBase
from web.staff.calls import OUTCOMES as CALL_OUTCOMES
from web.staff.exporting import Sheet, Value
from web.staff.figures import (
    ANSWERED,
    OUTCOMES,
    SLOW_SHARE,
    UNANSWERED,
    USEFUL,
    USELESS,
    Calls,
    Counts,
    Questions,
    Totals,
)
from web.staff.periods import Period, add, percentile

Row = tuple[str, Counts]
NO_MEASURE, GONE = "没有对上条款", "已不在库里的条款"
NO_PLACE, NO_CATEGORY = "没有说地方", "不在分类表里"
LAST = (NO_MEASURE, GONE, NO_PLACE, NO_CATEGORY)
VERDICTS = {USEFUL: "有用", USELESS: "没用"}
SHARE = "没答上%"


def by_bucket(period: Period, by_day: Mapping[date, Counts]) -> list[Row]:
    """Return a row for each day, week or month of a period, in order, also where nothing was counted."""
    return [(bucket.name, one) for bucket, one in zip(period.buckets, period.gather(by_day), strict=True)]


def by_topic(by_measure: Mapping[str | None, Counts], base: KnowledgeBase) -> list[Row]:
    """Return a row for each topic, the commonest first; behind them what belongs to none."""
    return _ranked((_topic(name, base), counts) for name, counts in by_measure.items())


def by_place(by_region: Mapping[str | None, Counts], base: KnowledgeBase) -> list[Row]:
    """Return a row for each place as it was asked about, the commonest first; behind them what named none."""
    names = {code: NO_PLACE if code is None else short_name(base, code) or code for code in by_region}
    said = list(names.values())
    full = {
        code: base.regions.full_name(code) if code and said.count(name) > 1 else name for code, name in names.items()
    }
    return _ranked((full[code], counts) for code, counts in by_region.items())


def by_category(calls: Calls, names: Mapping[str, str]) -> list[Row]:
    """Return a row for each category of calls, the commonest first."""
    return _ranked((names.get(code, NO_CATEGORY), counts) for code, counts in calls.by_category.items())


def first_of(rows: Sequence[Row], most: int) -> list[Row]:
    """Return the first rows, and what follows them added up in one more; what belongs nowhere stays for itself."""
    named, nowhere = [row for row in rows if row[0] not in LAST], [row for row in rows if row[0] in LAST]
    rest: dict[str, int] = {}
    for _, counts in named[most:]:
        add(rest, counts)
    others = [(f"其他 {len(named) - most} 项", rest)] if rest else []
    return [*named[:most], *others, *nowhere]


def unanswered(counts: Counts) -> int:
    """Return how many questions got no answer of any use."""
    return sum(counts.get(name, 0) for name in UNANSWERED)


def percent(part: int, whole: int) -> int:
    """Return a share in whole per cent; 100 and 0 are kept for all and none."""
    if not whole or part in (0, whole):
        return 100 if part and whole else 0
    return min(99, max(1, round(100 * part / whole)))


def sheet_of(title: str, first: str, rows: Iterable[Row], kinds: Mapping[str, str], whole: str) -> Sheet:
    """Return rows as a table: name, all, each kind; for questions the share that was not answered, too."""
    asked = ANSWERED in kinds
    head = [first, whole, *kinds.values(), *([SHARE] if asked else [])]
    return Sheet(title, head, [_line(name, counts, kinds, asked) for name, counts in rows])


def questions_sheets(period: Period, questions: Questions, base: KnowledgeBase) -> list[Sheet]:
    """Return what is known of the questions as tables without a word of anybody."""
    days = by_bucket(period, questions.by_day)
    return [
        totals_sheet(questions.totals, questions.before),
        sheet_of("提问", "日期", days, OUTCOMES, "提问"),
        sheet_of("主题", "主题", by_topic(questions.by_measure, base), OUTCOMES, "提问"),
        sheet_of("地区", "地区", by_place(questions.by_region, base), OUTCOMES, "提问"),
        times_sheet(period, questions),
        Sheet("评价", ["评价", "次数"], [[name, questions.verdicts.get(one, 0)] for one, name in VERDICTS.items()]),
    ]


def calls_sheets(period: Period, calls: Calls, names: Mapping[str, str]) -> list[Sheet]:
    """Return what is known of the calls as tables."""
    return [
        sheet_of("通话", "日期", by_bucket(period, calls.by_day), CALL_OUTCOMES, "通话"),
        sheet_of("通话分类", "分类", by_category(calls, names), CALL_OUTCOMES, "通话"),
    ]


def totals_sheet(now: Totals, before: Totals) -> Sheet:
    """Return the totals beside those of the days before."""
    lines: list[list[Value]] = [["提问", now.questions, before.questions]]
    lines += [[name, now.outcomes.get(one, 0), before.outcomes.get(one, 0)] for one, name in OUTCOMES.items()]
    lines += [["一半不超过（毫秒）", _or_empty(now.median), _or_empty(before.median)]]
    lines += [[f"{SLOW_SHARE}%不超过（毫秒）", _or_empty(now.slow), _or_empty(before.slow)]]
    lines += [[name, now.verdicts.get(one, 0), before.verdicts.get(one, 0)] for one, name in VERDICTS.items()]
    return Sheet("合计", ["项目", "本期", "上期"], lines)


def times_sheet(period: Period, questions: Questions) -> Sheet:
    """Return how long answers took; empty where there was none."""
    lines = [
        [bucket.name, _or_empty(percentile(times, 50)), _or_empty(percentile(times, SLOW_SHARE))]
        for bucket, times in zip(period.buckets, period.gather(questions.times), strict=True)
    ]
    return Sheet("回答用时", ["日期", "一半不超过（毫秒）", f"{SLOW_SHARE}%不超过（毫秒）"], lines)


def reasons_sheet(questions: Questions) -> Sheet:
    """Return why answers were of no use, in people's own masked words."""
    return Sheet("没用的理由", ["理由", "次数"], [[reason, count] for reason, count in questions.reasons])


def wants_sheet(wants: Iterable[tuple[str, str, int]]) -> Sheet:
    """Return what waits for an answer: words, place, how often."""
    return Sheet("待补的问题", ["问的是", "地区", "次数"], [list(want) for want in wants])


def _topic(measure: str | None, base: KnowledgeBase) -> str:
    if measure is None:
        return NO_MEASURE
    found = base.measures.get(measure)
    return base.topics[found.benefit.topic] if found else GONE


def _ranked(named: Iterable[Row]) -> list[Row]:
    """Return rows of the same name added up, the largest first, and last what belongs nowhere."""
    found: dict[str, dict[str, int]] = {}
    for name, counts in named:
        add(found.setdefault(name, {}), counts)
    return sorted(found.items(), key=lambda row: (row[0] in LAST, -sum(row[1].values()), row[0]))


def _line(name: str, counts: Counts, kinds: Mapping[str, str], asked: bool) -> list[Value]:
    whole = sum(counts.values())
    share = [percent(unanswered(counts), whole)] if asked else []
    return [name, whole, *(counts.get(kind, 0) for kind in kinds), *share]


def _or_empty(value: int | None) -> Value:
    return "" if value is None else value
