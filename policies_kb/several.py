"""Two or three questions in one message: told apart, each answered as if it stood alone, in the order asked."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from policies_kb.carrying import carried_facts
from policies_kb.finding import Finder, Question
from policies_kb.reading import read
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn

MOST = 3
SHORTEST = 3
PLAINLY = 0.85
NAMED = 0.6
ASKING = re.compile(
    r"多少|怎么|怎样|咋|什么|啥|[哪谁吗呢么]|好多|几(?![个位家口])|[不没否]$|能不能|有没有|可不可以|是不是|行不行|真的吧|[是对]吧"
)
BORDERS = re.compile(r"[?。;!,，？；！ ]+|(?=另外|顺便|以及|还想问|再问)")
NUMBERS = "一二三"
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def separate_questions(turn: Turn, base: KnowledgeBase, finder: Finder) -> list[str]:
    """Return the questions of a message, if there are several about different things; else an empty list."""
    asking = list(_asking_parts(turn.text))
    if len(asking) < 2:
        return []
    found: dict[str, str] = {}
    for part in asking:
        subject = _subject(part, turn, base, finder)
        if subject:
            found[subject] = f"{found[subject]}，{part}" if subject in found else part
        elif found:
            last = next(reversed(found))
            found[last] = f"{found[last]}，{part}"
    related = {name for subject in found for name in (base.benefits[subject].refines, *base.benefits[subject].near)}
    return list(found.values())[:MOST] if len(found) > 1 and not related & set(found) else []


def _asking_parts(text: str) -> Iterator[str]:
    """Yield the parts of a message that ask for something, each with what was told before it."""
    told: list[str] = []
    for piece in filter(None, BORDERS.split(text)):
        told.append(piece)
        if len(piece) >= SHORTEST and ASKING.search(piece):
            yield "，".join(told)
            told = []


def _subject(part: str, turn: Turn, base: KnowledgeBase, finder: Finder) -> str | None:
    """Return the benefit that a part is plainly about; None when it leans on another part."""
    named = [mention.code for mention in turn.reading.mentions if mention.code and mention.text in part]
    here = finder.rank(Question(part, named[0] if named else turn.region, turn.facts), 1).here
    if not here or not here[0].sure:
        return None
    benefit = here[0].measure.benefit.id
    plainly = finder.benefits_named(part).get(benefit, 0.0) >= NAMED or here[0].signals.get("about", 0.0) >= PLAINLY
    return benefit if plainly else None


def answer_several(
    turn: Turn, parts: list[str], base: KnowledgeBase, today: date, answer_one: Callable[[Turn], Outcome]
) -> Outcome:
    """Answer each part with the place and the facts of the whole message, and put the answers under each other."""
    outcomes = [answer_one(_alone(part, turn, base, today)) for part in parts]
    answers = [answer for answer, _, _ in outcomes]
    texts = [
        f"{NUMBERS[n]}、{part.strip('，')}\n{answer['text']}"
        for n, (part, answer) in enumerate(zip(parts, answers, strict=True))
    ]
    whole = answers[0] | {
        "text": "\n".join(texts),
        "kind": next((answer["kind"] for answer in answers if answer["kind"] == "answer"), answers[0]["kind"]),
        "measures": [measure for answer in answers for measure in answer["measures"]],
        "calculation": _together([answer["calculation"] for answer in answers if answer["calculation"]]),
    }
    for name in ("missing_facts", "suggestions"):
        whole[name] = list(dict.fromkeys(item for answer in answers for item in answer[name]))
    whole["buttons"] = next(
        (answer["buttons"] for answer in answers if answer["missing_facts"] and answer["buttons"]), []
    )
    context = outcomes[-1][1]
    context.question = turn.text
    context.measures = list(dict.fromkeys(name for _, after, _ in outcomes for name in after.measures))
    return whole, context, {"parts": parts, "found": [trace.get("found", [])[:2] for _, _, trace in outcomes]}


def _alone(part: str, turn: Turn, base: KnowledgeBase, today: date) -> Turn:
    """Return the turn as if it were only this part, for its own places or those of the whole message.

    How often something comes is the part's own, as told in it.
    """
    reading = read(part, base.regions, today, base.covered)
    facts = carried_facts(turn.facts, reading, False, base.facts)
    if reading.region is None:
        reading = replace(reading, other_regions=turn.reading.other_regions)
    region = reading.region or turn.region
    return replace(turn, text=part, question=part, follows=False, reading=reading, facts=facts, region=region)


def _together(calculations: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the workings of all parts as one; None when nothing was worked out."""
    if not calculations:
        return None
    whole: dict[str, Any] = {"name": "；".join(one["name"] for one in calculations), "inputs": {}}
    for one in calculations:
        whole["inputs"] |= one["inputs"]
    for name in ("steps", "results", "assumptions"):
        whole[name] = [item for one in calculations for item in one[name]]
    return whole
