"""What people may send, and what is sent on to Rasa."""

import unicodedata
from typing import Any

from policies_kb.normalise import normalise
from web.errors import ApiError
from web.privacy import mask

LONGEST = 500
ALLOWED_CONTROLS = "\t\n\r"
NOT_TEXT = frozenset({"Cc", "Cs"})


def read_message(body: Any) -> str:
    """Return the message of a request body, ready for Rasa; ApiError 400 says what is wrong with it.

    What tells who somebody is was masked. A leading slash is Rasa's way to skip its language understanding, so people's
    messages lose theirs.
    """
    if not isinstance(body, dict):
        raise ApiError(400, "not_json", "请求的内容要是一个 JSON 对象。")
    message = body.get("message")
    if not isinstance(message, str):
        raise ApiError(400, "message_missing", "请求里要有文字形式的 message。")
    return _checked(message)


def _checked(message: str) -> str:
    if not message.strip():
        raise ApiError(400, "message_empty", "请写下您的问题再发送。")
    if any(unicodedata.category(sign) in NOT_TEXT and sign not in ALLOWED_CONTROLS for sign in message):
        raise ApiError(400, "message_not_text", "消息里有不是文字的内容，请重新输入。")
    text = normalise(message).lstrip("/ ")
    if len(message.strip()) > LONGEST or len(text) > LONGEST:
        raise ApiError(400, "message_too_long", f"一条消息最多 {LONGEST} 个字，请分几次说。")
    if not text:
        raise ApiError(400, "message_empty", "请写下您的问题再发送。")
    return mask(text)
