"""Figures with a unit that no household fact took: 12天, 6个月, 两年, 一学期; binding gives them away."""

from collections.abc import Iterable
from dataclasses import dataclass

from policies_kb.reading_numbers import tidy, to_number
from policies_kb.reading_rules import compiled, vocabulary

NEAR = 8


@dataclass(frozen=True)
class Quantity:
    """So many of a unit; `counted` tells that words beside it ask for a sum over it (领6个月, 两年一共)."""

    value: float | int
    unit: str
    start: int
    end: int
    counted: bool


def find_quantities(text: str, taken: Iterable[tuple[int, int]]) -> list[Quantity]:
    """Return the figures with a unit that lie in no taken stretch, in order; never those of a rule (2年内, 满3岁)."""
    words, spoken = vocabulary()["counts"], list(taken)
    asks_sum = bool(compiled(words["sum_asked"]).search(text))
    found: list[Quantity] = []
    for unit, pattern in words["units"].items():
        for match in compiled(pattern).finditer(text):
            before = text[max(0, match.start() - NEAR) : match.start()]
            inside = any(start < match.end() and match.start() < end for start, end in spoken)
            number = to_number(match.group("n"))
            if inside or number is None or compiled(words["not_before"]).search(before):
                continue
            value = tidy(number + (0.5 if match.groupdict().get("half") else 0))
            counted = bool(compiled(words["verb_before"]).search(before)) or (
                asks_sum and not compiled(words["age_behind"]).search(text[match.end() :])
            )
            found.append(Quantity(value, unit, match.start(), match.end(), counted))
    return sorted(found, key=lambda one: one.start)
