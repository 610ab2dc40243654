"""A person takes over a chat: the wish, the queue, the words both ways, the way back, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import real
from tests.fake_rasa import FakeRasa
from tests.records import rows
from tests.staff_desk import console, logged_in
from web.services import NAME, Services
from web.staff import chats as chats_module
from web.staff.tables import TAKEOVER_LINES, TAKEOVERS
from web.takeover import line as line_module
from web.takeover.handover import ASK, BACK, STOP_WAITING

ALWAYS = "1-7 0:00-23:59"
HANDOFF = "转人工"


@pytest.fixture
def app(web_settings: dict[str, str]) -> Flask:
    return console({**web_settings, "POLICY_OFFICE_HOURS": ALWAYS})


def shared(app: Flask) -> Services:
    found: Services = app.extensions[NAME]
    return found


def held(app: Flask, table: sa.Table) -> list[dict[str, Any]]:
    return rows(shared(app).records, table)


@pytest.fixture
def parent(app: Flask) -> "Parent":
    return Parent(app)


@pytest.fixture
def operator(app: Flask) -> FlaskClient:
    client = logged_in(app, "operator")
    allow(app, "operator")
    return client


class Parent:
    """Somebody who writes in the chat."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client, self.session = app, app.test_client(), None

    def say(self, message: str) -> dict[str, Any]:
        body = self.client.post("/api/chat", json={"session": self.session, "message": message}).get_json()
        self.session = body["session"]
        return body

    def news(self, after: int = 0) -> dict[str, Any]:
        headers = {"X-Session": self.session}
        return self.client.get(f"/api/chat/updates?after={after}", headers=headers).get_json()


def allow(app: Flask, login: str) -> None:
    account = next(one for one in app.extensions["shanyutong.staff"].accounts.all() if one.login == login)
    app.extensions["shanyutong.staff"].chats.allow(account.id, True)


def post(client: FlaskClient, path: str, body: dict | None = None) -> Any:
    return client.post(f"/staff/chats/{path}", json=body or {})


def taken(parent: Parent, operator: FlaskClient) -> int:
    """Bring a chat to the operator and return its number."""
    parent.say(ASK)
    [takeover] = held(parent.app, TAKEOVERS)
    assert post(operator, f"{takeover['id']}/take").status_code == 200
    return takeover["id"]


def later(monkeypatch: pytest.MonkeyPatch, app: Flask, **span: float) -> None:
    """Let the clocks of both sides run ahead."""
    ahead = line_module.utc_now() + timedelta(**span)
    line = shared(app).conversations.handover.line
    monkeypatch.setattr(line, "now", lambda: ahead)
    monkeypatch.setattr(chats_module, "now", lambda: ahead)


def test_who_wants_a_person_is_offered_one_while_somebody_is_there(parent: Parent, rasa: FakeRasa) -> None:
    rasa.reply = real(HANDOFF, "human")
    [reply] = parent.say(HANDOFF)["replies"]
    assert reply["answer"]["kind"] == "handoff" and "工作人员会看到" in reply["text"]
    assert reply["buttons"][0] == {"title": ASK, "message": ASK}
    assert held(parent.app, TAKEOVERS) == []


@pytest.mark.parametrize(("hours", "words"), [("7 3:00-3:01", "现在没有工作人员在。周日3:00-3:01有人"), ("", "12345")])
def test_outside_the_hours_nobody_is_promised(
    web_settings: dict[str, str], rasa: FakeRasa, hours: str, words: str
) -> None:
    app = console({**web_settings, "POLICY_OFFICE_HOURS": hours, "POLICY_TODAY": "2026-11-23"})
    rasa.reply = real(HANDOFF, "human")
    parent = Parent(app)
    [reply] = parent.say(HANDOFF)["replies"]
    assert words in reply["text"] and ASK not in str(reply)
    assert held(app, TAKEOVERS) == []


def test_who_waits_is_told_so_and_the_assistant_goes_on_answering(parent: Parent) -> None:
    first = parent.say(ASK)
    assert first["person"] == "waiting" and first["replies"][0]["buttons"][0]["message"] == STOP_WAITING
    assert parent.news() == {"state": "waiting", "notice": "正在等工作人员，下一个就是您。", "lines": []}
    assert parent.say("荆门三孩每月多少")["replies"][0]["text"] == "每月500元。"


def test_the_place_in_the_queue_is_told(app: Flask, parent: Parent) -> None:
    for _ in range(2):
        Parent(app).say(ASK)
    parent.say(ASK)
    assert parent.news()["notice"] == "正在等工作人员，前面还有2位。"
    parent.say(ASK)
    assert len(held(parent.app, TAKEOVERS)) == 3


def test_words_go_both_ways_and_the_assistant_is_silent(parent: Parent, operator: FlaskClient, rasa: FakeRasa) -> None:
    number = taken(parent, operator)
    asked = len(rasa.received)
    heard = parent.say("我13800138000，三孩钱没到账")
    assert heard["replies"] == [] and heard["person"] == "taken" and len(rasa.received) == asked
    shown = post(operator, f"{number}/look", {"mark": ""}).get_json()
    assert "三孩钱没到账" in shown["html"] and "13800138000" not in shown["html"]
    post(operator, f"{number}/say", {"text": "请问<b>户口</b>在哪"})
    news = parent.news()
    assert (news["state"], [one["text"] for one in news["lines"]]) == ("taken", ["请问<b>户口</b>在哪"])
    assert parent.news(news["lines"][-1]["id"])["lines"] == []


def test_the_operator_sees_what_was_asked_before(parent: Parent, operator: FlaskClient) -> None:
    parent.say("荆门三孩每月多少")
    number = taken(parent, operator)
    html = post(operator, f"{number}/look", {"mark": ""}).get_json()["html"]
    assert html.index("荆门三孩每月多少") < html.index("每月500元。")


def test_a_chat_that_did_not_change_is_not_sent_again(parent: Parent, operator: FlaskClient) -> None:
    number = taken(parent, operator)
    mark = post(operator, f"{number}/look", {"mark": ""}).get_json()["mark"]
    assert "html" not in post(operator, f"{number}/look", {"mark": mark}).get_json()
    parent.say("在吗")
    assert "在吗" in post(operator, f"{number}/look", {"mark": mark}).get_json()["html"]


def test_words_of_danger_reach_the_operator_and_get_the_numbers_to_call_at_once(
    parent: Parent, operator: FlaskClient, rasa: FakeRasa
) -> None:
    number = taken(parent, operator)
    rasa.reply = real("我不想活了", "emergency")
    [reply] = parent.say("我不想活了")["replies"]
    assert reply["answer"]["kind"] == "emergency"
    html = post(operator, f"{number}/look", {"mark": ""}).get_json()["html"]
    assert html.count("我不想活了") == 1 and "alarming" in html


def test_a_chat_is_handed_back(parent: Parent, operator: FlaskClient) -> None:
    number = taken(parent, operator)
    assert post(operator, f"{number}/end").get_json()["state"] == "ended"
    assert parent.news()["notice"].startswith("工作人员说完了")
    assert parent.say("荆门三孩每月多少")["replies"][0]["text"] == "每月500元。"
    assert post(operator, f"{number}/say", {"text": "还有"}).status_code == 409
    assert post(operator, f"{number}/end").status_code == 409


@pytest.mark.parametrize(("word", "comes"), [(STOP_WAITING, False), (BACK, True)])
def test_a_person_goes_back_to_the_assistant(parent: Parent, operator: FlaskClient, word: str, comes: bool) -> None:
    if comes:
        taken(parent, operator)
    else:
        parent.say(ASK)
    left = parent.say(word)
    assert "person" not in left and "智能助手" in left["replies"][0]["text"]
    assert parent.say("荆门三孩每月多少")["replies"][0]["answer"]["kind"] == "answer"


def test_going_back_means_nothing_when_nobody_is_there(parent: Parent, rasa: FakeRasa) -> None:
    parent.say(STOP_WAITING)
    assert rasa.received[-1]["message"] == STOP_WAITING


def test_only_one_operator_gets_a_chat(app: Flask, parent: Parent, operator: FlaskClient) -> None:
    allow(app, "editor")
    other = logged_in(app, "editor")
    number = taken(parent, operator)
    assert post(other, f"{number}/take").status_code == 409
    for path in ("look", "say"):
        body = {"mark": "", "text": "我来"}
        assert post(other, f"{number}/{path}", body).status_code in (404, 409)
    assert parent.news()["lines"] == []


def test_only_accounts_that_a_supervisor_allowed_take_chats(app: Flask, parent: Parent) -> None:
    parent.say(ASK)
    client = logged_in(app, "operator")
    assert post(client, "1/take").get_json()["error"]["code"] == "chats_not_allowed"
    account = next(one for one in app.extensions["shanyutong.staff"].accounts.all() if one.login == "operator")
    supervisor = logged_in(app, "supervisor")
    assert supervisor.post(f"/staff/chats/allow/{account.id}", data={"yes": "yes"}).status_code == 302
    assert post(client, "1/take").status_code == 200
    supervisor.post(f"/staff/chats/allow/{account.id}", data={"yes": "no"})
    assert post(client, "1/say", {"text": "在"}).status_code == 403


@pytest.mark.parametrize(
    ("minutes", "state", "words"),
    [(4, "waiting", "下一个就是您"), (6, "ended", "您离开了一会儿"), (11, "ended", "没有工作人员")],
)
def test_the_queue_gives_up_by_itself(
    app: Flask, parent: Parent, monkeypatch: pytest.MonkeyPatch, minutes: int, state: str, words: str
) -> None:
    parent.say(ASK)
    later(monkeypatch, app, minutes=minutes)
    news = parent.news()
    assert news["state"] == state and words in news["notice"]


@pytest.mark.parametrize(("minutes", "state"), [(2, "taken"), (4, "ended")])
def test_an_operator_whose_page_is_lost_leaves_the_chat_to_the_assistant(
    app: Flask, parent: Parent, operator: FlaskClient, monkeypatch: pytest.MonkeyPatch, minutes: int, state: str
) -> None:
    taken(parent, operator)
    later(monkeypatch, app, minutes=minutes)
    assert parent.news()["state"] == state
    assert bool(parent.say("荆门三孩每月多少")["replies"]) is (state == "ended")


def test_what_was_said_is_removed_with_the_conversation(parent: Parent, operator: FlaskClient) -> None:
    number = taken(parent, operator)
    parent.say("我的事")
    assert parent.client.delete("/api/session", json={"session": parent.session}).status_code == 204
    [takeover] = held(parent.app, TAKEOVERS)
    assert (takeover["state"], takeover["session"]) == ("ended", None)
    assert held(parent.app, TAKEOVER_LINES) == []
    assert post(operator, f"{number}/look", {"mark": ""}).get_json()["state"] == "ended"


def test_what_is_too_old_is_removed(
    app: Flask, parent: Parent, operator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(parent, operator)
    parent.say("我的事")
    line = shared(app).conversations.handover.line
    line.purge(1)
    assert len(held(parent.app, TAKEOVER_LINES)) == 1
    later(monkeypatch, app, days=1, minutes=1)
    line.purge(1)
    assert held(parent.app, TAKEOVER_LINES) == []


@pytest.mark.parametrize("session", ["", "forged.token", None])
def test_nobody_reads_anothers_news(app: Flask, session: str | None) -> None:
    headers = {} if session is None else {"X-Session": session}
    response = app.test_client().get("/api/chat/updates?after=0", headers=headers)
    if session:
        assert response.get_json() == {"state": "none", "notice": "", "lines": []}
    else:
        assert response.status_code == 400


def test_words_of_people_are_never_markup(parent: Parent, operator: FlaskClient) -> None:
    number = taken(parent, operator)
    parent.say("<script>alert(1)</script>")
    html = post(operator, f"{number}/look", {"mark": ""}).get_json()["html"]
    assert "<script>" not in html and "&lt;script&gt;" in html
