"""A reply as plain text, for where there are no buttons: choices get numbers, long texts are cut between sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHOOSE = "回复数字就行："
MORE = "（还没完，回复“更多”接着看）"
# where a text may be cut, best first: between lines, sentences, parts of a sentence, anywhere but in a number
CUTS = tuple(re.compile(pattern) for pattern in (r"\n+", r"(?<=[。！？；])", r"(?<=[，、：）])", r"(?<![\d.])"))


@dataclass(frozen=True)
class Plain:
    """A plain text and the messages that the numbers at its end stand for."""

    text: str
    options: tuple[str, ...]


def plain(replies: list[Mapping[str, Any]]) -> Plain:
    """Return all replies to one message as one text."""
    buttons = [button for reply in replies for button in reply["buttons"] if not _is_said(button, reply["text"])]
    lines = [reply["text"] for reply in replies]
    if buttons:
        choices = [f"{number} → {button['title']}" for number, button in enumerate(buttons, 1)]
        lines.append("\n".join(["", CHOOSE, *choices]))
    return Plain("\n".join(lines), tuple(button["message"] for button in buttons))


def _is_said(button: Mapping[str, str], text: str) -> bool:
    """Whether the text itself says which word to answer, so that a number would only be mistaken for a figure."""
    return f"“{button['message']}”" in text


def first_part(text: str, size: int) -> tuple[str, str]:
    """Return as much of a text as fits into so many bytes of UTF-8, and the rest ("" when all fits).

    A text that does not fit is cut between lines or sentences and says how to get the rest.
    """
    if len(text.encode()) <= size:
        return text, ""
    room = size - len(f"\n{MORE}".encode())
    fitting = text.encode()[:room].decode(errors="ignore")
    for cut in CUTS:
        ends = [match.start() for match in cut.finditer(fitting) if match.start() > 0]
        wanted = [end for end in ends if len(fitting[:end].encode()) >= room / 2] or ends[-1:] * (cut is CUTS[-1])
        if wanted:
            return f"{text[: wanted[-1]].rstrip()}\n{MORE}", text[wanted[-1] :].lstrip()
    return f"{fitting}\n{MORE}", text[len(fitting) :]
