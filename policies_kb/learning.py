"""What the build learns from the ways people ask: a vector for each sentence, and what a sentence is about: a benefit, a
danger, or something outside the field.

Vectors that the knowledge base before this one holds are taken over, so that only new sentences are encoded.
"""

import sqlite3
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from policies_kb.encoder import Encoder, encoder_version
from policies_kb.meaning import BENEFIT, DANGER, OUTSIDE, STORED, centred
from policies_kb.source import read_vocabulary

AT_ONCE = 256
STRENGTH = 30.0  # inverse of the regularisation; chosen by questions that nothing was learned from
ITERATIONS = 150

Progress = Callable[[int, int], None]


def write_meanings(
    database: Database,
    documents: list[dict],
    asked: Mapping[str, list[str]],
    encoder: Encoder,
    before: Path,
    progress: Progress,
) -> None:
    """Write sentences (measure, words), meanings (words, vector) and senses (sense, weights, bias).

    before is the knowledge base to take vectors over from; progress is told how many sentences are done, of how many.
    """
    owned = [
        (f"{document['id']}/{measure['id']}", measure["benefit"], sentence)
        for document in documents
        for measure in document["measures"]
        for sentence in _sentences(measure, asked.get(f"{document['id']}/{measure['id']}", []))
    ]
    learned = [(BENEFIT + benefit, sentence) for _, benefit, sentence in owned] + _said_besides()
    words = list(dict.fromkeys(sentence for _, sentence in learned))
    vectors = _vectors(words, encoder, _known(before), progress)
    database["sentences"].insert_all({"measure": measure, "words": sentence} for measure, _, sentence in owned)
    database["meanings"].insert_all(
        ({"words": text, "vector": vector.tobytes()} for text, vector in zip(words, vectors, strict=True)), pk="words"
    )
    place = {text: n for n, text in enumerate(words)}
    rows = vectors.astype(np.float32)
    _write_senses(database, rows[[place[sentence] for _, sentence in learned]], [sense for sense, _ in learned])
    database["meta"].insert({"name": "encoder", "value": encoder_version()})


def _sentences(measure: Mapping, asked: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([measure["title"], *measure.get("aliases", []), *asked, measure["summary"]]))


def _said_besides() -> list[tuple[str, str]]:
    """Return (sense, sentence) for what is no question about a measure: danger, what only sounds like it, the rest."""
    dangers = read_vocabulary("danger").items()
    found = [(DANGER + kind, sentence) for kind, entry in dangers for sentence in entry.get("said", [])]
    return found + [(OUTSIDE + name, said) for name in ("calm", "outside") for said in read_vocabulary(name)["said"]]


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


def _write_senses(database: Database, rows: np.ndarray, senses: list[str]) -> None:
    """Learn what a sentence is about from sentences and their senses, one a row."""
    from sklearn.exceptions import ConvergenceWarning  # a second to import: only a build needs it
    from sklearn.linear_model import LogisticRegression

    table = database["senses"].create({"sense": str, "weights": bytes, "bias": float}, pk="sense")
    learning = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early does it good
        learned = learning.fit(centred(rows, rows.mean(axis=0)), senses)
    table.insert_all(
        {"sense": sense, "weights": weights.astype(np.float32).tobytes(), "bias": float(bias)}
        for sense, weights, bias in zip(learned.classes_, learned.coef_, learned.intercept_, strict=True)
    )
