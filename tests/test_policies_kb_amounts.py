"""The kinds of amount: what holds for any number that a household may give."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.amounts import KINDS, bracket_name, in_bracket, work_out
from policies_kb.model import Measure
from policies_kb.work import Work
from tests.knowledge import the_base

COUNTS = st.integers(0, 5000)
MONEY = st.integers(0, 10**8)
ALL = list(the_base().measures.values())


def of_kind(kind: str) -> list[Measure]:
    return [measure for measure in ALL if measure.amount.get("kind") == kind]


def worked(measure: Measure, facts: Mapping[str, Any]) -> Work:
    return work_out(measure, facts, the_base().measure)


def test_every_kind_that_is_used_is_one_of_the_closed_set() -> None:
    assert {measure.amount["kind"] for measure in ALL if measure.amount} <= set(KINDS)


@pytest.mark.parametrize("measure", of_kind("brackets"), ids=lambda measure: measure.id)
@given(number=COUNTS)
def test_a_number_is_in_one_bracket_or_in_none(measure: Measure, number: int) -> None:
    rows = [row for row in measure.amount["rows"] if in_bracket(row, number)]
    work = worked(measure, {measure.amount["by"]: number})
    assert len(rows) <= 1
    assert [figure.value for figure in work.results] == [row["value"] for row in rows]
    if not rows:
        assert work.refused or work.assumptions


@given(st.integers(0, 300), st.integers(1, 100), st.integers(101, 200))
def test_bounds_of_a_bracket_are_in_or_out_as_they_are_written(number: int, low: int, high: int) -> None:
    assert in_bracket({"from": low, "to": high}, number) == (low <= number <= high)
    assert in_bracket({"above": low, "below": high}, number) == (low < number < high)
    assert in_bracket({"from": low}, number) == (low <= number)


@pytest.mark.parametrize(
    ("row", "words"),
    [({"from": 50, "below": 100}, "50到99"), ({"from": 100}, "100及以上"), ({"from": 30, "to": 49}, "30到49")],
)
def test_a_bracket_in_words(row: dict, words: str) -> None:
    assert bracket_name(row) == words


OF_WHAT_IS_TOLD = [measure for measure in of_kind("rate") if "of" in measure.amount]


@pytest.mark.parametrize("measure", [m for m in of_kind("rate") if "cap" in m.amount], ids=lambda measure: measure.id)
@given(base=MONEY, used=st.integers(0, 10**6))
def test_a_cap_is_never_exceeded(measure: Measure, base: int, used: int) -> None:
    facts = {measure.amount["of"]: base} | (
        {measure.amount["used_up_by"]: used} if "used_up_by" in measure.amount else {}
    )
    work = worked(measure, facts)
    assert 0 <= work.results[-1].value <= measure.amount["cap"]
    assert work.results[-1].value <= base


@pytest.mark.parametrize("measure", OF_WHAT_IS_TOLD, ids=lambda measure: measure.id)
@given(one=MONEY, other=MONEY)
def test_a_rate_never_goes_down_when_its_base_goes_up(measure: Measure, one: int, other: int) -> None:
    low, high = sorted([one, other])
    name = measure.amount["of"]
    assert worked(measure, {name: low}).results[-1].value <= worked(measure, {name: high}).results[-1].value


@pytest.mark.parametrize("measure", OF_WHAT_IS_TOLD, ids=lambda measure: measure.id)
def test_a_rate_without_its_base_computes_nothing(measure: Measure) -> None:
    assert worked(measure, {}).results == []


@pytest.mark.parametrize("measure", of_kind("steps"), ids=lambda measure: measure.id)
@given(one=st.integers(0, 70), other=st.integers(0, 70))
def test_steps_never_go_down(measure: Measure, one: int, other: int) -> None:
    amount = measure.amount
    low, high = (amount["start"] + more for more in sorted([one, other]))
    first, second = (worked(measure, {amount["by"]: value}).results[-1].value for value in (low, high))
    assert amount["base"] <= first <= second


@pytest.mark.parametrize("measure", of_kind("steps"), ids=lambda measure: measure.id)
@given(value=st.integers(0, 130))
def test_below_the_first_step_there_is_nothing(measure: Measure, value: int) -> None:
    work = worked(measure, {measure.amount["by"]: value})
    assert bool(work.refused) == (value < measure.amount["start"])
    assert bool(work.results) != bool(work.refused)


@pytest.mark.parametrize("measure", of_kind("per_group"), ids=lambda measure: measure.id)
@given(counts=st.lists(COUNTS, min_size=3, max_size=3))
def test_groups_add_up(measure: Measure, counts: list[int]) -> None:
    rows = measure.amount["rows"]
    facts = dict(zip([row["count"] for row in rows], counts, strict=True))
    total = sum(row["value"] * count for row, count in zip(rows, counts, strict=True))
    assert sum(figure.value for figure in worked(measure, facts).results) == total


@pytest.mark.parametrize("measure", of_kind("sum"), ids=lambda measure: measure.id)
@given(at_once=st.integers(1, 6), difficult=st.booleans())
def test_a_sum_is_the_sum_of_its_steps(measure: Measure, at_once: int, difficult: bool) -> None:
    work = worked(measure, {"births_at_once": at_once, "difficult_birth": difficult})
    total = work.results[-1].value
    parts = [step.value for step in work.steps]
    assert total == (parts[-1] if len(parts) > 1 else sum(parts))
    if len(parts) > 1:
        assert sum(parts[:-1]) == total


@pytest.mark.parametrize("measure", [measure for measure in ALL if measure.amount], ids=lambda measure: measure.id)
def test_without_facts_only_what_is_printed_or_added_up_is_given(measure: Measure) -> None:
    work = worked(measure, {})
    assert work.refused is None
    assert measure.amount["kind"] == "sum" or "of_measure" in measure.amount or not work.results
