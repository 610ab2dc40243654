"""The one box: everyday words, shorthand, a clause, a document, a department or pinyin, to the measures meant.

Answers from the library alone: no dialogue turn, no Rasa.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from policies_kb.finding import Finder, Question
from policies_kb.model import Document, Measure
from policies_kb.normalise import normalise
from policies_kb.reading_numbers import to_number
from policies_kb.store import KnowledgeBase
from web.renderings.numbers_said import in_chinese
from web.staff.caller import Caller, listen
from web.staff.pinyin import PinyinIndex

MOST = 12
CLAUSE = re.compile(r"^(?P<whose>.*?)[ 的]*第?(?P<number>\d{1,3}|[一二三四五六七八九十百]{1,5})条?$")
LETTERS = re.compile(r"[a-z' ]+")
SHORTEST_NAME = 2
SHORTEST_TITLE = 3
OFFICES = "局委办会部院联心构"


@dataclass(frozen=True)
class Hit:
    """One line under the box: a measure, or a document or department that holds several (`measures`)."""

    kind: str
    id: str
    title: str
    measures: tuple[Measure, ...]
    why: str


class OneBox:
    """Searches one knowledge base."""

    def __init__(self, base: KnowledgeBase, finder: Finder) -> None:
        self._base, self._finder = base, finder
        self._pinyin = PinyinIndex(base)
        self._departments = _by_department(base.measures.values())

    def find(self, text: str, caller: Caller, today: date) -> list[Hit]:
        """Return at most twelve hits, best first; nothing for an empty line."""
        text = normalise(text).strip()
        if not text:
            return []
        if LETTERS.fullmatch(text.lower()):
            return self._sounding(text.lower().replace("'", "").replace(" ", ""), caller)
        exact = self._clause(text, caller)
        if exact:
            return exact
        held = [*self._of_documents(text), *self._of_departments(text)]
        heard = listen(text, caller, self._base, today)
        return [*held[:3], *self._by_words(text, heard)][:MOST] or self._of_place(heard.region)

    def within(self, kind: str, name: str) -> list[Hit]:
        """Return all measures of a document or of a department, in the order of the clauses; none when unknown."""
        if kind == "document":
            found: Iterable[Measure] = [m for m in self._base.measures.values() if m.document.id == name]
        else:
            found = self._departments.get(name, ())
        return [_hit(measure, "") for measure in found]

    def _sounding(self, letters: str, caller: Caller) -> list[Hit]:
        place, rest = self._pinyin.place_of(letters)
        found = self._pinyin.find(letters)
        if place and not found:
            found, region = self._pinyin.find(rest), place
        else:
            region = caller.region
        chain = self._base.regions.chain(region) if region else []
        here = [pair for pair in found if not chain or pair[0].document.region in chain]
        here.sort(key=lambda pair: (-pair[1], chain.index(pair[0].document.region) if chain else 0))
        return [_hit(measure, "拼音") for measure, _ in here[:MOST]]

    def _clause(self, text: str, caller: Caller) -> list[Hit]:
        """Return the measures of a clause: 荆门13, 第十三条 when a place is known, 女职工 第七条."""
        match = CLAUSE.match(text)
        if not match:
            return []
        clauses = _written(match["number"])
        documents = self._whose(match["whose"].strip(), caller)
        found = [
            m
            for m in self._base.measures.values()
            if m.document in documents and (m.clause == clauses[0] or m.clause.startswith(clauses[1]))
        ]
        found.sort(key=lambda m: (not m.has_figure, bool(m.for_institutions), not m.data.get("entitlement")))
        return [_hit(m, "条款") for m in found][:MOST]

    def _whose(self, name: str, caller: Caller) -> list[Document]:
        if not name:
            return self._base.local_documents(caller.region)[:1] if caller.region else []
        mentions = self._base.regions.find(name)
        if mentions and mentions[-1].code and mentions[0].end - mentions[0].start == len(name):
            return self._base.local_documents(mentions[-1].code)
        return self._documents_named(name)

    def _documents_named(self, text: str) -> list[Document]:
        """Return the documents one of whose names holds the text, or whose name the text holds."""
        return [
            document
            for document in self._base.documents.values()
            if any(_meets(text, word) for word in (document.title, *document.words))
        ]

    def _of_documents(self, text: str) -> list[Hit]:
        hits = [self.document(document.id) for document in self._documents_named(text)]
        return [hit for hit in hits if hit]

    def document(self, name: str) -> Hit | None:
        """Return the hit of a document; None when there is none with that id."""
        document = self._base.documents.get(name)
        if document is None:
            return None
        held = tuple(m for m in self._base.measures.values() if m.document is document)
        return Hit("document", document.id, document.short_title, held, "文件")

    def _of_departments(self, text: str) -> list[Hit]:
        names = [name for name in self._departments if len(text) >= SHORTEST_NAME and _part_of(text, name)]
        return [Hit("department", name, name, self._departments[name], "部门") for name in names]

    def _by_words(self, text: str, caller: Caller) -> list[Hit]:
        if len(text) < SHORTEST_NAME or not _says_more(text, self._base):
            return []
        found = self._finder.rank(Question(text, caller.region, caller.facts), MOST).here
        return [_hit(item.measure, "") for item in found if item.score > 0]

    def _of_place(self, region: str | None) -> list[Hit]:
        """Return the documents of a place and what its own document gives, for a line that is only a place."""
        documents = self._base.local_documents(region) if region else []
        hits = [hit for document in documents if (hit := self.document(document.id))]
        own = [m for hit in hits[:1] for m in hit.measures if m.data.get("entitlement") and m.has_figure]
        return [*hits, *(_hit(measure, "") for measure in own)][:MOST]


def _hit(measure: Measure, why: str) -> Hit:
    return Hit("measure", measure.id, measure.title, (measure,), why)


def _by_department(measures: Iterable[Measure]) -> Mapping[str, tuple[Measure, ...]]:
    found: dict[str, tuple[Measure, ...]] = {}
    for measure in measures:
        for name in measure.departments:
            found[name] = (*found.get(name, ()), measure)
    return found


def _written(number: str) -> tuple[str, str]:
    """Return the ways in which documents print a clause number: 13, 第十三条."""
    value = to_number(number) or 0
    return str(value), f"第{in_chinese(value)}条"


def _meets(text: str, name: str) -> bool:
    return len(text) >= SHORTEST_TITLE and (text in name or (len(name) > SHORTEST_TITLE and name in text))


def _part_of(text: str, name: str) -> bool:
    begun = len(text) >= SHORTEST_TITLE and name.startswith(text)
    return begun or (text in name and text[-1] in OFFICES) or name in text


def _says_more(text: str, base: KnowledgeBase) -> bool:
    """Whether a line says more than a place."""
    for mention in reversed(base.regions.find(text)):
        text = text[: mention.start] + text[mention.end :]
    return bool(text.strip())
