"""What people may want to know before they write: the privacy note. Every number in it is a setting."""

from flask import Blueprint, render_template

from web.journal import FEEDBACK_HOURS
from web.services import services

blueprint = Blueprint("notices", __name__)


@blueprint.get("/privacy")
def privacy() -> str:
    """Return the privacy note, with the days for which things are really kept."""
    upkeep = services().upkeep
    return render_template(
        "privacy.html",
        keep_days=upkeep.keep_days,
        keep_records_days=upkeep.keep_records_days,
        feedback_hours=FEEDBACK_HOURS,
    )
