"""The whole assistant keeps nothing that it should not: masked when stored, gone when removed, never logged."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests

from policies_kb.settings import ROOT
from tests.running import RunningStack, ask

pytestmark = pytest.mark.stack
WORD, OLD_WORD = "青梅竹马", "两小无猜"  # in no document, vocabulary or test else


def remove(address: str, session: str) -> int:
    with requests.delete(f"{address}/api/session", json={"session": session}, timeout=20) as response:
        return response.status_code


def kept(folder: Path, pattern: str) -> bytes:
    """Return the bytes of files under the assistant's folder."""
    return b"".join(path.read_bytes() for path in folder.rglob(pattern) if path.is_file())


def holds(data: bytes, text: str) -> bool:
    """Whether a text stands in files, as it is or as JSON escapes it."""
    return any(form in data for form in (text.encode(), json.dumps(text)[1:-1].encode()))


def senders(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "tracker.sqlite")) as tracker:
        return {sender for (sender,) in tracker.execute("select distinct sender_id from events")}


def first_answer(body: dict[str, Any]) -> dict[str, Any]:
    return body["replies"][0]["answer"]


def test_numbers_of_people_are_stored_nowhere(running_stack: RunningStack) -> None:
    body = ask(running_stack.address, "我身份证440308199901101512，电话138-0013-8000，荆门三孩每月补多少")
    assert "500元" in body["replies"][0]["text"]
    stored = kept(running_stack.folder, "*")
    assert holds(stored, "〔证件号〕") and holds(stored, "〔电话〕")
    assert not [number for number in ("440308199901101512", "138-0013-8000", "13800138000") if holds(stored, number)]


def test_a_removed_conversation_is_nowhere_and_not_remembered(running_stack: RunningStack) -> None:
    other = ask(running_stack.address, "青海产假几天")["session"]
    body = ask(running_stack.address, f"荆门三孩每月补多少，{WORD}")
    session, sender = body["session"], body["session"].rsplit(".", 2)[0]
    assert first_answer(ask(running_stack.address, f"那二孩呢，{WORD}", session))["region"]["code"] == "420800"
    assert sender in senders(running_stack.folder) and holds(kept(running_stack.folder, "*.sqlite*"), WORD)

    assert remove(running_stack.address, session) == 204
    stored = kept(running_stack.folder, "*")
    assert sender not in senders(running_stack.folder) and not holds(stored, WORD) and sender.encode() not in stored

    again = ask(running_stack.address, "那二孩呢", session)
    assert not first_answer(again)["region"]
    assert first_answer(ask(running_stack.address, "那育儿假呢", other))["region"]["code"] == "630000"


def test_removing_while_an_answer_is_made_leaves_nothing(running_stack: RunningStack) -> None:
    session = ask(running_stack.address, "荆门三孩每月补多少")["session"]
    talk = Thread(target=ask, args=(running_stack.address, f"荆门产假{WORD}几天，" * 20, session))
    talk.start()
    time.sleep(0.1)
    assert remove(running_stack.address, session) == 204
    talk.join()
    assert not holds(kept(running_stack.folder, "*"), WORD)


def test_rasa_removes_nothing_for_what_is_no_time(running_stack: RunningStack) -> None:
    port = running_stack.environment["RASA_PORT"]
    before = senders(running_stack.folder)
    for path, body in (("before", "never"), ("before", {}), ("conversation", {}), ("conversation", {"sender": "?"})):
        requests.post(f"http://127.0.0.1:{port}/webhooks/forget/{path}", json=body, timeout=20).close()
    assert before and senders(running_stack.folder) == before


def test_logs_hold_no_words(running_stack: RunningStack) -> None:
    ask(running_stack.address, f"{WORD}怎么办")
    logs = kept(running_stack.folder / "log", "*.log")
    assert not holds(logs, WORD)
    assert not re.search(rb"\\u[4-9a-f][0-9a-f]{3}|\xe4\xb8|\xe5\xad", logs)


@pytest.mark.slow
def test_the_operators_command_removes_what_is_old(running_stack: RunningStack) -> None:
    fresh = ask(running_stack.address, "荆门三孩每月补多少")["session"].rsplit(".", 2)[0]
    old = ask(running_stack.address, f"荆门三孩每月补多少{OLD_WORD}")["session"].rsplit(".", 2)[0]
    with closing(sqlite3.connect(running_stack.folder / "tracker.sqlite")) as tracker, tracker:
        tracker.execute("update events set timestamp = timestamp - 31 * 86400 where sender_id = ?", (old,))
    done = subprocess.run(
        [sys.executable, "-m", "web.records", "purge"],
        cwd=ROOT,
        env=os.environ | running_stack.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert fresh in senders(running_stack.folder) and old not in senders(running_stack.folder)
    assert not holds(kept(running_stack.folder, "tracker.sqlite*"), OLD_WORD)
