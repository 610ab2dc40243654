"""One question in the terminal: the answer, and how it came about."""

import json

import pytest

from tests.fake_rasa import REPLY, FakeRasa
from web import ask
from web.trace import trace_lines


@pytest.fixture(autouse=True)
def rasa_is_running(rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_PORT", str(rasa.port))
    monkeypatch.setattr(ask, "Wish", lambda: None)


def test_the_running_assistant_is_asked(rasa: FakeRasa, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main(["荆门三孩每月多少"]) == 0
    shown = capsys.readouterr().out
    assert all(part in shown for part in ("每月500元。", "〔二孩呢〕", "意图：ask_policy", "abc123"))
    assert rasa.received[0]["sender"].startswith("ask-")


def test_json_is_given_as_it_came(rasa: FakeRasa, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main(["--json", "产假"]) == 0
    assert json.loads(capsys.readouterr().out) == REPLY


def test_a_question_may_start_with_a_dash(rasa: FakeRasa) -> None:
    assert ask.main(["--", "-产假几天"]) == 0
    assert rasa.received[0]["message"] == "-产假几天"


def test_no_question(rasa: FakeRasa, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main([""]) == 1
    assert "make ask Q=" in capsys.readouterr().err


def test_no_answer(rasa: FakeRasa, capsys: pytest.CaptureFixture[str]) -> None:
    rasa.reply = []
    assert ask.main(["产假"]) == 1
    assert "助手没有回答" in capsys.readouterr().err


def test_the_trace_is_shown_in_the_order_of_the_work() -> None:
    trace = {
        "figures": [{"value": 500.0, "unit": "元"}],
        "facts": {"child_order": 3, "married": None},
        "ranking": [{"name": "ask_policy", "confidence": 0.98765}],
        "intent": "ask_policy",
        "strange": [],
    }
    assert trace_lines(trace) == [
        "意图：ask_policy",
        "意图排名：",
        "    name=ask_policy　confidence=0.988",
        "家庭情况：child_order=3　married=（无）",
        "数字：",
        "    value=500　unit=元",
        "strange：（无）",
    ]
