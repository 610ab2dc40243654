"""Reads a message: the facts about the household, the places, the dates and the figures that it says."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from policies_kb.reading_ages import find_ages
from policies_kb.reading_counts import Quantity, find_quantities
from policies_kb.reading_dates import Said, find_dates
from policies_kb.reading_denied import Denied, find_denied
from policies_kb.reading_numbers import to_number
from policies_kb.reading_places import read_places
from policies_kb.reading_rules import Hit, compiled, find_facts, said_in_ways, settle, vocabulary
from policies_kb.regions import Mention, Regions
from policies_kb.source import read_vocabulary

MONEY = "{m}"
MONEY_SIGNS = ("元", "块", "圆", "万", "千", "百", "w", "k", "W", "K")
ONLY_NUMBER = (
    "^(?:第[一二三四五六七八九十]个(?:员工|职工|同事|人)?[:：,， ]*)?"
    "(?:那|要是|如果|假如|换成|是|有|大概|大约|就|差不多|共|一共|总共|约)*{n}"
    "(?:个月|个|名|人|天|元|块钱|块|月|岁|年|家|平)?(?:的(?:那个|那种|那档|那位|老人))?(?:吧|了|的|左右|啊|呢)*[。.!！]?$"
)
COUNT = (
    "^(?:那|我们园|我们|我家|我|咱们|园里|家里|现在|目前|一共|总共|要是|如果|有|是|收了|招了)+{n}(?:个|名|人|位)"
    "(?:{kid}|人|位子)?(?=$|[,，。;；!！?？ 呢吧])"
)
DAYS_OLD = "(?:生下来|出生|落地|出世)(?:才|刚|有|了|刚刚)*{n}天(?![以之]?[内前后]|假)"
SHORT = 16
AHEAD_AT_MOST = 320  # days: a birth that far ahead cannot be expected yet


@dataclass(frozen=True)
class Reading:
    """What one message says. facts has keys of facts.yml only; spans lists (fact, value, words) for the trace.

    several: facts that are said in more than one way (二孩和三孩), each value with its words in the order said;
    swaps: (old, new) where the message puts one value in the place of another; added: facts whose figure comes on top
    of what was told before (on_top: so does a sum without a name); denied_regions: places that are not meant; held: the
    text without what is replaced in it, to search with.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    region: str | None = None
    ambiguous: Mention | None = None
    other_regions: list[str] = field(default_factory=list)
    national: bool = False
    loose_date: str | None = None
    loose_amount: float | int | None = None
    loose_number: float | int | None = None
    quantities: list[Quantity] = field(default_factory=list)
    several: dict[str, dict[Any, str]] = field(default_factory=dict)
    corrects: bool = False
    swaps: list[tuple[Any, Any]] = field(default_factory=list)
    added: frozenset[str] = frozenset()
    on_top: bool = False
    denied_regions: list[str] = field(default_factory=list)
    held: str = ""
    spans: list[tuple[str, Any, str]] = field(default_factory=list)


def read(text: str, regions: Regions, today: date, covered: Collection[str] = ()) -> Reading:
    """Return what a normalised message says; an empty Reading when it says nothing. Never raises."""
    denied = find_denied(text)
    places = read_places(text, regions, covered, denied)
    dates = [one for one in find_dates(text, today) if denied.holds(one.start)]
    dated = [hit for one in dates for hit in _date_hits(one, text, today)] + list(_days_old(text, today))
    said = find_facts(text, _integers(), denied)
    ages = [hit for hit in find_ages(text, denied) if not _told(hit, said)]
    said += _swapped_in(denied, said)
    hits = [*said, *ages, *dated, *places.hits]
    chosen = settle(hits, denied.since)
    _leave_out_doubtful(chosen)
    taken = [(one.start, one.end) for one in [*said, *ages, *dates]] + list(denied.spans)
    right = _put_right(text, denied)
    loose_date, loose_amount = _loose_date(dates, dated, text, today, right), _loose_amount(text, taken)
    facts = {fact: hit.value for fact, hit in chosen.items()}
    return Reading(
        facts=facts,
        mentions=places.mentions,
        region=places.region,
        ambiguous=places.ambiguous,
        other_regions=places.others,
        national=_national(text),
        loose_date=loose_date,
        loose_amount=loose_amount,
        loose_number=_loose_number(right),
        quantities=find_quantities(text, taken),
        several=said_in_ways(hits),
        corrects=denied.corrects,
        swaps=[*denied.swaps, *places.swaps],
        added=frozenset(fact for fact, hit in chosen.items() if hit.adds),
        on_top=bool(compiled(vocabulary()["on_top"]).search(text)),
        denied_regions=places.denied,
        held=denied.held,
        spans=_spans(chosen, {"date": loose_date, "amount": loose_amount}, text),
    )


def _leave_out_doubtful(chosen: dict[str, Hit]) -> None:
    """Take out "first child" when only the eldest of several children is spoken of (三个孩子，老大12岁)."""
    order, count = chosen.get("child_order"), chosen.get("children_count")
    if order and count and order.value == 1 and count.value > 1 and not order.strong:
        del chosen["child_order"]


def _told(age: Hit, said: list[Hit]) -> bool:
    """Say whether words other than the age itself tell how long ago the birth was."""
    return age.fact == "years_since_birth" and any(hit.fact == age.fact for hit in said)


def _date_hits(said: Said, text: str, today: date) -> list[Hit]:
    before, after = text[: said.start], text[said.end :]
    if compiled(vocabulary()["dates_unless_after"]).search(after):
        return []
    for entry in vocabulary()["dates"]:
        if _stands(entry, before, after) and compiled(entry.get("needs", "")).search(text):
            value = said.iso(today, entry["towards"])
            if entry["fact"] == "child_birth_date" and not _birth_possible(value, today):
                return []
            return [Hit(entry["fact"], value, said.start, said.end, text[said.start : said.end])]
    return []


def _days_old(text: str, today: date) -> Iterator[Hit]:
    """Yield the birth of a child so many days old: 刚生下来三天, 出生才5天."""
    for match in compiled(DAYS_OLD).finditer(text):
        born = today - timedelta(days=int(to_number(match.group("n")) or 0))
        yield Hit("child_birth_date", born.isoformat(), match.start(), match.end(), match.group())


def _stands(entry: Mapping[str, str], before: str, after: str) -> bool:
    behind = not entry["after"] or compiled(entry["after"]).search(after)
    return bool(behind and (not entry["before"] or compiled(entry["before"]).search(before)))


def _birth_possible(value: str, today: date) -> bool:
    parts = [int(part) for part in value.split("-")]
    first = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    return (first - today).days <= AHEAD_AT_MOST


def _loose_date(dates: list[Said], dated: list[Hit], text: str, today: date, right: str) -> str | None:
    """Return a date that no fact took: one said with year and month, or one that is the whole message."""
    short = len(text) <= SHORT
    taken = {(hit.start, hit.end) for hit in dated if not (short and hit.fact == "leave_start_date")}
    for one in dates:
        alone = len(right) - (one.end - one.start) <= 3
        policy = compiled(vocabulary()["dates_unless_after"]).search(text[one.end :])
        if (one.start, one.end) not in taken and (alone or (one.exact and not policy)):
            return one.iso(today)
    return None


def _swapped_in(denied: Denied, said: list[Hit]) -> list[Hit]:
    """Return the facts that only the text without what was replaced says: 托位不是49个，是50个 says 50 places."""
    known = {hit.fact for hit in said}
    found = find_facts(denied.held, _integers()) if denied.swaps else []
    return [replace(hit, start=denied.since, end=denied.since) for hit in found if hit.fact not in known]


def _put_right(text: str, denied: Denied) -> str:
    """Return what is left of a short message that puts something right: 不是40，是55个 becomes 是55个."""
    for start, end in denied.spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return compiled(vocabulary()["opening_of_correction"]).sub("", text).strip()


def _loose_amount(text: str, taken: list[tuple[int, int]]) -> float | int | None:
    """Return the first sum of money that no fact took, or the number that is the whole message."""
    for match in compiled(MONEY).finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end in taken)
        signed = match.group().endswith(MONEY_SIGNS) or any(sign in match.group("n") for sign in MONEY_SIGNS)
        signed = signed or bool(compiled(vocabulary()["money_before"]).search(text[: match.start()]))
        if inside or match.group("n") in MONEY_SIGNS or not (signed or match.group() == text):
            continue
        return to_number(match.group("n"))
    return None


def _loose_number(text: str) -> float | int | None:
    match = compiled(ONLY_NUMBER).search(text) or (compiled(COUNT).search(text) if len(text) <= SHORT else None)
    return to_number(match.group("n")) if match else None


def _national(text: str) -> bool:
    words = vocabulary()
    return bool(compiled(words["national"]).search(compiled(words["national_unless"]).sub("", text)))


def _spans(chosen: dict[str, Hit], loose: dict[str, Any], text: str) -> list[tuple[str, Any, str]]:
    spans = [(fact, hit.value, hit.words) for fact, hit in chosen.items()]
    return spans + [(name, value, text) for name, value in loose.items() if value is not None]


@lru_cache(maxsize=1)
def _integers() -> frozenset[str]:
    return frozenset(name for name, entry in read_vocabulary("facts").items() if entry["type"] == "integer")
