"""Choosing among the measures found: what to spell out, what says the same, what a place certainly lacks."""

from collections.abc import Mapping, Sequence

from policies_kb.finding import Found
from policies_kb.model import Benefit, Measure
from policies_kb.places import NATION, coverage_lead, holding_region, lacks, region_size, short_name
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Turn

MOST_SPELLED_OUT = 3
FAR_BETTER = 1.25
AS_GOOD = 0.8
CLOSE_BEHIND = 0.7
AS_CLOSE = 0.95
PLAINLY = 0.6


def with_referred(found: list[Found], base: KnowledgeBase) -> list[Found]:
    """Return the list led by the measure that has the whole figure.

    That is the one that the best only refers to (a plan that points to the province's regulation), or the sum that
    takes the best in (a province's maternity leave takes in the days for twins).
    """
    found = _nearest_first(found)
    best = found[0]
    sums = [item.measure for item in found[1:] if best.measure.id in _taken_in_by(item.measure)]
    links = [link["measure"] for link in best.measure.data.get("relates", []) if link["how"] == "refers_to"]
    referred = [] if best.measure.has_figure else [base.measures[name] for name in links]
    taken_in = {name for measure in referred for name in _taken_in_by(measure)}
    referred.sort(key=lambda measure: measure.id in taken_in)  # a province's whole before the nation's part of it
    for target in [*sums, *(m for m in referred if m.has_figure and of_one_thing(m, best.measure))]:
        return [Found(target, best.score, best.signals), *(item for item in found if item.measure is not target)]
    return found


def of_one_thing(one: Measure, other: Measure) -> bool:
    """Whether two measures are about the same benefit, or stand in one clause."""
    return one.benefit is other.benefit or (one.document is other.document and one.clause == other.clause)


def _nearest_first(found: list[Found]) -> list[Found]:
    """Return the list led by the place's own figure where the best is the nation's for the same or a near benefit."""
    best = found[0]
    if best.measure.document.region != NATION or not best.measure.has_figure:
        return found
    for item in found[1:]:
        own = item.measure.document.region != NATION and item.measure.has_figure
        same = item.measure.benefit is best.measure.benefit
        near = item.measure.benefit.id in best.measure.benefit.near
        if own and (same or near) and item.score >= (CLOSE_BEHIND if same else AS_CLOSE) * best.score:
            return [item, *(other for other in found if other is not item)]
    return found


def _taken_in_by(measure: Measure) -> set[str]:
    return {extra["measure"] for extra in measure.amount.get("extras", [])} | built_upon_by(measure)


def choose(found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
    """Return the measures to spell out, and those of other documents that say the same as one of them.

    Spelled out are the best and those close to it that are about the same thing.
    """
    best = found[0]
    chosen, same = [best], []
    for item in found[1:10]:
        if item.measure.id in built_upon_by(best.measure):
            same.append(item)
        elif item.measure.id in _replaced(best.measure):
            continue
        elif any(_says_the_same(item.measure, other.measure) for other in chosen):
            same.append(item)
        elif len(chosen) < MOST_SPELLED_OUT and item.score >= _closeness(best.measure, item.measure) * best.score:
            chosen.append(item)
    return chosen, same[:2]


def _nearer(one: Measure, other: Measure) -> bool:
    """Whether one measure's document is of a smaller region inside the other's."""
    return one.document.region != other.document.region and region_size(one.document.region) < region_size(
        other.document.region
    )


def built_upon_by(measure: Measure) -> set[str]:
    """Return the measures whose figures a sum takes in."""
    return {part["measure"] for part in measure.amount.get("parts", []) if "measure" in part}


def _replaced(measure: Measure) -> set[str]:
    return {link["measure"] for link in measure.data.get("relates", []) if link["how"] == "replaces"}


def _closeness(best: Measure, other: Measure) -> float:
    """Return how near to the best score another measure must come to be spelled out beside it."""
    akin = best.benefit is other.benefit or (other.has_figure and other.benefit.id in best.benefit.near)
    if akin and _nearer(other, best):
        return 0.6
    same_clause, same_benefit = (
        best.document is other.document and best.clause == other.clause,
        best.benefit is other.benefit,
    )
    if same_benefit:
        return 0.64 if best.has_figure and other.has_figure else 0.76 if same_clause else 0.85
    return 0.9 if same_clause else float("inf")


def _says_the_same(one: Measure, other: Measure) -> bool:
    """Whether two measures of different documents give the same figure for the same benefit."""
    return (
        one.document is not other.document
        and one.benefit is other.benefit
        and one.has_figure
        and one.amount.get("value", one.amount.get("kind")) == other.amount.get("value", other.amount.get("kind"))
    )


def what_the_place_has(
    turn: Turn, found: list[Found], best: Found | None, named: Mapping[str, float], base: KnowledgeBase
) -> tuple[list[str], list[Found]]:
    """Return a sentence that the place's documents do not have what is asked for, and what is near to it.

    named tells how plainly the question names each benefit. It is certain when `best`, another place's measure, fits
    the question far better than anything that holds here. Otherwise the lead only says which documents are held, and
    `found` is returned as it is.
    """
    region = turn.region
    lead = coverage_lead(base, region)
    if not region or turn.national_only or not base.local_documents(region):
        return lead, found
    if best is None or not best.sure or not _fits_better(best, found, named):
        return lead, found
    benefit = best.measure.benefit
    own = [item for item in found if item.measure.benefit is benefit]
    if own and (lead or own[0] is not found[0] or _held_for(region, benefit, base)):
        return lead, [*own, *(item for item in found if item.measure.benefit is not benefit)]
    if own:
        held = short_name(base, holding_region(base, region))
        return [f"{held}的文件里没有写{benefit.name}，全国都适用的是："], found
    nearby = [item for item in found if item.measure.benefit.id in benefit.near]
    nearby.sort(key=lambda item: item.measure.document.region == NATION or not item.measure.has_figure)
    return [lacks(base, region, benefit.name) + ("相近的有：" if nearby else "")], nearby


def _held_for(region: str, benefit: Benefit, base: KnowledgeBase) -> bool:
    """Whether a document of the place, or of its city or province, has a measure of the benefit."""
    chain = base.regions.chain(region)[:-1]
    return any(m.benefit is benefit and m.document.region in chain for m in base.measures.values())


def _fits_better(other: Found, found: list[Found], named: Mapping[str, float]) -> bool:
    """Whether another place's measure fits far better than what was found here.

    As well is enough where here only the nation has the same benefit, or only what is near to the one that is named.
    """
    here, benefit = found[0], other.measure.benefit
    only_national = (
        here.measure.document.region == NATION and other.measure.has_figure and here.measure.benefit is benefit
    )
    kinds = {item.measure.benefit.id for item in found}
    asked_for = named.get(benefit.id, 0.0) >= PLAINLY and here.measure.benefit.id not in named
    only_near = asked_for and benefit.id not in kinds and bool(kinds & set(benefit.near))
    return other.score >= (AS_GOOD if only_national or only_near else FAR_BETTER) * here.score
