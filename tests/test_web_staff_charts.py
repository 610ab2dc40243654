"""Nothing is drawn outside its box, what stands on each other touches, and ticks are round."""

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.staff import charts
from web.staff.charts import Chart, Scale, ticks

KINDS = {"answer": "直接答上", "clarify": "反问一句", "not_covered": "没有收录"}
COUNTS = st.dictionaries(st.sampled_from([*KINDS]), st.integers(0, 10**7))
SLACK = 0.2  # places are rounded to a tenth


@pytest.mark.parametrize(
    ("largest", "values"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (5, [0, 2, 4, 6]),
        (10, [0, 5, 10]),
        (11, [0, 5, 10, 15]),
        (80, [0, 20, 40, 60, 80]),
        (1234, [0, 500, 1000, 1500]),
    ],
)
def test_ticks_of(largest: int, values: list[int]) -> None:
    assert ticks(largest) == values


@given(st.integers(0, 10**9))
def test_ticks_are_few_whole_even_and_reach_the_largest(largest: int) -> None:
    values = ticks(largest)
    assert 2 <= len(values) <= charts.TICKS + 1
    assert values[-1] >= largest and values[0] == 0
    assert len({two - one for one, two in pairwise(values)}) == 1


@given(st.floats(-inf, inf, allow_nan=False), st.floats(0, 1e9))
def test_a_scale_never_leaves_its_box(value: float, largest: float) -> None:
    assert 12 <= Scale(largest, 214, 12)(value) <= 214


def inside(chart: Chart) -> bool:
    marks = all(
        mark.x >= -SLACK
        and mark.x + mark.width <= chart.width + SLACK
        and mark.y >= -SLACK
        and mark.y + mark.height <= chart.height + SLACK
        and mark.width >= 0
        and mark.height >= 0
        for mark in chart.marks
    )
    points = [*chart.labels, *chart.values, *chart.grid]
    dots = all(0 <= x <= chart.width and 0 <= y <= chart.height for _, x, y, _ in chart.dots)
    return marks and dots and all(0 <= one.x <= chart.width and 0 <= one.y <= chart.height for one in points)


@given(st.lists(COUNTS, min_size=1, max_size=110))
def test_columns_stay_in_their_box_and_stand_on_each_other(counts: list[dict[str, int]]) -> None:
    chart = charts.columns([str(number) for number in range(len(counts))], counts, KINDS)
    assert inside(chart)
    assert len(chart.marks) == sum(count > 0 for one in counts for count in one.values())
    for below, above in zip(chart.marks, chart.marks[1:], strict=False):
        if above.x == below.x:
            assert abs(above.y + above.height - below.y) <= SLACK
        else:
            assert above.x >= below.x + below.width - SLACK


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_bars_stay_in_their_box_and_leave_room_for_what_is_said(counts: list[dict[str, int]]) -> None:
    names = [f"第{number}个很长很长的地名" for number in range(len(counts))]
    chart = charts.bars(names, counts, [""] * len(counts), KINDS)
    assert inside(chart)
    assert all(mark.x + mark.width <= chart.width - charts.VALUE_WIDTH + SLACK for mark in chart.marks)
    assert all(len(label.text) <= charts.LONGEST_NAME for label in chart.labels)


@given(st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=110))
def test_lines_stay_in_their_box_and_break_where_nothing_is_known(values: list[int | None]) -> None:
    names = [str(number) for number in range(len(values))]
    chart = charts.lines(names, {"middle": values}, {"middle": "一半"})
    [(_, path)] = chart.lines
    begins = sum(value is not None and (i == 0 or values[i - 1] is None) for i, value in enumerate(values))
    assert inside(chart)
    assert path.count("M") == begins and path.count("M") + path.count("L") == len(chart.dots)


@pytest.mark.parametrize("number", [1, 2, 7, 30, 31, 92, 110])
@pytest.mark.parametrize("width", [charts.WIDE, charts.HALF])
def test_dates_under_the_axis_do_not_run_into_each_other(number: int, width: int) -> None:
    names = [f"11-{day:02}" for day in range(number)]
    labels = charts.columns(names, [{}] * number, KINDS, width).labels
    places = [label.x for label in labels]
    assert labels and labels[-1].text == names[-1]
    assert all(two - one >= charts.LABEL_WIDTH - 1 for one, two in pairwise(places))


def test_a_mark_says_what_it_stands_for() -> None:
    [mark] = charts.columns(["11-22"], [{"answer": 1234}], KINDS).marks
    assert (mark.kind, mark.says) == ("answer", "11-22 直接答上 1,234")
