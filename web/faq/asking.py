"""A measure as people ask for it: the question above its answer, and other ways of asking."""

import re
from collections.abc import Iterator

from policies_kb.model import Measure

ASKS = re.compile(
    r"(吗|呢|没|不|多少|好多|几天|几年|几个|几岁|多大|多久|谁管|什么|哪些|哪里|哪儿|怎么[^，。]{1,4}|谁[^，。]{1,4}|几[^，。]{1,2})$"
    r"|^(怎么|怎样|什么|哪|谁|能不能|有没有|可以|要不要|还要)"
)
DIGITS = re.compile(r"\d{2,}")
PLAIN_LENGTH = range(6, 17)
MOST_OTHERS = 6
ABOUT = "{title}怎么规定的？"


def question_of(measure: Measure) -> str:
    """Return the question to head an answer: the plainest alias that asks, else one made from the title.

    Plain is what is neither short nor long and holds no number: the number is for the answer to say.
    """
    asking = [alias for alias in measure.aliases if ASKS.search(alias)]
    if not asking:
        return ABOUT.format(title=measure.title)
    return min(asking, key=_far_from_plain).rstrip("?？") + "？"


def other_ways(measure: Measure) -> list[str]:
    """Return other things that people say for a measure, at most a handful."""
    asked = question_of(measure).rstrip("？")
    return [alias for alias in measure.aliases if alias != asked][:MOST_OTHERS]


def _far_from_plain(alias: str) -> tuple[bool, bool]:
    return bool(DIGITS.search(alias)), len(alias) not in PLAIN_LENGTH


def search_words(measure: Measure) -> Iterator[str]:
    """Yield what a measure is searched by beside its question: its title and its aliases."""
    yield measure.title
    yield from measure.aliases
