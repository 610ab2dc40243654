"""What programs read: the feed of changes and the list of all pages. Both are written as they go."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from web.faq.state import PAGES, State
from web.faq.writing import make_environment

FEED, SITEMAP, PAGES_A_SITEMAP = "updates.atom", "sitemap.xml", 45_000
NOT_LISTED = ("404.html",)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_feed(folder: Path, changes: Sequence[Mapping[str, Any]], address: str, today: date) -> None:
    """Write the Atom feed of the changes given, newest first."""
    updated = changes[0]["day"] if changes else today.isoformat()
    template = make_environment().get_template(f"faq/{FEED}")
    text = template.render(changes=changes, address=address, updated=updated)
    (folder / FEED).write_text(text, encoding="utf-8")


def write_sitemaps(folder: Path, state: State, address: str) -> int:
    """Write sitemap.xml and the parts that it names; return the number of pages listed."""
    pages, parts, listed = _pages(state), [], 0
    while part := list(islice(pages, PAGES_A_SITEMAP)):
        name, listed = f"sitemap-{len(parts) + 1}.xml", listed + len(part)
        parts.append((name, max(day for _, day in part)))
        _write(folder / name, "urlset", "url", part, address)
    _write(folder / SITEMAP, "sitemapindex", "sitemap", parts, address)
    return listed


def _pages(state: State) -> Iterator[tuple[str, str]]:
    for kept in state.all_next(PAGES):
        yield from ((path, modified) for path, (_, _, modified) in kept.items() if path not in NOT_LISTED)


def _write(path: Path, whole: str, one: str, rows: Sequence[tuple[str, str]], address: str) -> None:
    lines = (f"<{one}><loc>{escape(address + to)}</loc><lastmod>{day}</lastmod></{one}>" for to, day in rows)
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{whole} xmlns="{NAMESPACE}">'
    path.write_text("\n".join([head, *lines, f"</{whole}>", ""]), encoding="utf-8")
