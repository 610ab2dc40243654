"""Answers are counted, what needs the staff is kept masked, and all goes when its time or its owner says so."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from policies_kb.guard import WITHHELD
from policies_kb.settings import read_settings
from tests.fake_rasa import ANSWER, FakeRasa
from web import create_app
from web.journal import Asked, Journal
from web.services import rasa_client
from web.storage import Records, open_records
from web.storage.tables import FEEDBACK, QUESTIONS, WECHAT_TALKS, WORDINGS
from web.upkeep import Upkeep

START = datetime(2026, 11, 22, 18, 30)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    found = open_records(read_settings({"POLICY_VAR": str(tmp_path / "records")}))
    yield found
    found.close()


class Clock:
    now = START

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(records: Records, clock: Clock) -> Journal:
    return Journal(records, clock)


def note(journal: Journal, kind: str = "answer", sender: str = "s1", text: str = "产假", told: str = "158天") -> str:
    answer = ANSWER | {
        "kind": kind,
        "region": {"code": "420800", "name": "荆门"},
        "measures": [{"id": "a"}, {"id": "b"}],
    }
    return journal.note(Asked(sender, "chat", text, 12), answer, told)


def rows(records: Records, table: sa.Table) -> list[dict[str, Any]]:
    with records.reading() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def whys(records: Records) -> list[str | None]:
    return [row["why"] for row in rows(records, WORDINGS)]


def test_a_question_is_counted_without_its_words(journal: Journal, records: Records) -> None:
    answer_id = note(journal)
    [row] = rows(records, QUESTIONS)
    assert (row["answer_id"], row["session"], row["kind"], row["channel"]) == (answer_id, "s1", "answer", "chat")
    assert (row["region"], row["measure"], row["milliseconds"]) == ("420800", "a", 12)
    assert (row["at"], row["day"].isoformat()) == (START, "2026-11-23")  # in Shanghai it is past midnight
    assert "产假" not in str(row)


@pytest.mark.parametrize(
    ("kind", "told", "why"),
    [
        pytest.param("answer", "158天", None, id="answered"),
        pytest.param("smalltalk", "你好", None, id="small talk"),
        pytest.param("emergency", "110", None, id="emergency"),
        pytest.param("clarify", "哪里", None, id="asked back once"),
        pytest.param("not_covered", "没有", "not_covered", id="not held"),
        pytest.param("handoff", "12345", "handoff", id="a person wanted"),
        pytest.param("error", f"{WITHHELD}\n请看…", "withheld", id="a figure withheld"),
        pytest.param("error", "出错了", "broken", id="an error"),
    ],
)
def test_why_a_question_is_kept(journal: Journal, records: Records, kind: str, told: str, why: str | None) -> None:
    note(journal, kind, told=told)
    [row] = rows(records, WORDINGS)
    assert (row["why"], row["text"]) == (why, "产假")
    assert row["answer"]["text"] == told and row["answer"]["measures"] == ["a", "b"]


def test_asking_back_twice_keeps_both(journal: Journal, records: Records, clock: Clock) -> None:
    note(journal, "clarify")
    note(journal, "clarify", sender="another")
    clock.wait(minutes=59)
    note(journal, "clarify")
    assert whys(records) == ["clarify", None, "clarify"]


@pytest.mark.parametrize("between", ["an answer", "an hour"])
def test_asking_back_again_later_keeps_nothing(journal: Journal, records: Records, clock: Clock, between: str) -> None:
    note(journal, "clarify")
    if between == "an hour":
        clock.wait(hours=1)
    else:
        note(journal, "answer")
    note(journal, "clarify")
    assert set(whys(records)) == {None}


def test_the_last_opinion_counts_and_dislike_keeps_the_words(journal: Journal, records: Records) -> None:
    answer_id = note(journal)
    assert journal.judge("s1", answer_id, "useless", "打13800138000说")
    assert whys(records) == ["useless"]
    assert [(row["verdict"], row["reason"]) for row in rows(records, FEEDBACK)] == [("useless", "打〔电话〕说")]
    assert journal.judge("s1", answer_id, "useful", "")
    assert [row["verdict"] for row in rows(records, FEEDBACK)] == ["useful"]


def test_an_answer_of_another_conversation_cannot_be_judged(journal: Journal, records: Records) -> None:
    answer_id = note(journal)
    assert not journal.judge("s2", answer_id, "useful", "")
    assert not journal.judge("s1", "made-up", "useful", "")
    assert rows(records, FEEDBACK) == []


def test_forgetting_leaves_a_count_that_belongs_to_nobody(journal: Journal, records: Records, clock: Clock) -> None:
    answer_id, other = note(journal, "not_covered"), note(journal, "not_covered", sender="s2")
    journal.judge("s1", answer_id, "useless", "不对")
    with records.writing() as connection:
        connection.execute(WECHAT_TALKS.insert(), {"session": "s1", "at": clock(), "options": [], "rest": "余"})
    journal.forget("s1")
    assert [(row["session"], row["answer_id"]) for row in rows(records, QUESTIONS)] == [(None, None), ("s2", other)]
    assert len(rows(records, WORDINGS)) == 1
    assert rows(records, FEEDBACK) == rows(records, WECHAT_TALKS) == []
    assert not journal.judge("s1", answer_id, "useful", "")


def test_each_thing_is_kept_as_long_as_promised(journal: Journal, records: Records, clock: Clock) -> None:
    answer_id = note(journal, "answer")
    note(journal, "not_covered")
    journal.judge("s1", answer_id, "useful", "好")

    def left(**time: float) -> tuple[int, int, int]:
        clock.wait(**time)
        journal.purge(30, 365)
        tied = [row for row in rows(records, QUESTIONS) if row["session"]]
        return len(tied), len(rows(records, WORDINGS)), len(rows(records, FEEDBACK))

    assert left(hours=24) == (2, 2, 1)
    assert left(seconds=1) == (2, 1, 1)
    assert left(days=29) == (0, 1, 1)
    assert left(days=335) == (0, 0, 0)
    assert len(rows(records, QUESTIONS)) == 2


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


def test_the_upkeep_reaches_rasa_and_the_records(
    web_settings: dict[str, str], rasa: FakeRasa, journal: Journal, records: Records, clock: Clock
) -> None:
    note(journal)
    clock.wait(days=2)
    settings = read_settings(web_settings | {"POLICY_KEEP_DAYS": "7"})
    assert Upkeep.of(settings, rasa_client(settings), journal).run() == 6
    [told] = rasa.forgotten
    age = datetime.now().timestamp() - told["timestamp"]
    assert 7 * 86_400 <= age < 7 * 86_400 + 60
    assert rows(records, WORDINGS) == []
