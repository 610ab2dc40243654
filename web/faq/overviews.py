"""The pages above the places: home, topics, audiences, comparisons, changes, and the page for a wrong address."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policies_kb.regions import NATION
from web.faq.birth import guides
from web.faq.comparisons import COMPARE, compare_path, compared
from web.faq.pages import Page, place_path
from web.faq.places import FOR, brief_of
from web.faq.site import HOME, Site, line_of
from web.faq.structured import questions_data

MOST_SHOWN = 80
Change = Mapping[str, Any]


def topic_pages(site: Site, topic: str) -> Iterator[Page]:
    """Yield the page of a topic: the nation's answers, and where else it is answered."""
    library, name, path = site.library, site.topics[topic], f"topics/{topic}.html"
    national = [site.entries.of(one.id) for one in library.measures_of(NATION) if one.benefit.topic == topic]
    benefits = [one for one in library.base.benefits.values() if one.topic == topic and one.id in library.spread]
    yield site.page(
        path,
        "topic.html",
        name,
        f"{name}：全国通用的规定，各地怎么写，每条注明依据和文件状态。",
        [HOME, (name, path)],
        name=name,
        national=national,
        benefits=[
            {
                "name": one.name,
                "places": library.spread[one.id],
                "path": compare_path(one.id) if compared(library, one.id) else "",
                "only": _only(site, one.id),
            }
            for one in benefits
        ],
        places=_provinces(site),
        data=questions_data(national),
    )


def _only(site: Site, benefit: str) -> list[dict[str, Any]]:
    """Return the measures of a benefit that no second place has."""
    if compared(site.library, benefit):
        return []
    return [line_of(site.entries.of(one.id)) for one in site.library.measures_about(benefit)]


def audience_pages(site: Site, audience: str) -> Iterator[Page]:
    """Yield the page of an audience: what the nation has for it, and the places with more."""
    library, name, path = site.library, site.audiences[audience], f"audiences/{audience}.html"
    national = [site.entries.of(one.id) for one in library.measures_of(NATION) if audience in one.audience]
    held = [code for code in library.places if code in library.base.covered]
    local = [code for code in held if any(audience in one.audience for one in library.measures_of(code))]
    yield site.page(
        path,
        "audience.html",
        f"给{name}的",
        f"给{name}的政策：全国通用的，和各地文件里写的。",
        [HOME, (f"给{name}的", path)],
        name=name,
        national=[brief_of(entry) for entry in national],
        local=[{"name": library.name(code), "path": place_path(code, FOR + audience)} for code in local],
        leaflet=site.leaflet(FOR + audience),
    )


def home_pages(site: Site, changes: Sequence[Change]) -> Iterator[Page]:
    """Yield the home page, the list of comparisons, the list of changes and the page for a wrong address."""
    library = site.library
    yield site.page(
        "index.html",
        "home.html",
        "善育通问答：生育、托育和家庭政策",
        "按地方、按事情查生育、托育和家庭政策：数在前面，条件、依据、文件状态和该问谁都写明。",
        [HOME],
        covered=[{"name": library.name(code), "path": place_path(code)} for code in sorted(library.base.covered)],
        places=_provinces(site),
        topics=[{"name": name, "path": f"topics/{topic}.html"} for topic, name in site.topics.items()],
        audiences=[{"name": name, "path": f"audiences/{one}.html"} for one, name in site.audiences.items()],
        guides=guides(site),
        prominent=site.prominent(library.measures_of(NATION)),
        changes=list(changes)[:5],
        documents=len(library.base.documents),
        questions=len(library.measures),
    )
    yield _comparisons(site)
    yield site.page(
        "updates.html",
        "updates.html",
        "更新记录",
        "哪些数、哪些文件状态、哪些说法变了，从什么变成什么。",
        [HOME, ("更新记录", "updates.html")],
        changes=list(changes)[:MOST_SHOWN],
    )
    yield site.page("404.html", "not_found.html", "没有这个页面", "这个地址没有页面。", [HOME])


def _comparisons(site: Site) -> Page:
    groups = [
        {"name": name, "benefits": [one for one in _benefits(site) if one["topic"] == topic]}
        for topic, name in site.topics.items()
    ]
    return site.page(
        COMPARE[1],
        "comparisons.html",
        "各地对照",
        "同一件事，几个地方的文件各怎么写；不相加，也不排名次。",
        [HOME, COMPARE],
        groups=[group for group in groups if group["benefits"]],
    )


def _benefits(site: Site) -> Iterator[dict[str, Any]]:
    for one in site.library.base.benefits.values():
        if compared(site.library, one.id):
            places = site.library.spread[one.id]
            yield {"topic": one.topic, "name": one.name, "places": places, "path": compare_path(one.id)}


def _provinces(site: Site) -> list[dict[str, str]]:
    codes = [NATION, *site.library.below(NATION)]
    return [{"name": site.library.name(code), "path": place_path(code)} for code in codes]
