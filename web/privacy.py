"""Takes out of a text what tells who somebody is, before it is sent on, stored or logged.

Numbers are looked at by their check digits where there are some, so that amounts, dates and clauses stay: 18-digit
identity numbers (GB 11643), 15-digit old ones by their date, bank cards (ISO/IEC 7812, Luhn), telephones by their form.
Digits may be full-width or Chinese, and stand in groups with blanks or dashes between them.

Of an address the house number goes with all that follows it; the road or the estate too, where 市, 区, 镇 … stand
before it. Otherwise its name cannot be told from the town's, and the town is what the answer depends on.
"""

import re
from datetime import date

from id_validator import validator

IDENTITY_MARK, TELEPHONE_MARK, CARD_MARK, ADDRESS_MARK, NUMBER_MARK = (
    "〔证件号〕",
    "〔电话〕",
    "〔卡号〕",
    "〔住址〕",
    "〔号码〕",
)

CHINESE_DIGITS = str.maketrans("零〇○一二三四五六七八九幺", "0001234567891")
CHINESE = "[零〇○一二三四五六七八九幺]"
GAP = r"[ \t\u00a0\u3000._·•‐-―−-]{0,2}"
RUNS = tuple(
    re.compile(rf"(?<![\d.])\+?{digit}(?:{GAP}{digit}){{9,}}(?:{GAP}[xXＸｘ×])?") for digit in (r"\d", CHINESE)
)
GROUP = re.compile(rf"(?:\d|{CHINESE})+[xXＸｘ×]?|[xXＸｘ×]")
UNIT = re.compile(r"\s*(?:[元块万亿千百%‰天年月日岁个]|人民币)")
MOBILE = re.compile(r"(?:(?:00)?86 ?)?1[3-9](?:\d{9}|\d \d{4} ?\d{4}|\d{2} \d{3} ?\d{4})")  # in its groups
FIXED = re.compile(r"0(?:10|2\d|[3-9]\d{2}) ?[2-8]\d{2,3} ?\d{4}")
CARD = re.compile(r"[3-69](?:\d{15,18}|\d{5} \d{10,13}|\d{3} \d{4} \d{4} \d{4}(?: \d{1,3})?)")
PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|8[1-3]")
LONGEST_IN_USE = 19

N = r"[\d一二三四五六七八九十百]{1,5}"
ROOMS = (
    rf"(?:[ ,，、-]?{N}(?:号楼|号院|号|栋|幢|座|单元|楼|层|室|户))*(?:[ ,，-]?\d{{2,5}}(?![\d.元块万天年月日岁个%]))?"
)
TOWN = "省市区县州旗镇乡"
NAME = rf"(?:(?<=[{TOWN}])(?:(?![{TOWN}])[一-鿿]){{1,8}}?)?"
ESTATE = "小区|花园|家园|新村|公寓|苑|嘉园|新城|社区|大厦|宿舍|家属院"
HOUSES = (
    re.compile(rf"{NAME}(?:(路|街|大道|巷|弄|胡同|道)[东西南北中]?段?){N}(?:-\d+)?号(?![前后之起以内文方]){ROOMS}"),
    re.compile(rf"{NAME}({ESTATE})[ ,，]?{N}(?:号楼|栋|幢|座|单元){ROOMS}"),
    re.compile(rf"{NAME}({ESTATE})[ ,，]?\d{{1,3}}-\d{{1,3}}-\d{{3,4}}(?!\d)"),
    re.compile(rf"()(?:{N}(?:号楼|栋|幢|座)[ ,，]?{N}单元|{N}单元[ ,，]?{N}[室号户]){ROOMS}"),
    re.compile(rf"{NAME}(村){N}[组队][ ,，]?{N}号"),
)


def mask(text: str) -> str:
    """Return the text with marks in the place of identity, card and telephone numbers and house numbers."""
    for run in RUNS:
        text = run.sub(_masked_run, text)
    for house in HOUSES:
        text = house.sub(_masked_house, text)
    return text


def _masked_house(match: re.Match[str]) -> str:
    kept = match[1] if match[0].startswith(match[1]) else ""  # without the name before it, 路 belongs to what stays
    return kept + ADDRESS_MARK


def _masked_run(match: re.Match[str]) -> str:
    """Return a run of digits with the numbers in it masked: the longest row of groups that is one, from the left."""
    run = match[0]
    groups = list(GROUP.finditer(run))
    told, done, first = "", 0, 0
    while first < len(groups):
        for last in range(len(groups) - 1, first - 1, -1):
            start, end = groups[first].start(), groups[last].end()
            kind = _kind([_plain(group[0]) for group in groups[first : last + 1]], match.string[match.start() + end :])
            if kind:
                told += run[done:start] + kind
                done, first = end, last
                break
        first += 1
    return told + run[done:]


def _kind(groups: list[str], behind: str) -> str | None:
    """Return the mark for a number that stands in these groups; None when it is none. `behind` is what follows it."""
    number, alone = "".join(groups), len(groups) == 1
    if len(number) == 18 and (_is_identity(number) or (alone and _is_meant_as_identity(number))):
        return IDENTITY_MARK
    if not number.isdigit() or UNIT.match(behind):
        return None
    if alone and len(number) > LONGEST_IN_USE:
        return NUMBER_MARK
    if len(number) == 15 and _is_old_identity(number):
        return IDENTITY_MARK
    spaced = " ".join(groups)
    if CARD.fullmatch(spaced) and _luhn(number) and any(int(group) % 100 for group in groups):  # no row of sums
        return CARD_MARK
    return TELEPHONE_MARK if MOBILE.fullmatch(spaced) or FIXED.fullmatch(spaced) else None


def _plain(group: str) -> str:
    """Return a group of digits in ASCII, whichever way they were written."""
    return "".join("X" if sign in "xXＸｘ×" else str(int(sign)) for sign in group.translate(CHINESE_DIGITS))


def _is_identity(number: str) -> bool:
    return number[:17].isdigit() and bool(PROVINCES.match(number)) and bool(validator.is_valid(number))


def _is_meant_as_identity(number: str) -> bool:
    """Whether 18 signs in a row have the place and date of an identity number, so that only a digit is mistyped."""
    return number[:17].isdigit() and bool(PROVINCES.match(number)) and _is_day(number[6:14])


def _is_old_identity(number: str) -> bool:
    return bool(PROVINCES.match(number)) and _is_day("19" + number[6:12])


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False


def _luhn(number: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0
