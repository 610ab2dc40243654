"""The running assistant is asked what people ask: plainly, in everyday words, and without the words of any document."""

import pytest
import requests

from tests.judging import Reply, faults
from tests.knowledge import CASES, load_cases

pytestmark = pytest.mark.stack


def ask(address: str, turns: list[str]) -> Reply:
    session, replies = None, []
    for message in turns:
        body = requests.post(f"{address}/api/chat", json={"session": session, "message": message}, timeout=30).json()
        session, replies = body["session"], body["replies"]
    return Reply(replies)


# The floors are what was measured, less two cases: new words and models shift a few answers, a fall is a fault.
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("questions_plain", 0.98),
        ("questions", 0.95),
        ("questions_indirect", 0.92),
        ("questions_everyday", 0.95),
        ("questions_desk", 0.93),
        ("questions_unseen", 0.95),
        ("questions_edge", 0.96),
        ("questions_outside", 0.96),
        ("dialogues", 0.95),
        ("dialogues_outside", 0.92),
    ],
)
def test_questions_are_answered_and_never_with_a_wrong_figure(stack: str, name: str, floor: float) -> None:
    cases = load_cases(CASES / f"{name}.yml")
    found = {case["id"]: faults(case["expect"], ask(stack, case["say"])) for case in cases}
    wrong = {case: why for case, why in found.items() if why}
    assert [case for case, why in wrong.items() if "wrong figure" in why] == []
    assert len(wrong) <= (1 - floor) * len(cases), wrong
