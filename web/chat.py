"""The chat API, the calendar files of its answers and the health check."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from web.calendars import NAME
from web.errors import ApiError
from web.messages import read_message
from web.replies import as_replies, with_calendars
from web.services import services

blueprint = Blueprint("chat", __name__)
FILE_NAMES = f"attachment; filename=\"family-timeline.ics\"; filename*=UTF-8''{quote(NAME)}.ics"


@blueprint.post("/api/chat")
def chat() -> dict[str, Any]:
    """Answer one message: {"session", "message"} → {"session", "replies"}."""
    seconds = services().rate_limit.wait(request.remote_addr or "")
    if seconds:
        raise ApiError(429, "too_fast", f"发得太快了，请等 {seconds} 秒再发。", {"Retry-After": str(seconds)})
    body = _body()
    message = read_message(body)
    sender = services().sessions.sender_of(body.get("session"))
    replies = with_calendars(as_replies(services().rasa.send(sender, message)), services().calendars.url_for)
    return {"session": services().sessions.token_for(sender), "replies": replies}


@blueprint.get("/api/calendar")
def calendar() -> Response:
    """Return the calendar file of a link: 404 for a link not made here, 410 for one that is too old."""
    file = services().calendars.file_of(request.args.get("t", ""))
    return Response(file, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": FILE_NAMES})


@blueprint.get("/healthz")
def healthz() -> dict[str, Any]:
    """Ask a real question: 200 with the knowledge base's version, 503 without an answer."""
    return services().health.check()


def _body() -> Any:
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:  # brackets nested by the thousand: Python's JSON reader gives up in this way
        return None
