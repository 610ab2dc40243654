"""Leaflets to print: a place's or an audience's answers on A4 in large type, with a code that leads to the chat."""

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import segno

from policies_kb.errors import KnowledgeBaseError
from policies_kb.model import Measure
from policies_kb.regions import NATION
from policies_kb.wording import status_words
from web.faq.entries import Entry
from web.faq.pages import Page, leaflet_path
from web.faq.places import FOR
from web.faq.site import Site
from web.faq.state import State
from web.faq.writing import STATIC, TEMPLATES, make_environment

KIND, STYLE, TEMPLATE = "leaflets", "leaflet.css", "leaflet.html"
USUAL = "usual"
USUAL_AUDIENCES = ("parents", "childcare_institutions", "employers", "special_families")
MOST_ANSWERS = 8


class UnknownLeaflet(KnowledgeBaseError):
    """A leaflet was ordered for what is neither a place nor an audience."""


def write_leaflets(
    ordered: Sequence[str], site: Site, published: Path, fresh: Path, state: State
) -> tuple[list[str], list[str]]:
    """Write the ordered leaflets and take over those of the published site that still say what holds.

    Returns their paths, and the names of those that were dropped: a published leaflet that no longer says what holds
    and was not ordered again. UnknownLeaflet for a name that is neither a place nor an audience.
    """
    before, wanted = state.read(KIND, KIND), _names(ordered, site)
    kept: dict[str, str] = {}
    for name in dict.fromkeys([*wanted, *before]):
        page = _page_if_known(name, site)
        source, target = published / leaflet_path(name), fresh / leaflet_path(name)
        digest = _digest(page) if page else ""
        target.parent.mkdir(exist_ok=True)
        if page and before.get(name) == digest and source.is_file():
            shutil.copyfile(source, target)
        elif page and name in wanted:
            _print(page, target)
        else:
            continue
        kept[name] = digest
    state.write(KIND, KIND, kept)
    return [leaflet_path(name) for name in kept], [name for name in before if name not in kept]


def usual_leaflets(site: Site) -> list[str]:
    """Return the leaflets made when none is named: the covered places and the audiences that ask most."""
    return [*sorted(site.library.base.covered), *(FOR + audience for audience in USUAL_AUDIENCES)]


def _names(ordered: Sequence[str], site: Site) -> list[str]:
    names = [one for name in ordered for one in (usual_leaflets(site) if name == USUAL else [name])]
    for name in names:
        if _page_if_known(name, site) is None:
            raise UnknownLeaflet(f"没有“{name}”的宣传单：写收录了的地区代码（如 420800），或 for-parents 这样的对象")
    return names


def _page_if_known(name: str, site: Site) -> Page | None:
    if name in site.library.places:
        return _place_leaflet(name, site)
    audience = name.removeprefix(FOR)
    return _audience_leaflet(audience, site) if name.startswith(FOR) and audience in site.audiences else None


def _place_leaflet(code: str, site: Site) -> Page:
    library = site.library
    entries = site.prominent(library.measures_for(code))
    unsettled = [one for one in library.documents.get(code, ()) if one.status != "in_force"]
    standing = [f"{one.short_title}：{status_words(one)}。" for one in unsettled]
    return _leaflet(code, library.name(code), library.chat_link(code), entries, standing, site)


def _audience_leaflet(audience: str, site: Site) -> Page:
    library = site.library
    places = [NATION, *sorted(library.base.covered)]
    measures = (one for code in places for one in library.measures_of(code) if audience in one.audience)
    entries = [site.entries.of(one.id) for one in _given_first(measures)]
    return _leaflet(FOR + audience, f"给{site.audiences[audience]}", library.chat_link(NATION), entries, [], site)


def _given_first(measures: Iterable[Measure]) -> list[Measure]:
    ranked = sorted(
        measures,
        key=lambda one: (not one.data.get("entitlement"), not one.has_figure, one.wording != "binding"),
    )
    return ranked[:MOST_ANSWERS]


def _leaflet(name: str, title: str, chat: str, entries: Sequence[Entry], standing: Iterable[str], site: Site) -> Page:
    code = segno.make(chat, error="m")
    return site.page(
        leaflet_path(name),
        TEMPLATE,
        title,
        f"{title}：生育、托育和家庭政策",
        entries=list(entries),
        standing=list(standing),
        several=len({entry["code"] for entry in entries}) > 1,
        code=code.svg_data_uri(scale=4, border=0),
        chat=chat,
    )


def _digest(page: Page) -> str:
    """Return a hash of what a leaflet says and how it looks; the day alone makes no new one."""
    look = b"".join(path.read_bytes() for path in _look())
    return hashlib.blake2b(look + page.substance.encode(), digest_size=12).hexdigest()


@cache
def _look() -> tuple[Path, ...]:
    return STATIC / STYLE, TEMPLATES / "faq" / TEMPLATE


def _print(page: Page, target: Path) -> None:
    # WeasyPrint takes half a second to load and needs Pango: only who prints pays for it
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    text = make_environment().get_template(f"faq/{TEMPLATE}").render(page.context)
    only_what_it_holds = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    style = CSS(filename=STATIC / STYLE)
    HTML(string=text, url_fetcher=only_what_it_holds).write_pdf(target, stylesheets=[style])
