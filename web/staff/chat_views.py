"""网聊: the chats in which a person of the office is wanted; taking one over, writing there, handing it back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from policies_kb.danger import danger_in
from policies_kb.normalise import normalise
from policies_kb.places import short_name
from web.errors import ApiError
from web.services import services
from web.staff.bodies import NUMBER, read_body, text_in
from web.staff.chats import Talk
from web.staff.rights import may
from web.staff.services import staff
from web.takeover.handover import name_of
from web.takeover.line import PERSON, TAKEN

blueprint = Blueprint("chats", __name__)
LONGEST_LINE = 500
LONGEST_MARK = 60
GONE = ApiError(409, "chat_gone", "这个对话已经不在您这里了。")


@blueprint.get("/chats")
def page() -> str:
    """Return the page of the chats; supervisors also see who may take them over."""
    handover = services().conversations.handover
    allowing = may(current_user.role, "allow_chats")
    accounts = [one for one in staff().accounts.all() if one.active and may(one.role, "chats")]
    return render_template(
        "staff/chats.html",
        hours=handover.hours,
        open_now=handover.hours is not None and handover.hours.open_at(handover.clock()),
        accounts=accounts if allowing else [],
        **_list(),
    )


@blueprint.post("/chats/list")
def queue() -> dict[str, Any]:
    """Return who waits and one's own chats → {"waiting", "html"}; the words of who waits only for who may take over."""
    found = _list()
    return {"waiting": len(found["waiting"]), "html": render_template("staff/_chat_list.html", **found)}


@blueprint.post(f"/chats/<{NUMBER}>/take")
def take(number: int) -> dict[str, Any]:
    """Take a chat over → as `look`; 409 when somebody was quicker or nobody waits there any more."""
    if not staff().chats.take(number, current_user.id):
        raise ApiError(409, "chat_taken", "这个对话别人已经接了，或者对方不等了。")
    return _shown(_talk(number))


@blueprint.post(f"/chats/<{NUMBER}>/look")
def look(number: int) -> dict[str, Any]:
    """Return a chat of one's own: {"mark"} → {"state", "mark", "html"}; without "html" when nothing changed."""
    mark = text_in(read_body(request), "mark", LONGEST_MARK, empty=True)
    talk = _talk(number)
    return {"state": talk.takeover.state, "mark": mark} if mark == talk.mark else _shown(talk)


@blueprint.post(f"/chats/<{NUMBER}>/say")
def say(number: int) -> dict[str, Any]:
    """Write to the person: {"text"} → as `look`."""
    text = text_in(read_body(request), "text", LONGEST_LINE)
    if not staff().chats.say(number, current_user.id, text):
        raise GONE
    return _shown(_talk(number))


@blueprint.post(f"/chats/<{NUMBER}>/end")
def hand_back(number: int) -> dict[str, Any]:
    """Hand a chat back to the assistant → as `look`."""
    if not staff().chats.hand_back(number, current_user.id):
        raise GONE
    return _shown(_talk(number))


@blueprint.post(f"/chats/allow/<{NUMBER}>")
def allow(number: int) -> Response:
    """Let an account take chats over, or no more; then back to the page."""
    account = staff().accounts.get(number)
    if account is None or not may(account.role, "chats"):
        raise ApiError(404, "account_unknown", "没有这个能接网上对话的账号。")
    yes = request.form.get("yes") == "yes"
    staff().chats.allow(number, yes)
    flash(f"{account.name}{'可以' if yes else '不能再'}接网上对话了。")
    return redirect(url_for("staff.chats.page"))


def _list() -> dict[str, Any]:
    chats = staff().chats
    return {
        "allowed": current_user.takes_chats,
        "waiting": chats.waiting(),
        "mine": chats.of_account(current_user.id),
        "place": _place,
    }


def _talk(number: int) -> Talk:
    found = staff().chats.talk(number, current_user.id)
    if found is None:
        raise ApiError(404, "chat_unknown", "没有这个对话。")
    return found


def _shown(talk: Talk) -> dict[str, Any]:
    alarming = {one.text for one in talk.said if one.who == PERSON and danger_in(normalise(one.text), {}, 0.0)}
    html = render_template(
        "staff/_chat.html",
        talk=talk,
        alarming=alarming,
        name=name_of(talk.takeover),
        place=_place(talk.takeover.region),
        is_open=talk.takeover.state == TAKEN,
    )
    return {"state": talk.takeover.state, "mark": talk.mark, "html": html}


def _place(code: str | None) -> str:
    return short_name(staff().desk.library.base, code) if code else ""
