"""Several children in one message, each with an age of its own: 老大5岁上大班，老二1岁."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cn2an import an2cn

from policies_kb.calendar import add_months, date_span
from policies_kb.reading import read
from policies_kb.reading_dates import find_dates
from policies_kb.reading_numbers import NUMBER, to_number
from policies_kb.store import KnowledgeBase

OWN = frozenset(
    (
        *("child_age", "child_birth_date", "years_since_birth", "child_order", "kindergarten_year"),
        *("kindergarten_kind", "attends_kindergarten", "attends_nursery", "school_stage", "disabled_child"),
    )
)
"""Facts that belong to one child; all others belong to the family."""
ORDERS = {"老大": 1, "大宝": 1, "大娃": 1, "老二": 2, "二宝": 2, "二娃": 2, "老三": 3, "三宝": 3, "三娃": 3, "老四": 4}
CALLED = "|".join([*ORDERS, "最小的", "(?<!最)小的", "大的", "老小", "老幺", "另?一个"])
BORDERS = re.compile(rf"[,，。;；、!！?？ ]+|(?={CALLED})")
MONTHS_OLD = re.compile(rf"(?<![年\d])(?P<n>{NUMBER})个?(?P<half>半)?(?:多|来)?月(?!前|后|底|初|份|补|给|能|领)")
BORN = ("生的", "生，", "出生", "月生", "年生")
OLDEST_IN_MONTHS = 18 * 12
LEAST_BETWEEN = 0.7  # years between two births
NAMES = ("老大", "老二", "老三", "老四", "老五", "老六")


@dataclass
class Child:
    """One child as a message tells of it: its own facts, and which one of the children it is."""

    facts: dict[str, Any] = field(default_factory=dict)
    order: int | None = None

    @property
    def name(self) -> str:
        """The child's name among the children."""
        return NAMES[self.order - 1] if self.order and self.order <= len(NAMES) else "这个孩子"

    @property
    def label(self) -> str:
        """The child's name among the children, with what was told of its age."""
        return f"{self.name}（{self.told}）"

    @property
    def told(self) -> str:
        """The birth or the age as it was told; an age in Chinese numerals."""
        if "child_birth_date" in self.facts:
            parts = zip(self.facts["child_birth_date"].split("-"), "年月日", strict=False)
            return "".join(f"{int(number)}{unit}" for number, unit in parts) + "出生"
        return f"{an2cn(int(self.facts['child_age']))}周岁"


def children_in(text: str, base: KnowledgeBase, today: date) -> list[Child]:
    """Return the children whose ages or births a message tells, eldest first; empty when it tells of fewer than two."""
    found: list[Child] = []
    births = any(word in text for word in BORN)
    for piece in filter(None, BORDERS.split(text)):
        told = _facts_of(piece.removeprefix(piece[:2]) if piece[:2] in ORDERS else piece, base, today, births)
        facts = {name: value for name, value in told.items() if name in OWN}
        if "child_age" in facts or "child_birth_date" in facts:
            found.append(Child(facts, ORDERS.get(piece[:2])))
        elif found:
            found[-1].facts |= facts
    found.sort(key=lambda child: -_age(child, today))
    told_apart = _apart(found, today)
    return list(_in_order(told_apart)) if len(told_apart) > 1 else []


def _apart(found: list[Child], today: date) -> list[Child]:
    """Return the children, eldest first, without one told twice, by age and by birth: two births lie months apart."""
    apart: list[Child] = []
    for child in found:
        last = apart[-1] if apart else None
        if last and _age(last, today) - _age(child, today) < LEAST_BETWEEN and None in (last.order, child.order):
            last.facts |= child.facts
            last.order = last.order or child.order
        else:
            apart.append(child)
    return apart


def _facts_of(piece: str, base: KnowledgeBase, today: date, births: bool) -> dict[str, Any]:
    """Return the facts that a piece tells; births: a bare date in it is a birth (一个23年5月，一个25年8月生的)."""
    facts = read(piece, base.regions, today, base.covered).facts
    dates = [one for one in find_dates(piece, today) if one.exact] if births else []
    if len(dates) == 1 and not OWN & facts.keys():
        return {**facts, "child_birth_date": dates[0].iso(today)}
    months = MONTHS_OLD.search(piece)
    number = (to_number(months["n"]) if months else None) or OLDEST_IN_MONTHS + 1
    if number <= OLDEST_IN_MONTHS and "child_age" not in facts and "child_birth_date" not in facts:
        born = add_months(today, -int(number))
        return {**facts, "child_birth_date": f"{born:%Y-%m}"}
    return facts


def _age(child: Child, today: date) -> float:
    """Return the age in years, near enough to tell children apart."""
    if "child_birth_date" in child.facts:
        return (today - date.fromisoformat(date_span(child.facts["child_birth_date"])[0])).days / 365.25
    return float(child.facts["child_age"])


def _in_order(children: list[Child]) -> Iterator[Child]:
    """Yield the children, eldest first, each with its order: as it was called, else by age."""
    for number, child in enumerate(children, 1):
        child.order = child.order or number
        child.facts["child_order"] = child.order
        yield child
