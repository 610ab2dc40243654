"""Writing and ending urgent notices."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from policies_kb.places import short_name
from web.errors import ApiError
from web.staff import gate
from web.staff.bodies import NUMBER, WRONG, field
from web.staff.caller import place_named
from web.staff.notices import Notice
from web.staff.services import staff

blueprint = Blueprint("notices", __name__)
LONGEST = 200


@blueprint.get("/notices")
def page() -> str:
    """Return the page of notices, running ones first."""
    return _page({})


def _page(form: Mapping[str, str]) -> str:
    """Return the page with what a form holds filled in."""
    base = staff().desk.library.base
    running = {notice.id for notice in staff().notices.running()}
    rows = [(notice, notice.id in running, _where(notice)) for notice in staff().notices.all()]
    return render_template(
        "staff/notices.html",
        rows=sorted(rows, key=lambda row: not row[1]),
        benefits=sorted((benefit.name, benefit.id) for benefit in base.benefits.values()),
        documents=sorted((document.short_title, document.id) for document in base.documents.values()),
        today=staff().desk.today(),
        form=form,
    )


@blueprint.post("/notices")
def write() -> Response | tuple[str, int]:
    """Write a notice; what is wrong with it is said on the page, which keeps what was written."""
    base = staff().desk.library.base
    text, place = field(request.form, "text"), field(request.form, "place")
    benefit, document = (request.form.get(name) or None for name in ("benefit", "document"))
    until = _day(request.form.get("until", ""))
    known = benefit in (None, *base.benefits) and document in (None, *base.documents)
    if not 0 < len(text) <= LONGEST or until is None or until < staff().desk.today() or not known:
        flash(f"没有发出：写一到{LONGEST}个字，截止日期不能早于今天。", WRONG)
        return _page(request.form), 400
    try:
        region = place_named(place, base) if place else None
    except ApiError as error:
        flash(f"没有发出：{error.message}", WRONG)
        return _page(request.form), 400
    number = staff().notices.write(current_user.id, text, until, region=region, benefit=benefit, document=document)
    gate.about(number=number)
    flash("发出了：聊天和坐席台上对得上的回答，最上面都会先说这一句。")
    return redirect(url_for("staff.notices.page"))


@blueprint.post(f"/notices/<{NUMBER}>/end")
def end(number: int) -> Response:
    """End a notice now."""
    staff().notices.end(number)
    flash("撤下了。")
    return redirect(url_for("staff.notices.page"))


def _where(notice: Notice) -> str:
    base = staff().desk.library.base
    parts = [
        short_name(base, notice.region) if notice.region else "",
        base.benefits[notice.benefit].name if notice.benefit in base.benefits else "",
        base.documents[notice.document].short_title if notice.document in base.documents else "",
    ]
    return "　".join(filter(None, parts)) or "所有回答"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
