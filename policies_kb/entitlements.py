"""What a household can get, judged: a pure function of its place and facts, for the chat and for whoever else lists.

`judged_list` knows nothing of a conversation. Figures, clauses and standing stay with the measures.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from policies_kb.assessing import Assessment, assess, derive, is_past_target, version_gap
from policies_kb.calendar import add_months, date_span
from policies_kb.conditions import Judgement, fact_tests, judge
from policies_kb.model import INSTITUTIONS, Measure
from policies_kb.overlapping import without_overlaps
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase

SURE, OPEN, NOT = "sure", "open", "not"
MOST_MISSED = 3
MONEY = ("month", "year", "once")
BOUNDS = ((1, "baby"), (3, "toddler"), (6, "kindergarten"))
SPOKEN_OF = frozenset({"rental_kind", "first_home", "home_place", "attends_nursery", "needs_assisted_reproduction"})
"""Facts that a family tells only because it wants something of that kind."""
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Household:
    """Who asks: a place, the facts told, and whether it is an institution; `declined` are facts that stay untold."""

    region: str
    facts: Facts
    institution: bool = False
    declined: tuple[str, ...] = ()

    def with_fact(self, name: str, value: Any) -> "Household":
        """Return the household with one more fact."""
        return replace(self, facts={**self.facts, name: value})


@dataclass(frozen=True)
class Item:
    """A measure for a household: sure, open or not; how it comes; which (fact, condition) it lacks."""

    assessment: Assessment
    stands: str
    comes: str
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def measure(self) -> Measure:
        """The measure itself."""
        return self.assessment.measure


@dataclass(frozen=True)
class JudgedList:
    """What a household certainly gets, what hangs on something, and the near misses; most telling first."""

    sure: list[Item] = field(default_factory=list)
    open: list[Item] = field(default_factory=list)
    missed: list[Item] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """All of them, in the order of the list."""
        return [*self.sure, *self.open, *self.missed]


def judged_list(household: Household, base: KnowledgeBase, today: date) -> JudgedList:
    """Return what a household can get, judged; empty where nothing is held."""
    known = derive_household(household.facts, today)
    stage = None if household.institution else stage_of(known, today)
    judged = [
        _item(measure, stands, gaps, household, known, base, today)
        for measure, stands, gaps in standings(household, base, today)
    ]
    held = without_overlaps([item for item in judged if item.stands != NOT], base)
    held.sort(key=lambda item: -_weight(item, household.region, stage, base))
    sure = [item for item in held if item.stands == SURE]
    missed = without_overlaps(_near_misses(judged, held, household), base)
    missed.sort(key=lambda item: (item.comes not in MONEY, len(item.missing)))
    return JudgedList(sure, [item for item in held if item.stands == OPEN], missed[:MOST_MISSED])


def standings(
    household: Household, base: KnowledgeBase, today: date
) -> Iterator[tuple[Measure, str, tuple[tuple[str, str], ...]]]:
    """Yield every measure that may concern a household with how it stands and what it lacks."""
    known = derive_household(household.facts, today)
    stage = None if household.institution else stage_of(known, today)
    for measure in _measures_for(household, stage, base):
        judgement = _judged(measure, known, base, today)
        belongs = Judgement(True) if household.institution else judge(_audience(measure), known, base.regions)
        gap = version_gap(measure, known, today)
        if is_past_target(measure, today):
            continue
        stands = _stands(measure, judgement, belongs, gap)
        named = {fact for fact, _ in judgement.missing}
        lacks = [*(gap for gap in belongs.missing if gap[0] not in named), *judgement.missing]
        yield measure, stands, tuple(dict.fromkeys(lacks))


def _judged(measure: Measure, known: Facts, base: KnowledgeBase, today: date) -> Judgement:
    """Judge the conditions; where only an age is told, every birthday that it allows must come to the same."""
    judgement = judge(measure.data.get("who"), known, base.regions)
    if judgement.outcome is not None or "child_birth_date" in known or "child_age" not in known:
        return judgement
    last = add_months(today, -int(known["child_age"] * 12))
    born = [last, add_months(last, -12)]
    both = [
        judge(measure.data.get("who"), {**known, "child_birth_date": day.isoformat()}, base.regions) for day in born
    ]
    return both[0] if both[0].outcome is not None and both[0].outcome == both[1].outcome else judgement


def derive_household(facts: Facts, today: date) -> dict[str, Any]:
    """Return the facts with what follows from them for a family: a due date says that a child is expected."""
    known = derive(facts, today)
    born = known.get("child_birth_date")
    if born and date_span(str(born))[0] > today.isoformat():
        known.setdefault("pregnant", True)
    if facts.get("child_age") is None and known.get("pregnant") and "child_birth_date" in facts:
        known.pop("child_age", None)
    return known


def stage_of(facts: Facts, today: date) -> str | None:
    """Return the stage of the family that the facts tell of; None when they tell of none."""
    known = derive_household(facts, today)
    if known.get("special_family"):
        return "special"
    if known.get("pregnant") is True:
        return "pregnant"
    age = known.get("child_age")
    if age is not None:
        return next((name for bound, name in BOUNDS if age < bound), "school")
    if known.get("attends_kindergarten") or known.get("kindergarten_year"):
        return "kindergarten"
    return "toddler" if known.get("attends_nursery") else "planning" if known.get("pregnant") is False else None


def speaks_for_institution(text: str, facts: Facts) -> bool:
    """Whether who writes speaks for an institution: a nursery, a company."""
    words = read_vocabulary("families")["institutions"]
    said = re.search(words["say"], text) and not re.search(words["unless"], text)
    return bool(said) or any(name in facts for name in words["facts"])


def _measures_for(household: Household, stage: str | None, base: KnowledgeBase) -> Iterator[Measure]:
    chain = base.regions.chain(household.region)
    stages = read_vocabulary("stages")
    some = {name for each, names in stages.items() if each != "special" for name in names}
    wanted = stages[stage] if stage else some
    for measure in base.measures.values():
        fits = bool(measure.for_institutions) == household.institution
        if not fits or measure.document.region not in chain or measure.benefit.refines:
            continue
        if measure.document.status == "expired" or not _gives(measure):
            continue
        if measure.benefit.topic == "special" and stage != "special" and not household.institution:
            continue
        if household.institution or measure.benefit.id in wanted:
            yield measure


def _gives(measure: Measure) -> bool:
    """Whether a measure gives something: an entitlement, or a figure that is only encouraged."""
    return bool(measure.data.get("entitlement")) or (measure.wording == "encouraged" and measure.has_figure)


def _audience(measure: Measure) -> Mapping[str, Any] | None:
    """Return the conditions that make a household one of a measure's audience; None for every family."""
    tests = read_vocabulary("families")["audiences"]
    persons = [name for name in measure.audience if name not in INSTITUTIONS]
    return {"any": [tests[name] for name in persons]} if all(name in tests for name in persons) else None


def _stands(measure: Measure, judgement: Judgement, belongs: Judgement, gap: str | None) -> str:
    if gap or judgement.outcome is False or belongs.outcome is False:
        return NOT
    tested = bool(judgement.met) or not measure.data.get("who")
    sure = belongs.outcome is True and judgement.outcome is True and tested
    return SURE if sure and measure.wording == "binding" else OPEN


def _item(
    measure: Measure,
    stands: str,
    gaps: tuple[tuple[str, str], ...],
    household: Household,
    known: Facts,
    base: KnowledgeBase,
    today: date,
) -> Item:
    assessment = assess(measure, known, base, today)
    if stands == SURE and assessment.eligibility == "need_info":
        assessment = replace(assessment, judgement=_judged(measure, known, base, today), eligibility="eligible")
    if assessment.eligibility == "not_eligible":  # the working may refuse what the conditions leave open
        stands = NOT
    elif assessment.eligibility == "not_assessed" and stands == SURE:
        assessment = replace(assessment, eligibility="eligible")
    elif assessment.eligibility == "eligible" and stands == OPEN:
        assessment = replace(assessment, eligibility="need_info")
    return Item(assessment, stands, how_it_comes(measure), gaps)


def how_it_comes(measure: Measure) -> str:
    """Return the group a measure belongs to: month, year, once, cut, leave or service."""
    amount, free = measure.amount, measure.amount.get("value") == 0
    for entry in read_vocabulary("families")["comes"]:
        if measure.benefit.id in entry.get("benefits", ()) or measure.benefit.topic in entry.get("topics", ()):
            return entry["id"]
        paid = "unit" in entry and entry["unit"] == amount.get("unit") and not free
        if paid and ("per" not in entry or amount.get("per") in entry["per"]):
            return entry["id"]
    return "service"


def _weight(item: Item, region: str, stage: str | None, base: KnowledgeBase) -> float:
    """Return how early a measure is said: figures first, then what its stage puts first, then the nearer place."""
    measure, chain = item.measure, base.regions.chain(region)
    wanted = read_vocabulary("stages").get(stage, [])
    early = 1 - wanted.index(measure.benefit.id) / len(wanted) if measure.benefit.id in wanted else 0
    near = 1 - chain.index(measure.document.region) / len(chain)
    open_gaps = len(item.missing) / 4
    money, figure = item.comes in MONEY, measure.has_figure and measure.amount.get("value") != 0
    told = {
        test["fact"] for test in fact_tests(measure.data.get("who")) if test["say"] in item.assessment.judgement.met
    }
    spoken_of = bool(told & SPOKEN_OF)
    weight = 2 * money + 2 * figure + 2 * early + near + (measure.wording == "binding") - open_gaps
    return weight + 3 * spoken_of


def _near_misses(judged: list[Item], held: list[Item], household: Household) -> list[Item]:
    """Return what a family would expect and does not get: one told fact fails, and no like measure stands instead."""
    instead = {(item.measure.document.id, item.measure.benefit.id) for item in held}
    return [
        item
        for item in judged
        if item.stands == NOT
        and not item.assessment.version_gap
        and item.measure.has_figure
        and item.measure.wording == "binding"
        and _fails_one_told(item, household.facts)
        and (item.measure.document.id, item.measure.benefit.id) not in instead
    ]


def _fails_one_told(item: Item, facts: Facts) -> bool:
    """Whether a measure fails on one condition only, and that is one on a fact that was told, not worked out."""
    failed = item.assessment.judgement.failed
    tested = {test["say"]: test["fact"] for test in fact_tests(item.measure.data.get("who"))}
    return len(failed) == 1 and (tested.get(failed[0]) in facts or failed[0] not in tested)
