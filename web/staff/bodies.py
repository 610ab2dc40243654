"""What the console's JSON routes take, read strictly."""

from collections.abc import Mapping
from typing import Any

from flask import Request

from web.errors import ApiError

LONGEST_NAME = 120
WRONG = "wrong"  # the kind of a message that tells of a refusal
NUMBER = "int(max=2147483647):number"  # the number of a row in an address: no column holds more


def read_body(request: Request) -> Mapping[str, Any]:
    """Return the JSON object of a request; ApiError 400 when it is none."""
    try:
        body = request.get_json(force=True, silent=True)
    except RecursionError:  # brackets nested by the thousand
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "not_json", "请求的内容要是一个 JSON 对象。")
    return body


def plain(text: str) -> str:
    """Return a text without the signs that no page shows and PostgreSQL does not store, and without outer spaces."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()


def field(fields: Mapping[str, str], name: str) -> str:
    """Return a field of a form or of an address as plain text, empty when it is absent."""
    return plain(fields.get(name, ""))


def text_in(body: Mapping[str, Any], name: str, longest: int, empty: bool = False) -> str:
    """Return a text of a body without control characters; ApiError 400 when it is none, too long, or empty."""
    text = body.get(name)
    if not isinstance(text, str) or len(text) > longest:
        raise ApiError(400, "text_wrong", f"这一项要写文字，最多 {longest} 个字。")
    text = plain(text)
    if not text and not empty:
        raise ApiError(400, "text_empty", "这一项不能空着。")
    return text


def names_in(body: Mapping[str, Any], name: str, most: int) -> list[str]:
    """Return a list of names of a body, empty when it is absent; ApiError 400 for anything else."""
    names = body.get(name, [])
    right = isinstance(names, list) and len(names) <= most
    if not right or not all(isinstance(one, str) and len(one) <= LONGEST_NAME for one in names):
        raise ApiError(400, "names_wrong", "请求里的编号不对。")
    return list(dict.fromkeys(names))
