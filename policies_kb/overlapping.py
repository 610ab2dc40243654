"""Measures that are one thing to a family: what is replaced, taken in or only restated is not listed a second time."""

from collections.abc import Sequence
from typing import Any

from policies_kb.model import Measure
from policies_kb.store import KnowledgeBase

DRAFTS = ("draft_for_comment", "submitted_for_review")
SETTLED = ("in_force",)


def without_overlaps(items: Sequence[Any], base: KnowledgeBase) -> list[Any]:
    """Return the items (each has a `measure`) without those that another one stands for."""
    measures = [item.measure for item in items]
    dropped = {name for measure in measures for name in _stood_for_by(measure)}
    left = [item for item in items if item.measure.id not in dropped]
    kept: list[Any] = []
    for item in sorted(left, key=lambda one: _rank(one.measure, base)):
        if not any(_restates(item.measure, other.measure) for other in kept):
            kept.append(item)
    return kept


def _stood_for_by(measure: Measure) -> set[str]:
    """Return the measures that one stands for; a draft stands for none that is in force."""
    if measure.document.status in DRAFTS:
        return set()
    replaced = {link["measure"] for link in measure.data.get("relates", []) if link["how"] == "replaces"}
    return replaced | {part["measure"] for part in measure.amount.get("parts", ()) if "measure" in part}


def _rank(measure: Measure, base: KnowledgeBase) -> tuple[bool, bool, int]:
    """Sort key: figures before words, settled documents before others, the nearer place first."""
    depth = len(base.regions.chain(measure.document.region))
    return not measure.has_figure, measure.document.status not in SETTLED, -depth


def _restates(measure: Measure, other: Measure) -> bool:
    """Whether a measure says no more than another one of the same benefit: no figure of its own, or the same one."""
    if measure.benefit is not other.benefit or measure.document is other.document:
        return False
    if measure.has_figure:
        return other.has_figure and _figure(measure) == _figure(other)
    return bool(measure.data.get("who")) <= bool(other.data.get("who")) or other.has_figure


def _figure(measure: Measure) -> Any:
    return measure.amount.get("value", measure.amount.get("kind"))
