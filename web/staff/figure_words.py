"""What the figures say, in sentences: above the page, above each chart, and set against the days before."""

from collections.abc import Mapping, Sequence
from datetime import date

from web.staff.calls import OUTCOMES as CALL_OUTCOMES
from web.staff.figure_tables import (
    LAST,
    NO_MEASURE,
    NO_PLACE,
    Row,
    by_bucket,
    percent,
    unanswered,
)
from web.staff.figures import (
    ANSWERED,
    NOT_COVERED,
    OUTCOMES,
    SLOW_SHARE,
    UNANSWERED,
    USEFUL,
    USELESS,
    Calls,
    Counts,
    Questions,
)
from web.staff.periods import Period, percentile

FEW = 20  # below this many a share says nothing, and the number itself is told
SECOND = 1000
MOST_NAMED = 3


def named(period: Period, today: date) -> str:
    """Return what a period is called: 近30天, or its first and last day."""
    if period.until == today:
        return "今天" if period.days == 1 else f"近{period.days}天"
    return f"{period.since}" if period.days == 1 else f"{period.since} 到 {period.until}"


def headline(period: Period, today: date, questions: Questions, want: str = "", times: int = 0) -> str:
    """Return the one sentence above all; want is what was missed most, told when it was missed more than once."""
    totals = questions.totals
    if not totals.questions:
        return f"{named(period, today)}还没有人问过助手。"
    direct = percent(totals.outcomes.get(ANSWERED, 0), totals.questions)
    missed = unanswered(totals.outcomes)
    said = f"{named(period, today)} {totals.questions:,} 问，{direct}% 直接答上"
    if not missed:
        return f"{said}，没有一问答不上。"
    return f"{said}，{missed:,} 问没答上" + (f"；最该补的是“{want}”。" if want and times > 1 else "。")


def of_days(period: Period, questions: Questions) -> str:
    """Return what the chart of the questions over time says."""
    rows = by_bucket(period, questions.by_day)
    none = sum(not one for _, one in rows)
    quiet = f"，没有人问的有 {none} {period.unit}" if none else ""
    return f"问得最多的是 {_most([(name, sum(one.values())) for name, one in rows])}{quiet}。"


def of_topics(rows: Sequence[Row]) -> str:
    """Return what the chart of topics says."""
    return _leading(rows, "对得上条款的问题里，最多的是", "还没有一问对得上条款。") + _nowhere(rows, NO_MEASURE)


def of_places(rows: Sequence[Row]) -> str:
    """Return what the chart of places says: where most is asked, and where most is missing."""
    said = _leading(rows, "说了地方的问题里，最多的是", "还没有一问说了地方。")
    missing = [(name, counts[NOT_COVERED]) for name, counts in rows if name not in LAST and counts.get(NOT_COVERED)]
    return said + (f"没有收录最多的是{_most(missing)}。" if missing else "") + _nowhere(rows, NO_PLACE)


def of_times(median: int | None, slow: int | None) -> str:
    """Return how long answers took."""
    if median is None or slow is None:
        return "还没有回答可以量。"
    return f"一半的问题在 {spell(median)}内答出，{SLOW_SHARE}% 的在 {spell(slow)}内。"


def of_opinions(questions: Questions, words: bool) -> str:
    """Return what people think of the answers; words: whether their own may be told."""
    useful, useless = (questions.verdicts.get(one, 0) for one in (USEFUL, USELESS))
    if not useful + useless:
        return "还没有人说有用或没用。"
    said = f"{useful + useless:,} 人说了看法，{percent(useful, useful + useless)}% 说有用。"
    reasons = [(f"“{reason}”", count) for reason, count in questions.reasons]
    return said + (f"说没用的，最多的理由是{_most(reasons, '人')}。" if words and reasons else "")


def of_calls(calls: Calls) -> str:
    """Return what the chart of the calls says."""
    outcomes = calls.outcomes
    whole = sum(outcomes.values())
    later = outcomes.get("to_call_back", 0)
    said = f"{whole:,} 通电话，{percent(outcomes.get('answered', 0), whole)}% {CALL_OUTCOMES['answered']}"
    return said + (f"，{later:,} 通要回访。" if later else "。")


def of_categories(rows: Sequence[Row]) -> str:
    """Return what the chart of the categories says."""
    return _leading(rows, "最多的一类是", "还没有分类。", "通")


def compared(now: int, before: int, more: str = "多", less: str = "少", unit: str = "") -> str:
    """Return how a number stands to that of the days before, in words and with a sign."""
    if now == before:
        return "和上期一样" if now else "上期也没有"
    if not before:
        return "上期没有"
    way = f"▲ 比上期{more}" if now > before else f"▼ 比上期{less}"
    by = abs(now - before)
    return f"{way} {by:,}{unit}" if unit or min(now, before) < FEW else f"{way} {max(1, round(100 * by / before)):,}%"


def compared_shares(now: tuple[int, int], before: tuple[int, int]) -> str:
    """Return how a share (part, whole) stands to that of the days before."""
    if not before[1]:
        return "上期没有"
    by = percent(*now) - percent(*before)
    return f"{'▲ 比上期高' if by > 0 else '▼ 比上期低'} {abs(by)} 个百分点" if by else "和上期一样"


def compared_times(now: Mapping[int, int], before: Mapping[int, int]) -> str:
    """Return how the median stands to that of the days before."""
    here, there = percentile(now, 50), percentile(before, 50)
    if here is None or there is None:
        return "上期没有" if there is None else ""
    return compared(here, there, "慢", "快", " 毫秒")


def behind(counts: Counts, unit: str = "问") -> str:
    """Return what stands behind a bar: how many, and for questions how many of them were not answered."""
    whole, missed = sum(counts.values()), unanswered(counts)
    asked = unit == "问" and whole
    return f"{whole:,} {unit}" + (f"，没答上 {percent(missed, whole)}%" if asked and missed else "")


def spell(milliseconds: int) -> str:
    """Return a time as it is read: in milliseconds below a second, in seconds above."""
    return f"{milliseconds} 毫秒" if milliseconds < SECOND else f"{milliseconds / SECOND:.1f} 秒"


def missing_words(outcomes: Counts) -> str:
    """Return what the missing answers are made of: 没有收录 12，请找人 3."""
    return "，".join(f"{OUTCOMES[one]} {outcomes[one]:,}" for one in UNANSWERED if outcomes.get(one))


def _leading(rows: Sequence[Row], before: str, none: str, unit: str = "问") -> str:
    counted = [(name, sum(counts.values())) for name, counts in rows if name not in LAST]
    if not counted:
        return none
    counts = [count for _, count in counted]
    each = "各" if counts.count(max(counts)) > 1 else ""
    return f"{before}{_most(counted, unit)}，{each}占 {percent(max(counts), sum(counts))}%。"


def _most(counted: Sequence[tuple[str, int]], unit: str = "问") -> str:
    """Return what was counted most and how often; all that was counted as often is named, or at least numbered."""
    most = max(count for _, count in counted)
    first = [name for name, count in counted if count == most]
    names = "、".join(first[:MOST_NAMED]) + (f" 等 {len(first)} 个" if len(first) > MOST_NAMED else "")
    return f"{names}，{'各 ' if len(first) > 1 else ''}{most:,} {unit}"


def _nowhere(rows: Sequence[Row], name: str) -> str:
    count = sum(sum(counts.values()) for row, counts in rows if row == name)
    return f"另有 {count:,} 问{name}。" if count else ""
