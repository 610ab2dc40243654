"""People on WeChat get the same answers by numbers and in parts, and nothing tells who they are."""

import sqlite3
from pathlib import Path

import pytest

from tests.fake_rasa import ANSWER, FakeRasa
from tests.wechat_platform import ACCOUNT, MESSAGE, PERSON, SETTINGS, Platform, event, text_message
from web import create_app
from web.wechat.account import FORGOTTEN, GREETING, ONLY_TEXT


@pytest.fixture
def settings(web_settings: dict[str, str]) -> dict[str, str]:
    return web_settings | SETTINGS


@pytest.fixture
def platform(settings: dict[str, str]) -> Platform:
    return Platform(create_app(settings).test_client())


def test_a_question_is_answered_with_numbers_for_buttons(platform: Platform, rasa: FakeRasa) -> None:
    told = platform.say("荆门三孩每月多少")
    assert told.startswith("每月500元。") and "1 → 二孩呢" in told
    assert rasa.received[0]["message"] == "荆门三孩每月多少"


def test_the_persons_id_is_stored_nowhere(platform: Platform, rasa: FakeRasa, settings: dict[str, str]) -> None:
    platform.say("产假")
    platform.say("二孩呢")
    platform.post(text_message("产假", 5, person="oANOTHER"))
    senders = [message["sender"] for message in rasa.received]
    assert senders[0] == senders[1] != senders[2]
    assert PERSON not in senders[0] and senders[0].startswith("wx-")
    files = [path for path in Path(settings["POLICY_VAR"]).rglob("*") if path.is_file()]
    assert files and not [path for path in files if PERSON.encode() in path.read_bytes()]


def test_the_conversation_is_the_same_after_a_restart(settings: dict[str, str], rasa: FakeRasa) -> None:
    Platform(create_app(settings).test_client()).send(text_message("产假", 1))
    told = Platform(create_app(settings).test_client()).send(text_message("1", 2))
    assert told.startswith("每月500元。")
    assert rasa.received[0]["sender"] == rasa.received[1]["sender"]
    assert rasa.received[1]["message"] == "二孩每月多少"


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        pytest.param(event("subscribe"), GREETING, id="a new follower"),
        pytest.param(event("subscribe", "<EventKey>qrscene_1</EventKey>"), GREETING, id="a new follower by a code"),
        pytest.param(MESSAGE.format(account=ACCOUNT, person=PERSON, kind="image", more=""), ONLY_TEXT, id="a picture"),
        pytest.param(MESSAGE.format(account=ACCOUNT, person=PERSON, kind="voice", more=""), ONLY_TEXT, id="a voice"),
        pytest.param(MESSAGE.format(account=ACCOUNT, person=PERSON, kind="location", more=""), ONLY_TEXT, id="a place"),
    ],
)
def test_what_is_no_text_gets_a_plain_sentence(platform: Platform, rasa: FakeRasa, xml: str, told: str) -> None:
    assert platform.send(xml) == told
    assert rasa.received == []


@pytest.mark.parametrize("name", ["LOCATION", "VIEW", "TEMPLATESENDJOBFINISH"])
def test_other_events_are_only_received(platform: Platform, name: str) -> None:
    assert platform.post(event(name)).data == b"success"


def test_a_recognised_voice_and_a_menu_are_questions(platform: Platform, rasa: FakeRasa) -> None:
    more = "<Recognition><![CDATA[产假有几天]]></Recognition><MsgId>1</MsgId>"
    platform.send(MESSAGE.format(account=ACCOUNT, person=PERSON, kind="voice", more=more))
    platform.send(event("CLICK", "<EventKey>荆门三孩每月多少</EventKey>"))
    assert [message["message"] for message in rasa.received] == ["产假有几天", "荆门三孩每月多少"]


@pytest.mark.parametrize("said", ["2", "２", "[2]", "选2", "第2个", "2。"])
def test_a_number_chooses_what_was_offered(platform: Platform, rasa: FakeRasa, said: str) -> None:
    buttons = [{"title": "头胎", "message": "第一个孩子"}, {"title": "二孩", "message": "第二个孩子"}]
    rasa.reply = [{"custom": ANSWER | {"buttons": buttons}}]
    platform.say("补多少")
    platform.say(said)
    assert rasa.received[1]["message"] == "第二个孩子"


@pytest.mark.parametrize("said", ["0", "3", "12", "2岁", "500", "二"])
def test_any_other_number_is_said_as_it_is(platform: Platform, rasa: FakeRasa, said: str) -> None:
    buttons = [{"title": "头胎", "message": "第一个孩子"}, {"title": "二孩", "message": "第二个孩子"}]
    rasa.reply = [{"custom": ANSWER | {"buttons": buttons}}]
    platform.say("补多少")
    platform.say(said)
    assert rasa.received[1]["message"] == said


def test_numbers_belong_to_the_person_and_to_the_last_message(platform: Platform, rasa: FakeRasa) -> None:
    platform.say("补多少")
    platform.post(text_message("1", 5, person="oANOTHER"))
    rasa.reply = [{"custom": ANSWER | {"buttons": []}}]
    platform.say("产假")
    platform.say("1")
    assert [message["message"] for message in rasa.received] == ["补多少", "1", "产假", "1"]


def test_a_long_answer_comes_in_parts(platform: Platform, rasa: FakeRasa) -> None:
    long = "\n".join(f"{number}．第{number}条说的是一件要紧的事，每月{number}00元。" for number in range(1, 90))
    rasa.reply = [{"custom": ANSWER | {"text": long}}]
    parts = [platform.say("全部")]
    while "回复“更多”" in parts[-1]:
        parts.append(platform.say("更多"))
    assert len(parts) > 2 and len(rasa.received) == 1
    told = "\n".join(part.rpartition("\n（还没完")[0] or part for part in parts)
    assert [line for line in long.splitlines() if line not in told.splitlines()] == []
    assert "1 → 二孩呢" in parts[-1]
    assert platform.say("更多") and len(rasa.received) == 2  # nothing is left: the assistant is asked


def test_what_tells_who_somebody_is_is_masked(platform: Platform, rasa: FakeRasa) -> None:
    platform.say("身份证440308199901101512")
    assert rasa.received[0]["message"] == "身份证〔证件号〕"


@pytest.mark.parametrize(
    ("say", "told"),
    [
        pytest.param("产" * 501, "最多 500 个字", id="too long"),
        pytest.param("/／/", "请写下您的问题", id="nothing but slashes"),
    ],
)
def test_what_cannot_be_asked_is_told(platform: Platform, say: str, told: str) -> None:
    assert told in platform.say(say)


def test_a_person_may_not_be_too_fast(settings: dict[str, str]) -> None:
    app = create_app(settings | {"POLICY_RATE_LIMIT": "60", "POLICY_SESSION_LIMIT": "2"})
    platform = Platform(app.test_client())
    assert ["太快" in platform.say("产假") for _ in range(3)] == [False, False, True]


def test_the_journal_knows_the_channel(platform: Platform, settings: dict[str, str]) -> None:
    platform.say("产假")
    with sqlite3.connect(Path(settings["POLICY_VAR"]) / "records.sqlite") as file:
        assert file.execute("select channel, kind from questions").fetchall() == [("wechat", "answer")]
    file.close()


def test_a_person_has_what_was_said_removed(platform: Platform, rasa: FakeRasa) -> None:
    platform.say("产假")
    assert platform.say("清除我的数据") == FORGOTTEN
    assert rasa.forgotten == [{"sender": rasa.received[0]["sender"]}]
    platform.say("1")
    assert rasa.received[-1]["message"] == "1"


def test_who_leaves_is_forgotten(platform: Platform, rasa: FakeRasa) -> None:
    platform.say("产假")
    assert platform.post(event("unsubscribe")).data == b"success"
    assert rasa.forgotten == [{"sender": rasa.received[0]["sender"]}]
