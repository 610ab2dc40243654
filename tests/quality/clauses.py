"""The baseline for finding: plain BM25 over clauses, jieba as it comes, nothing that people's words were taught to."""

import sqlite3
from collections import defaultdict

import jieba

from policies_kb.store import KnowledgeBase

Clause = tuple[str, str]


class PlainSearch:
    """Ranks the clauses of the documents that hold in a place by BM25 over what their measures say."""

    def __init__(self, base: KnowledgeBase) -> None:
        jieba.setLogLevel(60)
        self._tokenizer = jieba.Tokenizer()
        self._base = base
        texts: dict[Clause, list[str]] = defaultdict(list)
        for measure in base.measures.values():
            words = [measure.title, measure.summary, *measure.data.get("notes", []), *measure.data.get("unstated", [])]
            texts[measure.document.id, measure.clause] += words
        self._clauses = list(texts)
        self._index = sqlite3.connect(":memory:")
        self._index.execute("create virtual table clauses using fts5(words, tokenize='unicode61')")
        rows = [(number, self._cut(" ".join(parts))) for number, parts in enumerate(texts.values(), 1)]
        self._index.executemany("insert into clauses (rowid, words) values (?, ?)", rows)

    def _cut(self, text: str) -> str:
        return " ".join(word for word in self._tokenizer.cut(text, HMM=False) if word.strip() and word.isalnum())

    def rank(self, text: str, region: str, most: int = 3) -> list[Clause]:
        """Return the best clauses of the documents that hold in a region."""
        words = " OR ".join(f'"{word}"' for word in self._cut(text).split())
        if not words:
            return []
        chain, documents = self._base.regions.chain(region), self._base.documents
        sql = "select rowid from clauses where clauses match ? order by bm25(clauses)"
        found = (self._clauses[row[0] - 1] for row in self._index.execute(sql, (words,)))
        return [clause for clause in found if documents[clause[0]].region in chain][:most]

    def close(self) -> None:
        """Close the index."""
        self._index.close()
