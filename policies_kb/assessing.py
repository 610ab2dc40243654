"""One measure for one household: is it met, what does it give, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.alternatives import alternatives
from policies_kb.amounts import work_out
from policies_kb.birth_dates import add_days_from_birth
from policies_kb.calendar import age_on, date_span, parse_day, parse_month, years_since
from policies_kb.conditions import Judgement, judge
from policies_kb.model import Measure
from policies_kb.payouts import add_dates
from policies_kb.store import KnowledgeBase
from policies_kb.work import Work

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Assessment:
    """A measure with its judgement and its figures for one household on one day.

    eligibility: eligible, not_eligible, need_info or not_assessed (the measure has no conditions that could be tested,
    or nothing about the household is known yet). alternatives: what would alter the outcome, in words (如果……，则……).
    """

    measure: Measure
    judgement: Judgement
    work: Work
    eligibility: str
    version_gap: str | None = None
    past_target: bool = False
    alternatives: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Whether a figure was worked out from something that the person told."""
        return bool(self.work.inputs) and any(result.computed for result in self.work.results)


def derive(facts: Facts, today: date) -> dict[str, Any]:
    """Return the facts with those that follow from them: age, years since the birth, number of children."""
    known = dict(facts)
    born = known.get("child_birth_date")
    day, month = parse_day(born), parse_month(born)
    if day and day <= today:
        known["child_age"] = age_on(day, today)
    elif month and month < (today.year, today.month) and month[1] != today.month:
        known["child_age"] = age_on(date(*month, 1), today)
    if day and day <= today:
        known["years_since_birth"] = years_since(day, today)
    elif "child_age" in known:
        known.setdefault("years_since_birth", known["child_age"])
    if known.get("child_order", 0) and known["child_order"] > 1:
        known.setdefault("has_given_birth", True)
        known.setdefault("children_count", known["child_order"])
    if known.get("children_count") and "minor_children_count" not in known and known["children_count"] < 2:
        known["minor_children_count"] = known["children_count"]
    return known


def assess(measure: Measure, facts: Facts, base: KnowledgeBase, today: date) -> Assessment:
    """Judge one measure and work out its figures."""
    known = derive(facts, today)
    judgement = judge(measure.data.get("who"), _either(measure, known), base.regions)
    work = work_out(measure, known, base.measure)
    if work.refused:
        judgement.outcome = False
        judgement.failed.append(work.refused)
    else:
        add_dates(work, measure, known, today)
    gap = version_gap(measure, known, today)
    eligibility = _eligibility(judgement, gap)
    if eligibility == "not_eligible":
        work.results, work.steps, work.assumptions = [], [], []
    add_days_from_birth(work, measure, known, base.measure, eligibility != "not_eligible")
    otherwise = () if eligibility == "not_eligible" else tuple(alternatives(measure, known, base.measure))
    return Assessment(measure, judgement, work, eligibility, gap, is_past_target(measure, today), otherwise)


def _either(measure: Measure, known: dict[str, Any]) -> dict[str, Any]:
    """Return the facts to judge by where an amount is given to either of two persons: the one who comes first to it."""
    by, also_by = measure.amount.get("by"), measure.amount.get("also_by")
    told = [known[name] for name in (by, also_by) if known.get(name) is not None]
    return known | {by: max(told)} if also_by and told else known


def worked_out_first(assessments: list[Assessment]) -> list[Assessment]:
    """Return assessments led by one that was worked out from what the person told, where the best was not."""
    if not assessments or assessments[0].told:
        return assessments
    return sorted(assessments, key=lambda one: not one.told)


def _eligibility(judgement: Judgement, gap: str | None) -> str:
    if judgement.outcome is False or gap:
        return "not_eligible"
    if not judgement.met:
        return "not_assessed" if not judgement.missing else "need_info"
    return "eligible" if judgement.outcome else "need_info"


def version_gap(measure: Measure, facts: Facts, today: date) -> str | None:
    """Return a sentence when the date that chooses the version lies outside it; None when inside or not known."""
    chooser = measure.data.get("version_by")
    if not chooser:
        return None
    value = today.isoformat() if chooser == "today" else facts.get(chooser)
    if value is None:
        return None
    first, last = date_span(str(value))
    start, end = measure.data.get("valid_from"), measure.data.get("valid_to")
    if start and last < start:
        return f"这一条从{start}起才适用"
    if end and first > end:
        return f"这一条只适用到{end}"
    return None


def is_past_target(measure: Measure, today: date) -> bool:
    """Return whether a target's year is over."""
    return measure.wording == "target" and measure.data.get("target_year", today.year) < today.year


def missing_facts(assessments: list[Assessment]) -> list[str]:
    """Return the facts that would change the answer, those that most measures lack first."""
    counts: dict[str, int] = {}
    for assessment in assessments:
        if assessment.eligibility != "not_eligible":
            for fact, _ in assessment.judgement.missing:
                counts[fact] = counts.get(fact, 0) + 1
    return sorted(counts, key=lambda fact: -counts[fact])
