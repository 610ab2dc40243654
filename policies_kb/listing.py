"""What a family can get: everything that holds in its place and may concern it, sure things first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import Assessment, assess, derive
from policies_kb.model import INSTITUTIONS
from policies_kb.places import coverage_lead, holding_region, place_buttons, short_name
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn
from policies_kb.wording import cite, headline

MOST_LISTED = 8
MARK = {"eligible": "符合", "need_info": "还要看条件", "not_assessed": "看条件"}
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def answer_with_list(turn: Turn, base: KnowledgeBase, today: date) -> Outcome:
    """List what a family in its place can ask for; asks for the place first when it is not known."""
    context = Context(turn.region, dict(turn.facts), turn.question, "ask_list", [], [], turn.region is None)
    if turn.region is None:
        text = ["能享受哪些，要看您在哪里。您家在哪里？"]
        return make_answer("clarify", text, base, today, None, (), ["region"], place_buttons()), context, {}
    stage = stage_of(turn.facts, today)
    if turn.intent == "ask_more" and turn.context.intent == "ask_list":
        ranked = [
            assess(base.measures[name], turn.facts, base, today) for name in turn.context.more if name in base.measures
        ]
    else:
        told = turn.context.measures if turn.intent == "ask_more" else []
        ranked = [
            item for item in rank_for_family(turn.region, turn.facts, stage, base, today) if item.measure.id not in told
        ]
    if not ranked:
        return make_answer("not_covered", ["能问到的都列完了。"], base, today, turn.region), context, {}
    chosen, rest = ranked[:MOST_LISTED], ranked[MOST_LISTED:]
    context.measures = [item.measure.id for item in chosen[:1]]
    context.more = [item.measure.id for item in rest]
    lines = [
        *coverage_lead(base, turn.region),
        f"{short_name(base, turn.region)}能问到的，先看这{len(chosen)}项（不能加成一个总数）：",
    ]
    lines += [line for number, item in enumerate(chosen, 1) for line in _entry(number, item)]
    if rest:
        lines.append(f"另外还有{len(rest)}项，说“还有别的吗”接着看。")
    lines.append("告诉我第几个孩子、孩子出生年月、户口在哪里，可以挑得更准。也可以打12345问。")
    answer = make_answer(
        "answer",
        lines,
        base,
        today,
        holding_region(base, turn.region),
        chosen,
        suggestions=["还有别的吗"] if rest else (),
    )
    return answer, context, {"stage": stage, "facts": dict(turn.facts)}


def _entry(number: int, item: Assessment) -> list[str]:
    measure = item.measure
    mark = MARK.get(item.eligibility, "")
    return [f"{number}．【{mark}】{headline(measure)}（{cite(measure.document, measure.clause)}）"]


def stage_of(facts: Mapping[str, Any], today: date) -> str | None:
    """Return the stage of the family that the facts tell of; None when they tell of none."""
    known = derive(facts, today)
    if known.get("special_family"):
        return "special"
    if known.get("pregnant") is True:
        return "pregnant"
    age = known.get("child_age")
    if age is None:
        return "planning" if known.get("pregnant") is False else None
    bounds = ((1, "baby"), (3, "toddler"), (6, "kindergarten"))
    return next((name for bound, name in bounds if age < bound), "school")


def rank_for_family(
    region: str, facts: Mapping[str, Any], stage: str | None, base: KnowledgeBase, today: date
) -> list[Assessment]:
    """Return the assessments of all entitlements of families in a region that are not ruled out, most telling first."""
    chain = base.regions.chain(region)
    wanted = read_vocabulary("stages").get(stage, [])
    ranked = []
    for measure in base.measures.values():
        family = any(name not in INSTITUTIONS for name in measure.audience)
        if not measure.data.get("entitlement") or not family or measure.document.region not in chain:
            continue
        item = assess(measure, facts, base, today)
        if item.eligibility == "not_eligible" or (measure.benefit.topic == "special" and stage != "special"):
            continue
        if stage and measure.benefit.id not in wanted:
            continue
        score = (
            2 * (item.eligibility == "eligible")
            + bool(item.judgement.met)
            + measure.has_figure
            + (measure.amount.get("unit") in ("元", "天"))
        )
        score += 1 - chain.index(measure.document.region) / len(chain)
        ranked.append((score - 0.05 * (wanted.index(measure.benefit.id) if stage else 0), item))
    return [item for _, item in sorted(ranked, key=lambda pair: -pair[0])]
