"""知识有误: reporting it from the desk with one key, and seeing what became of one's own reports."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from web.staff import gate
from web.staff.bodies import read_body, text_in
from web.staff.services import staff

blueprint = Blueprint("faults", __name__)
MOST_OF_MINE = 6
LONGEST = 500


@blueprint.post("/faults")
def report() -> tuple[dict[str, Any], int]:
    """Report that a measure is wrong: {"measure", "text"} → {"id", "html"}."""
    body = read_body(request)
    library = staff().desk.library
    measure = library.measure(body.get("measure"))
    text = text_in(body, "text", LONGEST)
    number = staff().faults.report(current_user.id, measure.id, library.base.version, text)
    gate.about(number=number, measure=measure.id)
    return {"id": number, "html": _mine()}, 201


@blueprint.post("/faults/mine")
def mine() -> dict[str, str]:
    """Return one's own latest reports with their states → {"html"}."""
    return {"html": _mine()}


def _mine() -> str:
    measures = staff().desk.library.base.measures
    faults = staff().faults.of_account(current_user.id, MOST_OF_MINE)
    return render_template("staff/_mine.html", faults=faults, measures=measures)
