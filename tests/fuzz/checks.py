"""What every reply must keep, whatever was sent: status, contract, and no figure that the Answer does not hold."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft7Validator

from policies_kb.normalise import normalise
from policies_kb.numbers import numbers_carried, numbers_in
from policies_kb.settings import ROOT
from tests.fuzz.messages import Message
from tests.knowledge import the_base
from web import LARGEST_REQUEST
from web.errors import ApiError
from web.messages import read_message

UNIT = r"元|块|天|%|‰|倍|个月|周岁|岁|学时|小时|平方米|个托位|周|人|次|名|年|月|日"
FIGURE = re.compile(rf"\d+(?:\.\d+)?万?(?=(?:{UNIT})|[～-]\d+(?:\.\d+)?万?(?:{UNIT}))|\d+(?:\.\d+)?万(?=元)")
NO_FIGURE = re.compile(r"《[^》]*》|\d{4}年|\d{1,2}月\d{1,2}日|\d{4}-\d\d-\d\d|第\d+[条项款号]|〔\d+〕\d+号")
SHOWN_ONCE = 300
LEAK = re.compile(r"Traceback|127\.0\.0\.1|site-packages|\.py\b|sqlalchemy|waitress|werkzeug", re.IGNORECASE)
REFUSED = frozenset({400, 413})
OTHERS = {"/api/feedback": frozenset({400, 404}), "/api/session": frozenset({204, 400})}


@lru_cache(maxsize=1)
def contract() -> Draft7Validator:
    """Return the validator of the answer contract."""
    schema = json.loads((ROOT / "policies_kb/schema/answer.schema.json").read_text("utf-8"))
    return Draft7Validator({key: value for key, value in schema.items() if key != "$id"})  # its own name, no address


def faults(message: Message, status: int, raw: str, said: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with a reply; `said` are the messages of its conversation so far."""
    if LEAK.search(raw):
        return [f"what is inside is told: {raw[:SHOWN_ONCE]!r}"]
    if status == 204 and status in wanted_status(message):
        return [f"a body without being one: {raw[:SHOWN_ONCE]!r}"] if raw else []
    try:
        body = json.loads(raw)
    except ValueError:
        return [f"status {status} without JSON: {raw[:SHOWN_ONCE]!r}"]
    wanted = wanted_status(message)
    if status not in wanted:
        return [f"status {status} instead of {sorted(wanted)}: {raw[:SHOWN_ONCE]}"]
    if status != 200:
        error = body.get("error", {})
        return [] if error.get("code") and error.get("message") else [f"an error without code or message: {raw}"]
    if not body.get("session") or not body.get("replies"):
        return [f"no session or no replies: {raw[:SHOWN_ONCE]}"]
    return [fault for reply in body["replies"] for fault in _reply_faults(message, reply, said)]


def wanted_status(message: Message) -> frozenset[int]:
    """Return the statuses that the API may give: to the chat, 200 for what it reads as a text, else 400 or 413."""
    if message.path in OTHERS:
        return OTHERS[message.path]
    if len(message.encoded(None)) > LARGEST_REQUEST:
        return frozenset({413})
    body = message.body
    if isinstance(body, bytes):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            return REFUSED
    if not isinstance(body, dict):
        return REFUSED
    try:
        read_message(body)
    except ApiError as error:
        return REFUSED | {error.status}
    return frozenset({200})


def _reply_faults(message: Message, reply: Mapping[str, Any], said: Iterable[str]) -> list[str]:
    answer, text = reply.get("answer"), reply.get("text") or ""
    if not answer:
        return [f"a reply without an Answer: {text!r}"]
    found = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in contract().iter_errors(answer)]
    if not text.strip():
        found.append("an empty text")
    if answer.get("kind") == "error":
        found.append(f"an error is answered: {text!r}")
    inputs = (answer.get("calculation") or {}).get("inputs", {})
    if message.planted and message.planted in text and message.planted not in json.dumps(inputs):
        found.append(f"the planted {message.planted} is repeated: {text!r}")
    stray = stray_figures(text, answer, () if message.planted else [*said, message.text])
    return found + ([f"figures that no Answer holds: {stray} in {text!r}"] if stray else [])


def stray_figures(text: str, answer: Mapping[str, Any], said: Iterable[str]) -> list[str]:
    """Return the figures of a text, number and unit, that neither the Answer nor its measures nor the person gave."""
    known = set(numbers_of(answer)) | {number for line in said for number in _numbers_said(line)}
    plain = NO_FIGURE.sub(" ", text)
    return [figure for figure in FIGURE.findall(plain) if not set(numbers_in(figure)) <= known]


def numbers_of(answer: Mapping[str, Any]) -> Iterable[float]:
    """Yield every number of an Answer, and those that its measures carry as data (conditions, notes)."""
    measures = the_base().measures
    for part in answer["measures"]:
        yield from numbers_carried(measures[part["id"]].data)
    yield from numbers_in(json.dumps(answer, ensure_ascii=False).replace("-", " "))


def _numbers_said(line: str) -> list[float]:
    text = normalise(line)
    return [*numbers_in(text), *(float(run) for run in re.findall(r"\d+", text) if len(run) < SHOWN_ONCE)]
