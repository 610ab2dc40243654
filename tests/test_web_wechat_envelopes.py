"""What comes from WeChat's platform is known by its signature and encryption, answered in time, and answered once."""

import base64
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from wechatpy.crypto import WeChatCrypto

from policies_kb.errors import SettingError
from tests.fake_rasa import ANSWER, FakeRasa
from tests.wechat_platform import ACCOUNT, ADDRESS, AES_KEY, SETTINGS, TOKEN, Platform, signed, text_message
from web import create_app
from web.wechat import RASA_SECONDS, WAIT_SECONDS
from web.wechat.once import Once


@pytest.fixture
def settings(web_settings: dict[str, str]) -> dict[str, str]:
    return web_settings | SETTINGS


@pytest.fixture
def platform(settings: dict[str, str]) -> Platform:
    return Platform(create_app(settings).test_client())


def test_the_platform_gets_its_word_back(platform: Platform) -> None:
    response = platform.client.get(ADDRESS, query_string=platform.query(echostr="5837397576500011341"))
    assert (response.status_code, response.data, response.mimetype) == (200, b"5837397576500011341", "text/plain")


def test_an_encrypted_question_gets_an_encrypted_answer(platform: Platform) -> None:
    assert platform.send_encrypted(text_message("荆门三孩每月多少")).startswith("每月500元。")


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


def test_a_reply_is_well_formed_whatever_it_says(platform: Platform, rasa: FakeRasa) -> None:
    rasa.reply = [{"custom": ANSWER | {"text": "]]> <b>&amp; ]]]]>", "buttons": []}}]
    assert platform.say("产假") == "]]> <b>&amp; ]]]]>"


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
