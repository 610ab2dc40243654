"""The gate in front of everything under /staff: who is there, may they, is the request their own, is it noted."""

import time

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from policies_kb.errors import SettingError
from policies_kb.settings import Settings
from web.errors import ApiError
from web.sessions import signing_key
from web.staff.accounts import Account
from web.staff.rights import may, rule_of
from web.staff.services import staff

SEEN = "seen"
ABOUT = "about"
MINUTE = 60
YES_NO = {"yes": True, "no": False}
csrf = CSRFProtect()
logins = LoginManager()


def init_app(app: Flask, settings: Settings) -> None:
    """Set the cookie, the token against forged requests, and who a session belongs to; SettingError when impossible."""
    https = settings.text("POLICY_STAFF_HTTPS")
    if https not in YES_NO:
        raise SettingError(f"设置 POLICY_STAFF_HTTPS={https!r} 不能用：要写 yes 或 no")
    app.config.update(
        SECRET_KEY=signing_key(settings),
        SESSION_COOKIE_NAME="shanyutong_staff",
        SESSION_COOKIE_PATH="/staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=YES_NO[https],
        STAFF_SECONDS=settings.number("POLICY_STAFF_MINUTES", 1, 720) * MINUTE,
        WTF_CSRF_CHECK_DEFAULT=False,  # the public chat has no cookie that could be misused
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=False,  # our pages send no referrer
    )
    csrf.init_app(app)
    logins.init_app(app)
    logins.session_protection = "strong"
    logins.user_loader(lambda told: staff().accounts.of_session(told))


def enter() -> AnyResponse | None:
    """Let a request pass (None), send who is not logged in to the login page, or refuse with 401, 403 or 400."""
    rule = rule_of(request.endpoint or "")
    if not rule.open:
        if not _logged_in(rule.waits):
            return _to_login()
        if not may(current_user.role, rule.right):
            raise ApiError(403, "not_allowed", "您的账号没有这项权限。")
        if rule.chats and not current_user.takes_chats:
            raise ApiError(403, "chats_not_allowed", "班长还没有让您的账号接网上对话。")
    try:
        csrf.protect()
    except CSRFError:
        raise ApiError(400, "page_too_old", "页面开得太久了，请刷新后再试。") from None
    return None


def leave(response: Response) -> Response:
    """Note what is worth it, also when it was refused."""
    rule = rule_of(request.endpoint or "")
    if rule.audited and isinstance(current_user._get_current_object(), Account):
        told = (request.view_args or request.args.to_dict()) | g.get(ABOUT, {})
        note(current_user.login, response.status_code, " ".join(f"{name}={value}" for name, value in told.items()))
    return response


def about(**told: object) -> None:
    """Say what the request at hand is about where its address does not: its line in the trail holds it."""
    setattr(g, ABOUT, g.get(ABOUT, {}) | told)


def note(login: str, status: int, what: str = "") -> None:
    """Add a line to the trail for the request at hand."""
    endpoint = (request.endpoint or "").removeprefix("staff.")
    staff().audit.note(login, endpoint, what, status, request.remote_addr or "")


def begin() -> None:
    """Begin to count the time that a session has been idle."""
    session[SEEN] = int(time.time())


def _logged_in(waits: bool) -> bool:
    """Whether somebody is logged in and has not been idle too long; polling does not keep a session alive."""
    if not current_user.is_authenticated:
        return False
    if time.time() - session.get(SEEN, 0) > current_app.config["STAFF_SECONDS"]:
        logout_user()
        session.clear()
        return False
    if not waits:
        begin()
    return True


def _to_login() -> AnyResponse:
    if request.method != "GET" or request.is_json:
        raise ApiError(401, "not_logged_in", "登录过期了，请重新登录。")
    return redirect(url_for("staff.login.form", next=request.path))
