"""A person of the office takes over a chat of the whole assistant, and gives it back where it was left."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from policies_kb.settings import ROOT
from tests.running import RunningStack, ask
from tests.staff_desk import PASSWORD, TOKEN
from web.takeover.handover import ASK

pytestmark = pytest.mark.stack


def make_account(running: RunningStack) -> None:
    command = [sys.executable, "-m", "web.staff", "create-admin", "banzhang", "--role", "supervisor"]
    subprocess.run(
        [*command, "--password-from-stdin"],
        cwd=ROOT,
        env=running.environment,
        input=f"{PASSWORD}\n".encode(),
        capture_output=True,
        check=True,
    )


class Desk:
    """The console of a supervisor who has logged in."""

    def __init__(self, address: str) -> None:
        self.address, self.session = f"{address}/staff", requests.Session()
        told = {"login": "banzhang", "password": PASSWORD, "csrf_token": self.token("/login")}
        assert self.session.post(f"{self.address}/login", data=told, timeout=20).status_code == 200
        self.session.headers["X-CSRFToken"] = self.token("/password")

    def token(self, path: str) -> str:
        found = TOKEN.search(self.session.get(f"{self.address}{path}", timeout=20).text)
        assert found
        return found[1]

    def post(self, path: str, body: dict[str, Any] | None = None) -> requests.Response:
        return self.session.post(f"{self.address}{path}", json=body or {}, timeout=20)


@pytest.fixture
def desk(running_stack: RunningStack) -> Iterator[Desk]:
    make_account(running_stack)
    desk = Desk(running_stack.address)
    yield desk
    desk.session.close()


def test_the_assistant_hands_over_is_silent_and_goes_on(running_stack: RunningStack, desk: Desk) -> None:
    address = running_stack.address
    session = ask(address, "荆门三孩每月补多少")["session"]
    offered = ask(address, "转人工", session)["replies"][0]
    assert offered["answer"]["kind"] == "handoff" and offered["buttons"][0]["message"] == ASK
    assert ask(address, ASK, session)["person"] == "waiting"

    assert desk.post("/chats/1/take").json()["error"]["code"] == "chats_not_allowed"
    desk.session.post(f"{desk.address}/chats/allow/1", data={"yes": "yes"}, timeout=20)
    taken = desk.post("/chats/1/take").json()
    assert taken["state"] == "taken" and "荆门三孩每月补多少" in taken["html"] and "每月500元" in taken["html"]
    assert ask(address, "那二孩呢", session)["replies"] == []
    desk.post("/chats/1/say", {"text": "二孩没有这一项"})
    news = requests.get(f"{address}/api/chat/updates?after=0", headers={"X-Session": session}, timeout=20).json()
    assert [line["text"] for line in news["lines"]] == ["二孩没有这一项"]

    assert desk.post("/chats/1/end").json()["state"] == "ended"
    assert "500元" in ask(address, "再说一遍三孩每月多少", session)["replies"][0]["text"]
