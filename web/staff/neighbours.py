"""What stands beside a measure: what it is easily taken for, and the same in county, city, province and nation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from policies_kb.model import Measure
from policies_kb.places import short_name
from policies_kb.regions import NATION
from policies_kb.store import KnowledgeBase

FILE = Path(__file__).with_name("confused.yml")
SAME_FIGURE = "数一样，是另一件事"
MOST_CONFUSED = 4
MOST_OF_A_PLACE = 3


@dataclass(frozen=True)
class Confused:
    """Another measure and why it may be mixed up with the one at hand."""

    measure: Measure
    why: str


@dataclass(frozen=True)
class Column:
    """What one place has of a benefit; `held` says whether the place has any document here."""

    region: str
    name: str
    measures: tuple[Measure, ...]
    held: bool


def easily_confused(measure: Measure, base: KnowledgeBase) -> list[Confused]:
    """Return the neighbours that the knowledge base names, either way round, then like kinds, then the same figure."""
    found: dict[str, str] = {}
    for name, why in (*_named(measure, base), *_of_like_kind(measure, base)):
        found.setdefault(name, why)
    for other in _with_same_figure(measure, base):
        found.setdefault(other.id, SAME_FIGURE)
    return [Confused(base.measures[name], why) for name, why in found.items() if name != measure.id][:MOST_CONFUSED]


def _named(measure: Measure, base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for link in measure.data.get("relates", []):
        if link["how"] == "easily_confused":
            yield link["measure"], link.get("say", "容易弄混")
    for other in base.measures.values():
        for link in other.data.get("relates", []):
            if link["how"] == "easily_confused" and link["measure"] == measure.id:
                yield other.id, "容易弄混"


def _of_like_kind(measure: Measure, base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Yield the measures of the same document whose kind of benefit is taken for this one's everywhere."""
    says = {
        other: pair["say"]
        for pair in pairs()
        for other in pair["benefits"]
        if measure.benefit.id in pair["benefits"] and other != measure.benefit.id
    }
    for other in base.measures.values() if says else ():
        if other.document is measure.document and other.benefit.id in says:
            yield other.id, says[other.benefit.id]


@cache
def pairs() -> list[Mapping[str, Any]]:
    """Return the kinds of benefits that are taken for one another, read once and not to be changed."""
    return yaml.safe_load(FILE.read_text("utf-8"))["pairs"]


def _with_same_figure(measure: Measure, base: KnowledgeBase) -> Iterator[Measure]:
    """Yield the measures of the same document that give the same sum for something else: two different 1000 yuan."""
    value, unit = measure.amount.get("value"), measure.amount.get("unit")
    if value and unit == "元":
        for other in base.measures.values():
            same = other.amount.get("value") == value and other.amount.get("unit") == unit
            if same and other.document is measure.document and other.benefit is not measure.benefit:
                yield other


def levels(measure: Measure, region: str | None, base: KnowledgeBase) -> list[Column]:
    """Return the benefit of a measure in the place, its city, its province and the nation, the smallest first.

    Without a place the measure's own is taken. A level without any document is left out, save where the measure stands.
    """
    chain = base.regions.chain(region or measure.document.region)
    columns = [_column(code, measure, base) for code in chain]
    return [column for column in columns if column.held]


def places(measure: Measure, codes: list[str], base: KnowledgeBase) -> list[Column]:
    """Return the benefit of a measure in several places, side by side; rules of those around a place are its own."""
    columns = []
    for code in codes:
        around = [_column(one, measure, base) for one in base.regions.chain(code) if one != NATION]
        columns.append(Column(code, short_name(base, code), _nearest(around), any(column.held for column in around)))
    return columns


def everywhere(measure: Measure, base: KnowledgeBase) -> tuple[Measure, ...]:
    """Return what the nation has of the benefit of a measure: it holds in every place beside what the place has."""
    return _column(NATION, measure, base).measures


def _nearest(around: list[Column]) -> tuple[Measure, ...]:
    """Return what the nearest place has, and behind it the figure that it only refers to."""
    filled = [column.measures for column in around if column.measures]
    if not filled or any(measure.has_figure for measure in filled[0]):
        return filled[0] if filled else ()
    return filled[0] + next((held for held in filled[1:] if any(measure.has_figure for measure in held)), ())


def _column(code: str, measure: Measure, base: KnowledgeBase) -> Column:
    here = [m for m in base.measures.values() if m.document.region == code]
    same = [
        m for m in here if m.benefit is measure.benefit and bool(m.for_institutions) == bool(measure.for_institutions)
    ]
    same.sort(key=lambda m: (m is not measure, not m.has_figure))
    return Column(code, short_name(base, code), tuple(same[:MOST_OF_A_PLACE]), bool(here))
