"""问答网页: building the FAQ pages anew with one button, and how the last build went."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.staff.services import staff
from web.staff.site_building import RUNNING

blueprint = Blueprint("site", __name__)
STATES = {"never": "还没有从这里做过", "running": "正在做", "done": "做好了", "failed": "没有做成，已发布的保持原样"}


@blueprint.get("/site")
def page() -> str:
    """Return the page with the button and the last build."""
    report = staff().site.report()
    return render_template(
        "staff/site.html", report=report, state=STATES[report.state], running=report.state == RUNNING
    )


@blueprint.post("/site/build")
def build() -> Response:
    """Begin to build the pages anew."""
    begun = staff().site.start(request.form.get("leaflets") == "yes")
    flash("开始做了，做完再换上去，期间旧的照常能看。" if begun else "已经有一次在做，等它做完。")
    return redirect(url_for("staff.site.page"))
