"""The chat API keeps its contract whatever people send and however Rasa behaves."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from policies_kb.errors import SettingError
from tests.fake_rasa import ANSWER, FakeRasa
from tests.running import free_port
from web import create_app
from web.replies import as_replies


@pytest.fixture
def app(web_settings: dict[str, str]) -> Flask:
    return create_app(web_settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def say(client: FlaskClient, message: Any, session: Any = None) -> Any:
    return client.post("/api/chat", data=json.dumps({"session": session, "message": message}))


def test_an_answer_comes_once_and_without_its_trace(client: FlaskClient) -> None:
    body = say(client, "荆门三孩每月多少").get_json()
    [reply] = body["replies"]
    assert reply["text"] == "每月500元。"
    assert reply["buttons"] == [{"title": "二孩呢", "message": "二孩每月多少"}]
    assert reply["answer"]["kind"] == "answer"
    assert not {"text", "buttons", "trace"} & set(reply["answer"])


def test_chinese_is_readable_in_the_body(client: FlaskClient) -> None:
    response = say(client, "荆门")
    assert "每月500元" in response.get_data(as_text=True)
    assert response.mimetype == "application/json"


@pytest.mark.parametrize(
    ("messages", "texts"),
    [
        pytest.param([{"text": "你好"}], [("你好", None)], id="a plain text stands alone"),
        pytest.param([{"custom": ANSWER}], [("每月500元。", "answer")], id="an answer without its text"),
        pytest.param(
            [{"text": "每月500元。"}, {"custom": ANSWER}, {"text": "还有吗"}],
            [("每月500元。", "answer"), ("还有吗", None)],
            id="only the repeated text is dropped",
        ),
        pytest.param([{"image": "x"}], [], id="what is neither text nor answer is not shown"),
    ],
)
def test_replies_from_messages(messages: list, texts: list) -> None:
    found = [(reply["text"], reply["answer"] and reply["answer"]["kind"]) for reply in as_replies(messages)]
    assert found == texts


BAD_MESSAGES = [
    pytest.param(None, "message_missing", id="no message"),
    pytest.param(5, "message_missing", id="a number"),
    pytest.param(["产假"], "message_missing", id="a list"),
    pytest.param("", "message_empty", id="empty"),
    pytest.param(" \n\t　", "message_empty", id="white space only"),
    pytest.param("\u200b\u200d", "message_empty", id="invisible only"),
    pytest.param("/／/", "message_empty", id="slashes only"),
    pytest.param("产" * 501, "message_too_long", id="one character too many"),
    pytest.param("\ufdfa" * 100, "message_too_long", id="too long once written out"),
    pytest.param("产假\x00几天", "message_not_text", id="a null byte"),
    pytest.param("\x1b[31m产假", "message_not_text", id="a terminal sequence"),
    pytest.param("产假\ud800", "message_not_text", id="half a surrogate pair"),
]


@pytest.mark.parametrize(("message", "code"), BAD_MESSAGES)
def test_a_message_that_cannot_be_used(client: FlaskClient, rasa: FakeRasa, message: Any, code: str) -> None:
    response = say(client, message)
    assert (response.status_code, response.get_json()["error"]["code"]) == (400, code)
    assert rasa.received == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="broken"),
        pytest.param(b"\xff\xfe\x00\x01", id="binary"),
        pytest.param(b'["message"]', id="a list"),
        pytest.param(b'"message"', id="a string"),
        pytest.param("message=产假".encode(), id="a form"),
        pytest.param(b"[" * 10_000, id="very deep"),
    ],
)
def test_a_body_that_is_no_json_object(client: FlaskClient, body: bytes) -> None:
    response = client.post("/api/chat", data=body)
    assert (response.status_code, response.get_json()["error"]["code"]) == (400, "not_json")


@pytest.mark.parametrize(
    ("message", "sent"),
    [
        pytest.param("产" * 500, "产" * 500, id="as long as allowed"),
        pytest.param("  " + "产" * 500 + "\n", "产" * 500, id="white space around does not count"),
        pytest.param("產假多少天", "产假多少天", id="traditional characters"),
        pytest.param("２０２４年", "2024年", id="full-width digits"),
        pytest.param("第一行\n第二行", "第一行 第二行", id="lines"),
        pytest.param("😀产假", "😀产假", id="emoji"),
        pytest.param("/restart", "restart", id="a command"),
        pytest.param("／restart", "restart", id="a full-width slash"),
        pytest.param(" //／ /restart", "restart", id="many slashes"),
        pytest.param("\u200b/restart", "restart", id="a slash behind an invisible sign"),
        pytest.param("1/2", "1/2", id="a slash inside stays"),
    ],
)
def test_what_is_sent_to_rasa(client: FlaskClient, rasa: FakeRasa, message: str, sent: str) -> None:
    assert say(client, message).status_code == 200
    assert rasa.received[0]["message"] == sent


@pytest.mark.parametrize(
    ("status", "reply", "delay"),
    [
        pytest.param(200, [], 0, id="empty list"),
        pytest.param(200, {"error": "x"}, 0, id="no list"),
        pytest.param(200, ["x"], 0, id="a list of other things"),
        pytest.param(200, b"<html>", 0, id="no JSON"),
        pytest.param(500, [], 0, id="server error"),
        pytest.param(404, [], 0, id="not found"),
        pytest.param(200, [{"text": "x"}], 1.3, id="too slow"),
    ],
)
@pytest.mark.parametrize("path", ["/api/chat", "/healthz"])
def test_rasa_without_an_answer(
    client: FlaskClient, rasa: FakeRasa, path: str, status: int, reply: Any, delay: float
) -> None:
    rasa.status, rasa.reply, rasa.delay = status, reply, delay
    response = client.get(path) if path == "/healthz" else say(client, "产假几天")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "assistant_unavailable")
    assert response.headers["Retry-After"] == "5"


def test_rasa_is_not_there(web_settings: dict[str, str]) -> None:
    client = create_app(web_settings | {"RASA_PORT": str(free_port())}).test_client()
    assert say(client, "产假几天").status_code == 503
    assert client.get("/healthz").status_code == 503


def test_a_proxy_setting_does_not_stand_between_us_and_rasa(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    assert say(client, "产假几天").status_code == 200


def test_health_tells_the_version_and_asks_no_more_than_needed(client: FlaskClient, rasa: FakeRasa) -> None:
    body = client.get("/healthz").get_json()
    assert (body["status"], body["kb_version"]) == ("ok", "abc123")
    client.get("/healthz")
    assert [message["sender"].startswith("healthz-") for message in rasa.received] == [True]


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param([{"text": "你好"}], id="no answer object"),
        pytest.param([{"custom": {"kind": "error"}}], id="an apology"),
    ],
)
def test_health_wants_a_real_answer(client: FlaskClient, rasa: FakeRasa, reply: list) -> None:
    rasa.reply = reply
    assert client.get("/healthz").status_code == 503


ERRORS = [
    pytest.param("GET", "/nowhere", 404, "not_found", id="no such page"),
    pytest.param("GET", "/static/nothing.js", 404, "not_found", id="no such file"),
    pytest.param("GET", "/static/../__init__.py", 404, "not_found", id="outside of the folder"),
    pytest.param("GET", "/api/chat", 405, "method_not_allowed", id="chat by GET"),
    pytest.param("DELETE", "/api/chat", 405, "method_not_allowed", id="chat by DELETE"),
    pytest.param("POST", "/healthz", 405, "method_not_allowed", id="health by POST"),
    pytest.param("POST", "/", 405, "method_not_allowed", id="page by POST"),
    pytest.param("PUT", "/static/widget.js", 405, "method_not_allowed", id="file by PUT"),
]


@pytest.mark.parametrize(("method", "path", "status", "code"), ERRORS)
def test_every_error_has_the_one_shape(client: FlaskClient, method: str, path: str, status: int, code: str) -> None:
    response = client.open(path, method=method)
    body = response.get_json()
    assert (response.status_code, set(body), set(body["error"])) == (status, {"error"}, {"code", "message"})
    assert body["error"]["code"] == code
    assert ("Allow" in response.headers) == (status == 405)


def test_a_body_that_is_too_large(client: FlaskClient) -> None:
    response = client.post("/api/chat", data=json.dumps({"message": "x" * 20_000}))
    assert (response.status_code, response.get_json()["error"]["code"]) == (413, "too_large")


def test_what_breaks_inside_stays_inside(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("web.conversations.as_replies", lambda messages: 1 / 0)
    response = say(app.test_client(), "产假几天")
    assert (response.status_code, response.get_json()["error"]["code"]) == (500, "internal_error")
    assert "division" not in response.get_data(as_text=True)
    assert "division by zero" in caplog.text


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/static/widget.js"])
def test_every_response_is_protected(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_wrong_setting_is_named(web_settings: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="POLICY_RATE_LIMIT='many'"):
        create_app(web_settings | {"POLICY_RATE_LIMIT": "many"})
