"""Finding the measures that a question is about: full-text search, then the signals that words alone do not carry."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policies_kb.conditions import judge
from policies_kb.cues import Cues, cues_of
from policies_kb.likeness import Likeness, kin_of, likeness_of
from policies_kb.meaning import FAINT, Nearness
from policies_kb.measure_facts import amount_facts, amounts_of, facts_used
from policies_kb.model import INSTITUTIONS, Measure
from policies_kb.regions import NATION
from policies_kb.store import KnowledgeBase

PATTERN_STRENGTH = 0.7
SURE = 2.3
EXACTLY = 2.0
STRONG_TEXT = 12
FAIR_TEXT = 7.5
FAR_AHEAD = 1.15
MOST_KIN = 6
LIKELY = 0.01
CLOSE = 0.4
SAYS_ENOUGH = 6
MEANT = 0.3


@dataclass(frozen=True)
class Weights:
    """How much each signal counts; tuned on tests/cases/questions.yml."""

    text: float = 0.75
    asked: float = 0.75
    kin: float = 0.6
    near: float = 2.0
    about: float = 0.9
    alias: float = 0.7
    benefit: float = 0.9
    local: float = 0.28
    unit: float = 0.25
    rhythm: float = 0.2
    audience: float = 0.35
    target: float = 0.5
    soft: float = 0.05
    funding: float = 0.6
    facts: float = 0.45
    context: float = 0.4
    figure: float = 0.5


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
    """A measure with its score and the signals behind it; `ahead` says that nothing about other things comes near."""

    measure: Measure
    score: float
    signals: dict[str, float] = field(default_factory=dict)
    ahead: bool = False

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

    def __init__(self, base: KnowledgeBase, weights: Weights = Weights()) -> None:
        self._base = base
        self._weights = weights
        cut, benefits = base.segmenter.canonical, base.benefits.values()
        self._benefit_words = [
            (cut(word), benefit.id) for benefit in benefits for word in (benefit.name, *benefit.words)
        ]
        self._patterns = [(re.compile(pattern), benefit.id) for benefit in benefits for pattern in benefit.patterns]
        self._aliases = {
            measure.id: [(cut(alias), pairs_of(cut(alias))) for alias in measure.aliases]
            for measure in base.measures.values()
        }
        self._last_named: tuple[str, dict[str, float]] = "", {}
        self._figures = {measure.id: frozenset(amounts_of(measure)) for measure in base.measures.values()}

    def benefits_named(self, text: str) -> dict[str, float]:
        """Return how plainly a text names each benefit, 0 to 1; a benefit that refines another takes its place."""
        if text != self._last_named[0]:
            self._last_named = text, self._name_benefits(text)
        return self._last_named[1]

    def _name_benefits(self, text: str) -> dict[str, float]:
        canonical = self._base.segmenter.canonical(text)
        hits: dict[str, float] = {}
        for word, name in self._benefit_words:
            if word in canonical:
                hits[name] = max(hits.get(name, 0), min(1.0, len(word) / 5))
        for pattern, name in self._patterns:
            if pattern.search(text) or pattern.search(canonical):
                hits[name] = max(hits.get(name, 0), PATTERN_STRENGTH)
        for name in list(hits):
            general = self._base.benefits[name].refines
            if general in hits and hits[name] >= PATTERN_STRENGTH:
                hits[general] = min(hits[general], hits[name]) / 3
        return hits

    def _named(self, question: Question) -> dict[str, float]:
        """Return how plainly the question names each benefit; what only an earlier question named counts half."""
        named = self.benefits_named(question.text)
        if not question.message or question.message == question.text:
            return named
        own = self.benefits_named(question.message)
        return {name: max(strength / 2, own.get(name, 0.0)) for name, strength in named.items()}

    def _narrowed(self, named: Mapping[str, float], nearness: Nearness) -> dict[str, float]:
        """Return the named benefits without those of which a narrower one is likelier meant; that one is named then."""
        narrowed = dict(named)
        for name, likelihood in nearness.benefits.items():
            general = self._base.benefits[name].refines
            if general in narrowed and likelihood > max(MEANT, nearness.benefits.get(general, 0.0)):
                narrowed[general] /= 3
                narrowed[name] = max(narrowed.get(name, 0.0), likelihood / 3)
        return narrowed

    def rank(self, question: Question, limit: int = 24) -> Ranking:
        """Rank all measures that have a word, a benefit or the last answer's benefit in common with the question."""
        base = self._base
        named = self._named(question)
        placeless = self._without_places(question.text).strip(" 的，,。？?")
        likeness = likeness_of(base, base.segmenter.cut(placeless))
        kin = kin_of(base, likeness)
        nearness = base.meaning.of(placeless)
        if len(question.message) >= SAYS_ENOUGH and question.message != question.text:
            nearness = nearness.mixed(base.meaning.of(self._without_places(question.message)))
        named = self._narrowed(named, nearness)
        last = {base.measures[name].benefit for name in question.last_measures}
        likely = sorted(kin, key=lambda name: -kin[name])[:MOST_KIN]
        meant = [name for name, likelihood in nearness.benefits.items() if likelihood > LIKELY]
        wanted = {*named, *likely, *meant, *(b.id for b in last), *(near for b in last for near in b.near)}
        chain = base.regions.chain(question.region) if question.region else None
        canonical = base.segmenter.canonical(placeless)
        scoring = _Scoring(
            question=question,
            cues=cues_of(question.text, question.facts),
            canonical=canonical,
            pairs=pairs_of(canonical),
            named=named,
            kin=kin,
            nearness=nearness,
            chain=chain,
        )
        found = [
            self._score(measure, likeness.get(measure.id, Likeness()), scoring)
            for measure in base.measures.values()
            if measure.id in likeness or measure.benefit.id in wanted or nearness.measures.get(measure.id, 0.0) > CLOSE
        ]
        _forgive_where_nothing_fits(found)
        found.sort(key=lambda item: -item.score)
        here = [item for item in found if chain is None or item.measure.document.region in chain]
        _mark_ahead(here)
        return Ranking(
            here[:limit], next((item for item in found if chain and item.measure.document.region not in chain), None)
        )

    def _without_places(self, text: str) -> str:
        for mention in reversed(self._base.regions.find(text)):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return text

    def _score(self, measure: Measure, like: Likeness, scoring: "_Scoring") -> Found:
        weights, cues = self._weights, scoring.cues
        signals = {
            "text": weights.text * like.text,
            "asked": weights.asked * like.asked,
            "kin": weights.kin * scoring.kin.get(measure.benefit.id, 0.0),
            "near": weights.near * scoring.nearness.measures.get(measure.id, 0.0),
            "about": weights.about * _likelihood(scoring.nearness, measure.benefit.id),
            "alias": weights.alias * self._alias(measure, scoring),
            "benefit": weights.benefit * scoring.named.get(measure.benefit.id, 0.0),
            "local": weights.local * _nearness(measure, scoring.chain),
            "unit": weights.unit * _unit_fit(measure, cues)
            + weights.rhythm * (measure.has_figure and measure.amount.get("per") in cues.rhythms),
            "audience": weights.audience * _audience_fit(measure, cues),
            "wording": _wording_fit(measure, cues, weights),
            "figure": weights.figure * bool(self._figures[measure.id] & cues.money),
            "facts": weights.facts * self._fact_fit(measure, scoring.question),
            "context": weights.context * self._context_fit(measure, scoring.question),
        }
        total = sum(signals.values())
        return Found(
            measure,
            total,
            {name: round(value, 3) for name, value in signals.items() if value} | {"raw": round(like.raw, 2)},
        )

    def _alias(self, measure: Measure, scoring: "_Scoring") -> float:
        best, canonical = 0.0, scoring.canonical
        if any(self._base.benefits[name].refines == measure.benefit.id for name in scoring.named):
            return best
        for alias, pairs in self._aliases[measure.id]:
            if alias in canonical:
                best = max(best, EXACTLY if alias == canonical else min(1.0, 0.2 + len(alias) / 8))
            elif len(alias) >= 4:
                share = len(pairs & scoring.pairs) / len(pairs)
                best = max(best, (share - 0.5) if share >= 0.75 else 0.0)
        return best

    def _context_fit(self, measure: Measure, question: Question) -> float:
        """Return 1 for the last answer's measure, 4 when new facts bear on it, less for its benefit elsewhere."""
        last = [self._base.measures[name].benefit for name in question.last_measures]
        if measure.id in question.last_measures:
            if not facts_used(measure) & question.new_facts:
                return 1.0
            return 0.5 if judge(measure.data.get("who"), question.facts, self._base.regions).outcome is False else 4.0
        if measure.benefit in last:
            return 0.5
        return 0.4 * any(measure.benefit.id in benefit.near for benefit in last)

    def _fact_fit(self, measure: Measure, question: Question) -> float:
        """Return 1 when what was said feeds the amount or fits the child's order, -1 when the order does not fit."""
        who = measure.data.get("who")
        if amount_facts(measure) & question.new_facts:
            return 1.0
        if not who or not question.facts:
            return 0.0
        order = next((test for test in who.get("all", []) if test.get("fact") == "child_order"), None)
        if order and question.facts.get("child_order") is not None:
            return 1.0 if judge({"all": [order]}, question.facts, self._base.regions).outcome else -1.0
        return 0.3 if judge(who, question.facts, self._base.regions).met else 0.0


@dataclass(frozen=True)
class _Scoring:
    """What all measures of one question are scored against."""

    question: Question
    cues: Cues
    canonical: str
    pairs: frozenset[str]
    named: Mapping[str, float]
    kin: Mapping[str, float]
    nearness: Nearness
    chain: list[str] | None


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def _mark_ahead(found: list[Found]) -> None:
    """Mark the best measure when its words are not stray and no measure about something else comes near it."""
    if found and found[0].signals.get("raw", 0) > FAIR_TEXT:
        rival = next((item for item in found if item.measure.benefit is not found[0].measure.benefit), None)
        found[0].ahead = rival is None or found[0].score >= FAR_AHEAD * rival.score


def _forgive_where_nothing_fits(found: list[Found]) -> None:
    """Take back the penalty for the child's order where no measure of the same document and benefit fits better."""
    fitting = {
        (item.measure.document.id, item.measure.benefit.id) for item in found if item.signals.get("facts", 0.0) > 0
    }
    for item in found:
        if item.signals.get("facts", 0.0) < 0 and (item.measure.document.id, item.measure.benefit.id) not in fitting:
            item.score -= item.signals.pop("facts")


def _likelihood(nearness: Nearness, benefit: str) -> float:
    """Return 0 for a benefit that is hardly meant, 1 for one certainly meant; each power of ten counts the same."""
    return 1 - math.log(max(FAINT, nearness.benefits.get(benefit, FAINT))) / math.log(FAINT)


def _nearness(measure: Measure, chain: list[str] | None) -> float:
    if chain is None:
        return 0.7 * (measure.document.region == NATION)
    if measure.document.region not in chain:
        return 0.0
    return 1 - chain.index(measure.document.region) / len(chain)


def _unit_fit(measure: Measure, cues: Cues) -> float:
    if not cues.units:
        return 0.0
    units = {measure.amount.get("unit")} if measure.has_figure else set()
    if measure.amount.get("kind") == "rate":
        units.add("倍" if "multiple" in measure.amount else "%")
    others = {figure["unit"] for figure in measure.data.get("figures", [])}
    return 1.0 if units & cues.units else 0.6 if others & cues.units else 0.0


def _audience_fit(measure: Measure, cues: Cues) -> float:
    institutional = all(name in INSTITUTIONS for name in measure.audience)
    if cues.role is None:
        return -0.5 if institutional else 0.3
    return 0.5 if institutional else -0.2


def _wording_fit(measure: Measure, cues: Cues, weights: Weights) -> float:
    fit = 0.0
    if measure.wording == "target" or measure.benefit.topic == "document":
        fit += weights.target if cues.target else -weights.target
    elif measure.wording != "binding":
        fit -= weights.soft
    if measure.audience == ("administration",):
        fit += weights.funding if cues.funding else -weights.funding
    return fit
