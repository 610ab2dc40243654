"""Finding the measures that a question is about: full-text search, then the signals that words alone do not carry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policies_kb.conditions import judge
from policies_kb.model import INSTITUTIONS, Measure
from policies_kb.store import KnowledgeBase

WANTED_UNITS = {
    "天": r"几天|多少天|多久|多长|好多天|休到|哪天|天数",
    "元": r"多少钱|几多钱|好多钱|补多少|给多少|领多少|拿多少|多少元|几万|几千|几百|块|元|补贴多少|奖多少|少收多少|补好多|每月多少|一个月多少|多少补",
    "倍": r"几倍|多少倍|倍",
    "%": r"百分之|几成|上浮|比例|占比|一半|%",
    "岁": r"几岁|多大|岁数|年龄",
    "年": r"几年|多少年",
    "月": r"几个月|多少个月|多长时间|多久|期限",
    "个": r"几个|多少个|几家|多少家|几项|几种|托位",
}
TARGET_WORDS = re.compile(r"目标|指标|规划|到2025|2025年|2035|要达到|完成|多少个托位|千人口|每千人")
FUNDING_WORDS = re.compile(r"分担|财政|谁出钱|出资|承担|资金来源|经费")
ROLES = {
    "institution": r"我们园|我园|我们机构|托育机构|办托|开托育|开个托|开园|托位|收托|示范单位|园长|老板|办个托|托育从业|新招|连锁|备案|民办园|运营补贴|建设补助",
    "employer": r"我们公司|我公司|我们单位|我们厂|企业|单位.*申请|人事|hr|用人单位|老板",
}


PATTERN_STRENGTH = 0.7


@dataclass(frozen=True)
class Weights:
    """How much each signal counts; tuned on tests/cases/questions.yml (see `python -m policies_kb find`)."""

    text: float = 1.0
    alias: float = 0.7
    benefit: float = 0.9
    local: float = 0.12
    unit: float = 0.25
    audience: float = 0.35
    target: float = 0.5
    soft: float = 0.05
    funding: float = 0.6
    facts: float = 0.35
    context: float = 0.4


@dataclass(frozen=True)
class Question:
    """What is asked: normalised text, place (None when unknown), facts, and what the last answer was about."""

    text: str
    region: str | None
    facts: Mapping[str, Any]
    topic_of_context: frozenset[str] = frozenset()
    national_only: bool = False


@dataclass
class Found:
    """A measure with its score and the signals behind it (for the trace)."""

    measure: Measure
    score: float
    signals: dict[str, float] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        """Whether more than stray words speak for it."""
        return self.signals.get("alias", 0) > 0 or self.signals.get("benefit", 0) > 0.3 or self.signals.get("raw", 0) > 12


class Finder:
    """Ranks measures for questions over one knowledge base."""

    def __init__(self, base: KnowledgeBase, weights: Weights = Weights()) -> None:
        self._base = base
        self._weights = weights
        cut = base.segmenter.canonical
        self._benefit_words = [(cut(word), benefit) for benefit in base.benefits.values() for word in (benefit.name, *benefit.words)]
        self._patterns = [(re.compile(pattern), benefit) for benefit in base.benefits.values() for pattern in benefit.patterns]
        self._aliases = {measure.id: [cut(alias) for alias in measure.aliases] for measure in base.measures.values()}

    def benefits_named(self, text: str) -> dict[str, float]:
        """Return how plainly a text names each benefit, 0 to 1; a benefit that refines another takes its place."""
        canonical = self._base.segmenter.canonical(text)
        hits: dict[str, float] = {}
        for word, benefit in self._benefit_words:
            if word in canonical:
                hits[benefit.id] = max(hits.get(benefit.id, 0), min(1.0, len(word) / 5))
        for pattern, benefit in self._patterns:
            if pattern.search(text) or pattern.search(canonical):
                hits[benefit.id] = max(hits.get(benefit.id, 0), PATTERN_STRENGTH)
        for name in list(hits):
            general = self._base.benefits[name].refines
            if general in hits and hits[name] >= PATTERN_STRENGTH:
                hits[general] = min(hits[general], hits[name]) / 3
        return hits

    def find(self, question: Question, limit: int = 12) -> list[Found]:
        """Return measures that hold in the question's place, best first; everywhere when no place is known."""
        return self._ranked(question, True)[:limit]

    def elsewhere(self, question: Question) -> Found | None:
        """Return the best measure of the places that the question is not about; None when there is none."""
        return next(iter(self._ranked(question, False)), None)

    def _ranked(self, question: Question, here: bool) -> list[Found]:
        rows = self._base.search(self._base.segmenter.cut(self._without_places(question.text)))
        named = self.benefits_named(question.text)
        scores = dict(rows)
        for measure in self._base.measures.values():
            if measure.benefit.id in named or measure.benefit.id in question.topic_of_context:
                scores.setdefault(measure.id, 0.0)
        chain = self._base.regions.chain(question.region) if question.region else None
        top = max(scores.values(), default=0.0) or 1.0
        known = [(self._base.measures[name], score) for name, score in scores.items()]
        kept = [(m, score) for m, score in known if _holds(m, chain, question.national_only) == here]
        found = [self._score(measure, raw, top, question, named, chain) for measure, raw in kept]
        return sorted(found, key=lambda item: -item.score)

    def _without_places(self, text: str) -> str:
        for mention in reversed(self._base.regions.find(text)):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return text

    def _score(self, measure: Measure, raw: float, top: float, question: Question, named: dict[str, float], chain: list[str] | None) -> Found:
        weights, canonical = self._weights, self._base.segmenter.canonical(question.text)
        signals = {
            "text": weights.text * raw / top,
            "alias": weights.alias * self._alias(measure, canonical),
            "benefit": weights.benefit * named.get(measure.benefit.id, 0.0),
            "local": weights.local * _nearness(measure, chain),
            "unit": weights.unit * _unit_fit(measure, question.text),
            "audience": weights.audience * _audience_fit(measure, question),
            "wording": _wording_fit(measure, question.text, weights),
            "facts": weights.facts * self._fact_fit(measure, question),
            "context": weights.context * (measure.benefit.id in question.topic_of_context),
        }
        total = sum(signals.values())
        return Found(measure, total, {name: round(value, 3) for name, value in signals.items() if value} | {"raw": round(raw, 2)})

    def _alias(self, measure: Measure, canonical: str) -> float:
        best = 0.0
        for alias in self._aliases[measure.id]:
            if alias in canonical:
                best = max(best, min(1.0, 0.2 + len(alias) / 8))
            elif len(alias) >= 4:
                pairs = {alias[i : i + 2] for i in range(len(alias) - 1)}
                share = sum(pair in canonical for pair in pairs) / len(pairs)
                best = max(best, (share - 0.5) if share >= 0.75 else 0.0)
        return best

    def _fact_fit(self, measure: Measure, question: Question) -> float:
        """Return 1 when the child's order that is asked about fits, -1 when it does not, a little when another fact fits."""
        who = measure.data.get("who")
        if not who or not question.facts:
            return 0.0
        order = next((test for test in who.get("all", []) if test.get("fact") == "child_order"), None)
        if order and question.facts.get("child_order") is not None:
            return 1.0 if judge({"all": [order]}, question.facts, self._base.regions).outcome else -1.0
        return 0.3 if judge(who, question.facts, self._base.regions).met else 0.0


def _holds(measure: Measure, chain: list[str] | None, national_only: bool) -> bool:
    if national_only:
        return measure.document.region == "000000"
    return chain is None or measure.document.region in chain


def _nearness(measure: Measure, chain: list[str] | None) -> float:
    if not chain or measure.document.region not in chain:
        return 0.0
    return 1 - chain.index(measure.document.region) / len(chain)


def units_wanted(text: str) -> set[str]:
    """Return the units that a question asks for: 几天 wants 天."""
    return {unit for unit, pattern in WANTED_UNITS.items() if re.search(pattern, text)}


def _unit_fit(measure: Measure, text: str) -> float:
    wanted = units_wanted(text)
    if not wanted:
        return 0.0
    units = {measure.amount.get("unit")} if measure.has_figure else set()
    if measure.amount.get("kind") == "rate":
        units.add("倍" if "multiple" in measure.amount else "%")
    others = {figure["unit"] for figure in measure.data.get("figures", [])}
    return 1.0 if units & wanted else 0.6 if others & wanted else 0.0


def asker_role(question: Question) -> str | None:
    """Return institution or employer when the words say that the asker is one; None for a family or when unclear."""
    for role, pattern in ROLES.items():
        if re.search(pattern, question.text):
            return role
    if {"places", "enrolled_children", "institution_count", "is_filed", "big_class_children"} & set(question.facts):
        return "institution"
    return None


def _audience_fit(measure: Measure, question: Question) -> float:
    role = asker_role(question)
    institutional = all(name in INSTITUTIONS for name in measure.audience)
    if role is None:
        return -0.5 if institutional else 0.3
    return 0.5 if institutional else -0.2


def _wording_fit(measure: Measure, text: str, weights: Weights) -> float:
    fit = 0.0
    if measure.wording == "target" or measure.benefit.topic == "document":
        fit += weights.target if TARGET_WORDS.search(text) else -weights.target
    elif measure.wording != "binding":
        fit -= weights.soft
    if measure.audience == ("administration",):
        fit += weights.funding if FUNDING_WORDS.search(text) else -weights.funding
    return fit
