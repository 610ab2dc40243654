"""Whom to call when a right is withheld, and the first line that holds against the rule what somebody claimed."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from policies_kb.answer import put_around
from policies_kb.assessing import Assessment, assess
from policies_kb.claims import DRAFTS, claims_in, judge_claim
from policies_kb.model import Measure
from policies_kb.places import lacks
from policies_kb.reading_numbers import NUMBER
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn

NAMED = 0.4
MOST_DEPARTMENTS = 3
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def without_planted_figures(text: str) -> str:
    """Return a message without its figures when it tries to make the assistant say them; else as it is."""
    words = read_vocabulary("claims")
    if not re.search(words["planted"], text):
        return text
    return re.sub(words["planted_figure"].replace("{n}", NUMBER), "", text).strip()


def speaks_of_a_right(turn: Turn) -> bool:
    """Whether a message claims something of a measure, or complains that one is withheld, whatever its intent is."""
    named = max(turn.named.values(), default=0.0) >= NAMED
    claimed = bool(claims_in(turn.text)) and bool(named or turn.context.measures)
    return claimed or (named and _complains(turn.text))


def _complains(text: str) -> bool:
    words = read_vocabulary("claims")
    return bool(re.search(words["refused"], text) and re.search(words["turns_to"], text))


def with_claim_and_recourse(outcome: Outcome, turn: Turn, base: KnowledgeBase, today: date) -> Outcome:
    """Return an outcome with what a claim comes to in front, and whom to call where a right is withheld."""
    answer, after, trace = outcome
    text = turn.context.question or "" if turn.answers_pending else turn.text
    claims, complains = claims_in(text), _complains(text)
    if not (claims or complains):
        return outcome
    shown = _spelled_out(answer, after, base, today)
    if _lacking(answer, turn, shown, base):
        claims = []
    verdicts = [(claim, judge_claim(claim, shown, turn.region, base)) for claim in claims]
    less = [verdict for claim, verdict in verdicts if verdict.less and claim.by != "other"]
    measure = next((verdict.measure for verdict in less), shown[0].measure if shown else None)
    recourse, contacts = _recourse(measure, turn.region) if complains or less else ([], [])
    before = [line for _, verdict in verdicts for line in verdict.lines] + (recourse if complains else [])
    told = [claim.quoted for claim in claims]
    answer = put_around(answer, before, [] if complains else recourse, shown, told, contacts)
    return answer, after, trace | {"claims": [claim.said + claim.quoted for claim in claims]}


def _spelled_out(answer: Mapping, after: Context, base: KnowledgeBase, today: date) -> list[Assessment]:
    """Return the measures that the answer spells out, judged again with the facts that it was given."""
    held = [measure["id"] for measure in answer["measures"]]
    names = [name for name in after.measures if name in held] or held
    return [assess(base.measures[name], after.facts, base, today) for name in names]


def _lacking(answer: Mapping, turn: Turn, shown: list[Assessment], base: KnowledgeBase) -> bool:
    """Whether the answer opens with saying that the place does not have what was asked for."""
    first = answer["text"].split("\n")[0]
    return not shown or bool(
        turn.region and any(first.startswith(lacks(base, turn.region, b.name)) for b in base.benefits.values())
    )


def _recourse(measure: Measure | None, region: str | None) -> tuple[list[str], list[dict[str, str]]]:
    """Return the sentence that says whom to call, and the contacts in it."""
    words, phones = read_vocabulary("claims"), read_vocabulary("talk")["contacts"]
    numbers = {name: contact["phone"] for name, contact in phones.items()}
    if measure is None:
        return [words["recourse_general"].format(**numbers)], [phones["labour"]]
    if measure.document.status in DRAFTS:
        return [words["no_ground_draft"].format(**numbers)], []
    labour = measure.benefit.topic in words["labour_topics"]
    if measure.wording != "binding" and region is None:
        return [words["recourse_where"].format(**numbers)], [phones["labour"]] if labour else []
    if measure.wording != "binding":
        name = "no_ground_encouraged"
        return [words[name].format(**numbers)], [phones["labour"]] if labour else []
    if labour:
        return [words["recourse_labour"].format(**numbers)], [phones["labour"]]
    named = measure.departments[:MOST_DEPARTMENTS] or words["departments"].get(measure.benefit.topic, ())
    departments = "、".join(named)
    name = "recourse_other" if departments else "recourse_unnamed"
    return [words[name].format(departments=departments, **numbers)], []
