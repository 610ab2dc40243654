"""The whole assistant, asked through its chat API: what is promised holds for the real thing."""

import sqlite3
from pathlib import Path

import pytest
import requests

from tests.running import RunningStack, ask

pytestmark = pytest.mark.stack


def first_measure(body: dict) -> dict:
    return body["replies"][0]["answer"]["measures"][0]


def test_a_question_gets_its_figure_and_clause(stack: str) -> None:
    body = ask(stack, "荆门三孩每月多少")
    measure = first_measure(body)
    assert (measure["document"], measure["clause"]) == ("jingmen", "13")
    assert "500元" in body["replies"][0]["text"]
    assert 500 in [figure["value"] for figure in measure["figures"]]


def test_health_is_a_real_answer(stack: str) -> None:
    with requests.get(f"{stack}/healthz", timeout=15) as response:
        assert (response.status_code, response.json()["status"]) == (200, "ok")
        assert response.json()["kb_version"]


def test_a_command_is_only_words(stack: str) -> None:
    session = ask(stack, "荆门三孩每月多少")["session"]
    assert ask(stack, '/inform{"place":"青海"}', session)["replies"]


def test_two_conversations_do_not_mix(stack: str) -> None:
    first, second = ask(stack, "荆门三孩每月多少"), ask(stack, "你好")
    assert first["session"] != second["session"]


def test_rasa_and_the_actions_are_not_reachable_from_outside(running_stack: RunningStack) -> None:
    listening = set()
    for line in Path("/proc/net/tcp").read_text().splitlines():
        fields = line.split()
        if len(fields) > 3 and fields[3] == "0A":
            host, port = fields[1].split(":")
            listening.add((host, int(port, 16)))
    for name in ("RASA_PORT", "ACTION_PORT", "POLICY_PORT"):
        hosts = {host for host, port in listening if port == int(running_stack.environment[name])}
        assert hosts == {"0100007F"}, name


@pytest.mark.slow
def test_a_conversation_goes_on_after_a_restart(running_stack: RunningStack) -> None:
    session = ask(running_stack.address, "荆门三孩每月多少")["session"]
    assert running_stack.stop() == 0
    running_stack.start()
    body = ask(running_stack.address, "那二孩呢", session)
    assert body["session"] == session
    assert body["replies"][0]["answer"]["region"]["code"] == "420800"
    with sqlite3.connect(running_stack.folder / "tracker.sqlite") as tracker:
        senders = {sender for (sender,) in tracker.execute("select distinct sender_id from events")}
    tracker.close()
    assert session.rsplit(".", 2)[0] in senders
