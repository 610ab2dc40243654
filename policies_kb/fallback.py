"""What to say when no measure surely fits: the two likeliest readings, then titles to choose from, then a person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from policies_kb.answer import HOTLINE, make_answer
from policies_kb.finding import Found
from policies_kb.places import not_held, short_name
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Turn

READINGS, TITLES = 2, 5
PERSON_AT = 3  # the third message in a row that found nothing
HARDLY = 1.25  # the score of a measure that shares a stray word


def answer_unfound(turn: Turn, found: Sequence[Found], base: KnowledgeBase, today: date) -> dict[str, Any]:
    """Return what is said to the first, second, third message in a row for which nothing surely fits."""
    talk, misses = read_vocabulary("talk"), turn.context.misses + 1
    if misses >= PERSON_AT:
        return make_answer("handoff", talk["still_not_found"], base, today, turn.region, contacts=[HOTLINE])
    kind = "clarify" if turn.intent == "nlu_fallback" else "not_covered"
    near = [item.measure for item in found if item.score >= HARDLY][: READINGS if misses == 1 else TITLES]
    place = short_name(base, turn.region) if turn.region else ""
    unheld = not_held(base, turn.region)
    lines = [*([f"{unheld}。"] if unheld else []), *talk["not_found"]]
    if near:
        lines.append(talk["readings" if misses == 1 else "titles"])
    if misses > 1:
        lines.append(talk["say_it_like_this"])
    buttons = [(measure.title, f"{place}{measure.title}") for measure in near]
    return make_answer(kind, lines, base, today, turn.region, buttons=buttons)


def ask_for_topic(turn: Turn, base: KnowledgeBase, today: date) -> dict[str, Any]:
    """Ask what about, where only a place or a fact was said."""
    talk = read_vocabulary("talk")
    place = short_name(base, turn.region) if turn.region else ""
    opening = f"好的，{place}。" if place else ""
    buttons = [(title, f"{place}{question}") for title, question in talk["topics"].items()]
    lines = [opening + talk["ask_topic"], *([talk["say_it_like_this"]] if turn.context.misses and not place else [])]
    return make_answer("clarify", lines, base, today, turn.region, buttons=buttons)
