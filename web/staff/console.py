"""The console put together: nothing in it without a login, and every right in one table (rights.yml)."""

from flask import Blueprint, Flask, Response, render_template, request

from policies_kb.settings import Settings
from web.errors import ApiError, error_response
from web.renderings.figures_said import figure_words
from web.renderings.standing import STATUS
from web.staff import (
    admin_views,
    call_views,
    chat_views,
    describing,
    desk_views,
    fault_views,
    figure_views,
    gate,
    login_views,
    notice_views,
    queue_views,
    rights,
    services,
    site_views,
)
from web.staff.clock import local

VIEWS = (
    login_views,
    desk_views,
    call_views,
    chat_views,
    fault_views,
    queue_views,
    notice_views,
    figure_views,
    site_views,
    admin_views,
    describing,
)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the console to an application; SettingError when one of its settings cannot be used."""
    services.init_app(app, settings)
    gate.init_app(app, settings)
    blueprint = Blueprint("staff", __name__, url_prefix="/staff")
    blueprint.before_request(gate.enter)
    blueprint.after_request(gate.leave)
    blueprint.app_context_processor(_words)
    blueprint.register_error_handler(ApiError, _refused)
    for views in VIEWS:
        blueprint.register_blueprint(views.blueprint)
    app.register_blueprint(blueprint)


def _refused(error: ApiError) -> Response | tuple[str, int]:
    """Answer a refusal: as a page where somebody opened one, else in the one shape of errors."""
    if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
        return render_template("staff/refused.html", message=error.message), error.status
    return error_response(error.status, error.code, error.message, error.headers)


def _words() -> dict[str, object]:
    """Return what every page of the console may call."""
    return {
        "pages_for": lambda account: rights.pages_for(account.role),
        "current_page": lambda account: rights.page_of(request.endpoint or "", account.role),
        "role_name": lambda role: rights.roles()[role],
        "may": rights.may,
        "local": local,
        "figure_words": figure_words,
        "status_words": lambda status: STATUS.get(status, "不再收录"),
    }
