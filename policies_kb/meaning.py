"""How near in meaning a message is to the ways people ask for each measure, and what it is about, whatever its words.

Only the search and the look-out for danger use this. It ranks measures; it never makes a figure or a sentence.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from policies_kb.encoder import Encoder

STORED = np.float16
OUTSIDE, SAFE = "(outside)", "(safe)"  # senses that are no benefit and no danger
FAR = 0.3  # nearness of sentences that have nothing to do with each other
FAINT = 1e-4  # a benefit less likely than this is as good as impossible
DIMENSIONS = 64  # of 384: nearness is found as well in these, in a fraction of the time
KEPT = 256  # messages whose meaning is remembered: one message is asked about more than once


@dataclass(frozen=True)
class Nearness:
    """What a message means, each from 0 to 1.

    measures: how near the nearest way to ask for each is; benefits, dangers: how likely each is meant.
    """

    measures: Mapping[str, float] = field(default_factory=dict)
    benefits: Mapping[str, float] = field(default_factory=dict)
    dangers: Mapping[str, float] = field(default_factory=dict)

    def mixed(self, other: "Nearness") -> "Nearness":
        """Return the nearer of the two for each measure, and the mean likelihood of each benefit."""
        nearer = {name: max(near, other.measures.get(name, 0.0)) for name, near in self.measures.items()}
        likely = {name: (one + other.benefits.get(name, 0.0)) / 2 for name, one in self.benefits.items()}
        return Nearness(nearer, likely, self.dangers)


def centred(rows: np.ndarray, middle: np.ndarray | None = None) -> np.ndarray:
    """Return the rows without what all sentences have in common (their mean, unless given), each of length 1."""
    rows = rows - (rows.mean(axis=0) if middle is None else middle)
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


class Meaning:
    """The vectors of one knowledge base; without an encoder everything is equally near."""

    def __init__(self, connection: sqlite3.Connection, encoder: Encoder | None) -> None:
        """Read the vectors that the build wrote; a base built without an encoder has none."""
        has_vectors = connection.execute("select 1 from sqlite_master where name='meanings'").fetchone()
        self._encoder = encoder if has_vectors else None
        if self._encoder is None:
            return
        self.of = lru_cache(maxsize=KEPT)(self.of)
        vectors = {words: np.frombuffer(blob, STORED) for words, blob in connection.execute("select * from meanings")}
        self._known = vectors
        everything = np.array(list(vectors.values()), np.float32)
        self._middle = everything.mean(axis=0)
        self._senses, self._dangers = _Learned(connection, "senses"), _Learned(connection, "dangers")
        owned = list(connection.execute("select measure, words from sentences order by measure"))
        rows = centred(np.array([vectors[words] for _, words in owned], np.float32), self._middle)
        self._directions = _main_directions(rows)
        self._rows = centred(rows @ self._directions, np.float32(0))
        self._measures, self._starts = np.unique([measure for measure, _ in owned], return_index=True)

    def of(self, message: str) -> Nearness:
        """Return what a message means; nothing when it is empty or there is no encoder."""
        if self._encoder is None or not message:
            return Nearness()
        known = self._known.get(message)  # a way to ask that the build has encoded
        vector = centred(self._encoder.message(message) if known is None else known, self._middle)
        short = centred(vector @ self._directions, np.float32(0))
        near = np.maximum(0.0, np.maximum.reduceat(self._rows @ short, self._starts) - FAR) / (1 - FAR)
        return Nearness(
            dict(zip(self._measures.tolist(), near.tolist(), strict=True)),
            self._senses.likelihoods(vector, OUTSIDE),
            self._dangers.likelihoods(vector, SAFE),
        )


class _Learned:
    """What the build has learned to tell apart."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        names, weights, biases = zip(*connection.execute(f"select sense, weights, bias from {table}"), strict=True)
        self._names = names
        self._weights = np.array([np.frombuffer(blob, np.float32) for blob in weights])
        self._biases = np.array(biases, np.float32)

    def likelihoods(self, vector: np.ndarray, but: str) -> dict[str, float]:
        """Return how likely a vector means each sense but one; together with that one they make 1."""
        scores = self._weights @ vector + self._biases
        likely = np.exp(scores - scores.max())
        meant = dict(zip(self._names, (likely / likely.sum()).tolist(), strict=True))
        return {name: likelihood for name, likelihood in meant.items() if name != but}


def _main_directions(rows: np.ndarray) -> np.ndarray:
    """Return the directions in which the rows differ most, one a column."""
    _, directions = np.linalg.eigh(rows.T @ rows)  # in ascending order of how much they tell
    return directions[:, -DIMENSIONS:].astype(np.float32)
