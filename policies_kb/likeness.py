"""How like a question the measures are by their words: their own, and the ways that people ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from policies_kb.store import KnowledgeBase

FULL_TEXT = 25.0
FULL_ASKED = 15.0


@dataclass(frozen=True)
class Likeness:
    """By all words of the measure, and by the nearest way to ask for it; 0 to 1 each."""

    text: float = 0.0
    asked: float = 0.0


def likeness_of(base: KnowledgeBase, words: list[str]) -> dict[str, Likeness]:
    """Return the likeness of every measure that shares a word with the question.

    The best measure has 1 when its score is a full one; where all scores are low, all likeness is low.
    """
    scores, asked = base.search(words), base.search_asked(words)
    top, top_asked = max([*scores.values(), FULL_TEXT]), max([*asked.values(), FULL_ASKED])
    return {name: Likeness(scores.get(name, 0.0) / top, asked.get(name, 0.0) / top_asked) for name in {*scores, *asked}}


def kin_of(base: KnowledgeBase, likeness: Mapping[str, Likeness]) -> dict[str, float]:
    """Return for each benefit how like the question the best of its measures is, in whatever place it holds."""
    best: dict[str, float] = {}
    for name, like in likeness.items():
        benefit = base.measures[name].benefit.id
        best[benefit] = max(best.get(benefit, 0.0), (like.text + like.asked) / 2)
    return best
