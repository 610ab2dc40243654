"""The patterns of vocabulary/reading.yml at work: words in a message → household facts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from policies_kb.reading_denied import Denied
from policies_kb.reading_numbers import NOT_INSIDE, NUMBER, tidy, to_number
from policies_kb.source import read_vocabulary

SUM_END = (
    r"(?:块钱|元钱|多?块|元|圆)?"
    r"(?![岁年月天个次孩胎周号日%名人位家套平点小时倍代顿米\d.]"
    r"|(?!一(?:个?月|天|年|次|日|趟))[零一二三四五六七八九十百千万])"
)
NEGATED = re.compile(
    r"(?:(?<!是)不是|(?<!算)不算|(?<!属于)不属于|并非|(?<!有)没有?|未|非|不)(?:个|的|再|过|有|在|算|什么|到)?$"
)
ASKED = re.compile(r"(?:是不是|算不算|是否|属不属于|算不算是)(?:个|的|属于|算|有)?$")


SOME_DAYS = 0.01  # of a year: the least that two places behind the point can hold
NOTHING_DENIED = Denied()


@dataclass(frozen=True)
class Hit:
    """Words in a message that say a fact; a strong hit wins over others for the same fact."""

    fact: str
    value: Any
    start: int
    end: int
    words: str
    strong: bool = False
    adds: bool = False


@dataclass(frozen=True)
class Rule:
    """One entry of the vocabulary, its patterns compiled."""

    fact: str
    value: Any
    patterns: tuple[re.Pattern, ...]
    number: bool = False
    scale: float = 1
    low: float = 0
    high: float = float("inf")
    plain: bool = False
    strong: bool = False
    negated: Any = None
    needs: tuple[re.Pattern, ...] = ()
    unless: tuple[re.Pattern, ...] = ()
    also: dict = field(default_factory=dict)
    also_fact: str = ""
    adds: re.Pattern | None = None

    def hits(self, text: str, denied: Denied) -> Iterator[Hit]:
        """Yield what this rule finds in a message."""
        first = [match for pattern in self.patterns for match in pattern.finditer(text)]
        if not first or any(one.search(text) for one in self.unless):
            return
        if self.needs and not any(one.search(text) for one in self.needs):
            return
        for match in first:
            yield from self._hit(match, text, denied.holds(match.start()))

    def _hit(self, match: re.Match, text: str, holds: bool) -> Iterator[Hit]:
        before = text[max(0, match.start() - 6) : match.start()]
        value = self._figure(match, holds) if self.number else self._judged(before, holds)
        if value is None:
            return
        span = (match.start(), match.end(), match.group())
        adds = bool(self.adds and self.adds.search(text))
        yield Hit(self.fact, value, *span, strong=self.strong, adds=adds)
        if self.also_fact:
            yield Hit(self.also_fact, value, *span)
        if value == self.value:
            for fact, more in self.also.items():
                yield Hit(fact, more, *span)

    def _figure(self, match: re.Match, holds: bool) -> float | int | None:
        number = to_number(match.group("n"))
        if number is None or not holds:
            return None
        number = tidy((number + _parts_of_a_year(match.groupdict())) * self.scale)
        return number if self.low <= number <= self.high else None

    def _judged(self, before: str, holds: bool) -> Any:
        if self.plain:
            return self.value
        if ASKED.search(before):
            return None
        return self.value if holds and not NEGATED.search(before) else self.negated


def _parts_of_a_year(groups: dict[str, str | None]) -> float:
    """Return what stands behind the whole years: a half, some months, or some days, which are never nothing."""
    months, days = to_number(groups.get("months") or ""), to_number(groups.get("days") or "")
    return (0.5 if groups.get("half") else 0) + (months or 0) / 12 + (max(days / 365, SOME_DAYS) if days else 0)


def macro_pattern(pattern: str) -> str:
    """Return a pattern with its macros filled in; {n} and {m} become the group n."""
    for name, words in _macros().items():
        pattern = pattern.replace("{" + name + "}", words)
    return (
        pattern.replace("{n0}", NUMBER)
        .replace("{n}", f"{NOT_INSIDE}(?P<n>{NUMBER})")
        .replace("{m}", f"{NOT_INSIDE}(?P<n>{NUMBER}){SUM_END}")
    )


def find_facts(text: str, integers: frozenset[str], denied: Denied = NOTHING_DENIED) -> list[Hit]:
    """Return all facts that the words of a message say; a figure with a fraction is no value of a whole-number fact."""
    hits = [hit for rule in rules() for hit in rule.hits(text, denied)]
    return [hit for hit in hits if not (hit.fact in integers and isinstance(hit.value, float))]


def settle(hits: list[Hit], since: int = 0) -> dict[str, Hit]:
    """Return one hit per fact: strong before others, spends added up; a fact that is said in two ways is left out.

    What is said behind `since`, where the message puts itself right, goes before what is said in front of it.
    """
    chosen: dict[str, Hit] = {}
    for fact in dict.fromkeys(hit.fact for hit in hits):
        mine = [hit for hit in hits if hit.fact == fact]
        strong = [hit for hit in mine if hit.strong] or mine
        outer = [hit for hit in strong if not any(_inside(hit, other) for other in strong)]
        if len({(type(hit.value), hit.value) for hit in outer}) == 1:
            chosen[fact] = outer[0]
        elif len({hit.value for hit in outer if hit.start >= since}) == 1:
            chosen[fact] = next(hit for hit in outer if hit.start >= since)
        elif all(hit.adds for hit in outer):
            chosen[fact] = replace(outer[0], value=sum({hit.end: hit.value for hit in outer}.values()))
    return chosen


def said_in_ways(hits: list[Hit]) -> dict[str, dict[Any, str]]:
    """Return the facts that are said in more than one way: their values with the words, in the order of the message."""
    said: dict[str, dict[Any, str]] = {}
    for hit in sorted(hits, key=lambda one: (one.start, one.end)):
        said.setdefault(hit.fact, {}).setdefault(hit.value, hit.words)
    return {fact: values for fact, values in said.items() if len(values) > 1}


def _inside(hit: Hit, other: Hit) -> bool:
    longer = other.end - other.start > hit.end - hit.start
    return longer and other.start <= hit.start and hit.end <= other.end


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """Return the data of vocabulary/reading.yml, read once."""
    return read_vocabulary("reading")


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the compiled rules, made at the first call."""
    return tuple(_rule(entry) for entry in vocabulary()["facts"])


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern:
    """Return a pattern of the vocabulary compiled, its macros filled in."""
    return re.compile(macro_pattern(pattern))


@lru_cache(maxsize=1)
def _macros() -> dict[str, str]:
    macros = vocabulary()["macros"]
    return {name: words.replace("{kid}", macros["kid"]) for name, words in macros.items()}


def _rule(entry: dict[str, Any]) -> Rule:
    plain = {
        key: entry[key]
        for key in ("number", "scale", "low", "high", "plain", "strong", "negated", "also", "also_fact")
        if key in entry
    }
    if "adds" in entry:
        plain["adds"] = compiled(entry["adds"])
    lists = {key: tuple(compiled(one) for one in entry.get(key, ())) for key in ("needs", "unless")}
    return Rule(entry["fact"], entry.get("value"), tuple(compiled(one) for one in entry["say"]), **plain, **lists)
