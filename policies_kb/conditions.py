"""Three-valued judgement of conditions over household facts.

A group is {all, any, none} of tests; a test names a fact. What is not known is not guessed: the outcome is then None.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from policies_kb.calendar import date_span
from policies_kb.regions import Regions

Facts = Mapping[str, Any]


@dataclass
class Judgement:
    """Outcome of a group: True, False or None (not known), with what speaks for it.

    met, failed: conditions in plain words; missing: (fact, condition) that would settle it; printed: conditions that
    nobody can test; silent: conditions on which the text is silent for what is known.
    """

    outcome: bool | None
    met: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def judge(group: Mapping | None, facts: Facts, regions: Regions) -> Judgement:
    """Judge a group of conditions; no group at all is met by everybody."""
    if not group:
        return Judgement(True)
    total = Judgement(True)
    for condition in group.get("all", []):
        _merge_all(total, _judge_one(condition, facts, regions))
    if "any" in group:
        _merge_all(total, _judge_any(group["any"], facts, regions))
    for condition in group.get("none", []):
        inner = _judge_one(condition, facts, regions)
        flipped = Judgement(
            None if inner.outcome is None else not inner.outcome, missing=inner.missing, printed=inner.printed
        )
        flipped.failed = inner.met if inner.outcome else []
        _merge_all(total, flipped)
    return total


def _merge_all(total: Judgement, part: Judgement) -> None:
    if part.outcome is False or (part.outcome is None and total.outcome is True):
        total.outcome = part.outcome
    total.met += part.met
    total.failed += part.failed
    total.missing += part.missing
    total.printed += part.printed
    total.silent += part.silent


def _judge_any(conditions: list, facts: Facts, regions: Regions) -> Judgement:
    parts = [_judge_one(condition, facts, regions) for condition in conditions]
    winner = next((part for part in parts if part.outcome is True), None)
    if winner:
        return winner
    open_parts = [part for part in parts if part.outcome is None]
    if open_parts:
        return Judgement(
            None,
            missing=[gap for part in open_parts for gap in part.missing],
            printed=[say for part in open_parts for say in part.printed],
            silent=[say for part in open_parts for say in part.silent],
        )
    return Judgement(False, failed=["或者".join(say for part in parts for say in part.failed)])


def _judge_one(condition: Mapping, facts: Facts, regions: Regions) -> Judgement:
    if "fact" not in condition:
        if "say" in condition:
            return Judgement(True, printed=[condition["say"]])
        return judge(condition, facts, regions)
    value, say = facts.get(condition["fact"]), condition["say"]
    if value is None:
        return Judgement(None, missing=[(condition["fact"], say)])
    if value in condition.get("unstated", ()):
        return Judgement(None, silent=[say])
    outcome = _compare(condition, value, regions)
    if outcome is None:
        return Judgement(None, missing=[(condition["fact"], say)])
    if outcome and condition.get("silent"):
        return Judgement(None, silent=[say])
    return Judgement(True, met=[say]) if outcome else Judgement(False, failed=[say])


def _compare(test: Mapping, value: Any, regions: Regions) -> bool | None:
    """Return whether the value passes; None when it is too vague (a month against a day inside it)."""
    if "is" in test:
        return value == test["is"]
    if "in" in test:
        return value in test["in"]
    codes = test.get("within") or test.get("any_within")
    if codes:
        return any(regions.within(value, code) for code in codes)
    checks = []
    for name in ("at_least", "above", "at_most", "below"):
        if name in test:
            checks.append(_bound(name, value, test[name]))
    return None if None in checks else all(checks)


def _bound(name: str, value: Any, bound: Any) -> bool | None:
    low, high = date_span(value) if isinstance(bound, str) else (value, value)
    passes = {"at_least": low.__ge__, "above": low.__gt__, "at_most": high.__le__, "below": high.__lt__}[name]
    fails = {"at_least": high.__lt__, "above": high.__le__, "at_most": low.__gt__, "below": low.__ge__}[name]
    return True if passes(bound) else False if fails(bound) else None


def conditions_in_words(group: Mapping | None) -> list[str]:
    """Return every condition of a group as a line; alternatives are joined by 或者, exclusions are marked."""
    if not group:
        return []
    lines = [line for condition in group.get("all", []) for line in _words(condition)]
    if "any" in group:
        lines.append("，或者".join("、".join(_words(one)) for one in group["any"] if not _silent(one)))
    lines += ["除外：" + line for condition in group.get("none", []) for line in _words(condition)]
    return lines


def _silent(condition: Mapping) -> bool:
    """Whether a condition only marks a case of which the text says nothing."""
    return bool(condition.get("silent")) or any(_silent(one) for one in condition.get("all", ()))


def _words(condition: Mapping) -> list[str]:
    return [condition["say"]] if "say" in condition else conditions_in_words(condition)


def fact_tests(group: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every condition on a fact in a group of conditions, at any depth."""
    if isinstance(group, list):
        for one in group:
            yield from fact_tests(one)
    elif isinstance(group, Mapping):
        if "fact" in group:
            yield group
        for key in ("all", "any", "none"):
            yield from fact_tests(group.get(key))
