"""The chat API and the health check."""

from typing import Any

from flask import Blueprint, request

from web.errors import ApiError
from web.messages import read_message
from web.replies import as_replies
from web.services import services

blueprint = Blueprint("chat", __name__)


@blueprint.post("/api/chat")
def chat() -> dict[str, Any]:
    """Answer one message: {"session", "message"} → {"session", "replies"}."""
    seconds = services().rate_limit.wait(request.remote_addr or "")
    if seconds:
        raise ApiError(429, "too_fast", f"发得太快了，请等 {seconds} 秒再发。", {"Retry-After": str(seconds)})
    body = _body()
    message = read_message(body)
    sender = services().sessions.sender_of(body.get("session"))
    replies = as_replies(services().rasa.send(sender, message))
    return {"session": services().sessions.token_for(sender), "replies": replies}


@blueprint.get("/healthz")
def healthz() -> dict[str, Any]:
    """Ask a real question: 200 with the knowledge base's version, 503 without an answer."""
    return services().health.check()


def _body() -> Any:
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:  # brackets nested by the thousand: Python's JSON reader gives up in this way
        return None
