"""The records of calls: written at the wrap-up, listed, filtered, handed out for export."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from web.privacy import mask
from web.staff.clock import day_of, now
from web.staff.tables import ACCOUNTS, CALLS
from web.storage import Records

OUTCOMES = {
    "answered": "已答复",
    "passed_on": "转部门",
    "to_call_back": "要回访",
    "not_covered": "没有收录",
    "other": "其他",
}
LARGEST_EXPORT = 20_000


@dataclass(frozen=True)
class Filter:
    """Which calls are meant; None leaves a side open."""

    since: date | None = None
    until: date | None = None
    category: str | None = None
    outcome: str | None = None
    account: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Call:
    """One record, with the name of who took the call."""

    id: int
    at: datetime
    category: str
    region: str | None
    question: str
    outcome: str
    note: str
    measures: list[str]
    kb_version: str
    as_of: date
    seconds: int
    operator: str


class Calls:
    """The records of calls in the database."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def save(self, account: int, told: Mapping[str, Any]) -> int:
        """Store a call and return its number; question and note are masked here, whatever was masked before."""
        at = now()
        row = dict(told) | {"account_id": account, "at": at, "day": day_of(at)}
        row |= {name: mask(told[name]) for name in ("question", "note")}
        with self._records.writing() as connection:
            return int(connection.execute(CALLS.insert(), row).inserted_primary_key[0])

    def count(self, wanted: Filter) -> int:
        """Return how many calls a filter lets through."""
        query = sa.select(sa.func.count()).select_from(CALLS).where(*_conditions(wanted))
        with self._records.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def find(self, wanted: Filter, most: int, skip: int = 0) -> list[Call]:
        """Return calls, newest first."""
        query = (
            sa.select(CALLS, ACCOUNTS.c.name.label("operator"))
            .join(ACCOUNTS)
            .where(*_conditions(wanted))
            .order_by(CALLS.c.id.desc())
            .limit(most)
            .offset(skip)
        )
        with self._records.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Call(**{name: row[name] for name in Call.__dataclass_fields__}) for row in rows]


def _conditions(wanted: Filter) -> Iterator[Any]:
    column = CALLS.c
    if wanted.since:
        yield column.day >= wanted.since
    if wanted.until:
        yield column.day <= wanted.until
    if wanted.category:
        yield column.category == wanted.category
    if wanted.outcome:
        yield column.outcome == wanted.outcome
    if wanted.account is not None:
        yield column.account_id == wanted.account
    if wanted.words:
        yield sa.or_(*(field.contains(wanted.words, autoescape=True) for field in (column.question, column.note)))
