"""Documents, measures and benefits as the rest of the package sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

STATUS = {
    "in_force": "现行有效",
    "draft_for_comment": "征求意见稿",
    "submitted_for_review": "送审稿",
    "expired": "已经失效",
    "unknown": "是否现行有效不能确定",
}
INSTITUTIONS = {
    "childcare_institutions": "托育机构",
    "kindergartens": "幼儿园",
    "employers": "用人单位",
    "companies": "企业",
    "childcare_staff": "托育从业人员",
    "administration": "政府部门",
}


@dataclass(frozen=True)
class Document:
    """One policy document, national, provincial or local."""

    id: str
    region: str
    title: str
    status: str
    status_note: str
    settled_by: str
    checked_on: str
    review_by: str
    title_printed: bool = True
    issuer: str | None = None
    number: str | None = None
    issued_on: str | None = None
    words: tuple[str, ...] = ()

    @property
    def short_title(self) -> str:
        """The title in quotation marks, without the note that it is a draft."""
        title = (
            self.title.replace("(征求意见稿)", "")
            .replace("（征求意见稿）", "")
            .replace("（送审稿）", "")
            .replace("(送审稿)", "")
        )
        return f"《{title}》"


@dataclass(frozen=True)
class Benefit:
    """What measures of many places are about.

    words and patterns (regular expressions) are what people say for it; near are benefits to offer where a place has
    none of this; refines is the more general benefit that this one is a question about; only_with is a pattern without
    which a question is hardly about it.
    """

    id: str
    name: str
    topic: str
    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    refines: str | None = None
    patterns: tuple[str, ...] = ()
    only_with: str | None = None


@dataclass(frozen=True)
class Measure:
    """One entitlement of one audience, as encoded; `id` is document/measure."""

    id: str
    document: Document
    benefit: Benefit
    data: Mapping[str, Any]

    @property
    def clause(self) -> str:
        """The number that the document prints before the measure, or the article of a law."""
        return self.data["clause"]

    @property
    def title(self) -> str:
        """A short name in our own words."""
        return self.data["title"]

    @property
    def summary(self) -> str:
        """What the measure says, figure first, in our own plain words."""
        return self.data["summary"]

    @property
    def wording(self) -> str:
        """binding, encouraged, to_explore or target."""
        return self.data["wording"]

    @property
    def audience(self) -> tuple[str, ...]:
        """Who gets it."""
        return tuple(self.data["audience"])

    @property
    def amount(self) -> Mapping[str, Any]:
        """The amount as encoded; empty where the measure has none."""
        return self.data.get("amount", {})

    @property
    def aliases(self) -> tuple[str, ...]:
        """What people say for this very measure."""
        return tuple(self.data.get("aliases", ()))

    @property
    def has_figure(self) -> bool:
        """Whether the measure itself gives an amount in numbers."""
        return self.amount.get("kind", "unpriced") != "unpriced"

    @property
    def needs_checking(self) -> bool:
        """Whether the figure comes from a secondary page and should be checked at the official source."""
        return self.data.get("confidence") == "medium"

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Departments in the order in which to ask them, lead first."""
        found = self.data["departments"]
        return tuple(dict.fromkeys([*found.get("lead", []), *found.get("responsible", [])]))

    @property
    def for_institutions(self) -> str | None:
        """The institutions that get it, in words; None when families or persons get it."""
        names = [INSTITUTIONS[name] for name in self.audience if name in INSTITUTIONS]
        return "、".join(names) if len(names) == len(self.audience) else None


def cite(document: Document, clause: str) -> str:
    """Return document and clause as people cite them."""
    number = (
        f"第{clause}条"
        if clause.isdecimal()
        else f"“{clause}”部分"
        if len(clause) <= 4 and not clause.startswith("第")
        else clause
    )
    untitled = "" if document.title_printed else "（通行名）"
    return f"{document.short_title}{untitled}{number}"
