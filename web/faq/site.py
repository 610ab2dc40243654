"""What all builders of pages share: library, entries, names of topics and audiences, the frame of a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from policies_kb.figures import Figure
from policies_kb.model import INSTITUTIONS, Measure
from policies_kb.overlapping import without_overlaps
from policies_kb.places import region_size
from policies_kb.regions import NATION
from policies_kb.source import read_vocabulary
from web.faq.entries import Entries, Entry
from web.faq.library import Library
from web.faq.pages import Page, leaflet_path, place_path

FAMILIES = "家长"
NOBODY = "administration"  # what public offices owe one another has no page for an audience
MOST_PROMINENT = 8
ASKED_FIRST = ("baby", "toddler", "kindergarten", "planning")
"""The stages of a family, in the order in which people ask for what matters at them."""
Crumbs = Sequence[tuple[str, str]]
HOME = ("首页", "index.html")


@dataclass(frozen=True)
class Site:
    """Everything that pages are built with; one per process. `leaflets` are the paths of those that were made."""

    library: Library
    entries: Entries
    leaflets: frozenset[str] = frozenset()

    @classmethod
    def of(cls, library: Library) -> "Site":
        """Return the site of a library."""
        return cls(library, Entries(library))

    @property
    def address(self) -> str:
        """Where the site is published: behind the chat, under /faq."""
        return f"{self.library.chat}/faq/"

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """Names of the topics by their ids, in their order."""
        return self.library.base.topics

    @cached_property
    def audiences(self) -> Mapping[str, str]:
        """Names of the audiences by their ids: families first, then institutions."""
        told = {name: audience["say"] for name, audience in read_vocabulary("families")["audiences"].items()}
        institutions = {name: say for name, say in INSTITUTIONS.items() if name != NOBODY}
        return {"parents": FAMILIES} | told | institutions

    def page(
        self, path: str, template: str, title: str, description: str, crumbs: Crumbs = (HOME,), **shown: Any
    ) -> Page:
        """Return a page in the frame that all pages have."""
        day = self.library.today
        frame = {
            "title": title,
            "description": description,
            "crumbs": [list(crumb) for crumb in crumbs],
            "as_of": {"day": day.isoformat(), "words": str(Figure("", day.isoformat(), "date"))},
            "chat_home": self.library.chat_link(NATION),
            "address": self.address,
        }
        return Page(path, template, {"chat": frame["chat_home"], **frame, **shown})

    def leaflet(self, name: str) -> str:
        """Return the path of a leaflet; empty where none was made."""
        path = leaflet_path(name)
        return path if path in self.leaflets else ""

    def crumbs_to(self, code: str) -> list[tuple[str, str]]:
        """Return the way from the home page down to a place."""
        around = [one for one in reversed(self.library.base.regions.chain(code)) if one != NATION or code == NATION]
        return [HOME, *((self.library.name(one), place_path(one)) for one in around)]

    def prominent(self, measures: Iterable[Measure]) -> list[Entry]:
        """Return what people ask first: figures for families, in the order in which they matter to a young child's."""
        claimed = [SimpleNamespace(measure=measure) for measure in measures if self._is_claimed(measure)]
        held = [one.measure for one in without_overlaps(claimed, self.library.base)]
        ranked = sorted(held, key=_asked_late)
        return [self.entries.of(measure.id) for measure in ranked[:MOST_PROMINENT]]

    def _is_claimed(self, measure: Measure) -> bool:
        claimed = measure.data.get("entitlement") and measure.has_figure and not measure.for_institutions
        over = measure.document.status == "expired" or _is_over(measure, self.library)
        return bool(claimed) and not over and not measure.benefit.refines


def _asked_late(measure: Measure) -> tuple[bool, int, int]:
    stages = read_vocabulary("stages")
    early = list(dict.fromkeys(name for stage in ASKED_FIRST for name in stages[stage]))
    benefit = measure.benefit.id
    place = early.index(benefit) if benefit in early else len(early)
    return measure.wording != "binding", place, region_size(measure.document.region)


def _is_over(measure: Measure, library: Library) -> bool:
    return bool(measure.data.get("valid_to")) and measure.data["valid_to"] < library.today.isoformat()


def line_of(entry: Entry) -> dict[str, Any]:
    """Return what a list shows of an entry: its question, where it leads, from where it is, for whom."""
    return {name: entry[name] for name in ("id", "path", "question", "place", "code", "status", "for_institutions")}


def by_topic(lines: Iterable[Entry], topics: Mapping[str, str]) -> list[tuple[str, str, list[Entry]]]:
    """Return (id, name, entries) of every topic that has any, in the order of the topics."""
    groups: dict[str, list[Entry]] = {topic: [] for topic in topics}
    for line in lines:
        groups[line["topic"]].append(line)
    return [(topic, topics[topic], found) for topic, found in groups.items() if found]
