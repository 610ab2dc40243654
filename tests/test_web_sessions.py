"""Conversations stay apart and nobody talks too fast: signed sessions, and a limit for each address."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fake_rasa import FakeRasa
from web import create_app
from web.rate_limit import RateLimit
from web.sessions import Sessions


@pytest.fixture
def app(web_settings: dict[str, str]) -> Flask:
    return create_app(web_settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def say(client: FlaskClient, message: Any, session: Any = None) -> Any:
    return client.post("/api/chat", data=json.dumps({"session": session, "message": message}))


def test_a_conversation_goes_on_with_its_session(client: FlaskClient, rasa: FakeRasa) -> None:
    first = say(client, "荆门").get_json()["session"]
    second = say(client, "三孩", first).get_json()["session"]
    assert first == second
    assert rasa.received[0]["sender"] == rasa.received[1]["sender"]


FOREIGN = [
    pytest.param("default", id="made up"),
    pytest.param("x.y", id="made up with a signature"),
    pytest.param("", id="empty"),
    pytest.param("产假.产假", id="not ascii"),
    pytest.param("\ud800", id="half a surrogate pair"),
    pytest.param(7, id="a number"),
    pytest.param({"a": 1}, id="an object"),
    pytest.param(Sessions("another key", 30).token_for("victim"), id="signed by another server"),
]


@pytest.mark.parametrize("session", FOREIGN)
def test_a_foreign_session_starts_a_new_one(client: FlaskClient, rasa: FakeRasa, session: Any) -> None:
    response = say(client, "产假几天", session)
    assert response.status_code == 200
    assert response.get_json()["session"] != session
    assert rasa.received[0]["sender"] not in (session, "victim", "default")
    assert len(rasa.received[0]["sender"]) == 24


def test_the_key_is_made_once_and_for_the_owner_only(web_settings: dict[str, str], rasa: FakeRasa) -> None:
    token = say(create_app(web_settings).test_client(), "荆门").get_json()["session"]
    file = Path(web_settings["POLICY_VAR"]) / "secret"
    assert os.stat(file).st_mode & 0o777 == 0o600
    assert say(create_app(web_settings).test_client(), "三孩", token).get_json()["session"] == token
    assert rasa.received[0]["sender"] == rasa.received[1]["sender"]


def test_a_given_key_is_used_and_none_is_written(web_settings: dict[str, str], rasa: FakeRasa) -> None:
    client = create_app(web_settings | {"POLICY_SECRET": "a long enough secret"}).test_client()
    token = Sessions("a long enough secret", 30).token_for("me")
    assert say(client, "荆门", token).get_json()["session"] == token
    assert not (Path(web_settings["POLICY_VAR"]) / "secret").exists()


def test_the_limit_lets_so_many_through_and_no_more(web_settings: dict[str, str]) -> None:
    client = create_app(web_settings | {"POLICY_RATE_LIMIT": "3"}).test_client()
    assert [say(client, "产假").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = say(client, "产假")
    assert refused.get_json()["error"]["code"] == "too_fast"
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    other = client.post("/api/chat", json={"message": "产假"}, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert other.status_code == 200


def test_a_token_comes_back_when_its_time_has_come() -> None:
    now = [0.0]
    limit = RateLimit(2, clock=lambda: now[0])
    assert [limit.wait("a"), limit.wait("a"), limit.wait("a")] == [0, 0, 30]
    now[0] = 29.9
    assert limit.wait("a") == 1
    now[0] = 30.0
    assert [limit.wait("a"), limit.wait("a")] == [0, 30]


def test_no_limit_when_it_is_zero(client: FlaskClient) -> None:
    assert {say(client, "产假").status_code for _ in range(80)} == {200}
