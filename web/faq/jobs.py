"""The work of a build in pieces: a document's measures, a place, a comparison, a topic, an audience."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from policies_kb.store import KnowledgeBase
from web.faq.comparisons import comparison_pages
from web.faq.history import Versions, change_of, with_entries
from web.faq.measures import measure_pages
from web.faq.overviews import audience_pages, topic_pages
from web.faq.pages import Page
from web.faq.places import place_pages
from web.faq.site import Site
from web.faq.state import MEASURES, State
from web.faq.writing import Counts, Writer

DOCUMENT = "document"
BUILDERS: dict[str, Callable[[Site, str], Iterable[Page]]] = {
    "place": place_pages,
    "compare": comparison_pages,
    "topic": topic_pages,
    "audience": audience_pages,
}
Job = tuple[str, str]


@dataclass(frozen=True)
class Done:
    """What came of a piece of work."""

    counts: Counts
    changes: list[dict[str, Any]] = field(default_factory=list)


def jobs_of(site: Site, state: State) -> Iterator[Job]:
    """Yield every piece of work; also for documents that are gone, whose past stays readable."""
    base: KnowledgeBase = site.library.base
    yield from ((DOCUMENT, name) for name in base.documents)
    yield from ((DOCUMENT, name) for name in state.names(MEASURES) if name not in base.documents)
    yield from (("place", code) for code in site.library.places)
    yield from (("compare", benefit) for benefit in site.library.spread)
    yield from (("topic", topic) for topic in site.topics)
    yield from (("audience", audience) for audience in site.audiences)


def run(job: Job, site: Site, state: State, writer: Writer) -> Done:
    """Do one piece of work."""
    kind, name = job
    if kind != DOCUMENT:
        return Done(writer.write(f"{kind}-{name}", BUILDERS[kind](site, name)))
    versions, changes = _versions(name, site, state)
    state.write(MEASURES, name, versions)
    return Done(writer.write(f"{kind}-{name}", measure_pages(site, name, versions)), changes)


def _versions(document: str, site: Site, state: State) -> tuple[Versions, list[dict[str, Any]]]:
    """Return the versions of a document's measures, and what changed; a document that is new is one change."""
    old = state.read(MEASURES, document)
    entries = (site.entries.of(one.id) for one in site.library.measures.of_document(document))
    versions, changes = with_entries(old, entries, site.library.today)
    if old or not versions:
        return versions, changes
    return versions, [] if state.is_first else [_new_document(document, versions, site)]


def _new_document(document: str, versions: Versions, site: Site) -> dict[str, Any]:
    name, past = next(iter(versions.items()))
    title = site.library.base.documents[document].short_title
    more = {"title": f"{title}（{len(versions)}条）", "path": f"places/{past[-1]['code']}/index.html"}
    return change_of(name, ["added"], None, past[-1]) | more
