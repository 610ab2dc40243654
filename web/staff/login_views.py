"""Logging in and out, and one's own password."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from web.staff import gate
from web.staff.accounts import AccountError
from web.staff.bodies import field
from web.staff.rights import pages_for
from web.staff.services import staff

blueprint = Blueprint("login", __name__)
WRONG = "登录名或密码不对，或者账号锁着。连错五次会锁一刻钟。"
TOO_FAST = "试得太快了，请过一分钟再试。"


@blueprint.get("/login")
def form() -> str:
    """Return the login page."""
    return render_template("staff/login.html", wrong="")


@blueprint.post("/login")
def enter() -> Response | tuple[str, int]:
    """Log in with login and password; the page says no more than that the two do not fit."""
    login, password = field(request.form, "login").lower(), request.form.get("password", "")
    if staff().tries.wait(request.remote_addr or ""):
        return render_template("staff/login.html", wrong=TOO_FAST), 429
    account = staff().accounts.enter(login, password)
    gate.note(login, 302 if account else 403)
    if account is None:
        return render_template("staff/login.html", wrong=WRONG), 403
    session.clear()
    login_user(account)
    gate.begin()
    return redirect(_next_page(request.args.get("next", ""), account.role))


@blueprint.post("/logout")
def leave() -> Response:
    """Log out."""
    gate.note(current_user.login, 302)
    logout_user()
    session.clear()
    return redirect(url_for("staff.login.form"))


@blueprint.get("/password")
def own_password() -> str:
    """Return the page to change one's password on."""
    return render_template("staff/password.html", wrong="")


@blueprint.post("/password")
def change_password() -> Response | tuple[str, int]:
    """Change one's own password; all sessions of the account end but this one."""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if not staff().accounts.check_password(current_user, old):
        return render_template("staff/password.html", wrong="现在的密码不对。"), 400
    try:
        staff().accounts.set_password(current_user, new)
    except AccountError as error:
        return render_template("staff/password.html", wrong=f"{error}。"), 400
    login_user(staff().accounts.get(current_user.id))
    flash("密码改好了。")
    return redirect(url_for(pages_for(current_user.role)[0][0]))


def _next_page(wanted: str, role: str) -> str:
    """Return the page that was wanted before the login, if it is one of ours; else the first that the role may open.

    Who only came to the console wanted no page in particular: the desk is not for every role.
    """
    ours = wanted.startswith("/staff/") and wanted != "/staff/" and "//" not in wanted and "\\" not in wanted
    return wanted if ours else url_for(pages_for(role)[0][0])
