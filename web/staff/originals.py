"""The original text of a clause beside our words, where the office keeps the originals; its figures marked.

The texts are the office's own, kept by `python -m policies_kb originals add`, never in the project.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policies_kb.build import printed_figures
from policies_kb.errors import KnowledgeBaseError
from policies_kb.model import Measure
from policies_kb.original_files import read_original
from policies_kb.originals import clauses_of, numbers_of, squeeze
from policies_kb.store import KnowledgeBase

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Piece:
    """A run of the original text; `marked` where it prints a figure of the measure."""

    text: str
    marked: bool


class Originals:
    """Reads the originals of one folder; a text is cut again only when its file has changed."""

    def __init__(self, folder: Path, base: KnowledgeBase) -> None:
        self._folder, self._base = folder, base
        self._cut: dict[str, tuple[float, dict[str, str]]] = {}

    def clause_of(self, measure: Measure) -> list[Piece]:
        """Return the clause that a measure stands in, as printed and without its spaces; empty when it is not held."""
        text = self._clauses(measure.document.id).get(measure.clause, "")
        printed = {squeeze(figure["printed"]) for figure in printed_figures(dict(measure.data))}
        return list(_marked(text, {words for one in printed for words in _as_it_stands(one, text)}))

    def _clauses(self, document: str) -> dict[str, str]:
        path = self._folder / f"{document}.txt"
        try:
            changed = path.stat().st_mtime
        except FileNotFoundError:
            return {}
        if self._cut.get(document, (None,))[0] != changed:
            self._cut[document] = changed, self._read(path, document)
        return self._cut[document][1]

    def _read(self, path: Path, document: str) -> dict[str, str]:
        try:
            return clauses_of(read_original(path), self._listed(document))
        except KnowledgeBaseError as error:  # put there by hand, and no text
            log.warning("an original cannot be read: %s", error)
            return {}

    def _listed(self, document: str) -> list[str]:
        rows = self._base.connection.execute(
            "select clause from clauses where document = ? order by position", (document,)
        )
        return [row["clause"] for row in rows]


def _as_it_stands(printed: str, text: str) -> list[str]:
    """Return the printed words of a figure, or its numbers with their units where the text words it otherwise."""
    return [printed] if printed in text else [number.text for number in numbers_of(printed) if number.text in text]


def _marked(text: str, printed: set[str]) -> Iterator[Piece]:
    """Yield a text in pieces, each place where one of the printed figures stands a piece of its own."""
    words = sorted((word for word in printed if word), key=len, reverse=True)
    if not words:
        if text:
            yield Piece(text, False)
        return
    for index, part in enumerate(re.split(rf"(?<![\d.])({'|'.join(map(re.escape, words))})", text)):
        if part:
            yield Piece(part, index % 2 == 1)
