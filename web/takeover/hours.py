"""When somebody of the office is there: POLICY_OFFICE_HOURS, without the days of POLICY_OFFICE_CLOSED."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from policies_kb.errors import SettingError
from policies_kb.settings import Settings

GROUP = re.compile(r"([1-7])(?:-([1-7]))?((?: \d{1,2}:\d\d-\d{1,2}:\d\d)+)")
WEEKDAYS = "一二三四五六日"
LOOKED_AHEAD = 60  # days, for the next opening
Span = tuple[time, time]


@dataclass(frozen=True)
class Days:
    """Weekdays (1 is Monday) from the first to the last one, and the hours of each."""

    first: int
    last: int
    spans: tuple[Span, ...]

    def __str__(self) -> str:
        days = f"周{WEEKDAYS[self.first - 1]}"
        if self.last > self.first:
            days += f"到周{WEEKDAYS[self.last - 1]}"
        return days + "、".join(f"{_clock(start)}-{_clock(end)}" for start, end in self.spans)


@dataclass(frozen=True)
class OfficeHours:
    """The hours of a week, and days on which nobody is there. Moments are those of the clock in Shanghai."""

    week: tuple[Days, ...]
    closed: frozenset[date] = frozenset()

    @classmethod
    def of(cls, settings: Settings) -> "OfficeHours | None":
        """Return the hours of the settings, None when there are none; SettingError when they cannot be read."""
        text = " ".join(settings.text("POLICY_OFFICE_HOURS").split())
        if not text:
            return None
        week = tuple(_days(part.strip()) for part in re.split(r"[;；]", text) if part.strip())
        return cls(week, frozenset(_dates(settings.text("POLICY_OFFICE_CLOSED"))))

    def __str__(self) -> str:
        return "，".join(map(str, self.week))

    def open_at(self, moment: datetime) -> bool:
        """Whether somebody is there: the first minute belongs to the hours, the last one does not."""
        return any(start <= moment.time() < end for start, end in self._spans(moment.date()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when somebody is there again; None when that is not within two months."""
        for ahead in range(LOOKED_AHEAD):
            day = moment.date() + timedelta(days=ahead)
            for start, _ in sorted(self._spans(day)):
                if datetime.combine(day, start) > moment:
                    return datetime.combine(day, start)
        return None

    def _spans(self, day: date) -> Iterator[Span]:
        if day not in self.closed:
            for days in self.week:
                if days.first <= day.isoweekday() <= days.last:
                    yield from days.spans


def opening_in_words(opening: datetime, today: date) -> str:
    """Return 今天14:00, 明天9:00, 12月3日（周四）9:00."""
    near = {0: "今天", 1: "明天"}.get((opening.date() - today).days)
    far = f"{opening.month}月{opening.day}日（周{WEEKDAYS[opening.isoweekday() - 1]}）"
    return f"{near or far}{_clock(opening.time())}"


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _days(part: str) -> Days:
    match = GROUP.fullmatch(part)
    try:
        if not match:
            raise ValueError
        first, last = int(match[1]), int(match[2] or match[1])
        spans = tuple(_span(span) for span in match[3].split())
        if last < first:
            raise ValueError
    except ValueError:
        raise SettingError(
            f"设置 POLICY_OFFICE_HOURS 里的 {part!r} 不能用：要写成 1-5 9:00-12:00 14:00-17:30（1是周一），"
            "几组之间用分号隔开"
        ) from None
    return Days(first, last, spans)


def _span(text: str) -> Span:
    start, end = (time(*map(int, clock.split(":"))) for clock in text.split("-"))
    if end <= start:
        raise ValueError
    return start, end


def _dates(text: str) -> Iterator[date]:
    for part in text.replace(",", " ").split():
        try:
            yield date.fromisoformat(part)
        except ValueError:
            raise SettingError(
                f"设置 POLICY_OFFICE_CLOSED 里的 {part!r} 不能用：要写成 2027-01-01 这样的日期，多个用空格隔开"
            ) from None
