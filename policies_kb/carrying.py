"""Which household facts carry over from one message to the next, and which ones a message puts right."""

import re
from collections.abc import Mapping
from typing import Any

from policies_kb.reading import Reading

BESIDE = re.compile(r"还有|另外|再加|加上")
CLASSES = {"big_class_children", "small_class_children", "infant_class_children"}
HUKOU = ("mother_hukou", "father_hukou", "child_hukou")


def carried_facts(
    before: Mapping[str, Any], reading: Reading, follows: bool, vocabulary: Mapping[str, Mapping]
) -> dict[str, Any]:
    """Return what is known after a message: told before, put right, added to, then what the message says itself.

    How a figure is to be counted (vocabulary: counting) belongs to one question; a new way of counting ends the old.
    """
    counting = {name for name, entry in vocabulary.items() if entry.get("counting")}
    keep = follows and not counting & set(reading.facts) and not any(one.counted for one in reading.quantities)
    facts = {name: _put_right(value, reading) for name, value in before.items() if keep or name not in counting}
    if "child_order" in reading.facts:
        for stale in ("children_count", "has_given_birth"):
            facts.pop(stale, None)
    if CLASSES & set(reading.facts):
        facts = {name: value for name, value in facts.items() if name not in CLASSES or _is_meant(value, reading)}
    said = _hukou_put_right(facts, reading) | reading.facts
    for name in reading.added & set(facts):
        said[name] += facts[name]
    for name in set(said) & set(facts):
        said[name] = _completed(said[name], facts[name], vocabulary.get(name, {}), reading)
    return facts | said


def _is_meant(children: int, reading: Reading) -> bool:
    """Whether a class told before still counts: not when it is put right; one child only asked for the rate."""
    return not reading.corrects and (children != 1 or bool(BESIDE.search(reading.held)))


def _put_right(value: Any, reading: Reading) -> Any:
    """Return the value that now stands in the place of one told before: 不是40，是55个."""
    if isinstance(value, bool):
        return value
    return next((new for old, new in reading.swaps if old == value), value)


def _hukou_put_right(facts: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """Return the one household registration that is known with the place that now stands for it: 不对，是山丹户口."""
    places = [mention.code for mention in reading.mentions if mention.role == "hukou" and mention.code]
    known = [name for name in HUKOU if name in facts]
    return {known[0]: places[-1]} if reading.corrects and places and len(known) == 1 else {}


def _completed(new: Any, old: Any, entry: Mapping, reading: Reading) -> Any:
    """Return a date that only puts the year right with the month and day told before; anything else as it is said."""
    if entry.get("type") == "date" and reading.corrects and len(new) < len(old):
        return new + old[len(new) :]
    return new
