"""Urgent notices: what the office says on top of every answer that a notice matches, until its last day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from policies_kb.store import KnowledgeBase
from web.staff.clock import now
from web.staff.tables import NOTICES
from web.storage import Records

LABEL = "【最新口径】"


@dataclass(frozen=True)
class Notice:
    """A sentence and where it belongs: a region with all within it, a benefit, a document; None is any."""

    id: int
    text: str
    region: str | None
    benefit: str | None
    document: str | None
    since: date
    until: date
    ended: bool

    def matches(self, answer: Mapping[str, Any], base: KnowledgeBase) -> bool:
        """Whether a notice belongs to an Answer: all that it names must fit one and the same measure, or the place."""
        asked = (answer.get("region") or {}).get("code")
        if not answer["measures"]:
            return not (self.benefit or self.document) and self._holds_in(asked, base)
        return any(self._fits(measure, asked, base) for measure in answer["measures"])

    def _fits(self, measure: Mapping[str, Any], asked: str | None, base: KnowledgeBase) -> bool:
        known = base.measures.get(measure["id"])
        benefit = known.benefit.id if known else None
        named = self.benefit in (None, benefit) and self.document in (None, measure["document"])
        return named and (self._holds_in(asked, base) or self._holds_in(measure["region"], base))

    def _holds_in(self, region: str | None, base: KnowledgeBase) -> bool:
        return self.region is None or (region is not None and base.regions.within(region, self.region))


class Notices:
    """The notices in the records; `today` says which are running."""

    def __init__(self, records: Records, today: Callable[[], date]) -> None:
        self._records, self._today = records, today

    def write(self, account: int, text: str, until: date, **where: str | None) -> int:
        """Store a notice that runs from today on and return its number; `where` may be region, benefit, document."""
        row = {"at": now(), "account_id": account, "text": text, "since": self._today(), "until": until, "ended": False}
        with self._records.writing() as connection:
            return int(connection.execute(NOTICES.insert(), row | where).inserted_primary_key[0])

    def end(self, number: int) -> None:
        """End a notice before its last day."""
        with self._records.writing() as connection:
            connection.execute(NOTICES.update().where(NOTICES.c.id == number).values(ended=True))

    def running(self) -> list[Notice]:
        """Return the notices that hold today, newest first."""
        today, column = self._today(), NOTICES.c
        return self._find(column.ended.is_(False), column.since <= today, column.until >= today)

    def all(self) -> list[Notice]:
        """Return all notices, newest first."""
        return self._find()

    def _find(self, *conditions: Any) -> list[Notice]:
        with self._records.reading() as connection:
            query = sa.select(NOTICES).where(*conditions).order_by(NOTICES.c.id.desc())
            rows = connection.execute(query).mappings().all()
        return [Notice(**{name: row[name] for name in Notice.__dataclass_fields__}) for row in rows]


def matching(notices: Iterable[Notice], answer: Mapping[str, Any], base: KnowledgeBase) -> list[Notice]:
    """Return the notices that belong to an Answer."""
    return [notice for notice in notices if notice.matches(answer, base)]


def with_notices(
    replies: list[dict[str, Any]], notices: list[Notice], open_base: Callable[[], KnowledgeBase]
) -> list[dict[str, Any]]:
    """Return the chat's replies with the notices that match in front; the knowledge base is opened only for some."""
    for reply in replies if notices else ():
        found = matching(notices, reply["answer"], open_base()) if reply["answer"] else []
        if found:
            reply["answer"]["notices"] = [{"text": one.text, "until": one.until.isoformat()} for one in found]
            lines = [f"{LABEL}{one.text}（到{one.until.month}月{one.until.day}日）" for one in found]
            reply["text"] = "\n".join([*lines, reply["text"]])
    return replies
