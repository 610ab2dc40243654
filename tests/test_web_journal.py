"""Answers are counted, what needs the staff is kept masked, and all goes when its time or its owner says so."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from policies_kb.guard import WITHHELD
from policies_kb.settings import read_settings
from tests.fake_rasa import ANSWER, FakeRasa
from tests.records import rows
from web.journal import Asked, Journal
from web.rasa_client import RasaUnavailable
from web.services import rasa_client
from web.storage import Records, open_records
from web.storage.tables import FEEDBACK, QUESTIONS, WECHAT_TALKS, WORDINGS
from web.takeover.line import Line
from web.upkeep import AGAIN_SECONDS, DAY_SECONDS, FIRST_SECONDS, Upkeep

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


def test_the_upkeep_reaches_rasa_and_the_records(
    web_settings: dict[str, str], rasa: FakeRasa, journal: Journal, records: Records, clock: Clock
) -> None:
    note(journal)
    clock.wait(days=2)
    settings = read_settings(web_settings | {"POLICY_KEEP_DAYS": "7"})
    assert Upkeep.of(settings, rasa_client(settings), journal, Line(records)).run() == 6
    [told] = rasa.forgotten
    age = datetime.now().timestamp() - told["timestamp"]
    assert 7 * 86_400 <= age < 7 * 86_400 + 60
    assert rows(records, WORDINGS) == []


def test_what_is_too_old_goes_from_the_records_though_rasa_is_away(
    web_settings: dict[str, str], rasa: FakeRasa, journal: Journal, records: Records, clock: Clock
) -> None:
    note(journal)
    clock.wait(days=2)
    rasa.status = 500
    upkeep = Upkeep(rasa_client(read_settings(web_settings)), journal, Line(records), 30, 365)
    with pytest.raises(RasaUnavailable):
        upkeep.run()
    assert rows(records, WORDINGS) == []


def test_the_daily_upkeep_goes_on_after_a_failure(
    web_settings: dict[str, str],
    rasa: FakeRasa,
    records: Records,
    journal: Journal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        rasa.status = 500 if len(waited) == 1 else 200
        if len(waited) == 4:
            raise SystemExit

    monkeypatch.setattr("web.upkeep.time.sleep", wait)
    upkeep = Upkeep(rasa_client(read_settings(web_settings)), journal, Line(records), 30, 365)
    with pytest.raises(SystemExit):
        upkeep._keep_running()
    assert waited == [FIRST_SECONDS, AGAIN_SECONDS, DAY_SECONDS, DAY_SECONDS]
