"""What nobody sends by mistake: bodies of megabytes, broken JSON, control characters, other people's ids and links."""

import json
import random
from collections.abc import Callable
from typing import Any

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0x2028, 0xFEFF, 0x202E, 0xD800)]
INJECTIONS = (
    "'; drop table questions; --",
    "' union select * from wordings --",
    "1; update questions set kind='answer'",
    "{{ config.items() }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "${jndi:ldap://127.0.0.1/a}",
    "<%= 7*7 %> #{7*7} @(7*7)",
    "$(reboot) `id` | cat /etc/passwd",
    "]]><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    "%0d%0aSet-Cookie: a=b",
    "\\x00\\r\\n",
    "*)(uid=*))(|(uid=*",
    "__proto__[admin]=1",
)
SIZES = (17_000, 200_000, 1_000_000, 1_048_577, 3_000_000)
JUNK: tuple[Any, ...] = (None, 7, [], {}, "", "x", "a.b.c", "用", "'; drop table feedback; --", "\ud800", "A" * 5000)


def controls(dice: random.Random, question: str) -> str:
    """Return a question with control characters in it."""
    letters = list(question)
    for _ in range(dice.randint(1, 6)):
        letters.insert(dice.randrange(len(letters) + 1), dice.choice(CONTROLS))
    return "".join(letters)


def injection(dice: random.Random, question: str) -> str:
    """Return the syntax of another language, alone or beside a question."""
    return dice.choice(("", question)) + dice.choice(INJECTIONS)


def large_body(dice: random.Random, question: str) -> bytes:
    """Return a body that is too large: a long message, a long key, many keys, or no JSON at all."""
    size = dice.choice(SIZES)
    makers: tuple[Callable[[], bytes], ...] = (
        lambda: json.dumps({"message": question * (size // len(question.encode()) + 1)}, ensure_ascii=False).encode(),
        lambda: json.dumps({"message": question, "x" * size: 1}).encode(),
        lambda: json.dumps({"message": question} | {f"k{number}": number for number in range(size // 14)}).encode(),
        lambda: dice.randbytes(size),
        lambda: b"[" * size,
    )
    return dice.choice(makers)()


def broken_body(dice: random.Random, question: str) -> bytes:
    """Return JSON that was cut, flipped or encoded wrongly."""
    body = json.dumps({"session": None, "message": question}, ensure_ascii=False)
    place = dice.randrange(1, len(body))
    makers: tuple[Callable[[], bytes], ...] = (
        lambda: body[:place].encode(),
        lambda: (body[:place] + dice.choice('{}[],:"\\') + body[place:]).encode(),
        lambda: body.encode("utf-16"),
        lambda: body.encode("gb18030"),
        lambda: (body + body).encode(),
        lambda: body.replace('"', "'").encode(),
        lambda: b"\xef\xbb\xbf" + body.encode(),
        lambda: body.replace("null", "NaN").encode(),
        lambda: dice.randbytes(dice.randint(1, 300)),
    )
    return dice.choice(makers)()


def feedback(dice: random.Random) -> dict[str, Any]:
    """Return an opinion that belongs to nothing."""
    told = {"session": dice.choice(JUNK), "answer_id": dice.choice(JUNK), "reason": dice.choice(JUNK)}
    return told | {"verdict": dice.choice(("useful", "useless", *JUNK))}


def removal(dice: random.Random) -> Any:
    """Return a wish to remove what is not there."""
    return dice.choice(({"session": dice.choice(JUNK)}, *JUNK))
