"""Numbers as data and numbers in words: what a measure carries, and what a text says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

DIGITS = re.compile(r"\d+(?:\.\d+)?")
NOT_FIGURES = re.compile(r"〔\d+〕\d+号|第\d+[条项款号]|\d+号令|HPV\d|12345|\d{5}热线")
WORDS_OF = ("say", "of_say", "label")


def walk(value: Any, path: tuple) -> Iterator[tuple[tuple, Any]]:
    """Yield (path, value) for a value and everything inside it."""
    yield path, value
    children = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from walk(child, (*path, key))


def numbers_in(text: str) -> list[float]:
    """Return the numbers of a text; 5万 is 50000; digits of document numbers and clause names do not count."""
    text = NOT_FIGURES.sub("", text)
    found = []
    for match in DIGITS.finditer(text):
        factor = 10000 if text[match.end() : match.end() + 1] == "万" else 1
        found.append(float(match[0]) * factor)
    return found


def numbers_carried(measure: Mapping) -> Iterator[float]:
    """Yield every number that a measure holds as data, dates taken apart."""
    if "target_year" in measure:
        yield float(measure["target_year"])
    for part in ("amount", "payout", "figures", "cutoff", "who", "valid_from", "valid_to"):
        for spot, value in walk(measure.get(part), (part,)):
            if spot[-1] in WORDS_OF or isinstance(value, bool):
                continue
            if isinstance(value, int | float):
                yield float(value)
            elif isinstance(value, str):
                yield from numbers_in(value.replace("-", " "))
