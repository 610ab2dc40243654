"""How near in meaning a question is to the ways people ask for each measure, whatever words it uses.

Only the search looks at this. It ranks measures; it never makes a figure or a sentence.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from policies_kb.encoder import Encoder

STORED = np.float16
FAR = 0.3  # nearness of sentences that have nothing to do with each other
BENEFIT, DANGER, OUTSIDE = "benefit:", "danger:", "outside:"  # what stands before the name of a sense
FAINT = 1e-4  # a benefit less likely than this is as good as impossible


@dataclass(frozen=True)
class Nearness:
    """What a message means, each from 0 to 1.

    measures: how near the nearest way to ask for each is; benefits, dangers: how likely each is meant.
    """

    measures: Mapping[str, float] = field(default_factory=dict)
    benefits: Mapping[str, float] = field(default_factory=dict)
    dangers: Mapping[str, float] = field(default_factory=dict)

    def or_nearer(self, other: "Nearness") -> "Nearness":
        """Return this with each measure as near as it is to either of the two."""
        nearer = {name: max(near, other.measures.get(name, 0.0)) for name, near in self.measures.items()}
        return Nearness(nearer, self.benefits, self.dangers)


def centred(rows: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Return the rows without what all sentences have in common, each of length 1."""
    rows = rows - middle
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


class Meaning:
    """The vectors of one knowledge base; without an encoder everything is equally near."""

    def __init__(self, connection: sqlite3.Connection, encoder: Encoder | None) -> None:
        """Read the vectors that the build wrote; a base built without an encoder has none."""
        self._encoder = encoder if _has_vectors(connection) else None
        if self._encoder is None:
            return
        sql = "select measure, vector from sentences join meanings using (words) order by measure"
        owners, blobs = zip(*((row[0], row[1]) for row in connection.execute(sql)), strict=True)
        rows = np.array([np.frombuffer(blob, STORED) for blob in blobs], np.float32)
        self._middle = rows.mean(axis=0)
        self._rows = centred(rows, self._middle)
        self._measures, self._starts = np.unique(owners, return_index=True)
        senses = list(connection.execute("select sense, weights, bias from senses"))
        self._senses = [row[0] for row in senses]
        self._weights = np.array([np.frombuffer(row[1], np.float32) for row in senses])
        self._biases = np.array([row[2] for row in senses], np.float32)

    def of(self, question: str) -> Nearness:
        """Return what a question means; nothing when it is empty or there is no encoder."""
        if self._encoder is None or not question:
            return Nearness()
        vector = centred(self._encoder.question(question), self._middle)
        nearest = np.maximum.reduceat(self._rows @ vector, self._starts)
        near = np.maximum(0.0, nearest - FAR) / (1 - FAR)
        scores = self._weights @ vector + self._biases
        likely = np.exp(scores - scores.max())
        meant = dict(zip(self._senses, (likely / likely.sum()).tolist(), strict=True))
        return Nearness(
            dict(zip(self._measures.tolist(), near.tolist(), strict=True)), _kind(meant, BENEFIT), _kind(meant, DANGER)
        )


def _kind(meant: Mapping[str, float], kind: str) -> dict[str, float]:
    return {sense.removeprefix(kind): likely for sense, likely in meant.items() if sense.startswith(kind)}


def _has_vectors(connection: sqlite3.Connection) -> bool:
    return connection.execute("select 1 from sqlite_master where name='meanings'").fetchone() is not None
