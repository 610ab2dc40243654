"""Worked examples: each case of tests/cases/calculations.yml comes out as a caseworker computed it by hand."""

from datetime import date
from typing import Any

import pytest

from policies_kb.assessing import Assessment, assess
from tests.knowledge import CASES, TODAY, load_cases, the_base

ALL = load_cases(CASES / "calculations.yml")
KEYS = {"case", "measure", "facts", "today", "results", "last", "none", "eligibility", "assumes", "bound", "ahead"}


def outcome(case: dict[str, Any]) -> Assessment:
    today = date.fromisoformat(case["today"]) if "today" in case else TODAY
    return assess(the_base().measures[case["measure"]], case.get("facts", {}), the_base(), today)


def figures_of(assessment: Assessment) -> list[Any]:
    """Return the value of everything computed in order, [value, max] for a range."""
    plain = [figure.as_dict() for figure in assessment.work.results]
    return [figure["value"] if figure["max"] is None else [figure["value"], figure["max"]] for figure in plain]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["case"])
def test_worked_example(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    found = outcome(case)
    figures = figures_of(found)
    for value in case.get("results", {}).values():
        assert value in figures
    if "last" in case:
        assert figures[-1] == case["last"]
    if case.get("none"):
        assert not [figure for figure in found.work.results if figure.computed]
    if "eligibility" in case:
        assert found.eligibility == case["eligibility"]
    assert case.get("assumes", "") in "".join(found.work.assumptions)
    if "bound" in case:
        assert found.work.results[-1].bound == case["bound"]


def test_case_names_are_different() -> None:
    names = [case["case"] for case in ALL]
    assert len(set(names)) == len(names)


def test_every_fact_of_a_case_is_in_the_vocabulary() -> None:
    assert {fact for case in ALL for fact in case.get("facts", {})} <= set(the_base().facts)


def test_the_working_always_ends_in_the_figure_that_is_given() -> None:
    for case in ALL:
        work = outcome(case).work
        if work.steps and work.results and not work.refused:
            given = {figure.value for figure in work.results}
            assert {step.value for step in work.steps} & given


def test_every_computed_amount_kind_has_a_worked_example() -> None:
    measures = the_base().measures
    kinds = {measures[case["measure"]].amount.get("kind") for case in ALL}
    held = {measure.amount["kind"] for measure in measures.values() if measure.has_figure}
    assert held <= kinds | {"range"}


def test_the_name_of_a_figure_never_runs_into_the_figure() -> None:
    labels = {figure.label for case in ALL for figure in outcome(case).work.results}
    assert [label for label in labels if label[-1:].isdigit()] == []


def test_nothing_is_computed_for_those_who_are_not_entitled() -> None:
    for case in ALL:
        found = outcome(case)
        if found.eligibility == "not_eligible" and not case.get("ahead"):
            assert found.work.results == found.work.steps == []
