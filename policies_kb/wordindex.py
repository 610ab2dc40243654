"""Full-text search in memory: rows of words, ranked by bm25 with a weight for each column.

A question is scored against ten thousand short rows in a fraction of the time that a query to SQLite takes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

SATURATION, LENGTH_COUNTS = 1.25, 0.75  # k1 and b of bm25
LEAST = 1e-6  # what a word counts that stands in more than half of the rows


class WordIndex:
    """Rows with an owner; several rows may have the same one."""

    def __init__(self, rows: Iterable[tuple[str, Sequence[str]]], weights: Sequence[float]) -> None:
        """rows are (owner, columns of words with blanks between them); weights are those of the columns."""
        owners, lengths, counts = [], [], defaultdict(list)
        for number, (owner, columns) in enumerate(rows):
            words = [column.split() for column in columns]
            owners.append(owner)
            lengths.append(sum(map(len, words)))
            weighted: Counter[str] = Counter()
            for weight, column in zip(weights, words, strict=True):
                for word in column:
                    weighted[word] += weight
            for word, count in weighted.items():
                counts[word].append((number, count))
        self._owners = np.array(owners)
        length = SATURATION * (1 - LENGTH_COUNTS + LENGTH_COUNTS * np.array(lengths) / max(1.0, np.mean(lengths)))
        self._postings = {word: _scored(found, length, len(owners)) for word, found in counts.items()}

    def search(self, words: Iterable[str], limit: int) -> dict[str, float]:
        """Return the best score of each owner of the `limit` best rows that hold any of the words, best first."""
        scores = np.zeros(len(self._owners), np.float32)
        for word in words:
            if word in self._postings:
                rows, part = self._postings[word]
                scores[rows] += part
        best = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
        found: dict[str, float] = {}
        for row in best[np.argsort(-scores[best], kind="stable")]:
            if scores[row] > 0:
                found.setdefault(str(self._owners[row]), float(scores[row]))
        return found


def _scored(found: list[tuple[int, float]], length: np.ndarray, total: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that hold a word, and what the word counts in each."""
    rows = np.array([row for row, _ in found])
    count = np.array([count for _, count in found], np.float32)
    rarity = max(LEAST, np.log((total - len(found) + 0.5) / (len(found) + 0.5)))
    return rows, (rarity * count * (SATURATION + 1) / (count + length[rows])).astype(np.float32)
