"""How well one measure fits one question: a score from many signals, each small enough to be looked at."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from policies_kb.conditions import judge
from policies_kb.cues import Cues
from policies_kb.likeness import Likeness
from policies_kb.meaning import FAINT, Nearness
from policies_kb.measure_facts import amount_facts, amounts_of, facts_used
from policies_kb.model import INSTITUTIONS, Benefit, Measure
from policies_kb.regions import NATION, Regions

EXACTLY = 2.0
NO_LIKENESS = Likeness()
ALL_TOLD = 3.0
ASKED_FOR = 2.0  # what is left of an allowance
STRAY = 0.1  # a benefit less meant than this shares stray words with the question


@dataclass(frozen=True)
class Weights:
    """How much each signal counts; chosen by the totals of the case files."""

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
    unnamed: float = 1.0
    deadline: float = 0.6


@dataclass(frozen=True)
class Asked:
    """What all measures of one question are scored against.

    named, kin: strength of each benefit by its names and by its likest measure; chain: the question's region and those
    around it, None when it names no place; last: benefits of the last answer.
    """

    canonical: str
    cues: Cues
    facts: Mapping[str, Any]
    new_facts: frozenset[str]
    last_measures: tuple[str, ...]
    last: tuple[Benefit, ...]
    chain: list[str] | None
    named: Mapping[str, float]
    kin: Mapping[str, float]
    likeness: Mapping[str, Likeness]
    nearness: Nearness
    refined: frozenset[str] = frozenset()

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of neighbouring characters of the question."""
        return pairs_of(self.canonical)

    @cached_property
    def about(self) -> dict[str, float]:
        """0 for a benefit that is hardly meant, 1 for one certainly meant; each power of ten counts the same."""
        least = math.log(FAINT)
        return {name: 1 - math.log(max(FAINT, value)) / least for name, value in self.nearness.benefits.items()}


@dataclass(frozen=True)
class Profile:
    """What scoring looks at in a measure, taken out of it once."""

    measure: Measure
    aliases: list[tuple[str, frozenset[str]]]
    units: frozenset[str]
    other_units: frozenset[str]
    figures: frozenset[float]
    amount_facts: frozenset[str]
    facts_used: frozenset[str]
    order: Mapping | None = None
    benefit: str = ""
    region: str = ""
    rhythm: str | None = None
    institutional: bool = False
    has_deadline: bool = False
    signals: dict[str, float] = field(default_factory=dict)


def profile_of(measure: Measure, aliases: list[str]) -> Profile:
    """Return the profile of a measure; aliases are in the words of the search."""
    units = {measure.amount.get("unit")} if measure.has_figure else set()
    if measure.amount.get("kind") == "rate":
        units.add("倍" if "multiple" in measure.amount else "%")
    tests = (measure.data.get("who") or {}).get("all", [])
    return Profile(
        measure=measure,
        aliases=[(alias, pairs_of(alias)) for alias in aliases],
        units=frozenset(units),
        other_units=frozenset(figure["unit"] for figure in measure.data.get("figures", [])),
        figures=frozenset(amounts_of(measure)),
        amount_facts=frozenset(amount_facts(measure)),
        facts_used=frozenset(facts_used(measure)),
        order=next((test for test in tests if test.get("fact") == "child_order"), None),
        benefit=measure.benefit.id,
        region=measure.document.region,
        rhythm=measure.amount.get("per") if measure.has_figure else None,
        has_deadline=any(day["kind"] in ("deadline", "window") for day in measure.data.get("dates", ())),
        institutional=all(name in INSTITUTIONS for name in measure.audience),
    )


class Scorer:
    """Scores profiles against a question."""

    def __init__(self, regions: Regions, weights: Weights) -> None:
        self._regions, self._weights = regions, weights

    def at_a_glance(self, profile: Profile, asked: Asked) -> float:
        """Return the part of the score that costs nothing: what the measure's words, meaning and place say."""
        weights = self._weights
        return (
            sum(self._words(profile, asked).values())
            + weights.near * asked.nearness.measures.get(profile.measure.id, 0.0)
            + weights.about * asked.about.get(profile.benefit, 0.0)
            + weights.benefit * asked.named.get(profile.benefit, 0.0)
            + weights.local * _nearness(profile.region, asked.chain)
        )

    def signals(self, profile: Profile, asked: Asked) -> dict[str, float]:
        """Return every signal of a measure that says something; they add up to its score."""
        weights, cues = self._weights, asked.cues
        signals = self._words(profile, asked) | {
            "near": weights.near * asked.nearness.measures.get(profile.measure.id, 0.0),
            "about": weights.about * asked.about.get(profile.benefit, 0.0),
            "benefit": weights.benefit * asked.named.get(profile.benefit, 0.0),
            "local": weights.local * _nearness(profile.region, asked.chain),
            "alias": weights.alias * _alias(profile, asked),
            "unit": weights.unit * _unit_fit(profile, cues) + weights.rhythm * (profile.rhythm in cues.rhythms),
            "audience": weights.audience * _audience_fit(profile, cues),
            "wording": self._wording_fit(profile.measure, cues),
            "deadline": weights.deadline * (cues.deadline and profile.has_deadline),
            "figure": weights.figure * bool(profile.figures & cues.money),
            "facts": weights.facts * self._fact_fit(profile, asked),
            "context": weights.context * self._context_fit(profile, asked),
            "unnamed": -weights.unnamed * _unnamed(profile, asked),
        }
        return {name: value for name, value in signals.items() if value}

    def _words(self, profile: Profile, asked: Asked) -> dict[str, float]:
        """Return the signals of common words; they count half where the meaning of the whole is quite another."""
        weights, like = self._weights, asked.likeness.get(profile.measure.id, NO_LIKENESS)
        meant = asked.nearness.measures.get(profile.measure.id) or asked.about.get(profile.benefit, 0.0) > STRAY
        trust = 1.0 if meant or not asked.nearness.measures else 0.5
        return {
            "text": trust * weights.text * like.text,
            "asked": trust * weights.asked * like.asked,
            "kin": trust * weights.kin * asked.kin.get(profile.benefit, 0.0),
        }

    def _context_fit(self, profile: Profile, asked: Asked) -> float:
        """Return 1 for the last answer's measure, 4 when new facts bear on it, less for its benefit elsewhere."""
        if not asked.last_measures:
            return 0.0
        if profile.measure.id in asked.last_measures:
            if not profile.facts_used & asked.new_facts:
                return 1.0
            return 0.5 if judge(profile.measure.data.get("who"), asked.facts, self._regions).outcome is False else 4.0
        if profile.measure.benefit in asked.last:
            return 0.5
        return 0.4 * any(profile.benefit in benefit.near for benefit in asked.last)

    def _fact_fit(self, profile: Profile, asked: Asked) -> float:
        """Return 1 when what was said feeds the amount or fits the child's order, -1 when the order does not fit.

        It is more where the message tells the several facts that the amount is made of.
        """
        who = profile.measure.data.get("who")
        if len(profile.amount_facts) > 1 and profile.amount_facts <= asked.new_facts:
            return ALL_TOLD
        if profile.amount_facts & asked.new_facts:
            return ASKED_FOR if "remaining_only" in profile.amount_facts & asked.new_facts else 1.0
        if not who or not asked.facts:
            return 0.0
        if profile.order and asked.facts.get("child_order") is not None:
            return 1.0 if judge({"all": [profile.order]}, asked.facts, self._regions).outcome else -1.0
        return 0.3 if profile.facts_used & asked.facts.keys() and judge(who, asked.facts, self._regions).met else 0.0

    def _wording_fit(self, measure: Measure, cues: Cues) -> float:
        fit, weights = 0.0, self._weights
        if measure.wording == "target" or measure.benefit.topic == "document":
            fit += weights.target if cues.target else -weights.target
        elif measure.wording != "binding":
            fit -= weights.soft
        if measure.audience == ("administration",):
            fit += weights.funding if cues.funding else -weights.funding
        return fit


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def _alias(profile: Profile, asked: Asked) -> float:
    if profile.benefit in asked.refined:
        return 0.0
    best = 0.0
    for alias, pairs in profile.aliases:
        if alias in asked.canonical:
            best = max(best, EXACTLY if alias == asked.canonical else min(1.0, 0.2 + len(alias) / 8))
        elif len(alias) >= 4:
            share = len(pairs & asked.pairs) / len(pairs)
            best = max(best, (share - 0.5) if share >= 0.75 else 0.0)
    return best


def _unnamed(profile: Profile, asked: Asked) -> bool:
    """Whether a benefit that has words of its own is spoken of by none of them."""
    words = profile.measure.benefit.only_with
    return bool(words) and not re.search(words, asked.canonical)


def _nearness(region: str, chain: list[str] | None) -> float:
    if chain is None:
        return 0.7 * (region == NATION)
    return 1 - chain.index(region) / len(chain) if region in chain else 0.0


def _unit_fit(profile: Profile, cues: Cues) -> float:
    if not cues.units:
        return 0.0
    return 1.0 if profile.units & cues.units else 0.6 if profile.other_units & cues.units else 0.0


def _audience_fit(profile: Profile, cues: Cues) -> float:
    if cues.role is None:
        return -0.5 if profile.institutional else 0.3
    return 0.5 if profile.institutional else -0.2
