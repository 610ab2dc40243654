"""The FAQ pages under /faq of the chat server: files of the built site, nothing else."""

from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, redirect, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.utils import safe_join
from werkzeug.wrappers import Response as BaseResponse

from policies_kb.settings import Settings

NAME = "faq"
blueprint = Blueprint(NAME, __name__, url_prefix="/faq")
NOT_FOUND, INDEX = "404.html", "index.html"
TYPES = {".atom": "application/atom+xml"}
NOT_BUILT = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>问答网页还没有生成</title>'
    "<h1>问答网页还没有生成</h1><p>在项目目录里运行 <code>make faq</code>，然后刷新这一页。</p>"
    '<p><a href="/">到对话里问</a></p></html>'
)


def init_app(app: Flask, settings: Settings) -> None:
    """Serve the site that the settings name."""
    app.extensions[NAME] = settings.path("POLICY_FAQ")
    app.register_blueprint(blueprint)


@blueprint.get("/")
@blueprint.get("/<path:path>")
def file(path: str = "") -> BaseResponse:
    """Return a file of the site; for a wrong address the site's own page, or how to build the site, with status 404."""
    site: Path = current_app.extensions[NAME]
    found = safe_join(str(site), path)
    if found and Path(found).is_dir():
        if not request.path.endswith("/"):
            return redirect(f"{request.path}/")
        path = f"{path}{INDEX}"
    try:
        return send_from_directory(site, path, mimetype=TYPES.get(Path(path).suffix))
    except NotFound:
        return _not_found(site)


def _not_found(site: Path) -> Response:
    page = site / NOT_FOUND
    text = page.read_text(encoding="utf-8") if page.is_file() else NOT_BUILT
    return Response(text, status=404, mimetype="text/html")
