"""What a family with several children can get, child by child."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.children import OWN, Child
from policies_kb.entitlements import Household, Item, judged_list
from policies_kb.list_wording import NO_SUM, in_order, list_lines
from policies_kb.places import coverage_lead, holding_region, short_name
from policies_kb.store import KnowledgeBase
from policies_kb.turns import LIST, Context, Turn

MOST_OF_A_CHILD = 5
MOST_SURE_OF_A_CHILD = 3
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def answer_child_by_child(turn: Turn, children: Sequence[Child], base: KnowledgeBase, today: date) -> Outcome:
    """List for every child what the family can ask for on its account; the place is known."""
    shared = {name: value for name, value in turn.facts.items() if name not in OWN}
    shared["children_count"] = max(len(children), shared.get("children_count", 0))
    lines, shown, rest = [*coverage_lead(base, turn.region), _lead(turn, base)], [], []
    for child in children:
        household = Household(turn.region, {**shared, **child.facts}, declined=tuple(turn.context.declined))
        judged = judged_list(household, base, today)
        page = in_order([*judged.sure[:MOST_SURE_OF_A_CHILD], *judged.open][:MOST_OF_A_CHILD])
        shown += page
        rest += [item.measure.id for item in judged.items if item not in page]
        listed = [line for line in list_lines(page, household, base) if line != NO_SUM]
        lines += [f"◆ {child.label}", *(listed or ["没有另外能问到的。"])]
    answer = make_answer(
        "answer",
        [*lines, NO_SUM],
        base,
        today,
        holding_region(base, turn.region),
        [item.assessment for item in _once(shown)],
    )
    told = {item.measure.id for item in shown}
    more = [name for name in dict.fromkeys(rest) if name not in told]
    context = Context(turn.region, shared, turn.question, LIST, [item.measure.id for item in shown[:1]], more)
    return answer, context, {"children": [child.facts for child in children]}


def _lead(turn: Turn, base: KnowledgeBase) -> str:
    return f"{short_name(base, turn.region)}（连同省里和全国的），一个孩子一个孩子地看："


def _once(items: Sequence[Item]) -> list[Item]:
    """Return the items without those that come to the same for another child."""
    told = {(item.measure.id, item.stands, tuple(map(str, item.assessment.work.results))): item for item in items}
    return list(told.values())
