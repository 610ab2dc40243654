"""The actions hand a message to the assistant and its answer back; whatever breaks, the person gets a sentence."""

from types import SimpleNamespace

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import answering, base

ANSWER = {"schema": "policy-answer/1", "kind": "answer", "text": "可以领。\n每年一次。", "buttons": []}
RANKING = [{"name": "ask_policy", "confidence": 0.9}]


class FakeAssistant:
    """Remembers what it was asked; breaks when told to."""

    def __init__(self, broken=False):
        self.asked, self.broken = [], broken

    def reply(self, message, intent, ranking, context):
        self.asked.append((message, intent, ranking, context))
        if self.broken:
            raise RuntimeError("knowledge base gone")
        return SimpleNamespace(answer=dict(ANSWER), context={"region": "620722"})


@pytest.fixture
def assistant(monkeypatch):
    fake = FakeAssistant()
    monkeypatch.setattr(base, "open_assistant", lambda: fake)
    return fake


def run(action, slots=None, message=None):
    message = message or {"text": "产假几天", "intent": RANKING[0], "intent_ranking": RANKING}
    tracker = Tracker("someone", slots or {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    return dispatcher.messages, action.run(dispatcher, tracker, {})


def test_one_message_with_text_and_answer(assistant):
    messages, events = run(answering.Answer(), {"context": {"region": "420800"}})
    assert [(message["text"], message["custom"]) for message in messages] == [(ANSWER["text"], ANSWER)]
    assert events == [{"event": "slot", "timestamp": None, "name": "context", "value": {"region": "620722"}}]
    assert assistant.asked == [("产假几天", "ask_policy", RANKING, {"region": "420800"})]


def test_the_first_message_has_an_empty_context(assistant):
    run(answering.Answer(), {"context": None})
    assert assistant.asked[0][3] == {}


def test_what_no_rule_foresees_is_asked_as_not_understood(assistant):
    run(answering.AnswerUnforeseen())
    assert assistant.asked[0][1] == "nlu_fallback"


def test_restart_passes_nothing_on_and_forgets(assistant):
    messages, events = run(answering.Restart(), {"context": {"region": "420800"}})
    assert assistant.asked[0][3] == {} and len(messages) == 1
    assert [event["event"] for event in events] == ["restart"]


@pytest.mark.parametrize(
    "message",
    [pytest.param(None, id="assistant-breaks"), pytest.param({"text": None}, id="message-without-anything")],
)
def test_a_fault_becomes_a_plain_sentence_and_a_trace(monkeypatch, caplog, message):
    monkeypatch.setattr(base, "open_assistant", lambda: FakeAssistant(broken=True))
    messages, events = run(answering.Answer(), message=message)
    assert messages[0]["custom"]["kind"] == "error" and messages[0]["text"]
    assert events == [] and "Traceback" in caplog.text


def test_a_missing_knowledge_base_becomes_a_plain_sentence_too(monkeypatch):
    def gone():
        raise OSError("no kb.sqlite")

    monkeypatch.setattr(base, "open_assistant", gone)
    messages, _ = run(answering.Answer())
    assert messages[0]["custom"]["kind"] == "error"


def test_the_action_server_finds_the_actions_of_the_domain():
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) == {"action_answer", "action_default_fallback", "action_restart"}
