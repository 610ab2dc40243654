"""The check that no number is only words: every number that people read stands as data in the same measure."""

import re
from collections.abc import Iterator

from policies_kb.checks import Sources, check, walk

DIGITS = re.compile(r"\d+(?:\.\d+)?")


@check("figure-carried")
def figures_in_words_are_carried_as_data(sources: Sources) -> None:
    """Every number in a summary, a condition or a note stands as data in the same measure."""
    for source, index, measure in sources.measures():
        carried = set(numbers_carried(measure))
        for spot, text in spoken(measure, ("measures", index)):
            for number in numbers_in(text):
                if number not in carried:
                    source.add(
                        "figure-carried",
                        spot,
                        f"文字里的 {number:g} 没有作为数据收录",
                        "写进 amount、figures 或条件，或者改文字",
                    )


def spoken(measure: dict, path: tuple) -> Iterator[tuple[tuple, str]]:
    """Yield (path, text) for everything of a measure that people read."""
    yield (*path, "summary"), measure["summary"]
    for part in ("who", "relates"):
        for spot, value in walk(measure.get(part, {}), (*path, part)):
            if spot[-1] == "say":
                yield spot, value
    for number, note in enumerate(measure.get("notes", [])):
        yield (*path, "notes", number), note


def numbers_in(text: str) -> list[float]:
    """Return the numbers of a text; 5万 is 50000; digits of document numbers and clause names do not count."""
    text = re.sub(r"〔\d+〕\d+号|第\d+[条项款号]|\d+号令|HPV\d|12345|\d{5}热线", "", text)
    found = []
    for match in DIGITS.finditer(text):
        factor = 10000 if text[match.end() : match.end() + 1] == "万" else 1
        found.append(float(match[0]) * factor)
    return found


def numbers_carried(measure: dict) -> Iterator[float]:
    """Yield every number that a measure holds as data, dates taken apart."""
    if "target_year" in measure:
        yield float(measure["target_year"])
    for part in ("amount", "payout", "figures", "who", "valid_from", "valid_to"):
        for spot, value in walk(measure.get(part), (part,)):
            if spot[-1] in ("say", "of_say", "label"):
                continue
            if isinstance(value, bool) or value is None:
                continue
            if isinstance(value, int | float):
                yield float(value)
            elif isinstance(value, str):
                yield from numbers_in(value.replace("-", " "))
