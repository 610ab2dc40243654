"""What the places in a message are to the household, and which of them is asked about."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from policies_kb.reading_denied import Denied
from policies_kb.reading_rules import Hit, compiled, vocabulary
from policies_kb.regions import Mention, Regions

MASK = "◎"
CLAUSE_END = re.compile(r"[,，。;；!！?？]")
RANKS = (
    "asked",
    "work_place",
    "home_place",
    "residence",
    "birth_place",
    "prenatal_file_place",
    "mother_hukou",
    "child_hukou",
)
RANKS += ("hukou", "father_hukou", "third", "elsewhere")
FACTS = {role: role for role in ("residence", "birth_place", "prenatal_file_place", "home_place")}
FACTS |= {role: role for role in ("mother_hukou", "father_hukou", "child_hukou")} | {"nursery": "nursery_place"}
SHOWN = {"nursery": "asked", "third": "asked", "both_hukou": "hukou"}
HUKOU = {"mother_hukou", "father_hukou", "child_hukou", "both_hukou", "hukou"}
REACH = 24
# a place outside the house's own that is only one of these is a fact about the household, not the place asked about
NEVER_ASKED = frozenset({"child_hukou", "father_hukou", "birth_place", "prenatal_file_place", "elsewhere"})


@dataclass(frozen=True)
class Places:
    """The places of one message: with roles, the one asked about, other covered ones, an open homonym, and facts."""

    mentions: list[Mention]
    region: str | None
    others: list[str]
    ambiguous: Mention | None
    hits: list[Hit]
    denied: list[str] = field(default_factory=list)
    swaps: list[tuple[str, str]] = field(default_factory=list)


def read_places(text: str, regions: Regions, covered: Collection[str], denied: Denied) -> Places:
    """Return what the places named in a message say; empty when none is named.

    denied: the places that the message says it is not about; swaps: (old, new) where one stands for another.
    """
    mentions = [_prefer_covered(one, regions, covered) for one in regions.find(text)]
    masked = _mask(text, mentions)
    roles = [_role(masked, mention) for mention in mentions]
    mentions = [replace(mention, role=role) for mention, role in zip(mentions, roles, strict=True)]
    refused = [one for one in mentions if _refused(one, masked, denied) or _slipped(one, mentions, denied)]
    meant = [one for one in mentions if one not in refused]
    chosen = _choose(meant, regions, covered)
    documents = dict.fromkeys(_document(one, regions, covered) for one in meant if one.role != "elsewhere")
    own = _document(chosen, regions, covered) if chosen else None
    shown = [replace(one, role=SHOWN.get(one.role, one.role)) for one in mentions]
    swaps = list(_swaps(mentions, denied))
    unclear = next((one for one in shown if len(one.codes) > 1 and one.role != "elsewhere"), None)
    return Places(
        mentions=shown,
        region=chosen.code if chosen else None,
        others=[code for code in documents if code and code != own],
        ambiguous=None if chosen else unclear,
        hits=[_put_right(hit, swaps) for one in mentions if denied.holds(one.start) for hit in _hits(one)],
        denied=[one.code for one in refused if one.code],
        swaps=swaps,
    )


def _put_right(hit: Hit, swaps: list[tuple[str, str]]) -> Hit:
    return replace(hit, value=next((new for old, new in swaps if old == hit.value), hit.value))


def _refused(mention: Mention, masked: str, denied: Denied) -> bool:
    """Whether the place is said not to be meant: 不是民乐; a denied hukou or birth place may still be asked about."""
    told = compiled(vocabulary()["still_asked"]).search(masked[mention.end :])
    return not denied.holds(mention.start) and not told


def _slipped(mention: Mention, mentions: list[Mention], denied: Denied) -> bool:
    """Whether the place was a slip: 我是民乐的，哦不对，是荆门的; a household registration is put right by itself."""
    later = any(one.start >= denied.since and one.role not in HUKOU for one in mentions)
    return mention.start < denied.since and mention.role not in HUKOU and later


def _swaps(mentions: list[Mention], denied: Denied) -> Iterator[tuple[str, str]]:
    """Yield (old, new) for a denied place and the one named right behind it, and for a hukou that is put right."""
    for old, new in pairwise(mentions):
        denies = not denied.holds(old.start) and denied.holds(new.start)
        puts_right = old.start < denied.since <= new.start and {old.role, new.role} <= HUKOU
        if old.code and new.code and (denies or puts_right):
            yield old.code, new.code


def _prefer_covered(mention: Mention, regions: Regions, covered: Collection[str]) -> Mention:
    known = tuple(code for code in mention.codes if _covering(code, regions, covered))
    return replace(mention, codes=known) if len(mention.codes) > 1 and len(known) == 1 else mention


def _covering(code: str | None, regions: Regions, covered: Collection[str]) -> str | None:
    return next((one for one in regions.chain(code or "") if one in covered), None)


def _document(mention: Mention, regions: Regions, covered: Collection[str]) -> str | None:
    return _covering(mention.code, regions, covered)


def _mask(text: str, mentions: list[Mention]) -> str:
    for mention in mentions:
        text = text[: mention.start] + MASK * (mention.end - mention.start) + text[mention.end :]
    return text


def _role(masked: str, mention: Mention) -> str:
    before, after = masked[max(0, mention.start - REACH) : mention.start], masked[mention.end : mention.end + REACH]
    for entry in vocabulary()["roles"]:
        if "before" in entry and not compiled(entry["before"]).search(before):
            continue
        if "after" in entry and not compiled(entry["after"]).search(after):
            continue
        return _whose(masked, before) if entry["role"] == "hukou" else entry["role"]
    return "asked"


def _whose(masked: str, before: str) -> str:
    """Return whose household registration is meant: the person named last in the clause before the place."""
    words = vocabulary()["people"]
    clause = CLAUSE_END.split(before)[-1]
    if compiled(words["both"]).search(clause):
        return "both_hukou"
    if compiled(words["with_parent"]).search(clause):
        return "child_hukou"
    last, role = -1, "hukou"
    for person in ("father_hukou", "mother_hukou", "child_hukou", "self"):
        ends = [match.end() for match in compiled(words[person]).finditer(clause)]
        if ends and ends[-1] > last:
            last, role = ends[-1], person
    return _own_hukou(masked) if role == "self" else role


def _own_hukou(masked: str) -> str:
    words = vocabulary()["speaker"]
    mother, father = (bool(compiled(words[one]).search(masked)) for one in ("mother", "father"))
    alone = not father and not compiled(words["others"]).search(masked)
    if mother != father:
        return "mother_hukou" if mother else "father_hukou"
    if alone and not mother and compiled(words["mother_when_nobody_else"]).search(masked):
        return "mother_hukou"
    return "hukou"


def _choose(mentions: list[Mention], regions: Regions, covered: Collection[str]) -> Mention | None:
    known = [one for one in mentions if one.code]
    known = [one for one in known if one.role not in NEVER_ASKED or _document(one, regions, covered)]
    if not known:
        return None
    return min(known, key=lambda one: (_document(one, regions, covered) is None, _rank(one.role), one.start))


def _rank(role: str) -> int:
    shown = role if role in RANKS else SHOWN.get(role, "asked")
    return RANKS.index(shown)


def _hits(mention: Mention) -> Iterator[Hit]:
    roles = ("mother_hukou", "father_hukou") if mention.role == "both_hukou" else (mention.role,)
    for role in roles:
        if role in FACTS and mention.code:
            yield Hit(FACTS[role], mention.code, mention.start, mention.end, mention.text)
