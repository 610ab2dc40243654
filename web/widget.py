"""What a browser loads to chat: /widget.js for foreign pages, and the modules and style sheets behind it.

Files are read and compressed once. Their addresses hold a digest of them all, so browsers keep them for good and a new
version is never mixed with an old one. They are code, not anybody's data: every page may load them.
"""

import gzip
import hashlib
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

NAME = "widget"
LOADER = "widget.js"
DIGITS = 12
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
blueprint = Blueprint(NAME, __name__)


@dataclass(frozen=True)
class Asset:
    """One file: its type, its bytes and the same compressed."""

    type: str
    plain: bytes
    small: bytes


class Assets:
    """The files of a folder by their names, and `version`, a digest of them all."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; the loader gets the version that it is to load."""
        contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
        named = (name.encode() + content for name, content in sorted(contents.items()))
        self.version = hashlib.sha256(b"".join(named)).hexdigest()[:DIGITS]
        contents[LOADER] = contents[LOADER].replace(b"VERSION", self.version.encode())
        self._assets = {name: _asset(name, content) for name, content in contents.items()}

    def get(self, name: str) -> Asset | None:
        """Return a file; None when there is no such one."""
        return self._assets.get(name)

    def modules(self) -> list[str]:
        """Return the names of all script modules of the chat."""
        return sorted(name for name in self._assets if name.startswith("chat/") and name.endswith(".js"))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in {".js", ".css", ".svg"}]


def _asset(name: str, content: bytes) -> Asset:
    return Asset(guess_type(name)[0] or "text/plain", content, gzip.compress(content, mtime=0))


def init_app(app: Flask) -> None:
    """Read the files of an application."""
    app.extensions[NAME] = Assets(Path(app.static_folder or ""))
    app.register_blueprint(blueprint)


def assets() -> Assets:
    """Return the files of the application that handles this request."""
    found: Assets = current_app.extensions[NAME]
    return found


@blueprint.get(f"/{LOADER}")
def loader() -> Response:
    """Return the script that a foreign page names."""
    return _sent(LOADER, ASK_AGAIN)


@blueprint.get("/widget/<version>/<path:name>")
def file(version: str, name: str) -> Response:
    """Return one file; an old version's address gives today's file, to be asked for again."""
    return _sent(name, FOR_GOOD if version == assets().version else ASK_AGAIN)


def _sent(name: str, keeping: str) -> Response:
    asset = assets().get(name)
    if asset is None:
        abort(404)
    compressed = "gzip" in request.accept_encodings
    response = Response(asset.small if compressed else asset.plain, content_type=f"{asset.type}; charset=utf-8")
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = keeping
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    return response.make_conditional(request)
