"""The Answer of a call: the same object, from the same library entries, as the chat's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import Assessment, assess, worked_out_first
from policies_kb.assistant import Assistant
from policies_kb.entitlements import Household, JudgedList, judged_list, speaks_for_institution
from policies_kb.next_question import question_for, telling_facts
from policies_kb.places import NATION, coverage_lead, holding_region
from policies_kb.store import KnowledgeBase
from policies_kb.together import add_together
from policies_kb.turns import Context
from policies_kb.wording import spelled_out
from web.staff.caller import Caller, listen

MOST_ASKED = 4
MOST_MEASURES = 8
ASKS_NOTHING = ("emergency", "smalltalk", "handoff")


@dataclass(frozen=True)
class Judged:
    """An Answer for a caller. `leading` are the ids of the measures it spells out, `beside` those that say the same."""

    answer: Mapping[str, Any]
    caller: Caller
    leading: tuple[str, ...]
    beside: tuple[str, ...]


def answer_words(text: str, caller: Caller, assistant: Assistant, today: date) -> Judged:
    """Answer a sentence of the caller's as the chat would, with all that is known of the household."""
    heard = listen(text, caller, assistant.base, today)
    context = Context(region=heard.region, facts=dict(heard.facts)).as_dict()
    reply = assistant.reply(text, context=context)
    after = Context.of(reply.context)
    held = [measure["id"] for measure in reply.answer["measures"]]
    leading = tuple(name for name in after.measures if name in held) or tuple(held)
    beside = tuple(name for name in held if name not in leading)
    caller = Caller(after.region or heard.region, heard.facts | after.facts)
    return Judged(reply.answer, caller, leading, beside)


def answer_measures(
    leading: Sequence[str], beside: Sequence[str], caller: Caller, base: KnowledgeBase, today: date
) -> Judged:
    """Answer with measures that were chosen, judged for the caller. Their ids must be known."""
    spelled = [assess(base.measures[name], caller.facts, base, today) for name in leading]
    add_together(spelled, caller.facts)
    spelled = worked_out_first(spelled)
    same = [assess(base.measures[name], caller.facts, base, today) for name in beside]
    region = holding_region(base, caller.region) if caller.region else NATION
    lines = [*coverage_lead(base, caller.region), *_lines(spelled, base)]
    answer = make_answer("answer", lines, base, today, region, [*spelled, *same])
    return Judged(answer, caller, tuple(leading), tuple(beside))


def _lines(spelled: Sequence[Assessment], base: KnowledgeBase) -> list[str]:
    several = len(spelled) > 1
    return [
        line
        for number, one in enumerate(spelled, 1)
        for line in spelled_out(one, base.measure, f"{number}．" if several else "", brief=several and number > 1)
    ]


def still_to_ask(answer: Mapping[str, Any], caller: Caller, base: KnowledgeBase) -> list[dict[str, Any]]:
    """Return the questions that would settle the answer, most telling first: fact, question, buttons' values."""
    if answer["kind"] in ASKS_NOTHING:
        return []
    missing = [name for name in answer["missing_facts"] if name not in caller.facts and name in base.facts]
    if caller.region is None:
        missing = ["region", *(name for name in missing if name != "region")]
    household = Household(caller.region or NATION, caller.facts)
    return [_question(name, household, base) for name in dict.fromkeys(missing)][:MOST_ASKED]


def _question(name: str, household: Household, base: KnowledgeBase) -> dict[str, Any]:
    ask = base.facts[name]["ask"] if name == "region" else question_for(name, household, base)[0]
    return {"fact": name, "ask": ask, "say": base.facts[name]["say"]}


def family_list(caller: Caller, base: KnowledgeBase, today: date) -> tuple[JudgedList, list[dict[str, Any]]]:
    """Return what the caller's household can get, and the facts that would settle most of it; its place is known."""
    household = Household(caller.region or NATION, caller.facts, speaks_for_institution("", caller.facts))
    judged = judged_list(household, base, today)
    telling = telling_facts(household, base, today, [item.measure.id for item in judged.open])
    return judged, [_question(name, household, base) for name in telling[:MOST_ASKED]]
