"""People on WeChat get the same answers: signed and encrypted as the platform does it, once, in time, by numbers."""

import base64
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from policies_kb.errors import SettingError
from tests.fake_rasa import ANSWER, FakeRasa
from web import create_app
from web.wechat import RASA_SECONDS, WAIT_SECONDS
from web.wechat.account import FORGOTTEN, GREETING, ONLY_TEXT
from web.wechat.once import Once

TOKEN, APP_ID = "a-token-of-the-account", "wx1234567890abcdef"
AES_KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")
ACCOUNT, PERSON = "gh_0123456789ab", "oPERSON_open-id_0123456789"
ADDRESS = "/wechat"
MESSAGE = """<xml>
<ToUserName><![CDATA[{account}]]></ToUserName>
<FromUserName><![CDATA[{person}]]></FromUserName>
<CreateTime>1764000000</CreateTime>
<MsgType><![CDATA[{kind}]]></MsgType>
{more}
</xml>"""


def text_message(text: str, number: int = 1, person: str = PERSON) -> str:
    more = f"<Content><![CDATA[{text}]]></Content>\n<MsgId>{number}</MsgId>"
    return MESSAGE.format(account=ACCOUNT, person=person, kind="text", more=more)


def event(name: str, more: str = "") -> str:
    told = f"<Event><![CDATA[{name}]]></Event>{more}"
    return MESSAGE.format(account=ACCOUNT, person=PERSON, kind="event", more=told)


def signed(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return signer.signature


@pytest.fixture
def settings(web_settings: dict[str, str]) -> dict[str, str]:
    names = ("POLICY_WECHAT_TOKEN", "POLICY_WECHAT_APP_ID", "POLICY_WECHAT_AES_KEY")
    return web_settings | dict(zip(names, (TOKEN, APP_ID, AES_KEY), strict=True))


class Platform:
    """WeChat's side: signs and sends, reads what comes back. Its encryption is another implementation than ours."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.crypto = client, WeChatCrypto(TOKEN, AES_KEY, APP_ID)
        self.numbers = iter(range(1000, 9999))

    def query(self, **more: str) -> dict[str, str]:
        return {"timestamp": "1764000000", "nonce": "42", "signature": signed(TOKEN, "1764000000", "42")} | more

    def post(self, xml: str, **query: str) -> Any:
        return self.client.post(ADDRESS, data=xml.encode(), query_string=self.query(openid=PERSON) | query)

    def send(self, xml: str) -> str:
        """Return the text of the reply to a message."""
        response = self.post(xml)
        assert response.status_code == 200
        return self.read(response.get_data(as_text=True))

    def say(self, text: str) -> str:
        return self.send(text_message(text, next(self.numbers)))

    def read(self, xml: str) -> str:
        fields = {child.tag: child.text or "" for child in fromstring(xml)}
        assert (fields["ToUserName"], fields["FromUserName"], fields["MsgType"]) == (PERSON, ACCOUNT, "text")
        assert abs(int(fields["CreateTime"]) - time.time()) < 60
        assert len(fields["Content"].encode()) <= 2048
        return fields["Content"]

    def send_encrypted(self, xml: str) -> str:
        sealed = fromstring(self.crypto.encrypt_message(xml, "42", "1764000000"))
        found = {child.tag: child.text or "" for child in sealed}
        body = f"<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt><![CDATA[{found['Encrypt']}]]></Encrypt></xml>"
        response = self.post(body, encrypt_type="aes", msg_signature=found["MsgSignature"])
        assert response.status_code == 200
        reply = response.get_data(as_text=True)
        told = {child.tag: child.text or "" for child in fromstring(reply)}
        return self.read(self.crypto.decrypt_message(reply, told["MsgSignature"], told["TimeStamp"], told["Nonce"]))


@pytest.fixture
def platform(settings: dict[str, str]) -> Platform:
    return Platform(create_app(settings).test_client())


def test_the_platform_gets_its_word_back(platform: Platform) -> None:
    response = platform.client.get(ADDRESS, query_string=platform.query(echostr="5837397576500011341"))
    assert (response.status_code, response.data, response.mimetype) == (200, b"5837397576500011341", "text/plain")


def test_a_question_is_answered_with_numbers_for_buttons(platform: Platform, rasa: FakeRasa) -> None:
    told = platform.say("荆门三孩每月多少")
    assert told.startswith("每月500元。") and "[1] 二孩呢" in told
    assert rasa.received[0]["message"] == "荆门三孩每月多少"


def test_an_encrypted_question_gets_an_encrypted_answer(platform: Platform) -> None:
    assert platform.send_encrypted(text_message("荆门三孩每月多少")).startswith("每月500元。")


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


FORGERIES: list[Any] = [
    pytest.param({"signature": "0" * 40}, id="another signature"),
    pytest.param({"signature": ""}, id="no signature"),
    pytest.param({"signature": "签名"}, id="a signature that is not ASCII"),
    pytest.param({"timestamp": "1764000001"}, id="another time"),
    pytest.param({"nonce": "43"}, id="another nonce"),
    pytest.param({"encrypt_type": "aes", "msg_signature": "0" * 40}, id="another signature of the message"),
    pytest.param({"encrypt_type": "aes"}, id="no signature of the message"),
]


@pytest.mark.parametrize("change", FORGERIES)
def test_what_the_platform_did_not_sign_is_refused(platform: Platform, rasa: FakeRasa, change: dict[str, str]) -> None:
    response = platform.post(text_message("产假"), **change)
    assert (response.status_code, response.get_json()["error"]["code"]) == (403, "forged")
    assert rasa.received == []


def sealed_for(app_id: str) -> str:
    crypto = WeChatCrypto(TOKEN, AES_KEY, app_id)
    return fromstring(crypto.encrypt_message(text_message("产假"), "42")).findtext("Encrypt") or ""


@pytest.mark.parametrize(
    "encrypted",
    [
        pytest.param("", id="nothing"),
        pytest.param("no base64!", id="no base64"),
        pytest.param(base64.b64encode(b"x" * 31).decode(), id="no whole block"),
        pytest.param(base64.b64encode(os.urandom(64)).decode(), id="noise"),
        pytest.param(sealed_for("wx-another-account"), id="for another account"),
    ],
)
def test_what_is_wrongly_encrypted_is_refused(platform: Platform, rasa: FakeRasa, encrypted: str) -> None:
    body = f"<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
    told = signed(TOKEN, "1764000000", "42", encrypted)
    assert platform.post(body, encrypt_type="aes", msg_signature=told).status_code == 403
    assert rasa.received == []


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>'


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param("", id="nothing"),
        pytest.param("<xml>", id="cut off"),
        pytest.param('{"message": "产假"}', id="JSON"),
        pytest.param("<xml></xml>", id="empty"),
        pytest.param(BOMB, id="a bomb of entities"),
        pytest.param(OUTSIDE, id="a file of the server"),
        pytest.param('<?xml version="1.0" encoding="nonsense"?><xml></xml>', id="an unknown encoding"),
        pytest.param("<xml><MsgType>text</MsgType><Content>产假</Content></xml>", id="nobody's message"),
    ],
)
def test_what_is_no_message_is_refused(platform: Platform, rasa: FakeRasa, xml: str) -> None:
    response = platform.post(xml)
    assert (response.status_code, response.get_json()["error"]["code"]) == (400, "no_message")
    assert rasa.received == []


def test_a_repeated_message_is_asked_once_and_answered_the_same(platform: Platform, rasa: FakeRasa) -> None:
    first = platform.send(text_message("产假", 77))
    rasa.reply = [{"custom": ANSWER | {"text": "另一个回答"}}]
    assert platform.send(text_message("产假", 77)) == first
    assert platform.send(text_message("产假", 78)).startswith("另一个回答")
    assert len(rasa.received) == 2


def test_a_message_repeated_while_it_is_answered_waits_for_the_answer(settings: dict[str, str], rasa: FakeRasa) -> None:
    app, told = create_app(settings), []
    rasa.delay = 0.4
    threads = [
        threading.Thread(target=lambda: told.append(Platform(app.test_client()).send(text_message("产假", 5))))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    assert len(rasa.received) == 1 and len(told) == 3 and len(set(told)) == 1


def test_a_slow_assistant_is_told_of_in_time(settings: dict[str, str], rasa: FakeRasa, monkeypatch: Any) -> None:
    monkeypatch.setattr("web.wechat.RASA_SECONDS", 1)
    rasa.delay = 3
    since = time.monotonic()
    told = Platform(create_app(settings | {"POLICY_RASA_TIMEOUT": "60"}).test_client()).say("产假")
    assert time.monotonic() - since < 2.5 and "再发一次" in told


def test_rasa_is_waited_for_less_than_the_platform_waits() -> None:
    assert RASA_SECONDS < WAIT_SECONDS < 5


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
    assert "[1] 二孩呢" in parts[-1]
    assert platform.say("更多") and len(rasa.received) == 2  # nothing is left: the assistant is asked


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


def test_a_reply_is_well_formed_whatever_it_says(platform: Platform, rasa: FakeRasa) -> None:
    rasa.reply = [{"custom": ANSWER | {"text": "]]> <b>&amp; ]]]]>", "buttons": []}}]
    assert platform.say("产假") == "]]> <b>&amp; ]]]]>"


def test_a_person_may_not_be_too_fast(settings: dict[str, str]) -> None:
    app = create_app(settings | {"POLICY_RATE_LIMIT": "60", "POLICY_SESSION_LIMIT": "2"})
    platform = Platform(app.test_client())
    assert ["太快" in platform.say("产假") for _ in range(3)] == [False, False, True]


def test_without_its_settings_there_is_nothing(web_settings: dict[str, str]) -> None:
    client = create_app(web_settings).test_client()
    assert client.get(ADDRESS).status_code == client.post(ADDRESS, data="<xml/>").status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"POLICY_WECHAT_TOKEN": ""}, "要一起填"),
        ({"POLICY_WECHAT_AES_KEY": "short"}, "43个字符"),
        ({"POLICY_WECHAT_AES_KEY": "!" * 43}, "43个字符"),
    ],
)
def test_half_an_account_is_refused(settings: dict[str, str], change: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingError, match=sentence):
        create_app(settings | change)


@pytest.fixture
def clock() -> Iterator[list[float]]:
    yield [0.0]


def test_answers_are_remembered_for_a_minute(clock: list[float]) -> None:
    once, made = Once(lambda: clock[0]), iter("abc")
    make: Callable[[], str] = lambda: next(made)  # noqa: E731
    assert [once.answer("1", make, 1), once.answer("1", make, 1)] == ["a", "a"]
    clock[0] = 60.0
    assert once.answer("1", make, 1) == "a"
    clock[0] = 60.1
    assert once.answer("1", make, 1) == "b"


def test_waiting_for_another_ends_in_time() -> None:
    once, go = Once(), threading.Event()
    slow = threading.Thread(target=once.answer, args=("1", lambda: str(go.wait(5)), 1))
    slow.start()
    time.sleep(0.05)
    with pytest.raises(TimeoutError):
        once.answer("1", str, 0.1)
    go.set()
    slow.join()


def test_the_journal_knows_the_channel(platform: Platform, settings: dict[str, str]) -> None:
    platform.say("产假")
    with sqlite3.connect(Path(settings["POLICY_VAR"]) / "records.sqlite") as file:
        assert file.execute("select channel, kind from questions").fetchall() == [("wechat", "answer")]
    file.close()
