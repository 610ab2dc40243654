"""A person on WeChat gets real answers, chooses by number, reads on, and has all of it removed."""

import itertools
import time

import pytest
import requests

from tests.running import RunningStack
from tests.test_stack_privacy import holds, kept
from tests.wechat_platform import PERSON, Platform, text_message
from web.wechat.account import FORGOTTEN

pytestmark = pytest.mark.stack
NUMBERS = itertools.count(int(time.time()))
SLOWEST = 5.0  # seconds that the platform waits
WORD = "柳暗花明"  # in no document, vocabulary or test else


def say(address: str, text: str) -> str:
    platform, started = Platform(None), time.monotonic()
    query = platform.query(openid=PERSON)
    with requests.post(
        f"{address}/wechat", data=text_message(text, next(NUMBERS)).encode(), params=query, timeout=20
    ) as response:
        assert response.status_code == 200, response.text
        assert time.monotonic() - started < SLOWEST
        return platform.read(response.text)


def test_a_conversation_on_wechat(running_stack: RunningStack) -> None:
    address = running_stack.address
    asked = say(address, "生孩子补多少钱")
    place = next(line for line in asked.splitlines() if "→" in line and "荆门" in line)
    answered = say(address, place.partition(" → ")[0])
    assert "荆门" in answered
    assert "500元" in say(address, f"三孩每月多少{WORD}")
    assert holds(kept(running_stack.folder, "*.sqlite*"), WORD)

    assert say(address, "清除我的数据") == FORGOTTEN
    stored = kept(running_stack.folder, "*")
    assert not holds(stored, WORD) and PERSON.encode() not in stored


def test_a_long_list_comes_in_parts(running_stack: RunningStack) -> None:
    told = [say(running_stack.address, "荆门和国家的产假、育儿假、护理假、三孩补贴都是怎么规定的")]
    while "回复“更多”" in told[-1]:
        told.append(say(running_stack.address, "更多"))
    assert all(told) and len(set(told)) == len(told)
