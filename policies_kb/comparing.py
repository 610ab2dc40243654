"""The same question side by side: for several places, or for several children and days in one place."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import Assessment, assess
from policies_kb.choosing import choose, with_referred
from policies_kb.finding import Finder, Question
from policies_kb.model import Measure
from policies_kb.places import coverage_lead, holding_region, lacks, short_name
from policies_kb.reading import Reading, read
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn
from policies_kb.wording import figures_lead, headline, source_line

MOST_SIDES = 3
COMPARED = ("child_order", "births_at_once", "child_birth_date", "marriage_date", "kindergarten_kind", "nursery_kind")
GOES_WITH = {"child_order": ("children_count", "minor_children_count", "has_given_birth")}
"""Facts that follow from a compared one and were read from the words of one side only."""
CALLED = {"child_birth_date": "出生的", "marriage_date": "登记的"}
SIDE_BY_SIDE = re.compile(
    r"区别|不同|不一样|一样|哪个|哪种|哪边|谁[多高长]|[相对]比|多多少|相差|差(?:多少|几)|各[是补给有领发拿能可]?|分别"
)
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


@dataclass(frozen=True)
class Side:
    """One of the cases that are set side by side: how it is called, the facts that hold for it, the question for it."""

    label: str
    facts: Mapping[str, Any]
    question: str
    assessments: list[Assessment] = field(default_factory=list)


def places_to_compare(turn: Turn) -> list[str]:
    """Return the covered places that a message sets side by side; fewer than two when it compares nothing."""
    if turn.region is None or not turn.reading.other_regions:
        return []
    return list(dict.fromkeys([turn.region, *turn.reading.other_regions]))[:MOST_SIDES]


def answer_comparing(turn: Turn, places: list[str], base: KnowledgeBase, finder: Finder, today: date) -> Outcome:
    """Answer a question for several places: the best measure of each, or that the place's documents have none."""
    lines, assessments = ["各说各的，两边的数不能混着用："], []
    for region in places:
        found = [item for item in finder.rank(Question(turn.question, region, turn.facts)).here if item.sure]
        local = {document.id for document in base.local_documents(region)}
        best = next((item for item in found if item.measure.document.id in local), None)
        if best is None:
            lines.append(f"{short_name(base, region)}：收录的文件里没有找到这一项。")
            continue
        assessments.append(assess(best.measure, turn.facts, base, today))
        lines += [f"{short_name(base, region)}：{headline(best.measure)}", source_line(best.measure)]
    context = Context(
        places[0], dict(turn.facts), turn.question, "ask_compare", [item.measure.id for item in assessments]
    )
    answer = make_answer("answer" if assessments else "not_covered", lines, base, today, places[0], assessments)
    return answer, context, {"places": places}


def sides_to_compare(turn: Turn, base: KnowledgeBase, today: date) -> list[Side]:
    """Return the cases that a message sets side by side in one place: two orders, two days; empty when it does not."""
    reading = read(turn.question, base.regions, today, base.covered) if turn.answers_pending else turn.reading
    if turn.region is None or reading.corrects or not SIDE_BY_SIDE.search(turn.question):
        return []
    fact = next((name for name in COMPARED if name in reading.several), None)
    return list(_sides(fact, reading, turn, base)) if fact else []


def _sides(fact: str, reading: Reading, turn: Turn, base: KnowledgeBase) -> Iterator[Side]:
    entry, values = base.facts[fact], dict(list(reading.several[fact].items())[:MOST_SIDES])
    labels = {**entry.get("values", {}), **entry.get("buttons", {})}
    shared = {name: value for name, value in turn.facts.items() if name not in GOES_WITH.get(fact, ())}
    for value, words in values.items():
        question = turn.question
        for other in values.values():
            question = question.replace(other, words)
        yield Side(labels.get(value, words + CALLED.get(fact, "")), {**shared, fact: value}, question)


def answer_sides(turn: Turn, sides: Sequence[Side], base: KnowledgeBase, finder: Finder, today: date) -> Outcome:
    """Answer a question for several cases in one place: what each has for itself, and what is the same for all."""
    for measure in _measures_compared(turn, sides, base, finder):
        for side in sides:
            side.assessments.append(assess(measure, side.facts, base, today))
    everywhere = _same_for_all(sides)
    lines = [*coverage_lead(base, turn.region), "各是各的，不能加在一起："]
    for side in sides:
        lines += _side_lines(side, everywhere)
    for one in everywhere.values():
        lines += [f"不管哪一种都有：{headline(one.measure)}", source_line(one.measure)]
    shown = _shown(sides)
    if not shown:
        lines = [lacks(base, turn.region, "这一项"), "可以打12345核实。"]
    region = holding_region(base, turn.region)
    context = Context(turn.region, dict(turn.facts), turn.question, "ask_compare", [one.measure.id for one in shown])
    answer = make_answer("answer" if shown else "not_covered", lines, base, today, region, shown)
    return answer, context, {"sides": [side.label for side in sides]}


def _measures_compared(turn: Turn, sides: Sequence[Side], base: KnowledgeBase, finder: Finder) -> list[Measure]:
    """Return the measures that the whole question or more than one side of it is about, one of each kind and side."""
    whole = _chosen(finder, Question(turn.question, turn.region, {}), base)
    of_sides = [_chosen(finder, Question(side.question, turn.region, side.facts), base) for side in sides]
    times = Counter(benefit for found in of_sides for benefit in {measure.benefit.id for measure in found})
    asked = {measure.benefit.id for measure in whole} | {benefit for benefit, count in times.items() if count > 1}
    kept: dict[str, Measure] = {}
    for found in [*of_sides, whole]:
        first_of_kind = {(m.benefit.id, m.data.get("valid_to")): m for m in reversed(found)}  # of each time, too
        kept |= {m.id: m for (benefit, _), m in first_of_kind.items() if benefit in asked and m.id not in kept}
    return list(kept.values())


def _chosen(finder: Finder, question: Question, base: KnowledgeBase) -> list[Measure]:
    found = [item for item in finder.rank(question).here if item.sure]
    return [item.measure for item in choose(with_referred(found, base))[0]] if found else []


def _same_for_all(sides: Sequence[Side]) -> dict[str, Assessment]:
    """Return the measures that come to the same for every side."""
    outcomes: dict[str, list[tuple[bool, str]]] = {}
    kept: dict[str, Assessment] = {}
    for side in sides:
        for one in side.assessments:
            kept[one.measure.id] = one
            outcomes.setdefault(one.measure.id, []).append(_outcome(one))
    alike = {name for name, found in outcomes.items() if len(found) == len(sides) and len(set(found)) == 1}
    return {name: one for name, one in kept.items() if name in alike and _holds(one)}


def _holds(one: Assessment) -> bool:
    return one.eligibility != "not_eligible"


def _outcome(one: Assessment) -> tuple[bool, str]:
    return _holds(one), "，".join(str(result) for result in one.work.results)


def _side_lines(side: Side, everywhere: Mapping[str, Assessment]) -> list[str]:
    """Return what a side has for itself; where it has nothing, the condition that it fails."""
    own = [one for one in side.assessments if _holds(one) and one.measure.id not in everywhere]
    lines = []
    for one in own:
        lines += [f"{side.label}：{figures_lead(one) or ''}{headline(one.measure)}", source_line(one.measure)]
    failed = next((one for one in side.assessments if not _holds(one)), None)
    if not own and failed:
        why = failed.version_gap or failed.judgement.failed[0]
        lines = [f"{side.label}：没有“{failed.measure.title}”这一项，要求是“{why}”。", source_line(failed.measure)]
    return lines or [f"{side.label}：没有另外的，见下面。"]


def _shown(sides: Sequence[Side]) -> list[Assessment]:
    """Return the assessments of all sides: a measure once for each outcome, those that hold first."""
    shown = {(one.measure.id, *_outcome(one)): one for side in sides for one in side.assessments}
    held = {one.measure.id for one in shown.values() if _holds(one)}
    return [one for one in shown.values() if _holds(one) or one.measure.id not in held]
