"""Finding the measures that a question is about: by words, by meaning, and by signals that neither carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policies_kb.cues import cues_of
from policies_kb.likeness import kin_of, likeness_of
from policies_kb.meaning import Nearness
from policies_kb.model import Measure
from policies_kb.naming import BenefitNames
from policies_kb.scoring import Asked, Profile, Scorer, Weights, profile_of
from policies_kb.store import KnowledgeBase

WEIGHTS = Weights()
SURE = 2.3  # of questions within the field 99 in 100 find a better score, of those outside one in four at most
LOOKED_AT, ELSEWHERE = 60, 15  # measures that are scored in full, of those in the place and of all others
SAYS_ENOUGH = 6  # characters from which a message that follows means something by itself


@dataclass(frozen=True)
class Question:
    """What is asked: normalised text, place (None when unknown), facts, and what the last answer was about.

    message is what was said last where text holds earlier questions too.
    """

    text: str
    region: str | None
    facts: Mapping[str, Any]
    last_measures: tuple[str, ...] = ()
    new_facts: frozenset[str] = frozenset()
    message: str = ""


@dataclass
class Found:
    """A measure with its score and the signals behind it."""

    measure: Measure
    score: float
    signals: dict[str, float] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        """Whether more than stray words speak for it."""
        return self.score >= SURE


@dataclass(frozen=True)
class Ranking:
    """Measures that hold in the question's place, best first, and the best one of all other places."""

    here: list[Found]
    elsewhere: Found | None


class Finder:
    """Ranks measures for questions over one knowledge base."""

    def __init__(self, base: KnowledgeBase, weights: Weights = WEIGHTS) -> None:
        self._base = base
        self._names = BenefitNames(base)
        self._scorer = Scorer(base.regions, weights)
        canonical = base.segmenter.canonical
        self._profiles = [
            profile_of(measure, [canonical(alias) for alias in measure.aliases]) for measure in base.measures.values()
        ]

    def benefits_named(self, text: str) -> dict[str, float]:
        """Return how plainly a text names each benefit, 0 to 1; a benefit that refines another takes its place."""
        return self._names.named(text)

    def rank(self, question: Question, limit: int = 24) -> Ranking:
        """Rank the measures of the question's place, and find the best of all other places."""
        asked = self._asked(question)
        inside = [p for p in self._profiles if asked.chain is None or p.region in asked.chain]
        outside = [p for p in self._profiles if asked.chain is not None and p.region not in asked.chain]
        here, elsewhere = self._scored(inside, asked, LOOKED_AT), self._scored(outside, asked, ELSEWHERE)
        return Ranking(here[:limit], elsewhere[0] if elsewhere else None)

    def _asked(self, question: Question) -> Asked:
        base = self._base
        placeless = self._without_places(question.text).strip(" 的，,。？?")
        likeness = likeness_of(base, base.segmenter.cut(placeless))
        nearness = self._nearness(placeless, question)
        named = self._names.narrowed(self._names.named_in(question.text, question.message), nearness)
        return Asked(
            canonical=base.segmenter.canonical(placeless),
            cues=cues_of(question.text, question.facts),
            facts=question.facts,
            new_facts=question.new_facts,
            last_measures=question.last_measures,
            last=tuple(base.measures[name].benefit for name in question.last_measures),
            chain=base.regions.chain(question.region) if question.region else None,
            named=named,
            kin=kin_of(base, likeness),
            likeness=likeness,
            nearness=nearness,
            refined=frozenset(base.benefits[name].refines or "" for name in named),
        )

    def _nearness(self, placeless: str, question: Question) -> Nearness:
        nearness = self._base.meaning.of(placeless)
        if len(question.message) >= SAYS_ENOUGH and question.message != question.text:
            nearness = nearness.mixed(self._base.meaning.of(self._without_places(question.message)))
        return nearness

    def _scored(self, profiles: list[Profile], asked: Asked, most: int) -> list[Found]:
        """Return the measures that look likely at a glance, and those of the last answer, scored in full."""
        glance = {id(profile): self._scorer.at_a_glance(profile, asked) for profile in profiles}
        likely = sorted(profiles, key=lambda profile: -glance[id(profile)])
        chosen = likely[:most] + [p for p in likely[most:] if p.measure.id in asked.last_measures]
        found = []
        for profile in chosen:
            signals = self._scorer.signals(profile, asked)
            found.append(Found(profile.measure, sum(signals.values()), signals))
        _forgive_where_nothing_fits(found)
        return sorted(found, key=lambda item: -item.score)

    def _without_places(self, text: str) -> str:
        for mention in reversed(self._base.regions.find(text)):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return text


def _forgive_where_nothing_fits(found: list[Found]) -> None:
    """Take back the penalty for the child's order where no measure of the same document and benefit fits better."""
    fitting = {
        (item.measure.document.id, item.measure.benefit.id) for item in found if item.signals.get("facts", 0.0) > 0
    }
    for item in found:
        if item.signals.get("facts", 0.0) < 0 and (item.measure.document.id, item.measure.benefit.id) not in fitting:
            item.score -= item.signals.pop("facts")
