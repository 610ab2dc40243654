"""The chat API, the calendar files of its answers and the health check."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from web.calendars import NAME
from web.conversations import CHAT
from web.errors import ApiError
from web.incoming import limit_news, limit_speed, read_object
from web.journal import VERDICTS
from web.messages import read_message, read_reason
from web.services import services

blueprint = Blueprint("chat", __name__)
FILE_NAMES = f"attachment; filename=\"family-timeline.ics\"; filename*=UTF-8''{quote(NAME)}.ics"
NO_NEWS = {"state": "none", "notice": "", "lines": []}
LONGEST_NUMBER = 12  # digits
SESSION_MISSING = ApiError(400, "session_missing", "请求里要有 session。")
UNKNOWN_ANSWER = ApiError(404, "answer_unknown", "没有找到这条回答，可能已经过期或者清除了。")


@blueprint.post("/api/chat")
def chat() -> dict[str, Any]:
    """Answer one message: {"session", "message"} → {"session", "replies"}."""
    limit_speed()
    body = read_object()
    message = read_message(body)
    sender, token = services().sessions.continued(body.get("session"))
    limit_speed(sender)
    conversations = services().conversations
    replies = conversations.ask(sender, message, CHAT)
    person = conversations.handover.state(sender)
    return {"session": token, "replies": replies} | ({"person": person} if person else {})


@blueprint.get("/api/chat/updates")
def updates() -> dict[str, Any]:
    """Return what a person of the office has to say: X-Session, ?after= → {"state", "notice", "lines"}."""
    session = request.headers.get("X-Session")
    sender = services().sessions.sender_of(session)
    limit_news(sender)
    if not session:
        raise SESSION_MISSING
    after = request.args.get("after", "0")
    if not after.isdecimal() or len(after) > LONGEST_NUMBER:
        raise ApiError(400, "after_wrong", "after 要写上次收到的最后一个编号，没有就写 0。")
    handover = services().conversations.handover
    return handover.news(sender, int(after)) if sender else dict(NO_NEWS)


@blueprint.post("/api/feedback")
def feedback() -> tuple[str, int]:
    """Keep what a person thinks of an answer: {"session", "answer_id", "verdict", "reason"} → 204."""
    limit_speed()
    body = read_object()
    sender, answer_id = services().sessions.sender_of(body.get("session")), body.get("answer_id")
    if body.get("verdict") not in VERDICTS:
        raise ApiError(400, "verdict_unknown", f"verdict 要写 {' 或 '.join(VERDICTS)}。")
    reason = read_reason(body.get("reason"))
    if sender is None or not isinstance(answer_id, str):
        raise UNKNOWN_ANSWER
    if not services().conversations.journal.judge(sender, answer_id, body["verdict"], reason):
        raise UNKNOWN_ANSWER
    return "", 204


@blueprint.delete("/api/session")
def forget() -> tuple[str, int]:
    """Remove a conversation everywhere: {"session"} → 204, also for one that is not known (any more)."""
    limit_speed()
    session = read_object().get("session")
    if not isinstance(session, str):
        raise SESSION_MISSING
    sender = services().sessions.sender_of(session)
    if sender is not None:
        services().conversations.forget(sender)
    return "", 204


@blueprint.get("/api/calendar")
def calendar() -> Response:
    """Return the calendar file of a link: 404 for a link not made here, 410 for one that is too old."""
    file = services().conversations.calendars.file_of(request.args.get("t", ""))
    return Response(file, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": FILE_NAMES})


@blueprint.get("/healthz")
def healthz() -> dict[str, Any]:
    """Ask a real question: 200 with the knowledge base's version, 503 without an answer."""
    return services().health.check()
