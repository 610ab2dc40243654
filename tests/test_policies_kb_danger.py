"""Danger is recognised by words, and policy questions that only sound like it are left alone."""

from pathlib import Path
from typing import Any

import pytest

from policies_kb.danger import danger_in
from policies_kb.normalise import normalise
from policies_kb.source import read_vocabulary
from tests.knowledge import load_cases

CASES = load_cases(Path(__file__).parent / "cases" / "danger.yml")
QUESTIONS = load_cases(Path(__file__).parent / "cases" / "questions.yml")


def kind_of(text: str) -> str | None:
    found = danger_in(normalise(text), {}, 0.0)
    return next((name for name, kind in read_vocabulary("danger").items() if kind == found), None)


@pytest.mark.parametrize("case", CASES, ids=[case["say"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert kind_of(case["say"]) == case["kind"]


def test_there_are_enough_cases_of_both_sides() -> None:
    assert min(len([c for c in CASES if c["kind"]]), len([c for c in CASES if not c["kind"]])) >= 30


def test_no_policy_question_is_taken_for_danger() -> None:
    ordinary = [case for case in QUESTIONS if "emergency" not in str(case["expect"].get("kind"))]
    alarmed = [say for case in ordinary for say in case["say"] if kind_of(say)]
    assert alarmed == []
