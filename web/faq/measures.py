"""The pages of one document's measures: each with its answer, an example and what is near, and its past versions."""

from collections.abc import Iterator
from typing import Any

from policies_kb.model import Measure
from web.faq.asking import other_ways
from web.faq.comparisons import compare_path, compared
from web.faq.entries import Entry
from web.faq.examples import examples_of
from web.faq.history import Version, Versions, history_path, past_of
from web.faq.pages import Page, place_path
from web.faq.places import document_part
from web.faq.site import Site
from web.faq.structured import service_data

HOW = {
    "stacks_on": "可以和这个一起享受",
    "replaces": "代替了",
    "excludes": "不能和这个一起享受",
    "refers_to": "还要看",
    "easily_confused": "别和这个弄混",
}
MOST_BESIDE = 6


def measure_pages(site: Site, document: str, versions: Versions) -> Iterator[Page]:
    """Yield the page of every measure of a document, and one with past versions of each that has any."""
    measures = list(site.library.measures.of_document(document))
    for measure in measures:
        yield _page(site, measure, measures, bool(past_of(versions, measure.id)))
    for name in versions:
        past = past_of(versions, name)
        if past:
            yield _history(site, name, past)


def _page(site: Site, measure: Measure, measures: list[Measure], has_past: bool) -> Page:
    library, entry = site.library, site.entries.of(measure.id)
    code = entry["code"]
    area = library.base.regions.full_name(code)
    topic = site.topics[entry["topic"]]
    return site.page(
        entry["path"],
        "measure.html",
        entry["question"],
        f"{entry['headline']}依据：{entry['source']}"[:150],
        [*site.crumbs_to(code), (topic, place_path(code, entry["topic"])), (entry["title"], entry["path"])],
        entry=entry,
        chat=entry["chat"],
        area=area,
        topic_name=topic,
        document=document_part(measure.document),
        clause=measure.clause,
        also_asked=other_ways(measure),
        examples=examples_of(measure, library.base, library.today),
        related=list(_related(measure, site)),
        beside=_beside(measure, measures, site),
        compare=compare_path(entry["benefit"]) if compared(library, entry["benefit"]) else "",
        history=history_path(entry["id"]) if has_past else "",
        data=service_data(entry, area, site.address),
    )


def _related(measure: Measure, site: Site) -> Iterator[dict[str, str]]:
    for link in measure.data.get("relates", []):
        other = site.entries.of(link["measure"])
        yield {
            "how": HOW[link["how"]],
            "say": link.get("say", ""),
            "title": other["title"],
            "place": other["place"],
            "path": other["path"],
        }


def _beside(measure: Measure, measures: list[Measure], site: Site) -> list[dict[str, str]]:
    """Return further questions of the same document and topic, those on the same benefit first."""
    others = [one for one in measures if one.benefit.topic == measure.benefit.topic and one.id != measure.id]
    others.sort(key=lambda one: one.benefit is not measure.benefit)
    entries: list[Entry] = [site.entries.of(one.id) for one in others[:MOST_BESIDE]]
    return [{"question": entry["question"], "path": entry["path"]} for entry in entries]


def _history(site: Site, name: str, past: list[Version]) -> Page:
    now: dict[str, Any] = past[0]
    path = history_path(name)
    return site.page(
        path,
        "history.html",
        f"{now['title']}：以前的版本",
        f"{now['place']}“{now['title']}”这一条以前怎么写、什么时候变的。",
        [*site.crumbs_to(now["code"]), (now["title"], path if now["gone"] else now["path"]), ("以前的版本", path)],
        name=now["title"],
        path_now="" if now["gone"] else now["path"],
        versions=past,
    )
