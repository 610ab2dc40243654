"""Pages become files. What would be written as it stands in the published site is taken over from there."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.faq.pages import Page
from web.faq.state import LINKS, PAGES, State

WEB = Path(__file__).resolve().parent.parent
TEMPLATES, STATIC = WEB / "templates", WEB / "static"
ASSETS = ("tokens.css", "faq.css", "faq.js", "icon.svg")
LINK = re.compile(r'(?:href|src)="([^"#]+)')
Kept = tuple[str, str, str]
"""Of a page: its digest, its substance, and the day on which that last changed."""


def make_environment() -> Environment:
    """Return the templates; a name that a page does not tell is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def look_of_the_site() -> str:
    """Return a hash of templates, style and code: when it changes, every page is written anew."""
    digest = hashlib.blake2b(digest_size=8)
    files = [*(TEMPLATES / "faq").iterdir(), *Path(__file__).parent.glob("*.py"), *(STATIC / name for name in ASSETS)]
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Counts:
    """How many pages were written anew and how many taken over."""

    written: int = 0
    taken_over: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.written + other.written, self.taken_over + other.taken_over)


class Writer:
    """Writes the pages of one piece of work after the other."""

    def __init__(self, published: Path, fresh: Path, state: State, look: str, today: date) -> None:
        self._published, self._fresh, self._state = published, fresh, state
        self._look, self._today = look, today.isoformat()
        self._environment = make_environment()

    def write(self, work: str, pages: Iterable[Page]) -> Counts:
        """Write the pages of a piece of work, given by its name; leave their digests and links in the state."""
        before, kept, links, counts = self._state.read(PAGES, work), {}, set(), Counts()
        for page in pages:
            digest = f"{self._look}-{page.digest}"
            old = before.get(page.path)
            text = self._taken_over(page, digest, old)
            counts += Counts(taken_over=1) if text else Counts(written=1)
            text = text or self._written(page)
            unchanged = old and old[1] == page.substance
            kept[page.path] = (digest, page.substance, old[2] if unchanged else self._today)
            links.update(links_of(page.path, text))
        self._state.write(PAGES, work, kept)
        self._state.write(LINKS, work, sorted(links))
        return counts

    def _taken_over(self, page: Page, digest: str, old: Kept | None) -> str | None:
        """Return the text of the published page when it is the same and now stands in the new site too."""
        source, target = self._published / page.path, self._fresh / page.path
        if not old or old[0] != digest or not source.is_file():
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, target)
        return source.read_text(encoding="utf-8")

    def _written(self, page: Page) -> str:
        template = self._environment.get_template(f"faq/{page.template}")
        text = template.render(page.context, root=page.root, path=page.path)
        target = self._fresh / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return text


def links_of(path: str, text: str) -> Iterator[str]:
    """Yield where a page leads: paths from the root of the site, and whole addresses elsewhere."""
    for link in LINK.findall(text):
        parts = urlsplit(link.replace("&amp;", "&"))
        if parts.scheme in ("http", "https"):
            yield parts.geturl()
        elif not parts.scheme:
            yield normpath(join(dirname(path), unquote(parts.path)))
