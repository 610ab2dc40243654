"""Periods are cut without a gap, nothing counted is lost, and a percentile is a value that really came."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.staff.periods import LONGEST, MOST_DAYS_IN_WEEKS, MOST_SINGLE_DAYS, Period, percentile

END = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
PERIODS = st.builds(lambda day, days: Period(day, day + timedelta(days=days)), DAYS, st.integers(0, LONGEST - 1))


def of(days: int) -> Period:
    return Period(END - timedelta(days=days - 1), END)


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        (1, "天"),
        (MOST_SINGLE_DAYS, "天"),
        (MOST_SINGLE_DAYS + 1, "周"),
        (MOST_DAYS_IN_WEEKS, "周"),
        (MOST_DAYS_IN_WEEKS + 1, "月"),
    ],
)
def test_a_longer_period_is_counted_by_longer_units(days: int, unit: str) -> None:
    assert of(days).days == days
    assert of(days).unit == unit


@given(PERIODS)
def test_buckets_follow_each_other_from_the_first_day_to_the_last(period: Period) -> None:
    buckets = period.buckets
    assert (buckets[0].first, buckets[-1].last) == (period.since, period.until)
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(buckets))
    assert len(buckets) <= 110


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    assert {bucket.first.weekday() for bucket in of(200).buckets[1:]} == {0}
    assert {bucket.first.day for bucket in of(800).buckets[1:]} == {1}
    february = Period(date(2024, 1, 31), date(2026, 2, 28)).buckets
    assert (february[1].first, february[1].last) == (date(2024, 2, 1), date(2024, 2, 29))


@given(PERIODS, st.lists(st.tuples(st.integers(0, LONGEST), st.integers(1, 9)), max_size=20))
def test_what_was_counted_by_day_is_all_in_the_buckets(period: Period, counted: list[tuple[int, int]]) -> None:
    by_day = {period.since + timedelta(days=day % period.days): {"answer": count} for day, count in counted}
    gathered = period.gather(by_day)
    assert len(gathered) == len(period.buckets)
    assert sum(one.get("answer", 0) for one in gathered) == sum(one["answer"] for one in by_day.values())
    for bucket, one in zip(period.buckets, gathered, strict=True):
        inside = [counts["answer"] for day, counts in by_day.items() if bucket.first <= day <= bucket.last]
        assert one.get("answer", 0) == sum(inside)


def test_the_days_before_are_as_many_and_touch() -> None:
    before = of(30).before()
    assert (before.days, before.until) == (30, of(30).since - timedelta(days=1))


@pytest.mark.parametrize(
    ("times", "median", "slow"),
    [
        pytest.param({}, None, None, id="none"),
        pytest.param({7: 1}, 7, 7, id="one"),
        pytest.param({1: 1, 9: 1}, 1, 9, id="two"),
        pytest.param({1: 1, 5: 1, 9: 1}, 5, 9, id="three"),
        pytest.param({10: 19, 900: 1}, 10, 10, id="nineteen-of-twenty"),
        pytest.param({10: 18, 900: 2}, 10, 900, id="eighteen-of-twenty"),
    ],
)
def test_a_percentile_of_a_few(times: dict[int, int], median: int | None, slow: int | None) -> None:
    assert (percentile(times, 50), percentile(times, 95)) == (median, slow)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60), st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(values: list[int], hundredths: int) -> None:
    found = percentile({value: values.count(value) for value in values}, hundredths)
    assert found in values
    assert 100 * sum(value <= found for value in values) >= hundredths * len(values)
    assert 100 * sum(value < found for value in values) < hundredths * len(values)
