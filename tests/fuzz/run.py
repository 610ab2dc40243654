"""Sends messages to a chat API and keeps what failed."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import requests

from tests.fuzz.checks import faults
from tests.fuzz.messages import Message

TURNS_OF_A_CONVERSATION = 8
SECONDS = 30
SHOWN = 600
HONEST, FIGURE, HONEST_EACH = "荆门三孩每月补多少", "500元", 100


@dataclass(frozen=True)
class Failure:
    """A message and what was wrong with its reply; `before` are the messages of the conversation up to it."""

    number: int
    kind: str
    message: str
    before: list[str]
    faults: list[str]

    def as_dict(self) -> dict:
        """Return it as plain data."""
        return asdict(self)


class Conversation:
    """The session that messages go on with, and what was said in it."""

    def __init__(self) -> None:
        self.session: str | None = None
        self.said: list[str] = []

    def fits(self, message: Message) -> bool:
        """Whether a message goes on with it: it wants to, and the conversation is not long yet."""
        return message.goes_on and 0 < len(self.said) < TURNS_OF_A_CONVERSATION


def send_all(address: str, messages: Iterable[Message]) -> Iterator[Failure | None]:
    """Send all messages one after another; yield for each what failed, or None.

    Now and then, and at the end, an honest question must get its figure.
    """
    talk, number = Conversation(), -1
    with requests.Session() as client:
        for number, message in enumerate(messages):
            if not talk.fits(message):
                talk = Conversation()
            found = _send(client, address, message, talk)
            found += _honest(client, address) if number % HONEST_EACH == 0 else []
            shown = message.text or repr(message.body)
            yield Failure(number, message.kind, readable(shown[:SHOWN]), talk.said[:-1], found) if found else None
        found = _honest(client, address)
        if found:
            yield Failure(number + 1, "honest", HONEST, [], found)


def _honest(client: requests.Session, address: str) -> list[str]:
    try:
        reply = client.post(f"{address}/api/chat", json={"message": HONEST}, timeout=SECONDS)
    except requests.RequestException as error:
        return [f"no reply to an honest question: {error}"]
    return [] if FIGURE in reply.text else [f"an honest question got {reply.status_code}: {reply.text[:SHOWN]}"]


def readable(text: str) -> str:
    """Return a text that can be printed and written: halves of characters become question marks."""
    return text.encode("utf-8", "replace").decode()


def _send(client: requests.Session, address: str, message: Message, talk: Conversation) -> list[str]:
    try:
        body = message.encoded(talk.session)
        reply = client.request(message.method, f"{address}{message.path}", data=body, timeout=SECONDS)
    except requests.RequestException as error:
        return [f"no reply: {error}"]
    talk.said.append(readable(message.text))
    found = faults(message, reply.status_code, reply.text, talk.said)
    if reply.status_code == 200 and reply.headers.get("Content-Type", "").startswith("application/json"):
        talk.session = reply.json().get("session")
    return found
