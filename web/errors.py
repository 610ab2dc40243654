"""The one shape of every error body: {"error": {"code", "message"}}. What went wrong inside goes to the log only."""

import logging
from collections.abc import Mapping

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from web.rasa_client import RasaUnavailable

log = logging.getLogger(__name__)

HTTP_ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "请求的格式不对。"),
    404: ("not_found", "没有这个页面。"),
    405: ("method_not_allowed", "这个地址不支持这种请求方式。"),
    413: ("too_large", "发来的内容太大了，请把问题写短一些。"),
    415: ("unsupported_type", "这里只收 JSON 格式的内容。"),
}
OTHER_ERROR = ("http_error", "这个请求处理不了。")
BROKEN = ("internal_error", "系统出了点问题，请稍后再试；急事请拨 12345。")
UNAVAILABLE = ("assistant_unavailable", "助手暂时没有回应，请过一会儿再发一次；急事请拨 12345。")


class ApiError(Exception):
    """A refusal with its HTTP status, code, sentence for people and extra headers."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, dict(headers or {})


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a response with the one error body."""
    response = jsonify(error={"code": code, "message": message})
    response.status_code = status
    response.headers.update(headers or {})
    return response


def _refused(error: ApiError) -> Response:
    return error_response(error.status, error.code, error.message, error.headers)


def _unavailable(error: RasaUnavailable) -> Response:
    log.warning("Rasa gave no answer: %s", error)
    return error_response(503, *UNAVAILABLE, {"Retry-After": "5"})


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status >= 500:
        return error_response(status, *BROKEN)
    methods = getattr(error, "valid_methods", None)
    headers = {"Allow": ", ".join(sorted(methods))} if methods else {}
    return error_response(status, *HTTP_ERRORS.get(status, OTHER_ERROR), headers)


def _broken(error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return error_response(500, *BROKEN)


def init_app(app: Flask) -> None:
    """Give every error of the application the one shape."""
    app.register_error_handler(ApiError, _refused)
    app.register_error_handler(RasaUnavailable, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)
