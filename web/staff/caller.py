"""The household at the other end of the line: its place and facts, filled from the caller's words and by hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from policies_kb.calendar import parse_day, parse_month
from policies_kb.carrying import carried_facts
from policies_kb.normalise import normalise
from policies_kb.reading import Reading, read
from policies_kb.regions import NATION
from policies_kb.store import KnowledgeBase
from web.errors import ApiError

SHORTHAND = Path(__file__).with_name("shorthand.yml")
BIRTH = "child_birth_date"
HERE = "here"
LARGEST = 100_000_000
YEAR = re.compile(r"(19|20)\d\d")
SPACES = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True)
class Caller:
    """A place (None while it is not known) and facts by the names of policies_kb/vocabulary/facts.yml."""

    region: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the caller as plain data."""
        return {"region": self.region, "facts": dict(self.facts)}


def read_caller(data: Any, base: KnowledgeBase) -> Caller:
    """Return the caller that a request holds; ApiError 400 names the fact that cannot be right."""
    if not isinstance(data, dict) or not isinstance(data.get("facts", {}), dict):
        raise ApiError(400, "caller_missing", "请求里要有来电家庭的情况。")
    region, facts = data.get("region"), data.get("facts", {})
    if region is not None and (not isinstance(region, str) or base.regions.get(region) is None):
        raise ApiError(400, "region_unknown", "没有这个地区。")
    return Caller(region, {name: read_fact(name, value, base) for name, value in facts.items() if value is not None})


def read_fact(name: str, value: Any, base: KnowledgeBase) -> Any:
    """Return a fact's value as the library takes it; ApiError 400 when the fact or its value is none of ours."""
    entry = base.facts.get(name)
    if entry is None:
        raise ApiError(400, "fact_unknown", "没有这一项家庭情况。")
    if not _fits(entry, value, base):
        raise ApiError(400, "fact_wrong", f"“{entry['say']}”填得不对，请改一下。")
    return value


def _fits(entry: Mapping[str, Any], value: Any, base: KnowledgeBase) -> bool:
    kind = entry["type"]
    if kind == "boolean" or isinstance(value, bool):
        return kind == "boolean" and isinstance(value, bool)
    if kind in ("integer", "number"):
        right = isinstance(value, int if kind == "integer" else int | float)
        return right and 0 <= value <= LARGEST
    if not isinstance(value, str):
        return False
    if kind == "choice":
        return value in entry["values"]
    return base.regions.get(value) is not None if kind == "region" else _is_date(value)


def _is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year: 2024-05-06, 2024-05, 2024."""
    exact = {4: YEAR.fullmatch(text), 7: parse_month(text), 10: parse_day(text)}
    return bool(exact.get(len(text))) and YEAR.match(text) is not None


def listen(text: str, caller: Caller, base: KnowledgeBase, today: date) -> Caller:
    """Return the caller with what a line says: facts, place, shorthand, and a bare date as the child's birth."""
    spelled = base.segmenter.spelled(normalise(text))
    reading = read(spelled, base.regions, today, base.covered)
    region = reading.region or (NATION if reading.national and caller.region is None else caller.region)
    told = carried_facts(caller.facts, reading, True, base.facts)
    return replace(caller, region=region, facts=told | _short(spelled, reading, region))


def _short(text: str, reading: Reading, region: str | None) -> dict[str, Any]:
    """Return what the line says in the operators' own shorthand and not in any other way."""
    found: dict[str, Any] = {}
    for word in SPACES.split(text):
        for name, value in shorthand()["words"].get(word, {}).items():
            if value != HERE or region:
                found[name] = region if value == HERE else value
    if reading.loose_date and len(SPACES.split(text)) > 1:
        found[BIRTH] = reading.loose_date
    return {name: value for name, value in found.items() if name not in reading.facts}


@cache
def shorthand() -> Mapping[str, Any]:
    """Return the file of shorthand, read once and not to be changed."""
    return yaml.safe_load(SHORTHAND.read_text("utf-8"))


def place_named(text: str, base: KnowledgeBase) -> str:
    """Return the code of a place that was typed into a field; ApiError 400 when it is none or may be several."""
    if base.regions.get(text):
        return text
    found = [mention for mention in base.regions.find(normalise(text))]
    if len(found) != 1 or found[0].code is None:
        several = bool(found) and len(found[0].codes) > 1
        raise ApiError(
            400, "place_unclear", "叫这个名字的地方不止一个，写上省或市。" if several else "没有找到这个地方。"
        )
    return found[0].code
