"""What people may send, and what is sent on to Rasa."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from policies_kb.normalise import normalise
from web.errors import ApiError
from web.privacy import mask

LONGEST, LONGEST_REASON = 500, 200
ALLOWED_CONTROLS = "\t\n\r"
NOT_TEXT = frozenset({"Cc", "Cs"})


def read_message(body: Mapping[str, Any]) -> str:
    """Return the message of a request body, ready for Rasa; ApiError 400 says what is wrong with it.

    What tells who somebody is was masked. A leading slash is Rasa's way to skip its language understanding, so people's
    messages lose theirs.
    """
    message = body.get("message")
    if not isinstance(message, str):
        raise ApiError(400, "message_missing", "请求里要有文字形式的 message。")
    return _checked(message)


def read_reason(reason: Any) -> str:
    """Return why a person likes an answer or not, "" when nothing was said; ApiError 400 when it cannot be used."""
    if not isinstance(reason, str | None):
        raise ApiError(400, "reason_not_text", "reason 要是文字。")
    text = _text(reason or "").strip()
    if len(text) > LONGEST_REASON:
        raise ApiError(400, "reason_too_long", f"原因最多 {LONGEST_REASON} 个字。")
    return text


def _text(text: str) -> str:
    if any(unicodedata.category(sign) in NOT_TEXT and sign not in ALLOWED_CONTROLS for sign in text):
        raise ApiError(400, "message_not_text", "消息里有不是文字的内容，请重新输入。")
    return text


def _checked(message: str) -> str:
    if not message.strip():
        raise ApiError(400, "message_empty", "请写下您的问题再发送。")
    _text(message)
    text = normalise(message).lstrip("/ ")
    if len(message.strip()) > LONGEST or len(text) > LONGEST:
        raise ApiError(400, "message_too_long", f"一条消息最多 {LONGEST} 个字，请分几次说。")
    if not text:
        raise ApiError(400, "message_empty", "请写下您的问题再发送。")
    return mask(text)
