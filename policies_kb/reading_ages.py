"""Ages in a message: whose they are, and in full or parted years."""

import re
from collections.abc import Iterator

from policies_kb.reading_numbers import tidy, to_number
from policies_kb.reading_rules import Hit, compiled, vocabulary

GROWN_FROM = 15
OLDEST = 110
WHOLE = (
    r"(?<![\d.一二两三四五六七八九十百])"
    r"(?:\d{1,3}(?:\.\d)?|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
)
YEARS = (
    rf"(?P<n>{WHOLE}|半)(?:周)?岁(?:零|又)?(?:(?P<months>\d{{1,2}}|十[一二]?|[一二两三四五六七八九])个月|(?P<half>半))?"
)
MONTHS = rf"(?P<n>{WHOLE})个(?P<half>半)?多?月"
BARE = r"(?P<n>\d{2,3}|[二三四五六七八九]十[一二三四五六七八九]?)(?=了|整|[,，。;；!！?？ ]|$|呢|吧|啊|的人)"
NEWBORN = r"(?:刚|才)(?:满)?出生(?!后)"
FULL_MONTH = r"(?:刚|才|快)?满月(?:了|的|宝|$|[,，。])"


def find_ages(text: str) -> list[Hit]:
    """Return hits for person_age, child_age and years_since_birth; never the ages of a rule (3岁以下)."""
    hits = list(_years(text))
    hits += [hit for hit in _months(text) if not _overlaps(hit, hits)]
    hits += [hit for hit in _newborns(text) if not _overlaps(hit, hits)]
    hits += [hit for hit in _bare(text) if not _overlaps(hit, hits)]
    since = [
        Hit("years_since_birth", one.value, one.start, one.end, one.words) for one in hits if one.fact == "child_age"
    ]
    return hits + since


def _years(text: str) -> Iterator[Hit]:
    for match in compiled(YEARS).finditer(text):
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 6]
        nearly = compiled(_words("nearly")).search(before)
        if (compiled(_words("not_before")).search(before) and not nearly) or compiled(_words("not_after")).search(
            after
        ):
            continue
        value = to_number(match.group("n"))
        if value is None:
            continue
        value += 0.5 if match.group("half") else (to_number(match.group("months") or "") or 0) / 12
        if not nearly:
            yield from _person_or_child(match, tidy(value), before)
        elif 2 <= value < GROWN_FROM:
            yield Hit("child_age", int(value) - 1, match.start(), match.end(), match.group())


def _person_or_child(match: re.Match, value: float | int, before: str) -> Iterator[Hit]:
    if value < GROWN_FROM:
        yield Hit("child_age", value, match.start(), match.end(), match.group())
    elif value <= OLDEST and not compiled(_words("husband")).search(before):
        own = compiled(_words("self")).search(before) or compiled(_words("wife")).search(before)
        yield Hit("person_age", int(value), match.start(), match.end(), match.group(), strong=bool(own))


def _months(text: str) -> Iterator[Hit]:
    kid, fillers = "{kid}", _words("fillers")
    forms = (
        f"{MONTHS}大",
        f"(?:{kid}|出生|老[大二三]|[大二三]宝){fillers}{MONTHS}(?!前|后|内|的?产假|补|身孕|钱|多少)",
        f"{MONTHS}的(?:小|大)?{kid}",
    )
    for form in forms:
        for match in compiled(form).finditer(text):
            if re.search("[怀孕按算每交领]", text[max(0, match.start() - 3) : match.start()] + match.group()):
                continue
            value = to_number(match.group("n"))
            if value is not None and value <= GROWN_FROM * 12:
                months = value + (0.5 if match.group("half") else 0)
                yield Hit("child_age", tidy(months / 12), match.start(), match.end(), match.group())


def _newborns(text: str) -> Iterator[Hit]:
    for pattern, value in ((NEWBORN, 0), (FULL_MONTH, 0.08)):
        for match in compiled(pattern).finditer(text):
            if not re.search("[没未不]$", text[: match.start()]):
                yield Hit("child_age", value, match.start(), match.end(), match.group())


def _bare(text: str) -> Iterator[Hit]:
    for match in compiled(f"(?P<who>{_words('grown')}){_words('fillers')}{BARE}").finditer(text):
        value = to_number(match.group("n"))
        before = text[max(0, match.start() - 8) : match.start("n")]
        if value is None or not GROWN_FROM <= value <= OLDEST or compiled(_words("husband")).search(before):
            continue
        own = compiled(_words("self")).search(before) or compiled(_words("wife")).search(before)
        yield Hit("person_age", int(value), match.start(), match.end(), match.group(), strong=bool(own))


def _overlaps(hit: Hit, others: list[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _words(name: str) -> str:
    return vocabulary()["ages"][name]
