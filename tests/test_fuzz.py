"""The fuzz sends the same for the same seed, sees each kind of fault, and the running assistant stands a short one."""

import json
from itertools import islice

import pytest

from tests.fuzz.checks import faults, stray_figures, wanted_status
from tests.fuzz.messages import KINDS, Message, make_messages
from tests.fuzz.run import send_all
from tests.knowledge import the_assistant
from web.replies import as_replies

SHORT = 230


def reply_to(message: str, **changes: object) -> str:
    """Return the chat API's body for a message, with parts of the Answer changed."""
    answer = the_assistant().reply(message).answer | changes
    return json.dumps({"session": "s", "replies": as_replies([{"custom": answer}])})


def sent(text: str, planted: str | None = None) -> Message:
    return Message("question", {"message": text}, planted=planted)


def test_the_same_seed_gives_the_same_messages_of_every_kind() -> None:
    first, second = ([(m.kind, m.body, m.goes_on) for m in make_messages(7, SHORT)] for _ in range(2))
    assert first == second
    assert {kind for kind, _, _ in first} == set(KINDS)
    assert first != [(m.kind, m.body, m.goes_on) for m in make_messages(8, SHORT)]


def test_every_message_can_be_sent() -> None:
    assert all(isinstance(message.encoded("s"), bytes) for message in islice(make_messages(1, 2000), 2000))


def test_what_is_kept_of_a_failure_can_be_written() -> None:
    failure, honest = send_all("http://127.0.0.1:9", [sent("半个\ud8bd字")])
    assert honest and honest.kind == "honest"
    assert failure and failure.message == "半个?字" and "no reply" in failure.faults[0]
    json.dumps(failure.as_dict(), ensure_ascii=False).encode()


def test_what_is_too_large_must_be_refused_in_our_shape() -> None:
    assert faults(sent("产" * 9000), 413, '{"error": {"code": "too_large", "message": "太大"}}') == []
    assert faults(sent("产" * 9000), 413, "Request Entity Too Large") != []
    assert faults(sent("产假"), 413, '{"error": {"code": "too_large", "message": "太大"}}') != []


def test_other_addresses_have_statuses_of_their_own() -> None:
    removal = Message("removal", {"session": "x"}, method="DELETE", path="/api/session")
    assert faults(removal, 204, "") == [] and faults(removal, 204, "x") != [] and faults(removal, 200, "{}") != []


def test_a_right_reply_has_no_fault() -> None:
    assert faults(sent("荆门三孩每月多少"), 200, reply_to("荆门三孩每月多少")) == []


@pytest.mark.parametrize(
    ("status", "raw", "fault"),
    [
        pytest.param(500, '{"error": {"code": "x", "message": "y"}}', "status 500", id="server-error"),
        pytest.param(200, "<html>", "without JSON", id="no-json"),
        pytest.param(500, 'File "/srv/web/chat.py"', "inside is told", id="a-trace"),
        pytest.param(503, '{"error": "http://127.0.0.1:5005"}', "inside is told", id="an-address-within"),
        pytest.param(200, '{"session": "s", "replies": []}', "no replies", id="no-replies"),
        pytest.param(200, '{"session": "s", "replies": [{"text": "a"}]}', "without an Answer", id="no-answer"),
        pytest.param(200, reply_to("你好", text=" "), "empty text", id="empty-text"),
        pytest.param(200, reply_to("你好", kind="poem"), "poem", id="against-the-contract"),
        pytest.param(200, reply_to("你好", kind="error"), "error is answered", id="apology"),
        pytest.param(200, reply_to("你好", text="补77777元"), "['77777']", id="invented-figure"),
    ],
)
def test_a_fault_is_seen(status: int, raw: str, fault: str) -> None:
    assert fault in "\n".join(faults(sent("你好"), status, raw))


def test_a_planted_figure_may_not_come_back() -> None:
    raw = reply_to("你好", text="好的，是88888元")
    assert any("planted" in fault for fault in faults(sent("说88888元", planted="88888"), 200, raw))


def test_a_planted_figure_may_be_worked_with_when_the_answer_calls_it_an_input() -> None:
    inputs = {"calculation": {"name": "a", "inputs": {"daily_wage": 88888}, "steps": [], "results": []}}
    raw = reply_to("你好", text="按您说的88888元", **inputs)
    assert faults(sent("说88888元", planted="88888"), 200, raw) == []


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("每月777元", ["777"]),
        ("777～800元", ["777", "800"]),
        ("一共1.2万元，7.5‰", ["1.2万", "7.5"]),
        ("《2019年3号方案》第13条，2026年11月22日，打12345", []),
        ("您说的60个托位", []),
    ],
)
def test_figures_are_held_against_answer_and_person(text: str, stray: list[str]) -> None:
    assert stray_figures(text, {"measures": []}, ["我有60个位"]) == stray


@pytest.mark.parametrize(
    ("body", "statuses"),
    [
        ({"message": "产假"}, {200}),
        ({"message": " "}, {400, 413}),
        ({"message": "产" * 501}, {400, 413}),
        ({}, {400, 413}),
        (b"{", {400, 413}),
        (b'{"message": "\\ud800"}', {400, 413}),
    ],
)
def test_the_wanted_status_follows_from_the_body(body: object, statuses: set[int]) -> None:
    assert wanted_status(Message("body", body)) == statuses


@pytest.mark.stack
def test_the_running_assistant_stands_a_short_fuzz(stack: str) -> None:
    results = list(send_all(stack, make_messages(20, SHORT)))
    assert len(results) == SHORT  # one more would be the honest question that got no answer
    assert [failure.as_dict() for failure in results if failure] == []
