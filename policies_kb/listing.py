"""A list in a conversation: what a family can get, page by page, and the one question that settles most of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from policies_kb.answer import make_answer, put_around
from policies_kb.entitlements import Household, Item, JudgedList, judged_list, speaks_for_institution
from policies_kb.list_wording import in_order, list_lines
from policies_kb.next_question import question_for, telling_facts
from policies_kb.places import coverage_lead, holding_region, place_buttons, short_name
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn

MOST_LISTED = 6
MOST_SURE = 4  # while something hangs on a fact: what is asked must be seen
MOST_MISSED_AT_FIRST = 2
MOST_SERVICES_AT_FIRST = 2
MORE = "还有别的吗"
SKIP = "跳过"
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def answer_with_list(turn: Turn, base: KnowledgeBase, today: date) -> Outcome:
    """List what a family in its place can ask for; asks for the place first when it is not known."""
    context = _context(turn)
    if turn.region is None:
        text = ["能享受哪些，要看您在哪里。您家在哪里？"]
        return make_answer("clarify", text, base, today, None, (), ["region"], place_buttons()), context, {}
    household = Household(
        turn.region,
        dict(turn.facts),
        speaks_for_institution(context.question or "", turn.facts),
        tuple(context.declined),
    )
    judged = judged_list(household, base, today)
    items, fresh = _still_to_say(turn, judged)
    if not items:
        context.asked, context.measures = turn.context.asked, turn.context.measures
        return make_answer("not_covered", ["能问到的都列完了。"], base, today, turn.region), context, {}
    page = in_order(_first_page(items))
    rest = [item for item in items if item not in page]
    context.measures = [item.measure.id for item in page[:1]]
    context.more = [item.measure.id for item in rest]
    telling = telling_facts(household, base, today, [item.measure.id for item in judged.open])
    context.asked = telling[0] if telling else None
    context.pending = context.asked is not None
    return _answer(household, page, rest, telling, fresh, base, today), context, _trace(household, page)


def reminded(answer: dict[str, Any], after: Context, base: KnowledgeBase) -> dict[str, Any]:
    """Return an Answer that lies between two pages of a list with a line on what the list still waits for."""
    if answer["kind"] != "answer" or not after.paused or not after.region:
        return answer
    ask, _ = question_for(after.paused["asked"], Household(after.region, after.facts), base)
    return put_around(answer, (), [f"（刚才的清单还等您一句：{ask}说了就接着列。）"], ())


def _context(turn: Turn) -> Context:
    listing = turn.context.intent == "ask_list" and turn.context.question
    question = turn.context.question if listing else turn.question
    context = Context(turn.region, dict(turn.facts), question, "ask_list", pending=turn.region is None)
    context.declined = list(dict.fromkeys([*turn.context.declined, *turn.declined]))
    return context


def _still_to_say(turn: Turn, judged: JudgedList) -> tuple[list[Item], bool]:
    """Return what is to be listed now, and whether the list begins anew."""
    if turn.intent != "ask_more":
        return judged.items, True
    if turn.context.intent == "ask_list":
        return [item for item in judged.items if item.measure.id in turn.context.more], False
    return [item for item in judged.items if item.measure.id not in turn.context.measures], False


def _first_page(items: Sequence[Item]) -> list[Item]:
    """Return the items of one message: sure ones first, with room for what hangs on a fact and for near misses."""
    if len(items) <= MOST_LISTED:
        return list(items)
    by_standing = {name: [item for item in items if item.stands == name] for name in ("sure", "open", "not")}
    missed = by_standing["not"][:MOST_MISSED_AT_FIRST]
    room = MOST_LISTED - len(missed)
    sure = _with_figures_first(by_standing["sure"], by_standing["open"])
    sure = sure[: max(MOST_SURE, room - len(by_standing["open"]))][:room]
    chosen = [*sure, *by_standing["open"][: room - len(sure)], *missed]
    left = [item for item in [*by_standing["open"], *by_standing["sure"], *by_standing["not"]] if item not in chosen]
    return [*chosen, *left[: MOST_LISTED - len(chosen)]]


def _with_figures_first(sure: Sequence[Item], undecided: Sequence[Item]) -> list[Item]:
    """Return the sure items of a first page: services without a figure do not crowd out money that hangs on a fact."""
    priced = [item for item in sure if item.measure.has_figure]
    services = [item for item in sure if not item.measure.has_figure]
    crowded = any(item.measure.has_figure for item in undecided)
    return [*priced, *(services[:MOST_SERVICES_AT_FIRST] if crowded else services)]


def _answer(
    household: Household,
    page: list[Item],
    rest: list[Item],
    telling: list[str],
    fresh: bool,
    base: KnowledgeBase,
    today: date,
) -> dict[str, Any]:
    whom = "机构" if household.institution else "您家"
    place, look = short_name(base, household.region), "先看" if fresh else "再看"
    lead = f"{place}（连同省里和全国的），{whom}能问到的，{look}这{len(page)}项："
    lines = [*coverage_lead(base, household.region), lead, *list_lines(page, household, base)]
    if rest:
        lines.append(f"另外还有{len(rest)}项，说“{MORE}”接着看。")
    buttons: list[tuple[str, str]] = []
    if telling:
        ask, buttons = question_for(telling[0], household, base)
        lines.append(f"{ask}（说了能定下更多；不想说就回“{SKIP}”）")
        buttons = [*buttons, (SKIP, SKIP)]
    return make_answer(
        "answer",
        lines,
        base,
        today,
        holding_region(base, household.region),
        [item.assessment for item in page],
        telling,
        buttons,
        [MORE] if rest else (),
    )


def _trace(household: Household, page: Sequence[Item]) -> dict[str, Any]:
    return {
        "facts": dict(household.facts),
        "declined": list(household.declined),
        "listed": [{"measure": item.measure.id, "stands": item.stands} for item in page],
    }
