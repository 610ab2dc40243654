"""Whole messages: what people ask to be worked out comes out exactly, the figure asked for first."""

from typing import Any

import pytest

from policies_kb.assistant import Reply
from tests.knowledge import CASES, load_cases, the_assistant, the_base

ALL = load_cases(CASES / "messages.yml")
KEYS = {"case", "say", "measure", "lead", "results", "last", "facts", "not_facts", "region", "assumes", "not_text"}
KEYS |= {"eligibility"}


def last_reply(say: str | list[str]) -> Reply:
    """Return the reply to the last message of a conversation."""
    context = None
    for message in [say] if isinstance(say, str) else say:
        reply = the_assistant().reply(message, context=context)
        context = reply.context
    return reply


def first_line(text: str) -> str:
    """Return the first line that says something of a measure: neither a place's lack nor the outcome before it."""
    lines = text.split("\n")
    return "\n".join(lines[:2]) if "没有" in lines[0] else lines[0]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["case"])
def test_message(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    reply = last_reply(case["say"])
    answer, facts = reply.answer, reply.context["facts"]
    held = {measure["id"]: measure for measure in answer["measures"]}
    assert case["measure"] in held
    measure = held[case["measure"]]
    computed = [figure for figure in measure["figures"] if figure["computed"]]
    values = [one["value"] if one["max"] is None else [one["value"], one["max"]] for one in computed]
    if "results" in case:
        assert values == case["results"]
    if "last" in case:
        assert values[-1] == case["last"]
    assert case.get("lead", "") in first_line(answer["text"])
    assert case.get("assumes", "") in answer["text"]
    assert "not_text" not in case or case["not_text"] not in answer["text"]
    assert {name: facts.get(name) for name in case.get("facts", {})} == case.get("facts", {})
    assert not set(case.get("not_facts", ())) & set(facts)
    assert case.get("eligibility", measure["eligibility"]) == measure["eligibility"]
    assert not computed or answer["calculation"]["steps"]
    assert answer["region"] is None or case.get("region", answer["region"]["code"]) == answer["region"]["code"]


def test_case_names_are_different() -> None:
    names = [case["case"] for case in ALL]
    assert len(set(names)) == len(names)


def test_every_measure_of_a_case_is_held() -> None:
    assert {case["measure"] for case in ALL} <= set(the_base().measures)
