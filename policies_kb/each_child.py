"""One measure for several children of a family: worked out for each by its own birth, and added up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import Assessment, assess
from policies_kb.children import OWN, Child, children_in
from policies_kb.figures import Figure, show
from policies_kb.model import Measure
from policies_kb.places import holding_region
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn
from policies_kb.wording import (
    CHECK_FIRST,
    ask_line,
    condition_lines,
    figures_lead,
    headline,
    outcome_lines,
    source_line,
    working_lines,
)
from policies_kb.work import Step

BIRTH = "child_birth_date"
MOST_CONDITIONS = 4
WHOLE, WHOLE_FAMILY = "合计", "几个孩子一共"
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def children_told(turn: Turn, measure: Measure, base: KnowledgeBase, today: date) -> tuple[Turn, list[Child]]:
    """Return the children for whom a measure is to be worked out apart; none where it does not hang on a birth.

    A turn that asks for one of them (老大总共能拿多少) gets that child's facts, and nothing is worked out apart.
    """
    if (measure.data.get("payout") or {}).get("from") != BIRTH:
        return turn, []
    children = [] if turn.reading.corrects else children_in(turn.text, base, today)
    asked = turn.reading.facts.get("child_order")
    one = [facts for facts in turn.context.children if facts.get("child_order") == asked]
    if not children and len(one) == 1:
        return replace(turn, facts={**turn.facts, **one[0], **turn.reading.facts}), []
    return turn, children


def answer_each_child(
    turn: Turn, measure: Measure, children: Sequence[Child], lead: Sequence[str], base: KnowledgeBase, today: date
) -> Outcome:
    """Answer with one measure for every child of a family."""
    shared = {name: value for name, value in turn.facts.items() if name not in OWN}
    judged = [(child, assess(measure, {**shared, **child.facts}, base, today)) for child in children]
    holding = [one for _, one in judged if one.eligibility != "not_eligible" and not one.judgement.silent]
    each = [line for child, one in judged for line in (f"◆ {child.label}", *_lines_of(one, base))]
    whole = _whole(holding)
    for child, one in judged:
        one.work.results[:] = [replace(figure, label=f"{child.name}{figure.label}") for figure in one.work.results]
    opening = [f"{measure.title}：{WHOLE_FAMILY}{whole[0]}。"] if whole else []
    lines = [*lead, *opening, headline(measure), "一个孩子一个孩子地算：", *each]
    if whole:
        figure, step = whole
        holding[0].work.results.insert(0, figure)
        holding[0].work.steps.append(step)
        lines.append(f"几个孩子加起来：{step.text}。")
    lines += condition_lines(holding[0], MOST_CONDITIONS) if holding else []
    lines += [CHECK_FIRST] if measure.needs_checking else []
    lines += [source_line(measure), ask_line(measure)]
    region = holding_region(base, turn.region) if turn.region else None
    rest = [one for _, one in judged if one not in holding]
    answer = make_answer("answer", lines, base, today, region, [*holding, *rest])
    context = Context(
        turn.region, {**shared, "children_count": len(children)}, turn.question, "ask_policy", [measure.id]
    )
    context.children = [child.facts for child in children]
    return answer, context, {"children": [child.facts for child in children]}


def _lines_of(one: Assessment, base: KnowledgeBase) -> list[str]:
    if one.eligibility == "not_eligible" or one.judgement.silent:
        return outcome_lines(one)
    lead = figures_lead(one)
    return [*([lead] if lead else []), *working_lines(one, base.measure)]


def _whole(holding: Sequence[Assessment]) -> tuple[Figure, Step] | None:
    """Return the sum over all children and how it comes about; None where it is no exact sum."""
    sums = [next((one for one in held.work.results if one.label == WHOLE), None) for held in holding]
    if len(sums) < 2 or any(one is None or one.max is not None or one.bound != "exact" for one in sums):
        return None
    values = [one.value for one in sums if one]
    total, unit = sum(values), sums[0].unit if sums[0] else ""
    text = f"{' + '.join(show(value) for value in values)} = {show(total)}{unit}"
    figure = Figure(WHOLE_FAMILY, total, unit, None, computed=True)
    return figure, Step(text, holding[0].measure.id, total, unit)
