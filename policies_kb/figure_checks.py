"""The check that no number is only words: every number that people read stands as data in the same measure."""

from collections.abc import Iterator

from policies_kb.checks import Sources, check
from policies_kb.numbers import numbers_carried, numbers_in, walk


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
    for part in ("who", "relates", "dates"):
        for spot, value in walk(measure.get(part, {}), (*path, part)):
            if spot[-1] == "say" or (part == "dates" and spot[-1] in ("title", "next_day")):
                yield spot, value
    for part in ("notes", "unstated"):
        for number, text in enumerate(measure.get(part, [])):
            yield (*path, part, number), text
