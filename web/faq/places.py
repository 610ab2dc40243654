"""The pages of one place: all its questions, those of a topic, those for an audience, and the guide to a birth."""

from collections.abc import Iterator

from policies_kb.model import Document, Measure
from policies_kb.regions import NATION
from policies_kb.wording import status_words
from web.faq.birth import birth_page
from web.faq.entries import Entry
from web.faq.pages import Page, place_path
from web.faq.site import Site, by_topic, line_of
from web.faq.structured import questions_data

FOR = "for-"


def place_pages(site: Site, code: str) -> Iterator[Page]:
    """Yield every page of a place."""
    measures = list(site.library.measures_for(code))
    own = [site.entries.of(one.id) for one in measures if one.document.region == code]
    inherited = [site.entries.of(one.id) for one in measures if one.document.region != code]
    yield _index(site, code, measures, own, inherited)
    for topic, name, found in by_topic(own, site.topics):
        around = [entry for entry in inherited if entry["topic"] == topic]
        yield _topic(site, code, topic, name, found, around)
    for audience, name in site.audiences.items():
        found = [entry for entry in own if audience in entry["audience"]]
        if found:
            yield _audience(site, code, audience, name, found)
    yield birth_page(site, code, measures)


def _index(site: Site, code: str, measures: list[Measure], own: list[Entry], inherited: list[Entry]) -> Page:
    library = site.library
    name = library.name(code)
    prominent = site.prominent(measures)
    topics = [
        {
            "id": topic,
            "name": topic_name,
            "own": [line_of(entry) for entry in entries if entry["code"] == code],
            "inherited": [line_of(entry) for entry in entries if entry["code"] != code],
        }
        for topic, topic_name, entries in by_topic([*own, *inherited], site.topics)
    ]
    return site.page(
        place_path(code),
        "place.html",
        f"{name}的生育、托育和家庭政策",
        f"{name}的家庭常问的{len(own) + len(inherited)}个问题：补贴、假期、托育、上学、住房，每条注明依据和文件状态。",
        site.crumbs_to(code),
        code=code,
        name=name,
        full_name=library.base.regions.full_name(code),
        level=library.level(code),
        national=code == NATION,
        chat=library.chat_link(code),
        documents=[document_part(document) for document in library.documents.get(code, ())],
        prominent=prominent,
        topics=topics,
        audiences=[
            {"name": say, "path": place_path(code, FOR + audience)}
            for audience, say in site.audiences.items()
            if any(audience in entry["audience"] for entry in own)
        ],
        below=[{"name": library.name(one), "path": place_path(one)} for one in library.below(code)],
        around=[{"name": library.name(one), "path": place_path(one)} for one in library.base.regions.chain(code)[1:]],
        leaflet=site.leaflet(code),
        data=questions_data(prominent),
    )


def _topic(site: Site, code: str, topic: str, name: str, own: list[Entry], around: list[Entry]) -> Page:
    place = site.library.name(code)
    return site.page(
        place_path(code, topic),
        "place_topic.html",
        f"{place}：{name}",
        f"{place}关于{name}的{len(own)}个问题和回答，每条注明依据、文件状态和该问谁。",
        [*site.crumbs_to(code), (name, place_path(code, topic))],
        code=code,
        name=place,
        topic=topic,
        topic_name=name,
        chat=site.library.chat_link(code),
        own=own,
        around=[line_of(entry) for entry in around],
        data=questions_data(own),
    )


def _audience(site: Site, code: str, audience: str, name: str, found: list[Entry]) -> Page:
    place = site.library.name(code)
    return site.page(
        place_path(code, FOR + audience),
        "place_audience.html",
        f"{place}：给{name}的",
        f"{place}的文件里给{name}的{len(found)}条，数在前面，每条注明依据。",
        [*site.crumbs_to(code), (name, place_path(code, FOR + audience))],
        code=code,
        name=place,
        audience=audience,
        audience_name=name,
        chat=site.library.chat_link(code),
        topics=[
            {"name": topic, "entries": [brief_of(entry) for entry in entries]}
            for _, topic, entries in by_topic(found, site.topics)
        ],
    )


def brief_of(entry: Entry) -> Entry:
    """Return a line of a list with what it says."""
    return line_of(entry) | {name: entry[name] for name in ("headline", "standing", "cautions")}


def document_part(document: Document) -> dict[str, str]:
    """Return what a page shows of a document: its title, its standing and when it was checked."""
    return {
        "id": document.id,
        "title": document.short_title,
        "status": document.status,
        "status_words": status_words(document),
        "status_note": document.status_note,
        "issuer": document.issuer or "",
        "checked_on": document.checked_on,
    }
