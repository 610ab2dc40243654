"""Which benefits a text names: by their words, by patterns, and by what the meaning of the whole leaves of that."""

import re
from collections.abc import Mapping

from policies_kb.meaning import Nearness
from policies_kb.store import KnowledgeBase

PATTERN_STRENGTH = 0.7
LONG_WORD = 5  # characters of a word that names its benefit beyond doubt
MEANT = 0.3  # likelihood from which a narrower benefit takes the place of the general one


class BenefitNames:
    """Finds the benefits that texts name; strengths are 0 to 1."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._segmenter = base.segmenter
        self._refines = {benefit.id: benefit.refines for benefit in base.benefits.values()}
        self._words = [
            (base.segmenter.canonical(word), benefit.id)
            for benefit in base.benefits.values()
            for word in (benefit.name, *benefit.words)
        ]
        self._patterns = [
            (re.compile(pattern), benefit.id) for benefit in base.benefits.values() for pattern in benefit.patterns
        ]
        self._last: tuple[str, dict[str, float]] = "", {}

    def named(self, text: str) -> dict[str, float]:
        """Return how plainly a text names each benefit; one that refines another takes its place."""
        if text != self._last[0]:
            self._last = text, self._find(text)
        return self._last[1]

    def named_in(self, text: str, message: str) -> dict[str, float]:
        """Return the same for a message together with earlier questions; what only these name counts half."""
        named = self.named(text)
        if not message or message == text:
            return named
        own = self.named(message)
        return {name: max(strength / 2, own.get(name, 0.0)) for name, strength in named.items()}

    def narrowed(self, named: Mapping[str, float], nearness: Nearness) -> dict[str, float]:
        """Return the same with less for a benefit of which a narrower one is likelier meant; that is named then."""
        narrowed = dict(named)
        for name, likelihood in nearness.benefits.items():
            general = self._refines[name]
            if general in narrowed and likelihood > max(MEANT, nearness.benefits.get(general, 0.0)):
                narrowed[general] /= 3
                narrowed[name] = max(narrowed.get(name, 0.0), likelihood / 3)
        return narrowed

    def _find(self, text: str) -> dict[str, float]:
        canonical = self._segmenter.canonical(text)
        hits: dict[str, float] = {}
        for word, name in self._words:
            if word in canonical:
                hits[name] = max(hits.get(name, 0), min(1.0, len(word) / LONG_WORD))
        for pattern, name in self._patterns:
            if pattern.search(text) or pattern.search(canonical):
                hits[name] = max(hits.get(name, 0), PATTERN_STRENGTH)
        for name in list(hits):
            general = self._refines[name]
            if general in hits and hits[name] >= PATTERN_STRENGTH:
                hits[general] = min(hits[general], hits[name]) / 3
        return hits
