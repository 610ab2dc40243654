"""Measures, hits and facts as the console's templates show them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.assessing import assess
from policies_kb.model import Measure
from policies_kb.places import short_name
from policies_kb.store import KnowledgeBase
from policies_kb.wording import cite
from web.renderings.figures_said import figure_words, worked_out
from web.renderings.standing import STATUS, WORDING
from web.staff.caller import Caller, shorthand
from web.staff.onebox import Hit

MOST_FIGURES = 3
GIVEN = ("元", "%", "天")
FREE = "免费"
YES_NO = {"true": "是", "false": "否"}
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One line under the box or in a comparison."""

    kind: str
    id: str
    title: str
    place: str
    clause: str
    status: str
    status_words: str
    figure: str
    why: str
    summary: str
    source: str = ""


@dataclass(frozen=True)
class FactField:
    """One fact of the household pane: its value as a form holds it, and the choices where they are few."""

    name: str
    say: str
    ask: str
    kind: str
    value: str
    options: Mapping[str, str]


def line_of(measure: Measure, base: KnowledgeBase, today: date, why: str = "") -> Line:
    """Return a measure as one line, its printed figures in words."""
    document = measure.document
    return Line(
        "measure",
        measure.id,
        measure.title,
        short_name(base, document.region),
        cite(document, measure.clause).removeprefix(document.short_title).removeprefix("（通行名）"),
        document.status,
        STATUS[document.status],
        "、".join(printed_figures_of(measure, base, today)),
        why,
        measure.summary,
        cite(document, measure.clause),
    )


def printed_figures_of(measure: Measure, base: KnowledgeBase, today: date) -> list[str]:
    """Return the first few figures that stand in a measure's text, in words."""
    printed = [figure.as_dict() for figure in assess(measure, {}, base, today).work.printed]
    return _first_said(measure, printed)


def _first_said(measure: Measure, printed: list[dict[str, Any]]) -> list[str]:
    """Return the few figures that a measure is about: what it gives, and ages and dates only where it gives none."""
    beside = {figure["label"] for figure in measure.data.get("figures", [])}
    given = [figure for figure in printed if figure["label"] not in beside or figure["unit"] in GIVEN]
    words = [FREE if costs_nothing(figure) else figure_words(figure) for figure in given or printed]
    return list(dict.fromkeys(words))[:MOST_FIGURES]


def lines_of(hits: list[Hit], base: KnowledgeBase, today: date) -> list[Line]:
    """Return hits as lines; a document or a department says how many measures it holds."""
    return [
        line_of(hit.measures[0], base, today, hit.why) if hit.kind == "measure" else _group(hit, base) for hit in hits
    ]


def _group(hit: Hit, base: KnowledgeBase) -> Line:
    first = hit.measures[0].document if hit.measures else base.documents[hit.id]
    places = "、".join(dict.fromkeys(short_name(base, m.document.region) for m in hit.measures))
    status = first.status if hit.kind == "document" else ""
    words = STATUS[status] if status else ""
    return Line(hit.kind, hit.id, hit.title, places, f"{len(hit.measures)} 条", status, words, "", hit.why, "")


def fact_fields(caller: Caller, asked: list[str], base: KnowledgeBase) -> list[FactField]:
    """Return the fields of the household pane: those always shown, those known, those to be asked."""
    names = dict.fromkeys([*shorthand()["always"], *caller.facts, *asked])
    return [_field(name, caller.facts.get(name), base) for name in names if name in base.facts and name != "region"]


def _field(name: str, value: Any, base: KnowledgeBase) -> FactField:
    entry = base.facts[name]
    kind = entry["type"]
    options = YES_NO if kind == "boolean" else {str(key): label for key, label in entry.get("values", {}).items()}
    if kind == "integer" and "buttons" in entry:
        options = {str(key): label for key, label in entry["buttons"].items()}
        known = value is None or str(value) in options
        options = options if known else options | {str(value): str(value)}
    return FactField(name, entry["say"], entry["ask"], kind, _as_text(value, kind, base), options)


def _as_text(value: Any, kind: str, base: KnowledgeBase) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return short_name(base, value) if kind == "region" else str(value)


def other_facts(caller: Caller, shown: list[FactField], base: KnowledgeBase) -> dict[str, str]:
    """Return the facts that are not in the pane yet, by name, as they are called."""
    there = {field.name for field in shown}
    return {name: entry["say"] for name, entry in base.facts.items() if name not in there and name != "region"}


def costs_nothing(figure: Mapping[str, Any]) -> bool:
    """Whether a figure is a price of nothing."""
    return figure["unit"] == "元" and figure["value"] == 0 and figure.get("max") is None


@dataclass(frozen=True)
class Card:
    """One measure of an Answer as the card shows it."""

    part: Mapping[str, Any]
    source: str
    figures: list[str]
    worked: str
    conditions: list[tuple[str, str]]
    notes: list[str]
    wording: str


def cards_of(
    answer: Answer, leading: tuple[str, ...], facts: Mapping[str, Any], base: KnowledgeBase, today: date
) -> list[Card]:
    """Return the cards of the measures that an Answer spells out, in its order."""
    worked_for = (answer.get("calculation") or {}).get("name")
    return [
        _card(part, worked_out(answer) if part["title"] == worked_for else "", facts, base, today)
        for part in answer["measures"]
        if part["id"] in leading
    ]


def _card(part: Mapping[str, Any], worked: str, facts: Mapping[str, Any], base: KnowledgeBase, today: date) -> Card:
    measure = base.measures[part["id"]]
    printed = [figure for figure in part["figures"] if not figure.get("computed")]
    return Card(
        part,
        cite(measure.document, measure.clause),
        _first_said(measure, printed),
        worked,
        list(_conditions(measure, facts, base, today)),
        list(measure.data.get("notes", [])),
        "" if measure.wording == "binding" else WORDING[measure.wording],
    )


def _conditions(
    measure: Measure, facts: Mapping[str, Any], base: KnowledgeBase, today: date
) -> Iterator[tuple[str, str]]:
    """Yield every condition that was judged with how it stands: failed, met, missing, silent or printed."""
    judgement = assess(measure, facts, base, today).judgement
    groups = {
        "failed": judgement.failed,
        "met": judgement.met,
        "missing": [say for _, say in judgement.missing],
        "silent": judgement.silent,
        "printed": judgement.printed,
    }
    for standing, sayings in groups.items():
        for say in dict.fromkeys(sayings):
            yield standing, say
