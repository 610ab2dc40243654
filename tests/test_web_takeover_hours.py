"""When the office is there: both sides of every bound, days off, and settings that cannot be read."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.errors import SettingError
from policies_kb.settings import read_settings
from web.takeover.hours import OfficeHours, opening_in_words

WEEK = "1-5 9:00-12:00 14:00-17:30; 6 9:00-12:00"
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))


def hours(text: str = WEEK, closed: str = "") -> OfficeHours:
    found = OfficeHours.of(read_settings({"POLICY_OFFICE_HOURS": text, "POLICY_OFFICE_CLOSED": closed}))
    assert found
    return found


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("at", "there"),
    [
        pytest.param("2026-11-23 08:59", False, id="a minute too early on a Monday"),
        pytest.param("2026-11-23 09:00", True, id="the first minute"),
        pytest.param("2026-11-23 11:59", True, id="the last minute before noon"),
        pytest.param("2026-11-23 12:00", False, id="noon"),
        pytest.param("2026-11-23 14:00", True, id="after noon"),
        pytest.param("2026-11-23 17:29", True, id="the last minute"),
        pytest.param("2026-11-23 17:30", False, id="the end"),
        pytest.param("2026-11-28 10:00", True, id="Saturday morning"),
        pytest.param("2026-11-28 14:00", False, id="Saturday afternoon"),
        pytest.param("2026-11-29 10:00", False, id="Sunday"),
        pytest.param("2026-11-24 10:00", False, id="a day off"),
    ],
)
def test_somebody_is_there(at: str, there: bool) -> None:
    assert hours(closed="2026-11-24").open_at(moment(at)) is there


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-23 08:00", "今天9:00"),
        ("2026-11-23 12:00", "今天14:00"),
        ("2026-11-23 17:30", "11月25日（周三）9:00"),
        ("2026-11-27 18:00", "明天9:00"),
        ("2026-11-28 13:00", "11月30日（周一）9:00"),
    ],
)
def test_the_next_opening_is_said(at: str, words: str) -> None:
    opening = hours(closed="2026-11-24").next_opening(moment(at))
    assert opening and opening_in_words(opening, moment(at).date()) == words


@given(MOMENTS)
def test_an_opening_lies_ahead_and_somebody_is_there_then(at: datetime) -> None:
    found = hours()
    opening = found.next_opening(at)
    assert opening and opening > at and found.open_at(opening)
    assert not found.open_at(opening - timedelta(minutes=1))


def test_there_is_no_opening_when_all_days_are_off() -> None:
    closed = " ".join((date(2026, 11, 23) + timedelta(days=ahead)).isoformat() for ahead in range(70))
    assert hours("1-7 0:00-23:59", closed).next_opening(moment("2026-11-23 08:00")) is None


def test_hours_are_said_in_words() -> None:
    assert str(hours()) == "周一到周五9:00-12:00、14:00-17:30，周六9:00-12:00"


def test_without_hours_there_is_no_office() -> None:
    assert OfficeHours.of(read_settings({})) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POLICY_OFFICE_HOURS", "9:00-12:00"),
        ("POLICY_OFFICE_HOURS", "1-5"),
        ("POLICY_OFFICE_HOURS", "5-1 9:00-12:00"),
        ("POLICY_OFFICE_HOURS", "1-5 12:00-9:00"),
        ("POLICY_OFFICE_HOURS", "1-5 9:00-25:00"),
        ("POLICY_OFFICE_HOURS", "1-8 9:00-12:00"),
        ("POLICY_OFFICE_CLOSED", "元旦"),
        ("POLICY_OFFICE_CLOSED", "2027-02-30"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        OfficeHours.of(read_settings({"POLICY_OFFICE_HOURS": WEEK, name: value}))
