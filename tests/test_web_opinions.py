"""Through the API: what is said is masked, opinions stay with their answers, what is to be removed goes everywhere."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from policies_kb.settings import read_settings
from tests.fake_rasa import FakeRasa
from tests.records import rows
from web import create_app
from web.storage import Records, open_records
from web.storage.tables import FEEDBACK, QUESTIONS, WORDINGS


@pytest.fixture
def client(web_settings: dict[str, str]) -> FlaskClient:
    return create_app(web_settings).test_client()


@pytest.fixture
def kept(web_settings: dict[str, str], client: FlaskClient) -> Iterator[Records]:
    found = open_records(read_settings(web_settings))
    yield found
    found.close()


def say(client: FlaskClient, message: str, session: str | None = None) -> tuple[str, str]:
    """Return the session and the answer's id."""
    body = client.post("/api/chat", json={"message": message, "session": session}).get_json()
    return body["session"], body["replies"][0]["answer"]["answer_id"]


def test_what_is_said_is_masked_before_rasa_and_before_the_records(
    client: FlaskClient, rasa: FakeRasa, kept: Records
) -> None:
    say(client, "我电话１３８００１３８０００，荆门三孩")
    assert rasa.received[0]["message"] == "我电话〔电话〕,荆门三孩"
    assert [row["text"] for row in rows(kept, WORDINGS)] == ["我电话〔电话〕,荆门三孩"]


def test_an_opinion_comes_through_the_api(client: FlaskClient, kept: Records) -> None:
    session, answer_id = say(client, "产假")
    told = {"session": session, "answer_id": answer_id, "verdict": "useless", "reason": "太长"}
    response = client.post("/api/feedback", json=told)
    assert (response.status_code, response.data) == (204, b"")
    assert [row["reason"] for row in rows(kept, FEEDBACK)] == ["太长"]


GOOD = {"verdict": "useful", "reason": ""}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        pytest.param({"verdict": "great"}, 400, "verdict_unknown", id="another verdict"),
        pytest.param({"verdict": ["useful"]}, 400, "verdict_unknown", id="a list"),
        pytest.param({"reason": 7}, 400, "reason_not_text", id="a number for a reason"),
        pytest.param({"reason": "长" * 201}, 400, "reason_too_long", id="a reason too long"),
        pytest.param({"reason": "a\x00b"}, 400, "message_not_text", id="a reason with a null byte"),
        pytest.param({"answer_id": "made-up"}, 404, "answer_unknown", id="no such answer"),
        pytest.param({"answer_id": 7}, 404, "answer_unknown", id="a number"),
        pytest.param({"session": "made-up"}, 404, "answer_unknown", id="no such conversation"),
        pytest.param({"session": None}, 404, "answer_unknown", id="no conversation"),
        pytest.param({"reason": "长" * 200}, 204, None, id="a reason just short enough"),
        pytest.param({"reason": None}, 204, None, id="no reason"),
    ],
)
def test_what_an_opinion_must_be(client: FlaskClient, change: dict, status: int, code: str | None) -> None:
    session, answer_id = say(client, "产假")
    told = {"session": session, "answer_id": answer_id} | GOOD | change
    response = client.post("/api/feedback", data=json.dumps(told))
    assert (response.status_code, code and response.get_json()["error"]["code"]) == (status, code)


def test_an_answer_belongs_to_its_conversation(client: FlaskClient) -> None:
    _, answer_id = say(client, "产假")
    another, _ = say(client, "产假")
    response = client.post("/api/feedback", json={"session": another, "answer_id": answer_id} | GOOD)
    assert response.status_code == 404


def test_a_conversation_is_removed_everywhere(client: FlaskClient, rasa: FakeRasa, kept: Records) -> None:
    session, _ = say(client, "产假")
    sender = rasa.received[0]["sender"]
    assert client.delete("/api/session", json={"session": session}).status_code == 204
    assert rasa.forgotten == [{"sender": sender}]
    assert rows(kept, WORDINGS) == [] and rows(kept, QUESTIONS)[0]["session"] is None


def test_what_is_being_answered_is_removed_too(client: FlaskClient, rasa: FakeRasa, kept: Records) -> None:
    session, _ = say(client, "产假")
    rasa.delay = 0.5
    other = client.application.test_client()
    talk = threading.Thread(target=say, args=(other, "一会儿就要删的话", session))
    talk.start()
    while len(rasa.received) < 2:
        time.sleep(0.01)
    assert client.delete("/api/session", json={"session": session}).status_code == 204
    talk.join()
    assert rows(kept, WORDINGS) == [] and {row["session"] for row in rows(kept, QUESTIONS)} == {None}


@pytest.mark.parametrize(
    ("body", "status"),
    [({"session": "made-up"}, 204), ({"session": None}, 400), ({}, 400), ([], 400)],
)
def test_nothing_is_removed_for_what_is_no_conversation(
    client: FlaskClient, rasa: FakeRasa, body: Any, status: int
) -> None:
    assert client.delete("/api/session", json=body).status_code == status
    assert rasa.forgotten == []


def test_nothing_is_said_to_be_removed_when_rasa_is_away(client: FlaskClient, rasa: FakeRasa, kept: Records) -> None:
    session, _ = say(client, "产假")
    rasa.status = 500
    assert client.delete("/api/session", json={"session": session}).status_code == 503
    assert len(rows(kept, WORDINGS)) == 1


def test_an_answer_reaches_people_though_it_cannot_be_written_down(
    web_settings: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(web_settings).test_client()
    records = open_records(read_settings(web_settings))
    with records.writing() as connection:
        connection.exec_driver_sql("drop table wordings")
    records.close()
    body = client.post("/api/chat", json={"message": "身份证不要了"}).get_json()
    assert body["replies"][0]["text"] == "每月500元。" and "answer_id" not in body["replies"][0]["answer"]
    assert "could not be written down" in caplog.text and "身份证" not in caplog.text
