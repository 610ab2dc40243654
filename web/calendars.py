"""The family timeline as a calendar file: what its link holds, and the file that the link gives.

The link is its own memory: a signed text with the days, titles and clauses, nothing of the person, nothing kept here.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from policies_kb.settings import Settings
from web.errors import ApiError
from web.sessions import signing_key

PURPOSE = "shanyutong.calendar/1"  # another number when the link holds something else
ADDRESS = "/api/calendar"
ZONE = "Asia/Shanghai"
NAME = "家庭时间表"
PRODUCT = "-//shanyutong//family timeline//ZH"
DOMAIN = "calendar.shanyutong"
DAY = timedelta(days=1)
REMINDED = {"deadline": 7, "last": 7, "start": 1}
"""Days before a deadline, the last day of a span and a beginning on which people are reminded, at NINE o'clock."""
NINE = timedelta(hours=9)
ESTIMATED = "（预计）"
CHECK = "由善育通按收录的政策文件排出，办理前请向经办部门核实，也可以打12345问。"
UNKNOWN = ApiError(404, "calendar_unknown", "这个日历链接不对，请回到对话里重新点“加入日历”。")
EXPIRED = ApiError(410, "calendar_expired", "这个日历链接过期了，请回到对话里再问一次时间表。")


@dataclass(frozen=True)
class Entry:
    """One event of a timeline as the link holds it; days are YYYY-MM-DD."""

    date: str
    until: str | None
    kind: str
    title: str
    source: str
    estimated: bool

    def as_list(self) -> list[Any]:
        """Return the entry as short as can be."""
        return [self.date, self.until, self.kind, self.title, self.source, int(self.estimated)]


class Calendars:
    """Makes the links of calendars and reads them back."""

    def __init__(self, key: str, days: int) -> None:
        """key signs the links, which hold for so many days."""
        self._serializer = URLSafeTimedSerializer(key, salt=PURPOSE)
        self._seconds = days * 24 * 60 * 60

    @classmethod
    def of(cls, settings: Settings) -> "Calendars":
        """Return the calendars of these settings; SettingError when one cannot be used."""
        return cls(signing_key(settings), settings.number("POLICY_CALENDAR_DAYS", 1, 365))

    def url_for(self, answer: Mapping[str, Any]) -> str | None:
        """Return the link for the timeline of an Answer; None when nothing of it lies ahead."""
        entries = [entry.as_list() for entry in _entries(answer.get("timeline") or [])]
        return f"{ADDRESS}?t={self._serializer.dumps(entries)}" if entries else None

    def file_of(self, token: str) -> bytes:
        """Return the calendar file of a link's token; ApiError 404 for one not made here, 410 for one too old."""
        try:
            entries, made = self._serializer.loads(token, max_age=self._seconds, return_timestamp=True)
        except SignatureExpired:
            raise EXPIRED from None
        except BadData:
            raise UNKNOWN from None
        return calendar_file([Entry(*fields) for fields in entries], made)


def _entries(timeline: list[Mapping[str, Any]]) -> Iterator[Entry]:
    names = Entry.__dataclass_fields__
    return (Entry(**{name: event[name] for name in names}) for event in timeline if not event["past"])


def calendar_file(entries: list[Entry], made: datetime) -> bytes:
    """Return an iCalendar file (RFC 5545, UTF-8, folded lines); made is when the link was."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("x-wr-timezone", ZONE)
    for entry in entries:
        for event in _events(entry, made):
            calendar.add_component(event)
    return calendar.to_ical()


def _events(entry: Entry, made: datetime) -> Iterator[Event]:
    """Yield the days of an entry: a span gives its first and its last, for a bar over years would hide the rest."""
    first = date.fromisoformat(entry.date)
    if entry.until is None or entry.until == entry.date:
        yield _event(entry, first, "", entry.kind, made)
        return
    last = date.fromisoformat(entry.until)
    yield _event(entry, first, f"（从今天到{_in_words(last)}）", "start", made)
    yield _event(entry, last, f"（{_in_words(first)}起，今天是最后一天）", "last", made)


def _event(entry: Entry, day: date, when: str, part: str, made: datetime) -> Event:
    title = (ESTIMATED if entry.estimated else "") + ("最后期限：" if part == "deadline" else "") + entry.title + when
    event = Event()
    event.add("uid", _uid(entry, day, part))
    event.add("dtstamp", made)
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", title)
    event.add("description", f"依据：{entry.source}。{CHECK}")
    event.add("transp", "TRANSPARENT")
    if part in REMINDED:
        event.add_component(_alarm(title, REMINDED[part]))
    return event


def _alarm(title: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", NINE - days * DAY)
    return alarm


def _uid(entry: Entry, day: date, part: str) -> str:
    """Return an id that the same day of the same event always has, so that a file taken in twice doubles nothing."""
    told = "\n".join((entry.title, entry.source, part, day.isoformat()))
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@{DOMAIN}"


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
