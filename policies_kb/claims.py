"""What somebody told the person: a figure, or that there is none, read out of a message and held against the rule."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from policies_kb.assessing import Assessment
from policies_kb.cues import cues_of
from policies_kb.figures import Figure
from policies_kb.model import STATUS, Measure
from policies_kb.places import NATION
from policies_kb.reading_numbers import NOT_INSIDE, NUMBER, to_number
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase
from policies_kb.wording import cite

UNITS = {"天": "天", "元": "元", "块": "元", "块钱": "元", "个月": "月", "小时": "小时", "倍": "倍", "%": "%"}
FIGURE = re.compile(
    rf"(?:(?:每个?月|一个月|每学?年|一学?年|每天|一天|一次性)[能可以就都只]*[给发补领有拿是得]?)?"
    rf"{NOT_INSIDE}(?P<n>{NUMBER}) ?(?P<unit>天|元|块钱|块|个月|个?小时|倍|%|周岁|岁)?"
)
SMALLEST_BARE = 10
MOST_CLAIMS = 2
CLAUSES = re.compile(r"[。;；?？!！]")
DRAFTS = ("draft_for_comment", "submitted_for_review")


@dataclass(frozen=True)
class Claim:
    """What a message says that somebody said: words quoted with the number, unit and rhythms; or that there is none."""

    by: str
    said: str
    quoted: str = ""
    number: float | None = None
    unit: str = ""
    rhythms: frozenset[str] = frozenset()

    @property
    def denies(self) -> bool:
        """Whether it says that there is none."""
        return self.number is None


@dataclass(frozen=True)
class Verdict:
    """A claim held against the rule: the sentences, whether less is claimed than is due, and the measure compared."""

    lines: tuple[str, ...] = ()
    less: bool = False
    measure: Measure | None = None


@lru_cache(maxsize=1)
def _sources() -> list[tuple[str, str, re.Pattern]]:
    entries = read_vocabulary("claims")["sources"]
    return [(entry["by"], entry["say"], re.compile(entry["words"])) for entry in entries]


def claims_in(text: str) -> list[Claim]:
    """Return what people are said to have told, in the order of the message; empty when nobody told anything."""
    found = [
        (match.start(), match.end(), by, say.format(who=match.groupdict().get("who", "")))
        for by, say, pattern in _sources()
        for match in pattern.finditer(text)
    ]
    words = read_vocabulary("claims")
    claims: dict[tuple, Claim] = {}
    for start, end, by, said in sorted(found):
        until = min((other for other, *_ in found if other >= end), default=len(text))
        behind = CLAUSES.split(text[end:until])[0]
        if re.search(words["said_before"], behind):  # 产假98天，公司说的
            behind = CLAUSES.split(text[:start])[-1]
        claim = _claimed(behind, by, said)
        if claim:
            claims.setdefault((claim.number, claim.unit), claim)
    return list(claims.values())[:MOST_CLAIMS]


def _claimed(behind: str, by: str, said: str) -> Claim | None:
    words = read_vocabulary("claims")
    figures = list(_figures(behind, words))
    summed = [figure for start, figure in figures if re.search(words["in_all"], behind[:start])]
    if figures:
        quoted, number, unit = (summed or [figure for _, figure in figures])[0]
        return Claim(by, said, quoted, number, unit, cues_of(quoted, {}).rhythms)
    denied = re.search(words["denial"], behind) and not re.search(words["conditional"], behind)
    return Claim(by, said) if denied else None


def _figures(text: str, words: Mapping[str, Any]) -> Iterator[tuple[int, tuple[str, float, str]]]:
    """Yield where a figure stands, its words, number and unit: 岁 for an age at which something ends, empty if bare."""
    for match in FIGURE.finditer(text):
        before, behind = text[: match.start("n")], text[match.end() :]
        number, unit = to_number(match["n"]), (match["unit"] or "").replace("个小时", "小时").replace("周岁", "岁")
        told = re.search(words["told_before"], before) or re.search(words["not_behind"], behind)
        if number is None or told or (unit and number <= 1) or (not unit and number < SMALLEST_BARE):
            continue
        if unit == "岁" and not re.search(words["age_before"], before):
            continue
        yield match.start(), (match.group(), float(number), UNITS.get(unit, unit))


def judge_claim(claim: Claim, shown: list[Assessment], region: str | None, base: KnowledgeBase) -> Verdict:
    """Hold a claim against the measures that the answer spells out; empty when there is nothing to hold it against."""
    if not shown:
        return Verdict()
    if claim.denies:
        return _denied(claim, next((one for one in shown if one.measure.has_figure), shown[0]), region)
    one, figures = _comparable(claim, shown)
    if region is None:
        return _without_place(claim, one, figures, base)
    equal = [figure for figure in figures if _holds(figure, claim.number)]
    if equal and one.eligibility != "not_eligible":
        return Verdict((_say("same", claim, one, equal[:1]), *_draft(one)), measure=one.measure)
    if equal:
        kind = "other_time" if one.version_gap else "not_for_you"
        return Verdict((_say(kind, claim, one, equal),), measure=one.measure)
    kind = _direction(claim, one, figures)
    other = _other_measure(claim, one.measure, region, base)
    lines = (_say(kind, claim, one, figures), *other, *_draft(one))
    return Verdict(lines, kind == "less", one.measure)


def _comparable(claim: Claim, shown: list[Assessment]) -> tuple[Assessment, list[Figure]]:
    """Return the measure to compare with and its figures: one that holds the claimed figure before the first."""
    parts = {part.get("measure") for one in shown for part in one.measure.amount.get("parts", ())}
    whole = [one for one in shown if one.measure.id not in parts]  # the part of a sum says nothing of the sum
    held = [(one, figures) for one in whole if (figures := _rule_figures(one, claim))]
    today = [pair for pair in held if not pair[0].version_gap and not pair[0].measure.data.get("valid_to")]
    for one, figures in held:
        if today and one.measure.data.get("valid_to") and not one.version_gap:
            continue  # an earlier version, and no date that would choose it is known
        if any(_holds(figure, claim.number) for figure in figures):
            return one, figures
    held = today or held
    return held[0] if held else (shown[0], [])


def _rule_figures(one: Assessment, claim: Claim) -> list[Figure]:
    """Return the figures of a measure that a claim can be compared with: same unit, same rhythm where one is said."""
    until = one.measure.data.get("payout", {}).get("until_age")
    if claim.unit == "岁":
        return [Figure("", until, "周岁")] if until else []
    whole = one.measure.amount.get("kind") == "sum" or one.measure.amount.get("kind") in ("table", "brackets")
    results = [figure for figure in one.work.results if figure.unit != "date"][:1] if whole else []
    beside = len(one.measure.data.get("figures", ()))
    known = results or one.work.printed[: len(one.work.printed) - beside] or one.work.printed
    figures = [figure for figure in known if figure.unit == (claim.unit or known[0].unit)]
    return [figure for figure in figures if not claim.rhythms or figure.per in (None, "leave", *claim.rhythms)]


def _holds(figure: Figure, number: float | None) -> bool:
    return number is not None and figure.value <= number <= (figure.max or figure.value)


def _direction(claim: Claim, one: Assessment, figures: list[Figure]) -> str:
    """Return less or more where every figure of the rule says so; unknown where they do not, unpriced without any."""
    if not figures:
        return "unknown" if one.work.printed else "unpriced"
    if one.eligibility != "not_eligible":
        if all(figure.value > claim.number and figure.bound != "at_most" for figure in figures):
            return "less"
        if all((figure.max or figure.value) < claim.number and figure.bound != "at_least" for figure in figures):
            return "more"
    return "unknown"


def _without_place(claim: Claim, one: Assessment, figures: list[Figure], base: KnowledgeBase) -> Verdict:
    """Compare with the national rule alone: what places add is not known before the place is."""
    if any(_holds(figure, claim.number) for figure in figures):
        added_to = any(
            part.get("measure") == one.measure.id for m in base.measures.values() for part in m.amount.get("parts", ())
        )
        kind = "same_of_nation" if added_to else "same"
        return Verdict((_say(kind, claim, one, figures[:1]),), measure=one.measure)
    if figures and _direction(claim, one, figures) == "less":
        return Verdict((_say("less", claim, one, figures),), True, one.measure)
    return Verdict((_say("where", claim, one, figures),), measure=one.measure)


def _denied(claim: Claim, one: Assessment, region: str | None) -> Verdict:
    """Answer the claim that there is none."""
    measure = one.measure
    if one.eligibility == "not_eligible":
        return Verdict((_say("there_is_none", claim, one, []),), measure=measure)
    if measure.document.status in DRAFTS:
        return Verdict((_say("only_draft", claim, one, []),), True, measure)
    if measure.wording != "binding":
        return Verdict((_say("only_encouraged", claim, one, []),), True, measure)
    if region is None and not measure.has_figure:
        return Verdict((), True, measure)
    figures = _rule_figures(one, claim)
    return Verdict((_say("there_is", claim, one, figures[:1]), *_draft(one)), True, measure)


def _draft(one: Assessment) -> list[str]:
    status = one.measure.document.status
    return [read_vocabulary("claims")["draft_tail"].format(status=STATUS[status])] if status in DRAFTS else []


def _say(kind: str, claim: Claim, one: Assessment, figures: list[Figure]) -> str:
    measure = one.measure
    shown = "或".join(dict.fromkeys(str(figure) for figure in (figures[:3] or one.work.printed[:1])))
    behind = "，" if kind == "there_is" and figures else ""
    failed = one.version_gap or next(iter(one.judgement.failed), "")
    return read_vocabulary("claims")[kind].format(
        said=claim.said,
        quote=f"“{claim.quoted}”",
        title=measure.title,
        figure="" if kind == "there_is" and not figures else behind + shown,
        cite=cite(measure.document, measure.clause),
        failed=failed,
        status=STATUS[measure.document.status],
    )


def _other_measure(claim: Claim, measure: Measure, region: str, base: KnowledgeBase) -> list[str]:
    """Return a sentence that names another measure of the place or the nation to which the claimed figure belongs."""
    parts = [base.measures[part["measure"]] for part in measure.amount.get("parts", ()) if "measure" in part]
    chain = {*base.regions.chain(region), NATION}
    akin = [m for m in base.measures.values() if m.benefit.topic == measure.benefit.topic and not m.for_institutions]
    akin = sorted(akin, key=lambda m: (m.benefit is not measure.benefit, m.document.region == NATION))
    for other in [*parts, *akin]:
        own = other.amount.get("value") == claim.number and other.amount.get("unit") == (
            claim.unit or measure.amount.get("unit")
        )
        fits = not claim.rhythms or other.amount.get("per") in claim.rhythms
        if other is not measure and own and fits and other.document.region in chain:
            kind = "part_of_it" if other in parts else "another_thing"
            source = cite(other.document, other.clause)
            sentence = read_vocabulary("claims")[kind]
            return [sentence.format(quote=f"“{claim.quoted}”", other=other.title, cite=source)]
    return []
