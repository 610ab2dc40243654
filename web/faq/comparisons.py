"""The same benefit in several places, side by side: not added, not ranked, in the official order of the places."""

from collections.abc import Iterator
from itertools import islice

from web.faq.library import Library
from web.faq.pages import Page
from web.faq.places import brief_of
from web.faq.site import HOME, Site

ROWS_A_PAGE = 40
FEWEST_PLACES = 2
COMPARE = ("各地对照", "compare/index.html")


def compared(library: Library, benefit: str) -> bool:
    """Return whether more than one place has a measure of a benefit."""
    return library.spread.get(benefit, 0) >= FEWEST_PLACES


def compare_path(benefit: str, number: int = 1) -> str:
    """Return a page of the comparison of a benefit; long ones have several."""
    return f"compare/{benefit}.html" if number == 1 else f"compare/{benefit}-{number}.html"


def comparison_pages(site: Site, benefit: str) -> Iterator[Page]:
    """Yield the pages that set a benefit of several places side by side; none where only one place has it."""
    if not compared(site.library, benefit):
        return
    rows = (brief_of(site.entries.of(one.id)) for one in site.library.measures_about(benefit))
    number, part, following = 1, list(islice(rows, ROWS_A_PAGE)), list(islice(rows, ROWS_A_PAGE))
    while part:
        yield _page(site, benefit, number, part, bool(following))
        number, part, following = number + 1, following, list(islice(rows, ROWS_A_PAGE))


def _page(site: Site, benefit: str, number: int, rows: list, more: bool) -> Page:
    name = site.library.base.benefits[benefit].name
    return site.page(
        compare_path(benefit, number),
        "compare.html",
        f"{name}：各地对照" + (f"（第{number}页）" if number > 1 else ""),
        f"{name}在各地的文件里怎么写：各说各的，两边的数不能混着用。",
        [HOME, COMPARE, (name, compare_path(benefit))],
        name=name,
        rows=rows,
        before=compare_path(benefit, number - 1) if number > 1 else "",
        behind=compare_path(benefit, number + 1) if more else "",
    )
