"""Every Answer fits the contract, says nothing from another place, and its text says what its data say."""

import json
from functools import lru_cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from policies_kb.assistant import apology
from policies_kb.schema import __file__ as schema_package
from tests.knowledge import CASES, load_cases, the_assistant, the_base

CONTRACT = Path(schema_package).parent / "answer.schema.json"
CONVERSATIONS = load_cases(CASES / "questions.yml")


@lru_cache(maxsize=1)
def contract() -> Draft7Validator:
    schema = json.loads(CONTRACT.read_text(encoding="utf-8"))
    del schema["$id"]  # it is a name, no address: references within the file would be looked up there
    return Draft7Validator(schema)


@pytest.mark.slow
@pytest.mark.parametrize("case", CONVERSATIONS, ids=lambda case: case["id"])
def test_every_turn_gets_an_answer_by_the_contract(case: dict) -> None:
    context: dict = {}
    for message in case["say"]:
        reply = the_assistant().reply(message, context=context)
        answer, context = reply.answer, json.loads(json.dumps(reply.context))
        assert [error.message for error in contract().iter_errors(answer)] == []
        assert answer["text"] and "\n\n" not in answer["text"]
        assert len(answer["measures"]) <= 12
        assert all(button["title"] and button["message"] for button in answer["buttons"])


@pytest.mark.slow
@pytest.mark.parametrize("case", CONVERSATIONS, ids=lambda case: case["id"])
def test_no_answer_holds_a_measure_of_a_place_that_was_not_asked_about(case: dict) -> None:
    context: dict = {}
    for message in case["say"]:
        reply = the_assistant().reply(message, context=context)
        context = reply.context
        trace = reply.answer["trace"]
        regions = trace.get("places") or ([context["region"]] if context.get("region") else [])
        allowed = {code for region in regions for code in the_base().regions.chain(region)}
        if regions:
            assert {measure["region"] for measure in reply.answer["measures"]} <= allowed


def test_the_apology_fits_the_contract() -> None:
    assert [error.message for error in contract().iter_errors(apology())] == []
