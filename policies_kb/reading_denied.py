"""What a message takes back or denies: in 不是X，是Y it is Y that is said, and never X."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from policies_kb.reading_numbers import NOT_INSIDE, NUMBER, to_number
from policies_kb.source import read_vocabulary

FIGURE = re.compile(f"{NOT_INSIDE}{NUMBER}")
CLAUSE_ENDS = "[,，。;；!！?？]"
NEXT_CLAUSE = re.compile(f"^{CLAUSE_ENDS}*[^,，。;；!！?？]*")


@dataclass(frozen=True)
class Denied:
    """The stretches that do not hold, whether something said before is put right, and the figures that change places.

    swaps: (old, new) where one figure stands for another, as in 不是40，是55个. held: the text without what another
    thing stands for. since: where the words that put something right end; 0 when there are none.
    """

    spans: tuple[tuple[int, int], ...] = ()
    corrects: bool = False
    swaps: tuple[tuple[float, float], ...] = field(default=())
    held: str = ""
    since: int = 0

    def holds(self, spot: int) -> bool:
        """Return whether a spot of the text lies in no stretch that is denied."""
        return not any(start <= spot < end for start, end in self.spans)


def find_denied(text: str) -> Denied:
    """Return what a message denies; an empty Denied when nothing."""
    words = _words()
    found = [match for pattern in words.patterns for match in pattern.finditer(text)]
    spans = tuple(dict.fromkeys(match.span("x") for match in found))
    swaps = tuple(swap for match in found for swap in _swap(match.group("x"), text[match.end() :]))
    marks = [match.end() for match in words.slips.finditer(text)]
    held = text
    for pattern in words.replaced:
        held = pattern.sub("", held)
    return Denied(spans, bool(words.corrects.search(text)), tuple(dict.fromkeys(swaps)), held, max(marks, default=0))


def _swap(old: str, behind: str) -> list[tuple[float, float]]:
    """Return the one figure that is denied and the one that stands right behind it; nothing unless each is alone."""
    clause = NEXT_CLAUSE.search(behind)
    sides = [_figures(old), _figures(clause.group() if clause else "")]
    return [(sides[0][0], sides[1][0])] if all(len(side) == 1 for side in sides) else []


def _figures(text: str) -> list[float]:
    return [number for match in FIGURE.finditer(text) if (number := to_number(match.group())) is not None]


@dataclass(frozen=True)
class Words:
    """The patterns of vocabulary/reading.yml for this, compiled."""

    patterns: tuple[re.Pattern, ...]
    replaced: tuple[re.Pattern, ...]
    corrects: re.Pattern
    slips: re.Pattern


@lru_cache(maxsize=1)
def _words() -> Words:
    data = read_vocabulary("reading")["denied"]
    lists = {name: tuple(re.compile(one) for one in data[name]) for name in ("replaced", "patterns")}
    return Words(
        lists["replaced"] + lists["patterns"],
        lists["replaced"],
        re.compile(data["corrects"]),
        re.compile(data["slips"]),
    )
