"""Ages in a message: whose they are, in full or parted years, and those of two persons told together."""

import re
from collections.abc import Iterator
from dataclasses import replace

from policies_kb.reading_denied import Denied
from policies_kb.reading_numbers import tidy, to_number
from policies_kb.reading_rules import NOTHING_DENIED, Hit, compiled, vocabulary

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
BARE = (
    r"(?P<n>\d{2,3}|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?![\d.~/多几来个人名位家套平周号日月年天小元块圆万千百%倍分点岁次托层楼到至后前以十-])"
)
JUST_TURNED = (
    r"生日[^,，]{0,3}[,，](?:已经|都|就|满)*(?P<n>[1-9]\d|[二三四五六七八九]?十[一二三四五六七八九]?)(?:岁|周岁)?了"
)
NEWBORN = r"(?:刚|才)(?:满)?出生(?!后)"
FULL_MONTH = r"(?:刚|才|快)?满月(?:了|的|宝|$|[,，。])"
PERSON, PARTNER = "person_age", "partner_age"


def find_ages(text: str, denied: Denied = NOTHING_DENIED) -> list[Hit]:
    """Return hits for the ages of persons and children; never the ages of a rule (3岁以下) and never a denied one."""
    hits = list(_years(text))
    for more in (_months, _newborns, _bare):
        hits += [hit for hit in more(text) if not _overlaps(hit, hits)]
    hits = _of_two([hit for hit in hits if denied.holds(hit.start)])
    since = [
        Hit("years_since_birth", one.value, one.start, one.end, one.words) for one in hits if one.fact == "child_age"
    ]
    return hits + since


def _years(text: str) -> Iterator[Hit]:
    for match in compiled(YEARS).finditer(text):
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 8]
        nearly, short = _says("nearly", before), _says("short_of", after) or _says("short_before", before)
        if (_says("not_before", before) and not (nearly or short)) or _says("not_after", after):
            continue
        value = to_number(match.group("n"))
        if value is None:
            continue
        value += 0.5 if match.group("half") else (to_number(match.group("months") or "") or 0) / 12
        if value >= GROWN_FROM and not nearly:
            yield from _person(match, int(value) - short, before)
        elif value < GROWN_FROM and (value >= 2 or not (nearly or short)):
            age = int(value) - 1 if nearly or short else tidy(value)
            yield Hit("child_age", age, match.start(), match.end(), match.group())


def _person(match: re.Match, value: int, before: str) -> Iterator[Hit]:
    """Yield the age of a grown-up: a husband's or that of another one is not the person's own."""
    if value > OLDEST:
        return
    fact = PARTNER if _says("husband", before) else PERSON
    own = fact == PERSON and (_says("self", before) or _says("wife", before))
    yield Hit(fact, value, match.start(), match.end(), match.group(), strong=own)
    if _says("couple", before):
        yield Hit(PARTNER, value, match.start(), match.end(), match.group())


def _of_two(hits: list[Hit]) -> list[Hit]:
    """Return the hits with one age for either of two grown persons: the speaker's, else the first, before the other."""
    grown = [hit for hit in hits if hit.fact in (PERSON, PARTNER)]
    if len({hit.start for hit in grown}) != 2 or len(grown) != 2:
        return hits
    grown.sort(key=lambda hit: (not hit.strong, hit.fact == PARTNER, hit.start))
    first, second = replace(grown[0], fact=PERSON), replace(grown[1], fact=PARTNER, strong=False)
    return [hit for hit in hits if hit not in grown] + [first, second]


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
    birthday = compiled(JUST_TURNED).search(text)
    if birthday:
        yield Hit(
            PERSON, int(to_number(birthday.group("n")) or 0), birthday.start("n"), birthday.end("n"), birthday.group()
        )
    who = f"(?:{_words('grown')}|一[个位])" if compiled(_words("two_told")).search(text) else _words("grown")
    for match in compiled(f"(?P<who>{who}){_words('fillers')}{BARE}").finditer(text):
        value = to_number(match.group("n"))
        if value is not None and GROWN_FROM <= value <= OLDEST:
            yield from _person(match, int(value), text[max(0, match.start() - 1) : match.start("n")])


def _overlaps(hit: Hit, others: list[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _says(name: str, text: str) -> bool:
    return bool(compiled(_words(name)).search(text))


def _words(name: str) -> str:
    return vocabulary()["ages"][name]
