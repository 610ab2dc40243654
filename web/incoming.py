"""What every route of the API asks of a request: not too fast, and a body that is one JSON object."""

from typing import Any

from flask import request

from web.errors import ApiError
from web.services import services


def limit_speed(sender: str | None = None) -> None:
    """Count a request of its address, or of a conversation; ApiError 429 when there were too many."""
    if sender is None:
        seconds = services().address_limit.wait(services().proxies.household_of(request))
    else:
        seconds = services().session_limit.wait(sender)
    _refuse(seconds)


def limit_news(sender: str | None) -> None:
    """Count a request for news of a conversation, of its address where it is none; ApiError 429 for too many."""
    _refuse(services().news_limit.wait(sender or services().proxies.household_of(request)))


def _refuse(seconds: int) -> None:
    if seconds:
        raise ApiError(429, "too_fast", f"发得太快了，请等 {seconds} 秒再发。", {"Retry-After": str(seconds)})


def read_object() -> dict[str, Any]:
    """Return the JSON object of a request's body; ApiError 400 when it is something else."""
    try:
        body = request.get_json(force=True, silent=True)
    except RecursionError:  # brackets nested by the thousand: Python's JSON reader gives up in this way
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "not_json", "请求的内容要是一个 JSON 对象。")
    return body
