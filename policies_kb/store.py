"""The built knowledge base, read-only: documents, measures, vocabularies, regions and the search index."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from policies_kb.encoder import Encoder
from policies_kb.errors import StoreError
from policies_kb.indexing import COLUMNS
from policies_kb.meaning import Meaning
from policies_kb.model import Benefit, Document, Measure
from policies_kb.regions import Region, Regions
from policies_kb.segment import Segmenter
from policies_kb.wordindex import WordIndex

WORDS_KEPT, WAYS_KEPT = 80, 300  # rows that a search looks at


class StoredMeasures(Mapping[str, Measure]):
    """The measures of a built knowledge base, each read when it is asked for and not kept."""

    def __init__(
        self, connection: sqlite3.Connection, documents: Mapping[str, Document], benefits: Mapping[str, Benefit]
    ) -> None:
        self._connection, self._documents, self._benefits = connection, documents, benefits

    def __getitem__(self, full_id: str) -> Measure:
        """See parent class."""
        for measure in self._read("id = ?", full_id):
            return measure
        raise KeyError(full_id)

    def __iter__(self) -> Iterator[str]:
        """See parent class."""
        return (row["id"] for row in self._connection.execute("select id from measures order by rowid"))

    def __len__(self) -> int:
        """See parent class."""
        return self._connection.execute("select count(*) from measures").fetchone()[0]

    def of_document(self, document: str) -> Iterator[Measure]:
        """Yield the measures of one document in the order of its clauses."""
        return self._read("id > ? and id < ? order by rowid", f"{document}/", f"{document}0")  # 0 comes behind /

    def _read(self, where: str, *values: str) -> Iterator[Measure]:
        for row in self._connection.execute(f"select * from measures where {where}", values):
            document, benefit = self._documents[row["document"]], self._benefits[row["benefit"]]
            yield Measure(row["id"], document, benefit, json.loads(row["data"]))


@dataclass
class KnowledgeBase:
    """Everything in memory. Open one per process with `KnowledgeBase.open`."""

    version: str
    documents: Mapping[str, Document]
    measures: Mapping[str, Measure]
    benefits: Mapping[str, Benefit]
    topics: Mapping[str, str]
    covered: frozenset[str]
    facts: Mapping[str, dict[str, Any]]
    regions: Regions
    segmenter: Segmenter
    meaning: Meaning
    connection: sqlite3.Connection

    @classmethod
    def open(
        cls, path: Path, segmenter: Segmenter, encoder: Encoder | None = None, in_memory: bool = True
    ) -> "KnowledgeBase":
        """Open a built knowledge base; StoreError when it is missing or not one of ours.

        Without an encoder measures are found by their words only; what goes through the measures once does not need
        them `in_memory` (they are StoredMeasures then).
        """
        if not path.is_file():
            raise StoreError(f"没有知识库文件 {path}：先运行 make build（或 python -m policies_kb build）")
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        try:
            meaning = Meaning(connection, encoder)
            return cls(**_read(connection, in_memory), segmenter=segmenter, meaning=meaning, connection=connection)
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path} 不是能用的知识库（{error}）：重新运行 make build") from error

    def measure(self, full_id: str) -> Measure:
        """Return a measure by its full id; KeyError when there is none."""
        return self.measures[full_id]

    @cached_property
    def held(self) -> frozenset[str]:
        """Codes of all regions that have a document of their own."""
        return frozenset(document.region for document in self.documents.values())

    def local_documents(self, region: str) -> list[Document]:
        """Return the documents that hold in a region, nearest first, national ones left out."""
        chain = self.regions.chain(region)[:-1]
        found = [document for document in self.documents.values() if document.region in chain]
        return sorted(found, key=lambda document: chain.index(document.region))

    def search(self, words: list[str]) -> dict[str, float]:
        """Return the bm25 score (higher is better) of the measures that hold any of the words, best first."""
        return self._measure_words.search(words, WORDS_KEPT)

    def search_asked(self, words: list[str]) -> dict[str, float]:
        """Return for every measure the bm25 score of the nearest of the ways to ask for it."""
        return self._asked_words.search(words, WAYS_KEPT)

    @cached_property
    def _measure_words(self) -> WordIndex:
        rows = self.connection.execute(f"select measure, {', '.join(COLUMNS)} from measure_words")
        return WordIndex(((row[0], row[1:]) for row in map(tuple, rows)), list(COLUMNS.values()))

    @cached_property
    def _asked_words(self) -> WordIndex:
        return WordIndex(
            ((row[0], row[1:]) for row in map(tuple, self.connection.execute("select * from asked_words"))), [1.0]
        )


def _read(connection: sqlite3.Connection, in_memory: bool) -> dict[str, Any]:
    rows = connection.execute
    documents = {row["id"]: _document(row) for row in rows("select * from documents")}
    benefits = {row["id"]: _benefit(row) for row in rows("select * from benefits")}
    measures = StoredMeasures(connection, documents, benefits)
    names: dict[str, list[str]] = {}
    for row in rows("select name, code from region_names"):
        names.setdefault(row["name"], []).append(row["code"])
    return {
        "version": rows("select value from meta where name='version'").fetchone()[0],
        "documents": documents,
        "measures": dict(measures) if in_memory else measures,
        "benefits": benefits,
        "topics": {row["id"]: row["name"] for row in rows("select * from topics")},
        "covered": frozenset(row["code"] for row in rows("select code from places")),
        "facts": {row["id"]: json.loads(row["data"]) for row in rows("select * from facts")},
        "regions": Regions(
            [Region(row["code"], row["name"], row["parent"], row["level"]) for row in rows("select * from regions")],
            names,
        ),
    }


def _benefit(row: sqlite3.Row) -> Benefit:
    data = json.loads(row["data"])
    return Benefit(
        row["id"], **{name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    )


def _document(row: sqlite3.Row) -> Document:
    data = {name: row[name] for name in row.keys() if name != "words"}  # noqa: SIM118 - sqlite3.Row iterates over values
    return Document(**(data | {"title_printed": bool(data["title_printed"]), "words": tuple(json.loads(row["words"]))}))
