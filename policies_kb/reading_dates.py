"""Dates the way people say them: 2024年9月, 23年6月, 去年三月, 下个月5号, 2024/5/1."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from policies_kb.reading_numbers import to_number

CN_DIGIT = "[〇零一二三四五六七八九]"
YEAR4 = rf"(?:(?:19|20)\d\d|[一二]{CN_DIGIT}{{3}})"
MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = "(?:3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
DAY_PART = rf"(?:(?P<day>{DAY})[日号]|(?P<day_only>(?:3[01]|[12]\d|0?[1-9])(?![\d.个岁天元块万千年月孩胎时点号日])))"
YEARS_AWAY = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
MONTHS_AWAY = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
DAYS_AWAY = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
WEEKDAYS = "一二三四五六日天"
WEEKS_AWAY = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2, None: 0}
HOLIDAYS = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
}
"""Days that have the same date every year; those of the moon's calendar are left to the person."""
YEAR_BESIDE = re.compile(r"[(（]\s*((?:19|20)\d\d)\s*年?\s*[)）]")
PATTERNS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>{MONTH})[-/.](?P<day>\d\d?)(?!\d)[日号]?",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>1[0-2]|0?[1-9])(?![\d.万元块%])月?(?:份)?",
        rf"(?<!\d)(?P<year>(?:19|20)\d\d|\d\d) ?年 ?(?P<month>{MONTH}) ?月份? ?{DAY_PART}?",
        rf"(?<![零一二三四五六七八九十])(?P<year>{YEAR4}) ?年 ?(?P<month>{MONTH}) ?月份? ?{DAY_PART}?",
        r"(?<![\d.])(?P<month>1[0-2]|0?[1-9])[./](?P<day>3[01]|[12]\d|0?[1-9])(?=[日号]|(?:就|才)?开始?休|起休)[日号]?",
        rf"(?<!\d)(?P<year>{YEAR4}) ?年(?!龄)",
        r"(?<![\d.])(?P<year>\d\d)年(?=出?生)",
        rf"(?P<away>大前年|前年|去年|上年|今年|本年|明年|后年)的?(?:(?P<month>{MONTH})月份?{DAY_PART}?)?",
        rf"(?P<months>上上|下下|上|这|本|下)个?月{DAY_PART}?(?![子嫂])",
        rf"(?<![\d.个零一二三四五六七八九十/\-])(?P<month>{MONTH})月份?(?![子嫂龄大怀]){DAY_PART}?",
        r"(?P<days>前天|昨天|昨日|今天|今日|明天|明日|后天)",
        rf"(?P<week>上上|下下|上|这|本|下)?(?:个)?(?:周|星期|礼拜)(?P<weekday>[{WEEKDAYS}])(?![岁年])",
        r"(?P<away>去年|今年|明年|后年)?(?P<holiday>元旦|五一|六一|国庆|劳动节|儿童节|十一)(?:节|那天)?(?=开始|起|休|生|放|以?后|以?前|[,，。]|$)",
    )
)


@dataclass(frozen=True)
class Said:
    """A date in a text. year is None when it was not said; exact tells whether it was said with year and month."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    exact: bool

    def iso(self, today: date, towards: str = "near") -> str:
        """Return YYYY, YYYY-MM or YYYY-MM-DD; an unsaid year is the last, next or nearest one."""
        year = self.year if self.year is not None else self._year(today, towards)
        parts = [f"{year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts if _possible(year, self.month, self.day) else parts[:2])

    def _year(self, today: date, towards: str) -> int:
        month, day = self.month or 1, self.day or 1
        if towards == "past":
            return today.year - ((month, day) > (today.month, today.day))
        if towards == "future":
            return today.year + ((month, self.day or 31) < (today.month, today.day))
        months = (month - today.month + 5) % 12 - 5
        return today.year + (today.month - 1 + months) // 12


def find_dates(text: str, today: date) -> list[Said]:
    """Return the dates said in a text, in order and without overlaps; impossible ones (2月30日) are left out."""
    found: list[Said] = []
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= one.start or match.start() >= one.end for one in found):
                found.extend(_said(match, today))
    return _with_year_beside(sorted(found, key=lambda one: one.start), text)


def _with_year_beside(found: list[Said], text: str) -> list[Said]:
    """Return the dates; the one day said without a year has the one year in brackets: 11月10号开始休（2026年）."""
    years = YEAR_BESIDE.findall(text)
    yearless = [one for one in found if one.year is None and one.month]
    if len(years) != 1 or len(yearless) != 1:
        return found
    dated = replace(yearless[0], year=int(years[0]), exact=True)
    return [dated if one is yearless[0] else one for one in found if one.year is None or one.month]


def _said(match: re.Match, today: date) -> Iterator[Said]:
    parts = match.groupdict()
    year, month = _year_month(parts, today)
    day_words = parts.get("day") or parts.get("day_only")
    day = int(to_number(day_words) or 0) if day_words else None
    if parts.get("holiday"):
        month, day = HOLIDAYS[parts["holiday"]]
    away = _days_away(parts, today)
    if away is not None:
        there = _days_from(today, away)
        year, month, day = there.year, there.month, there.day
    exact = bool(parts.get("year") and month)
    if _possible(year, month, day):
        yield Said(match.start(), match.end(), year, month, day, exact)


def _days_away(parts: dict[str, str | None], today: date) -> int | None:
    """Return how many days lie between today and the day said: 后天, 下周一; None when it is said otherwise."""
    if parts.get("days"):
        return DAYS_AWAY[parts["days"]]
    if not parts.get("weekday"):
        return None
    weekday = min(WEEKDAYS.index(parts["weekday"]), 6)
    return WEEKS_AWAY[parts.get("week")] * 7 + weekday - today.weekday()


def _year_month(parts: dict[str, str | None], today: date) -> tuple[int | None, int | None]:
    month = int(to_number(parts["month"]) or 0) if parts.get("month") else None
    if parts.get("months"):
        total = today.year * 12 + today.month - 1 + MONTHS_AWAY[parts["months"]]
        return total // 12, total % 12 + 1
    if parts.get("away"):
        return today.year + YEARS_AWAY[parts["away"]], month
    if not parts.get("year"):
        return None, month
    year = int(to_number(parts["year"]) or 0)
    if year < 100:
        year += 2000 if year <= today.year % 100 + 5 else 1900
    return year, month


def _days_from(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return today


def _possible(year: int | None, month: int | None, day: int | None) -> bool:
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True
