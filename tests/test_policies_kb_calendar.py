"""Calendar rules: named bounds, and what holds for any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.calendar import (
    add_months,
    age_on,
    birthday,
    date_span,
    last_day_of_days,
    last_day_of_months,
    last_working_day,
    months_between,
    parse_day,
    parse_month,
    years_since,
)

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2080, 12, 31))


@given(DAYS, st.integers(1, 400))
def test_a_leave_has_as_many_days_as_it_should(start: date, days: int) -> None:
    assert (last_day_of_days(start, days) - start).days + 1 == days


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_from_monday_to_friday(start: date, days: int) -> None:
    last = last_working_day(start, days)
    span = [start + timedelta(days=number) for number in range((last - start).days + 1)]
    assert sum(day.weekday() < 5 for day in span) == days
    assert last.weekday() < 5


@given(DAYS, st.integers(0, 240))
def test_added_months_end_in_the_right_month_and_never_on_a_later_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(DAYS, st.integers(1, 120))
def test_a_period_of_months_ends_the_day_before_the_next_one_begins(start: date, months: int) -> None:
    assert last_day_of_months(start, months) + timedelta(days=1) == add_months(start, months)


@given(DAYS, st.integers(0, 60))
def test_age_goes_up_on_the_birthday_and_not_the_day_before(born: date, age: int) -> None:
    day = birthday(born, age)
    assert age_on(born, day) == age
    assert age_on(born, day - timedelta(days=1)) == age - 1


@given(DAYS, st.integers(0, 20))
def test_years_are_whole_on_the_anniversary_and_more_the_day_after(born: date, years: int) -> None:
    day = birthday(born, years)
    assert years_since(born, day) == years
    assert years < years_since(born, day + timedelta(days=1)) < years + 1


@given(DAYS, DAYS)
def test_months_between_two_months_count_both(one: date, other: date) -> None:
    first, last = sorted([(one.year, one.month), (other.year, other.month)])
    assert months_between(first, last) >= 1
    assert months_between(first, first) == 1
    if first != last:
        assert months_between(last, first) == 0


@given(DAYS)
def test_a_day_lies_within_its_month_and_its_year(day: date) -> None:
    text = day.isoformat()
    for part in (text, text[:7], text[:4]):
        first, last = date_span(part)
        assert first <= text <= last


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2025, 11, 30), 3, date(2026, 2, 28), id="no-30-february"),
        pytest.param(date(2023, 11, 30), 3, date(2024, 2, 29), id="leap-year"),
        pytest.param(date(2025, 8, 31), 3, date(2025, 11, 30), id="no-31-november"),
        pytest.param(date(2025, 11, 20), 3, date(2026, 2, 20), id="across-the-year"),
        pytest.param(date(2025, 1, 15), 0, date(2025, 1, 15), id="no-months"),
    ],
)
def test_months_on(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        pytest.param(3, date(2027, 3, 1), id="common-year"),
        pytest.param(4, date(2028, 2, 29), id="leap-year"),
    ],
)
def test_birthday_of_a_child_born_on_29_february(age: int, expected: date) -> None:
    assert birthday(date(2024, 2, 29), age) == expected


def test_the_day_before_1_march_a_child_born_on_29_february_is_still_younger() -> None:
    assert age_on(date(2024, 2, 29), date(2027, 2, 28)) == 2
    assert age_on(date(2024, 2, 29), date(2027, 3, 1)) == 3


@pytest.mark.parametrize("text", [None, "", "2024", "2024-09", "2024-02-30", "昨天", "2024-9-1"])
def test_what_is_not_a_day_is_none(text: str | None) -> None:
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-09", (2024, 9)),
        ("2024-09-30", (2024, 9)),
        ("2024", None),
        ("2024-13", None),
        (None, None),
        ("去年", None),
    ],
)
def test_month_of(text: str | None, expected: tuple[int, int] | None) -> None:
    assert parse_month(text) == expected
