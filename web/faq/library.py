"""What the pages are made from: the knowledge base read a document at a time, the day, and where the chat is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

from policies_kb.indexing import make_segmenter
from policies_kb.model import Document, Measure
from policies_kb.places import short_name
from policies_kb.questions import suggestion
from policies_kb.regions import NATION
from policies_kb.settings import Settings
from policies_kb.store import KnowledgeBase, StoredMeasures

LEVELS = {"nation": "全国", "province": "省级", "city": "市级", "county": "县区"}


@dataclass(frozen=True)
class Library:
    """A knowledge base whose measures are read when needed, so that memory does not grow with it."""

    base: KnowledgeBase
    today: date
    chat: str

    @classmethod
    def open(cls, settings: Settings) -> "Library":
        """Open the built knowledge base of the settings; StoreError when it is not there."""
        base = KnowledgeBase.open(settings.path("POLICY_KB"), make_segmenter(), in_memory=False)
        return cls(base, settings.today(), settings.text("POLICY_PUBLIC_URL").rstrip("/"))

    @property
    def measures(self) -> StoredMeasures:
        """All measures, none of them kept."""
        assert isinstance(self.base.measures, StoredMeasures)
        return self.base.measures

    @cached_property
    def documents(self) -> Mapping[str, tuple[Document, ...]]:
        """The documents of every place that has its own."""
        found: dict[str, tuple[Document, ...]] = {}
        for document in self.base.documents.values():
            found[document.region] = (*found.get(document.region, ()), document)
        return found

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Codes of the nation, of every place with documents and of every place around one, in the official order."""
        return tuple(sorted({code for held in self.base.held for code in self.base.regions.chain(held)}))

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code in self.places[1:]:
            parent = self.base.regions.chain(code)[1]
            found[parent] = (*found.get(parent, ()), code)
        return found

    @cached_property
    def spread(self) -> Mapping[str, int]:
        """Of how many places the documents have a measure of each benefit."""
        rows = self.base.connection.execute(
            "select benefit, count(distinct region) from measures join documents on documents.id = document"
            " group by benefit"
        )
        return dict(map(tuple, rows))

    def below(self, code: str) -> tuple[str, ...]:
        """Return the places right below one that have pages."""
        return self._below.get(code, ())

    def measures_of(self, code: str) -> Iterator[Measure]:
        """Yield the measures of a place's own documents."""
        for document in self.documents.get(code, ()):
            yield from self.measures.of_document(document.id)

    def measures_for(self, code: str) -> Iterator[Measure]:
        """Yield what holds in a place, its own measures first, the nation's last."""
        for place in self.base.regions.chain(code):
            yield from self.measures_of(place)

    def measures_about(self, benefit: str) -> Iterator[Measure]:
        """Yield the measures of a benefit in the official order of their places."""
        rows = self.base.connection.execute(
            "select measures.id from measures join documents on documents.id = document where benefit = ?"
            " order by region, measures.rowid",
            (benefit,),
        )
        return (self.measures[row[0]] for row in rows)

    def around(self, measures: Iterable[Measure]) -> KnowledgeBase:
        """Return the knowledge base with these measures alone to go through; all others are still found by their id."""
        return replace(self.base, measures=_Around({one.id: one for one in measures}, self.measures))

    def name(self, code: str) -> str:
        """Return the short name of a place."""
        return short_name(self.base, code)

    def level(self, code: str) -> str:
        """Return the level of a place in words."""
        region = self.base.regions.get(code)
        return LEVELS[region.level] if region else ""

    def chat_link(self, code: str, question: str = "") -> str:
        """Return the address of the chat, opened with a place and a question."""
        told = {"region": code if code != NATION else "", "q": question}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{self.chat}/?{query}" if query else f"{self.chat}/"

    def chat_about(self, measure: Measure) -> str:
        """Return the address of the chat with the question for a measure filled in."""
        code = measure.document.region
        return self.chat_link(code, suggestion(measure, code, self.name(code)))


class _Around(Mapping[str, Measure]):
    def __init__(self, near: Mapping[str, Measure], everywhere: Mapping[str, Measure]) -> None:
        self._near, self._everywhere = near, everywhere

    def __getitem__(self, name: str) -> Measure:
        found = self._near.get(name)
        return found or self._everywhere[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._near)

    def __len__(self) -> int:
        return len(self._near)


def document_ids(folder: Path) -> Iterator[str]:
    """Yield the documents of which a folder keeps a state file; nothing when there is no folder."""
    return (path.stem for path in sorted(folder.glob("*.json")))
