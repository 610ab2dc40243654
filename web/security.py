"""What responses say to browsers: nothing from elsewhere is loaded, nobody frames us, only named sites may ask."""

import re
from collections.abc import Callable

from flask import Flask, Response, request

from policies_kb.errors import SettingError
from policies_kb.settings import Settings

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SHARED = "/api/"  # what the chat on another site's page asks for; its code is everybody's and says so itself
ASKED_WITH = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Content-Type, X-Session",
    "Access-Control-Max-Age": "3600",
}
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")


def init_app(app: Flask, settings: Settings) -> None:
    """Add the headers to every response; browsers keep only what says itself how long."""
    app.after_request(_protect)
    app.after_request(_share_with(allowed_origins(settings)))


def allowed_origins(settings: Settings) -> frozenset[str]:
    """Return the sites of POLICY_ORIGINS; SettingError when one is no origin."""
    origins = settings.text("POLICY_ORIGINS").replace(",", " ").split()
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise SettingError(
                f"设置 POLICY_ORIGINS 里的 {origin!r} 不能用：要写成 https://www.example.gov.cn 这样，"
                "小写、末尾没有斜杠，多个用空格隔开"
            )
    return frozenset(origins)


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _share_with(origins: frozenset[str]) -> Callable[[Response], Response]:
    def share(response: Response) -> Response:
        """Let pages of the named sites read what the widget asks for. No cookies: no credentials are allowed."""
        if not request.path.startswith(SHARED):
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if origin in origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                response.headers.update(ASKED_WITH)
        return response

    return share
