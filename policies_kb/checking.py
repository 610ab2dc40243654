"""Checking one measure with a person, fact by fact: what to ask for next, and what an answer comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.answer import make_answer, put_around
from policies_kb.assessing import Assessment, assess
from policies_kb.entitlements import Household, speaks_for_institution
from policies_kb.next_question import asked_as, may_be_asked, question_for, values_to_try
from policies_kb.places import holding_region
from policies_kb.regions import NATION
from policies_kb.small_words import branches
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn
from policies_kb.wording import ask_line, figures_lead, headline, outcome_lines, source_line, working_lines

CLEARER = 0.1  # what an answer counts that only leaves less open, beside one that settles the measure
SKIP = "跳过"
MOST_GAPS = 3
OTHER_SIDES = ("ask_who", "ask_basis", "ask_how_to_apply", "ask_status")
"""Intents that ask for something else than what the household gets."""
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


@dataclass(frozen=True)
class Offer:
    """The next question for a measure: the fact, the line that asks for it, buttons (title, message)."""

    fact: str
    line: str
    buttons: list[tuple[str, str]]


def offer_for(one: Assessment, intent: str, turn: Turn, base: KnowledgeBase, today: date) -> Offer | None:
    """Return the question that would settle most of a measure; None when nothing told yet bears on it.

    Nothing is asked either where every answer comes to the same, or where the measure is no right.
    """
    if one.eligibility != "need_info" or one.measure.wording != "binding" or intent in OTHER_SIDES:
        return None
    declined = tuple(dict.fromkeys([*turn.context.declined, *turn.declined]))
    household = Household(
        turn.region or NATION, dict(turn.facts), speaks_for_institution(turn.question, turn.facts), declined
    )
    if bool(one.measure.for_institutions) != household.institution:
        return None
    fact = _most_telling(one, household, base, today)
    if fact is None:
        return None
    ask, buttons = question_for(fact, household, base, [one.measure.id])
    return Offer(fact, f"想核对合不合条件，就接着说：{ask}（不想说回“{SKIP}”）", [*buttons, (SKIP, SKIP)])


def _most_telling(one: Assessment, household: Household, base: KnowledgeBase, today: date) -> str | None:
    """Return the fact whose answers settle the measure most often; None when no answer changes anything."""
    scores = {}
    for fact in dict.fromkeys(asked_as(fact) for fact, _ in one.judgement.missing):
        values = values_to_try(fact, household, base, today, [one.measure.id]) if may_be_asked(fact, household) else []
        scores[fact] = _settles(one, fact, values, household.facts, base, today)
    best = max(scores, key=lambda fact: scores[fact], default=None)
    return best if best and scores[best] > 0 else None


def _settles(
    one: Assessment, fact: str, values: Sequence[Any], facts: Mapping[str, Any], base: KnowledgeBase, today: date
) -> float:
    """Return how far the answers settle the measure, on the average; 0 when they all come to the same."""
    told = [assess(one.measure, {**facts, fact: value}, base, today) for value in values]
    if len({(after.eligibility, len(after.judgement.missing), _figures(after)) for after in told}) < 2:
        return 0.0
    lacks = len(one.judgement.missing)
    settled = [
        1 if after.eligibility != "need_info" else CLEARER * (len(after.judgement.missing) < lacks) for after in told
    ]
    return sum(settled) / len(told)


def _figures(one: Assessment) -> tuple[str, ...]:
    return tuple(str(figure) for figure in one.work.results)


def answer_checked(turn: Turn, base: KnowledgeBase, today: date) -> Outcome:
    """Go on with the measure that a fact was asked for: what it comes to now, and the next question if there is one."""
    before = turn.context
    shown = [assess(base.measures[name], turn.facts, base, today) for name in before.measures if name in base.measures]
    after = Context(turn.region, dict(turn.facts), before.question, before.intent, before.measures, before.more)
    after.declined = list(dict.fromkeys([*before.declined, *turn.declined]))
    offer = offer_for(shown[0], before.intent or "", turn, base, today)
    after.asked, after.pending = (offer.fact, True) if offer else (None, False)
    region = holding_region(base, turn.region) if turn.region else NATION
    if turn.declined:
        answer = branches([one for one in shown if one.eligibility != "not_eligible"], turn, base, today)
    else:
        answer = make_answer("answer", _checked_lines(shown[0], base), base, today, region, shown)
    if offer:
        answer = put_around(answer, (), [offer.line], shown)
        answer["buttons"] = [{"title": title, "message": message} for title, message in offer.buttons]
        answer["missing_facts"] = list(dict.fromkeys([offer.fact, *answer["missing_facts"]]))
    return answer, after, {"facts": dict(turn.facts), "checked": shown[0].measure.id}


def _checked_lines(one: Assessment, base: KnowledgeBase) -> list[str]:
    """Return what a measure comes to with what is known now: briefly, for it was said in full before."""
    if one.eligibility == "not_eligible":
        return [*outcome_lines(one), source_line(one.measure), ask_line(one.measure)]
    if one.eligibility == "eligible":
        lines = [*outcome_lines(one), figures_lead(one), headline(one.measure), *working_lines(one, base.measure)]
        return [*(line for line in lines if line), source_line(one.measure), ask_line(one.measure)]
    gaps = list(dict.fromkeys(say for _, say in one.judgement.missing))
    more = f"等{len(gaps)}条" if len(gaps) > MOST_GAPS else ""
    open_ones = outcome_lines(one) or [f"记下了。{one.measure.title}还要看：{'、'.join(gaps[:MOST_GAPS])}{more}。"]
    return [*open_ones, source_line(one.measure)]
