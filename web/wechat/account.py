"""What an Official Account says to a message: the assistant's reply in plain text, and a few words of its own."""

import base64
import hashlib
import hmac
import logging
import re
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from policies_kb.normalise import normalise
from web.conversations import Conversations
from web.errors import UNAVAILABLE, ApiError
from web.messages import read_message
from web.rasa_client import RasaUnavailable
from web.rate_limit import RateLimit
from web.renderings.plain import Plain, first_part, plain
from web.wechat.envelopes import NO_REPLY, Incoming
from web.wechat.talks import Talk, Talks

PURPOSE = "shanyutong.wechat"
LARGEST = 2048  # bytes of one text message
GREETING = """您好，我是善育通，可以问产假、生育育儿补贴、托育、上学、买房租房、医保个税这些政策。
说一下您在哪里、想问什么，比如：荆门三孩每月领多少？
请不要写姓名、电话、证件号。想删掉说过的话，发“清除我的数据”。"""
ONLY_TEXT = "我现在只看得懂文字，请把想问的打出来，比如：荆门三孩每月领多少？"
FORGOTTEN = "好的，您在这里说过的话已经从服务器上删掉了。想再问，直接发就行。"
NOT_FORGOTTEN = "对不起，现在没能删掉，请过一会儿再发一次“清除我的数据”。"
NUMBER = re.compile(r"(?:选|第)?\s*\[?(\d{1,2})\]?(?:个|项)?[.。、]?")
MORE = re.compile(r"更多|看更多|更多内容|继续")
log = logging.getLogger(__name__)
FORGET = re.compile(r"[“\"]?清除我的数据[”\"]?[。.!]?")


@dataclass(frozen=True)
class OfficialAccount:
    """Answers people on WeChat. `key` makes conversations of their ids, which are kept nowhere."""

    conversations: Conversations
    talks: Talks
    limit: RateLimit
    key: str

    def sender_of(self, incoming: Incoming) -> str:
        """Return the conversation of a person with an account: the same one always, and no way back to the person."""
        person = f"{PURPOSE} {incoming.account} {incoming.person}"
        digest = hmac.new(self.key.encode(), person.encode(), hashlib.sha256).digest()
        return f"wx-{base64.urlsafe_b64encode(digest[:18]).decode('ascii')}"

    def answer(self, incoming: Incoming) -> str:
        """Return what is said to a message or event: a text that fits, or NO_REPLY."""
        sender = self.sender_of(incoming)
        if incoming.kind == "event.subscribe":
            return GREETING
        if incoming.kind == "event.unsubscribe":
            self._forget(sender)
            return NO_REPLY
        if incoming.kind.startswith("event.") and not incoming.text:
            return NO_REPLY
        if not incoming.text:
            return ONLY_TEXT
        seconds = self.limit.wait(sender)
        return f"发得太快了，请等 {seconds} 秒再发。" if seconds else self._answer_text(sender, incoming.text)

    def _answer_text(self, sender: str, text: str) -> str:
        said, talk = normalise(text).strip(), self.talks.of(sender)
        if FORGET.fullmatch(said):
            return FORGOTTEN if self._forget(sender) else NOT_FORGOTTEN
        if talk.rest and MORE.fullmatch(said):
            return self._send(sender, Plain(talk.rest, tuple(talk.options)))
        try:
            message = read_message({"message": _chosen(said, talk) or text})
            return self._send(sender, plain(self.conversations.ask(sender, message, "wechat")))
        except ApiError as error:
            return error.message
        except RasaUnavailable:
            return UNAVAILABLE[1]

    def _send(self, sender: str, told: Plain) -> str:
        shown, rest = first_part(told.text, LARGEST)
        try:
            self.talks.keep(sender, Talk(told.options, rest))
        except SQLAlchemyError as error:  # a full disk must not keep people from their answer
            log.error("what was offered could not be kept: %s", type(error).__name__)
        return shown

    def _forget(self, sender: str) -> bool:
        try:
            self.conversations.forget(sender)
        except RasaUnavailable:
            return False
        return True


def _chosen(said: str, talk: Talk) -> str | None:
    """Return the message that a number stands for; None when it is none of the numbers offered."""
    match = NUMBER.fullmatch(said)
    number = int(match[1]) if match else 0
    return talk.options[number - 1] if 1 <= number <= len(talk.options) else None
