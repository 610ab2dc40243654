"""Accounts and the audit trail, for the admin."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.errors import ApiError
from web.staff import gate
from web.staff.accounts import LOGIN_PATTERN, AccountError
from web.staff.bodies import NUMBER, WRONG, field
from web.staff.rights import actions, roles
from web.staff.services import staff

blueprint = Blueprint("admin", __name__)
LINES = 200
LONGEST_NAME = 40


@blueprint.get("/accounts")
def accounts() -> str:
    """Return the page of all accounts."""
    return render_template("staff/accounts.html", accounts=staff().accounts.all(), roles=roles())


@blueprint.post("/accounts")
def create() -> Response:
    """Make an account."""
    login, name = field(request.form, "login").lower(), field(request.form, "name")
    role = request.form.get("role", "")
    if not re.fullmatch(LOGIN_PATTERN, login) or not 0 < len(name) <= LONGEST_NAME or role not in roles():
        flash("没有建成：登录名用3到40个小写字母、数字、点或横线，姓名不能空着。", WRONG)
        return redirect(url_for("staff.admin.accounts"))
    try:
        staff().accounts.create(login, name, role, request.form.get("password", ""))
        gate.about(login=login, role=role)
        flash(f"建好了账号 {login}。")
    except AccountError as error:
        flash(f"没有建成：{error}。", WRONG)
    return redirect(url_for("staff.admin.accounts"))


@blueprint.post(f"/accounts/<{NUMBER}>")
def change(number: int) -> Response:
    """Give an account another role, open or close it, or set a new password; its sessions end."""
    account = staff().accounts.get(number)
    if account is None or request.form.get("role", account.role) not in roles():
        raise ApiError(404, "account_unknown", "没有这个账号。")
    try:
        if request.form.get("password"):
            staff().accounts.set_password(account, request.form["password"])
            gate.about(login=account.login, password="new")
        else:
            role = request.form.get("role", account.role)
            active = request.form.get("active") == "yes"
            staff().accounts.set_role(account, role, active)
            gate.about(login=account.login, role=role, active="yes" if active else "no")
        flash(f"改好了 {account.login}，它的登录都退出了。")
    except AccountError as error:
        flash(f"没有改成：{error}。", WRONG)
    return redirect(url_for("staff.admin.accounts"))


@blueprint.get("/trail")
def trail() -> str:
    """Return the latest lines of the audit trail."""
    login, action = field(request.args, "login")[:40], field(request.args, "action")[:60]
    entries = staff().audit.latest(LINES, login, action)
    return render_template("staff/trail.html", entries=entries, login=login, action=action, actions=actions())
