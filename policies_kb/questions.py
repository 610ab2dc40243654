"""Answering a question about measures: find, judge, work out, say."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import Assessment, assess, worked_out_first
from policies_kb.binding import bound_for, number_left
from policies_kb.checking import Offer, offer_for
from policies_kb.choosing import built_upon_by, choose, of_one_thing, what_the_place_has, with_referred
from policies_kb.conditions import fact_tests
from policies_kb.cues import cues_of
from policies_kb.each_child import answer_each_child, children_told
from policies_kb.fallback import answer_unfound, ask_for_topic
from policies_kb.finding import SURE, Finder, Found, Question
from policies_kb.model import Measure
from policies_kb.places import ASK_PLACE, NATION, holding_region, place_buttons, short_name
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase
from policies_kb.together import add_together
from policies_kb.turns import ASKS, BACK_TO, MORE, Context, Turn
from policies_kb.wording import cite, headline, source_line, spelled_out

PLAINLY_NATIONAL = 0.4
WORTH_OFFERING = 0.5
ONLY_A_WORD = 8
WONDERS = re.compile(r"[没不](得|有)?[了啊呀]?$|问|咨询")
LOOKED_THROUGH, SIBLING = 8, 0.7
PLAINLY_ASKED = 4.0  # the score from which a message that only tells asks for something all the same
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def answer_question(turn: Turn, intent: str, base: KnowledgeBase, finder: Finder, today: date) -> Outcome:
    """Answer a question in its place; ask for the place when it decides and is not known."""
    if turn.reading.ambiguous and not turn.reading.region:
        return _which_place(turn, intent, base, today)
    ranking = finder.rank(_question(turn, base))
    found = ranking.here
    trace = _trace(turn, found)
    asks_on = intent == "ask_more" and (not turn.named or MORE.search(turn.text)) and not BACK_TO.search(turn.text)
    more = _still_holding(turn.context.more, "alias", turn, base) if asks_on else []
    found = more or found
    if turn.follows and not (found and found[0].sure):
        found = _still_holding(turn.context.measures, "context", turn, base) or found
    plainly = found[0].score if found else 0.0
    if (_only_tells(turn) and plainly < PLAINLY_ASKED) or (_only_a_word(turn) and plainly < SURE):
        context = _context(turn, intent, [])
        context.question = turn.context.question
        context.misses = 0 if turn.reading.region or turn.reading.facts else turn.context.misses + 1
        return ask_for_topic(turn, base, today), context, trace
    if not found or not found[0].sure:
        context = _context(turn, intent, [])
        context.misses = turn.context.misses + 1
        return answer_unfound(turn, found, base, today), context, trace
    if turn.region is None:
        answer = _without_place(turn, found, base, today)
        if answer is not None:
            return answer, _context(turn, intent, found[:1], pending=True), trace
    named = finder.benefits_named(turn.question) if turn.answers_pending else turn.named
    lead, found = what_the_place_has(turn, found, None if more else ranking.elsewhere, named, base)
    if not found:
        return _nothing_held(turn, lead, base, today), _context(turn, intent, []), trace
    return _spell_out(turn, intent, lead, with_referred(found, base), base, today, trace)


def _spell_out(
    turn: Turn, intent: str, lead: list[str], found: list[Found], base: KnowledgeBase, today: date, trace: dict
) -> Outcome:
    """Answer with the best of the measures found: judge them, work out their figures, say them, offer the rest."""
    turn, children = children_told(turn, found[0].measure, base, today)
    if len(children) > 1:
        return answer_each_child(turn, found[0].measure, children, lead, base, today)
    chosen, restated = choose(_fitting_first(found, turn, base, today))
    loose = bound_for([item.measure for item in chosen], turn.reading, turn.question, turn.facts)
    assessments = [assess(item.measure, {**turn.facts, **loose}, base, today) for item in [*chosen, *restated]]
    add_together(assessments[: len(chosen)], turn.facts)
    main, same = worked_out_first(assessments[: len(chosen)]), assessments[len(chosen) :]
    if main[0].told and number_left(turn.reading, loose):
        lead = [*lead, read_vocabulary("talk")["number_left"]]
    trace["assessed"] = [{"measure": a.measure.id, "eligibility": a.eligibility} for a in [*main, *same]]
    told = {one.measure.benefit.id for one in [*main, *same]}
    rest = [
        item
        for item in found
        if item.sure and item.measure.benefit.id not in told and item.score >= WORTH_OFFERING * found[0].score
    ][:4]
    offer = offer_for(main[0], intent, turn, base, today)
    answer = _answer(turn, intent, lead, main, same, rest, offer, base, today)
    context = _context(turn, intent, chosen, rest)
    context.measures = [one.measure.id for one in main]
    context.facts |= loose
    context.asked = offer.fact if offer else None
    return answer, context, trace


def _fitting_first(found: list[Found], turn: Turn, base: KnowledgeBase, today: date) -> list[Found]:
    """Return the list led by the best's sibling (same document and benefit) where that holds and the best does not."""
    best = found[0].measure
    judged = assess(best, turn.facts, base, today) if turn.reading.facts else None
    failed = _facts_of(best, judged.judgement.failed) if judged else set()
    for item in found[1:LOOKED_THROUGH] if failed else ():
        sibling = of_one_thing(item.measure, best) and item.measure.document is best.document
        if sibling and item.score >= SIBLING * found[0].score:
            other = assess(item.measure, turn.facts, base, today)
            if other.eligibility != "not_eligible" and failed & _facts_of(item.measure, other.judgement.met):
                return [item, *(one for one in found if one is not item)]
    return found


def _facts_of(measure: Measure, said: Sequence[str]) -> set[str]:
    """Return the facts that conditions of a measure look at; said is how these conditions are put."""
    return {test["fact"] for test in fact_tests(measure.data.get("who")) if test["say"] in said}


def _only_tells(turn: Turn) -> bool:
    """Whether a conversation begins with facts alone: nothing is asked and nothing named."""
    wonders = ASKS.search(turn.text) or WONDERS.search(turn.text) or cues_of(turn.text, {}).units
    asks = turn.named or turn.context.question or wonders
    return turn.intent == "inform" and bool(turn.reading.facts or turn.reading.region) and not asks


def _only_a_word(turn: Turn) -> bool:
    """Whether a place or a fact was said and nothing was asked, now or before."""
    short = len(turn.text) <= ONLY_A_WORD and not ASKS.search(turn.text)
    return short and not (turn.named or turn.answers_pending)


def _still_holding(names: Sequence[str], signal: str, turn: Turn, base: KnowledgeBase) -> list[Found]:
    """Return the measures of the last answer that hold in the place that is asked about now."""
    chain = base.regions.chain(turn.region) if turn.region else None
    measures = [base.measures[name] for name in names if name in base.measures]
    return [Found(m, SURE, {signal: 1.0}) for m in measures if chain is None or m.document.region in chain]


def _question(turn: Turn, base: KnowledgeBase) -> Question:
    """Return what a turn asks the search for; one that follows brings the measures of the last answer along."""
    last = tuple(name for name in turn.context.measures if name in base.measures) if turn.follows else ()
    message = "" if turn.answers_pending else turn.text
    return Question(turn.question, turn.region, turn.facts, last, frozenset(turn.reading.facts), message)


def _without_place(turn: Turn, found: list[Found], base: KnowledgeBase, today: date) -> dict[str, Any] | None:
    """Return a question for the place, beside the national rule; None when the nation answers alone."""
    best = found[0].measure
    if (
        turn.follows
        and turn.context.measures
        and all(base.measures[name].document.region == NATION for name in turn.context.measures)
    ):
        found[:] = [item for item in found if item.measure.document.region == NATION] or found
        return None
    national = next(
        (
            item
            for item in sorted(found, key=lambda item: not item.measure.has_figure)
            if item.measure.document.region == NATION and item.measure.benefit is best.benefit
        ),
        None,
    )
    near = [
        m
        for m in base.measures.values()
        if m.document.region == NATION and m.benefit.id in best.benefit.near and m.data.get("entitlement")
    ]
    local_figures = [
        m for m in base.measures.values() if m.benefit is best.benefit and m.document.region != NATION and m.has_figure
    ]
    if national and (
        not local_figures or (national is found[0] and national.signals.get("alias", 0) >= PLAINLY_NATIONAL)
    ):
        found[:] = [item for item in found if item.measure.document.region == NATION]
        return None
    lines, assessments = [], []
    general = national.measure if national else next((measure for measure in near if measure.has_figure), None)
    if general and (general.has_figure or national):
        assessments = [assess(general, turn.facts, base, today)]
        lines = ["全国都有的：" + headline(general), source_line(general)]
    lines.append(f"{best.benefit.name}{ASK_PLACE}" if lines else f"{best.benefit.name}，{ASK_PLACE}")
    return make_answer("clarify", lines, base, today, None, assessments, ["region"], place_buttons())


def _which_place(turn: Turn, intent: str, base: KnowledgeBase, today: date) -> Outcome:
    mention = turn.reading.ambiguous
    names = [(base.regions.full_name(code), base.regions.full_name(code)) for code in mention.codes[:6]]
    text = [f"叫“{mention.text}”的地方不止一个，您说的是哪一个？"]
    return (
        make_answer("clarify", text, base, today, None, (), ["region"], names),
        _context(turn, intent, [], pending=True),
        {},
    )


def _nothing_held(turn: Turn, lead: list[str], base: KnowledgeBase, today: date) -> dict[str, Any]:
    issuer = next(
        (document.issuer for document in base.local_documents(turn.region) if document.region in base.covered), None
    )
    whom = f"可以问{issuer}，或者打12345核实。" if issuer else "可以打12345核实。"
    lines = [*lead, "别的地方的数不能拿来用。" + whom]
    return make_answer("not_covered", lines, base, today, turn.region)


def _answer(
    turn: Turn,
    intent: str,
    lead: list[str],
    assessments: list[Assessment],
    same: list[Assessment],
    rest: list[Found],
    offer: Offer | None,
    base: KnowledgeBase,
    today: date,
) -> dict[str, Any]:
    lines = [*lead, *_focus(intent, assessments[0])]
    told = _without_misfits(assessments)
    several = len(told) > 1
    for number, assessment in enumerate(told, 1):
        lines += spelled_out(assessment, base.measure, f"{number}．" if several else "", brief=several and number > 1)
    built_upon = {name for assessment in assessments for name in built_upon_by(assessment.measure)}
    lines += [
        f"{cite(o.measure.document, o.measure.clause)}写的也是这个数。" for o in same if o.measure.id not in built_upon
    ]
    lines += [offer.line] if offer else []
    region = holding_region(base, turn.region) if turn.region else NATION
    place = short_name(base, region) if turn.region else ""
    suggestions = list(dict.fromkeys(suggestion(item.measure, turn.region, place) for item in rest[:3]))
    return make_answer(
        "answer",
        lines,
        base,
        today,
        region,
        [*assessments, *same],
        [offer.fact] if offer else (),
        [*(offer.buttons if offer else []), *((text, text) for text in suggestions)],
        suggestions,
    )


def _without_misfits(assessments: list[Assessment]) -> list[Assessment]:
    """Return what is to be spelled out: the first, and behind it nothing for another family where the kind fits one."""
    fitting = {one.measure.benefit.id for one in assessments if one.eligibility != "not_eligible"}
    rest = [
        one for one in assessments[1:] if one.eligibility != "not_eligible" or one.measure.benefit.id not in fitting
    ]
    return [assessments[0], *rest]


def suggestion(measure: Measure, region: str | None, place: str) -> str:
    """Return a question for a measure that works when it is sent as a message."""
    return (
        f"{place}{measure.title}"
        if measure.document.region == region and place[:2] not in measure.title
        else measure.title
    )


def _focus(intent: str, assessment: Assessment) -> list[str]:
    """Return the first line for questions that ask for one side of a measure: who, which clause, how."""
    measure = assessment.measure
    if intent == "ask_who" and measure.departments:
        return [
            f"找{measure.departments[0]}"
            + (f"（一起负责的还有{'、'.join(measure.departments[1:4])}）" if len(measure.departments) > 1 else "")
            + "。"
        ]
    if intent == "ask_how_to_apply" and any(
        "申请" in gap or "办理" in gap or "材料" in gap for gap in measure.data.get("unstated", [])
    ):
        return ["怎样申请、要带什么材料，文件没有写明，先问下面写的部门。"]
    return [source_line(measure)] if intent == "ask_basis" else []


def _context(
    turn: Turn, intent: str, chosen: Sequence[Found], rest: Sequence[Found] = (), pending: bool = False
) -> Context:
    names = [item.measure.id for item in chosen]
    keep = turn.context.measures if turn.follows and not names else names
    question = turn.question if turn.follows and len(turn.question) < 120 else turn.text
    intent = "ask_policy" if intent == "ask_list" else intent  # what was answered here was no list
    return Context(turn.region, dict(turn.facts), question, intent, keep, [item.measure.id for item in rest], pending)


def _trace(turn: Turn, found: Sequence[Found]) -> dict[str, Any]:
    return {
        "question": turn.question,
        "region": turn.region,
        "facts": dict(turn.facts),
        "named": dict(turn.named),
        "follows": turn.follows,
        "found": [
            {
                "measure": item.measure.id,
                "score": round(item.score, 3),
                "signals": {name: round(value, 3) for name, value in item.signals.items()},
            }
            for item in found[:6]
        ],
    }
