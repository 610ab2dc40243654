"""Clients that speak to Rasa's REST channel as fast as they are answered, and conversations of any length for them."""

import http.client
import json
import queue
import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from tests.bench.stats import Measured

HOST = "127.0.0.1"
LONGEST_ANSWER_SECONDS = 30.0
ASKED = (
    "荆门三孩一个月补多少",
    "民乐二孩在县医院生能拿多少钱",
    "青海产假有多少天",
    "开州区普惠托育怎么补贴",
    "淮南田家庵男方护理假几天",
    "荆门租房提取公积金有什么政策",
    "青海育儿假每年几天",
    "民乐三孩上幼儿园减不减保教费",
)
BETWEEN = ("那二孩呢", "谁来办", "依据哪条", "怎么申请", "谢谢")
COPY = (
    "insert into events (sender_id, type_name, timestamp, intent_name, action_name, data) "
    "select ?, type_name, timestamp, intent_name, action_name, data from events where sender_id = ? order by id"
)

Said = tuple[str, str]  # sender, message


class BenchError(Exception):
    """The bench cannot go on; the text says why."""


class Client:
    """One connection, kept open; not to be shared between threads."""

    def __init__(self, port: int) -> None:
        """port is Rasa's."""
        self._connection = http.client.HTTPConnection(HOST, port, timeout=LONGEST_ANSWER_SECONDS)

    def send(self, sender: str, message: str) -> float:
        """Return the seconds until the answer was there; BenchError when it is none."""
        body = json.dumps({"sender": sender, "message": message})
        since = time.perf_counter()
        try:
            self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
            answer = self._connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise BenchError(f"no answer to {message}: {type(error).__name__} {error}") from error
        seconds = time.perf_counter() - since
        if answer.status != 200 or not json.loads(text):
            raise BenchError(f"no answer to {message}: HTTP {answer.status} {text[:200]!r}")
        return seconds


def conversation(length: int) -> list[str]:
    """Return what is said in a conversation of so many turns: questions, each with something that follows on it."""
    pairs = [(ASKED[n % len(ASKED)], BETWEEN[n % len(BETWEEN)]) for n in range(length)]
    return [message for pair in pairs for message in pair][:length]


def asked(senders: Iterable[str]) -> list[Said]:
    """Return one question for each sender, the questions in turn."""
    return [(sender, ASKED[n % len(ASKED)]) for n, sender in enumerate(senders)]


def measure(port: int, said: Sequence[Said], clients: int) -> Measured:
    """Say all of it with so many clients at once."""
    waiting: queue.SimpleQueue[Said] = queue.SimpleQueue()
    for item in said:
        waiting.put(item)
    took: list[float] = []
    failed: list[BenchError] = []
    threads = [threading.Thread(target=_work, args=(port, waiting, took, failed), daemon=True) for _ in range(clients)]
    since = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return Measured(tuple(took), time.perf_counter() - since)


def _work(port: int, waiting: "queue.SimpleQueue[Said]", took: list[float], failed: list[BenchError]) -> None:
    client = Client(port)
    while not failed:
        try:
            took.append(client.send(*waiting.get_nowait()))
        except queue.Empty:
            return
        except BenchError as error:
            failed.append(error)


def copy_conversation(database: Path, sender: str, copies: Iterable[str]) -> None:
    """Give each of the copies the stored events of a conversation: the same as having held it."""
    with closing(sqlite3.connect(database, timeout=30)) as tracker, tracker:
        tracker.executemany(COPY, [(copy, sender) for copy in copies])
