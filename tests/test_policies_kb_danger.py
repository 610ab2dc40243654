"""Danger is recognised by words, or by intent and meaning together; what only sounds like it is left alone."""

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


@pytest.mark.parametrize(
    ("meant", "suspicion", "kind"),
    [
        pytest.param({"medical": 0.7, "violence": 0.1}, 0.2, "medical", id="meaning-beside-a-possible-intent"),
        pytest.param({"medical": 0.05, "self_harm": 0.1}, 0.7, "self_harm", id="a-little-meaning-beside-a-sure-intent"),
        pytest.param({"medical": 0.99}, 0.05, None, id="meaning-alone"),
        pytest.param({"medical": 0.05}, 0.9, None, id="intent-alone-where-meanings-are-known"),
        pytest.param({}, 0.9, "general", id="intent-alone-where-meanings-are-not-known"),
        pytest.param({}, 0.5, None, id="a-doubtful-intent-alone"),
    ],
)
def test_intent_and_meaning_are_weighed(meant: dict[str, float], suspicion: float, kind: str | None) -> None:
    found = danger_in("一句没有危险词的话", meant, suspicion)
    assert found == (read_vocabulary("danger")[kind] if kind else None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("先不管补贴了，我媳妇怀孕七个月，刚刚突然流好多血", "medical"),
        ("生孩子大出血的补贴怎么领", None),
    ],
)
def test_urgent_words_count_more_than_talk_of_policy(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind
