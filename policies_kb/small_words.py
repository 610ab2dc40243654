"""Small words after a question of the assistant's: why do you ask, I do not know, it is for somebody else."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from policies_kb.answer import make_answer, put_around
from policies_kb.assessing import Assessment, assess
from policies_kb.finding import Finder, Question
from policies_kb.places import ASK_PLACE, NATION, place_buttons, short_name
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn
from policies_kb.wording import headline, source_line

WHY = re.compile(
    r"^(?:你|您|那|哎|诶|干嘛|[,，])*(?:为什么|为啥|为何|干嘛|干啥|凭什么|咋|怎么)(?:还|非|总|老|都|一定|要|得|又|需要)*"
    r"(?:问|知道|打听|晓得)[^,，。]{0,8}[啊呀呢吗?？!！。]*$|^问(?:这|那)(?:个|些)?(?:干嘛|干啥|做什么|做啥|有什么用|有啥用)"
)
SKIP = re.compile(
    r"^(?:我|地方|在哪|位置|住哪|是?第几个|几胎|几岁|多大|年纪|岁数|户口|收入|工资|单位|这个|这|也|真|都|还|先|就)*(?:不知道|不晓得|不清楚|不确定|不想说|不想讲|不方便说|不方便讲|不便说|不方便|不告诉你|不说|跳过|略过|过|忘了|忘记了|记不清|保密|随便)"
    r"(?:这个|了|啊|呀|呢|吧|哦|行吗|可以吗|行不行|[,，。!！])*(?:你|您)?(?:就|先)?(?:说|讲|报)?(?:个|一下)?(?:大概|大体|差不多)?[的吧。!！]*$"
)
SOMEBODY_ELSE = re.compile(
    r"^(?:那|再|我|来)*(?:换(?:个|一个)人|(?:帮|替|给)我?(?:的)?[^,，。]{1,4}问)(?:一下|问|下|吧|啊|[,，。!！])*$"
)
MOST_VALUES = 3
MOST_MEASURES = 2
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def answer_small_word(turn: Turn, base: KnowledgeBase, finder: Finder, today: date) -> Outcome | None:
    """Return the outcome of a small word; None when the message is none, or nothing was asked before it."""
    before = turn.context
    if before.question and SOMEBODY_ELSE.search(turn.text):
        answer = make_answer("clarify", read_vocabulary("talk")["somebody_else"], base, today, buttons=place_buttons())
        return answer, Context(question=before.question, intent=before.intent, pending=True), {}
    why, skip = WHY.search(turn.text), SKIP.search(turn.text)
    if not before.question or turn.reading.region or not (why or skip):
        return None
    if before.pending and before.region is None:
        return _why_the_place(turn, base, today) if why else _without_the_place(turn, base, finder, today)
    shown = [
        assess(base.measures[name], before.facts, base, today) for name in before.measures if name in base.measures
    ]
    gaps = [(fact, say) for one in shown for fact, say in one.judgement.missing]
    asked = next((gap for gap in gaps if gap[0] == before.asked), next(iter(gaps), None))
    if asked is None:
        return _why_anything(turn, base, today) if why else None
    if why:
        return _why(asked, shown, turn, base, today)
    return branches(shown, turn, base, today), turn.context, {}


def _why_the_place(turn: Turn, base: KnowledgeBase, today: date) -> Outcome:
    lines = [*read_vocabulary("talk")["why_place"], ASK_PLACE]
    answer = make_answer("clarify", lines, base, today, None, (), ["region"], place_buttons())
    return answer, turn.context, {}


def _why_anything(turn: Turn, base: KnowledgeBase, today: date) -> Outcome:
    answer = make_answer("smalltalk", read_vocabulary("talk")["why_anything"], base, today, turn.context.region)
    return answer, turn.context, {}


def _why(asked: tuple[str, str], shown: list[Assessment], turn: Turn, base: KnowledgeBase, today: date) -> Outcome:
    fact, condition = asked
    entry = read_vocabulary("facts")[fact]
    why = read_vocabulary("talk")["why_fact"].format(title=shown[0].measure.title, condition=condition)
    buttons = [(said, said) for said in values_of(entry).values()]
    answer = make_answer("clarify", [why, entry["ask"]], base, today, turn.context.region, shown, [fact], buttons)
    return answer, turn.context, {}


def _without_the_place(turn: Turn, base: KnowledgeBase, finder: Finder, today: date) -> Outcome:
    """Go on without the place: the national rule, then what each covered place has."""
    before, shown, lines = turn.context, [], []
    found = finder.rank(Question(before.question or "", None, before.facts)).here
    benefit = found[0].measure.benefit if found else None
    for region in (NATION, *(str(code) for code in read_vocabulary("places"))):
        ranked = finder.rank(Question(before.question or "", region, before.facts)).here
        own = [item.measure for item in ranked if item.measure.benefit is benefit and item.sure]
        own = [m for m in own if (m.document.region == NATION) is (region == NATION)]
        if own:
            best = next((m for m in own if m.has_figure), own[0])
            shown.append(assess(best, before.facts, base, today))
            lines.append(f"{short_name(base, region)}：{headline(best)}")
    talk = read_vocabulary("talk")
    lines = [*talk["skipped_place"], *lines] if lines else list(talk["skipped_nothing"])
    after = Context(None, dict(before.facts), before.question, before.intent, [one.measure.id for one in shown[:1]])
    return make_answer("answer" if shown else "not_covered", lines, base, today, None, shown), after, {}


def branches(shown: list[Assessment], turn: Turn, base: KnowledgeBase, today: date) -> dict[str, Any]:
    """Return an Answer that goes on without a fact: what each of its values leads to, the conditions as they stand."""
    facts, talk, lines, judged = turn.context.facts, read_vocabulary("talk"), [], []
    shown = shown[:MOST_MEASURES]
    for one in shown:
        for fact in dict.fromkeys(name for name, _ in one.judgement.missing):
            entry = read_vocabulary("facts")[fact]
            values = values_of(entry)
            cases = [(said, assess(one.measure, {**facts, fact: value}, base, today)) for value, said in values.items()]
            if 1 < len(cases) <= MOST_VALUES and len({_outcome(case) for _, case in cases}) > 1:
                each = "；".join(f"{said}：{_outcome(case)}" for said, case in cases)
                lines.append(f"{one.measure.title}，{entry['say']}——{each}。")
                judged += [case for _, case in cases]
    opening = talk["skipped"] if lines else talk["skipped_plain"]
    answer = make_answer("answer", opening, base, today, turn.context.region, shown)
    answer = put_around(answer, [], [*lines, *(source_line(one.measure) for one in shown)], [*shown, *judged])
    return answer | {"missing_facts": []}


def _outcome(one: Assessment) -> str:
    """Return what a household of this kind gets, in a few words."""
    if one.eligibility == "not_eligible":
        return "没有"
    results = [figure for figure in one.work.results if figure.unit != "date"]
    figure = next(iter([*results, *one.work.printed]), None)
    return str(figure) if figure else "可以"


def values_of(entry: Mapping[str, Any]) -> dict[Any, str]:
    """Return the values that a fact can have and how people say them; empty where there are too many to list."""
    if entry["type"] == "boolean":
        return {True: "是", False: "不是"}
    return dict(entry.get("values") or entry.get("buttons") or {})
