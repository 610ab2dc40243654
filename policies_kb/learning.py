"""What the build learns: a vector for each way to ask, which benefit a sentence is about, and which is a cry for help.

Vectors that the knowledge base before this one holds are taken over, so that only new sentences are encoded.
"""

import sqlite3
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from sqlite_utils import Database

from policies_kb.encoder import Encoder, encoder_version
from policies_kb.meaning import OUTSIDE, SAFE, STORED, centred
from policies_kb.source import read_vocabulary

AT_ONCE = 256
STRENGTH = 30.0  # inverse of the regularisation
ITERATIONS = 150
CALM_COUNTS = 20.0  # a sentence that only sounds like danger counts so often among the thousands that do not

Progress = Callable[[int, int], None]


def write_meanings(
    database: Database,
    documents: list[dict],
    asked: Mapping[str, list[str]],
    encoder: Encoder,
    before: Path,
    progress: Progress,
) -> None:
    """Write sentences (measure, words), meanings (words, vector), and what is learned: senses and dangers.

    before is the knowledge base to take vectors over from; progress is told how many sentences are done, of how many.
    """
    owned = [
        (f"{document['id']}/{measure['id']}", measure["benefit"], sentence)
        for document in documents
        for measure in document["measures"]
        for sentence in _sentences(measure, asked.get(f"{document['id']}/{measure['id']}", []))
    ]
    ours = [(benefit, sentence) for _, benefit, sentence in owned]
    calm = set(read_vocabulary("calm")["said"])
    others = [
        (OUTSIDE, sentence) for sentence in [*read_vocabulary("calm")["said"], *read_vocabulary("outside")["said"]]
    ]
    dangers = [(kind, said) for kind, entry in read_vocabulary("danger").items() for said in entry.get("said", [])]
    words = list(dict.fromkeys(sentence for _, sentence in [*ours, *others, *dangers]))
    vectors = _vectors(words, encoder, _known(before), progress)
    database["sentences"].insert_all({"measure": measure, "words": sentence} for measure, _, sentence in owned)
    database["meanings"].insert_all(
        ({"words": text, "vector": vector.tobytes()} for text, vector in zip(words, vectors, strict=True)), pk="words"
    )
    rows = dict(zip(words, centred(vectors.astype(np.float32)), strict=True))
    _learn(database, "senses", [*ours, *others], rows)
    safe = [(SAFE, sentence) for _, sentence in [*ours, *others]]
    heard = [*dangers, *safe]
    weights = [CALM_COUNTS if sentence in calm else 1.0 for _, sentence in heard]
    _learn(database, "dangers", heard, rows, weights, class_weight="balanced", C=10.0)
    database["meta"].insert({"name": "encoder", "value": encoder_version()})


def _sentences(measure: Mapping, asked: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([measure["title"], *measure.get("aliases", []), *asked, measure["summary"]]))


def _known(before: Path) -> dict[str, bytes]:
    """Return the vectors of the knowledge base before; none when there is none or another encoder made them."""
    if not before.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"file:{before}?mode=ro", uri=True)) as connection:
            made = connection.execute("select value from meta where name='encoder'").fetchone()
            same = made is not None and made[0] == encoder_version()
            return dict(connection.execute("select words, vector from meanings")) if same else {}
    except sqlite3.DatabaseError:
        return {}


def _vectors(words: list[str], encoder: Encoder, known: Mapping[str, bytes], progress: Progress) -> np.ndarray:
    new = [text for text in words if text not in known]
    made = dict(known)
    for start in range(0, len(new), AT_ONCE):
        part = new[start : start + AT_ONCE]
        made |= {text: row.tobytes() for text, row in zip(part, encoder.sentences(part).astype(STORED), strict=True)}
        progress(min(start + AT_ONCE, len(new)), len(new))
    return np.array([np.frombuffer(made[text], STORED) for text in words])


def _learn(
    database: Database,
    table: str,
    said: list[tuple[str, str]],
    rows: Mapping[str, np.ndarray],
    weights: list[float] | None = None,
    **options: Any,
) -> None:
    """Learn from (sense, sentence) what a sentence is about, and write the table: sense, weights, bias."""
    from sklearn.exceptions import ConvergenceWarning  # a second to import: only a build needs it
    from sklearn.linear_model import LogisticRegression

    learning = LogisticRegression(**{"C": STRENGTH, "max_iter": ITERATIONS} | options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early does it good
        learned = learning.fit([rows[sentence] for _, sentence in said], [sense for sense, _ in said], weights)
    slopes, biases = learned.coef_, learned.intercept_
    if len(learned.classes_) == 2:  # scikit-learn gives the second of two only
        slopes, biases = np.vstack([-slopes, slopes]) / 2, np.concatenate([-biases, biases]) / 2
    database[table].insert_all(
        {"sense": str(sense), "weights": row.astype(np.float32).tobytes(), "bias": float(bias)}
        for sense, row, bias in zip(learned.classes_, slopes, biases, strict=True)
    )
