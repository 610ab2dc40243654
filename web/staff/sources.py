"""Documents whose standing changed from one knowledge base to the next: kept until somebody has looked at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from policies_kb.model import Document
from policies_kb.store import KnowledgeBase
from web.staff.clock import now
from web.staff.tables import DOCUMENT_STATES, STATUS_CHANGES
from web.storage import Records

GONE = "gone"  # the standing of a document that the knowledge base does not hold any more


@dataclass(frozen=True)
class Change:
    """One document that had another standing before; its title is kept for the case that it is gone."""

    id: int
    at: datetime
    document: str
    title: str
    before: str
    after: str


class Sources:
    """The last seen standing of every document, and what changed, in the records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def compare(self, base: KnowledgeBase) -> None:
        """Note what has changed since the last knowledge base; a document that is seen first is only remembered."""
        documents = base.documents.values()
        with self._records.reading() as connection:
            same = not _differences(_seen(connection), documents)
        if same:
            return
        try:
            with self._records.writing() as connection:
                for before, title, document, status in _differences(_seen(connection, lock=True), documents):
                    _note(connection, before, title, document, status, base.version)
        except sa.exc.IntegrityError:  # another process has just seen the same new documents
            self.compare(base)

    def changes(self) -> list[Change]:
        """Return the changes that nobody has ticked off, newest first."""
        query = sa.select(STATUS_CHANGES).where(STATUS_CHANGES.c.ticked_at.is_(None))
        with self._records.reading() as connection:
            rows = connection.execute(query.order_by(STATUS_CHANGES.c.id.desc())).mappings().all()
        return [Change(**{name: row[name] for name in Change.__dataclass_fields__}) for row in rows]

    def tick(self, number: int, account: int) -> bool:
        """Tick a change off; False when there is none, or somebody was faster."""
        mine = STATUS_CHANGES.c.id == number, STATUS_CHANGES.c.ticked_at.is_(None)
        with self._records.writing() as connection:
            values = {"ticked_by": account, "ticked_at": now()}
            return bool(connection.execute(STATUS_CHANGES.update().where(*mine).values(values)).rowcount)


def _seen(connection: Connection, lock: bool = False) -> dict[str, tuple[str, str]]:
    """Return standing and title of every document as they were last seen."""
    query = sa.select(DOCUMENT_STATES)
    rows = connection.execute(query.with_for_update() if lock else query)
    return {row.document: (row.status, row.title) for row in rows}


def _differences(
    seen: Mapping[str, tuple[str, str]], documents: Iterable[Document]
) -> list[tuple[str | None, str, str, str]]:
    """Return (standing before or None, title, document, standing now) wherever the two are not the same."""
    found: dict[str, tuple[str, str]] = {one.id: (one.status, one.title) for one in documents}
    gone = {name: (GONE, title) for name, (_, title) in seen.items() if name not in found}
    return [
        (seen[name][0] if name in seen else None, title, name, status)
        for name, (status, title) in (found | gone).items()
        if name not in seen or seen[name][0] != status
    ]


def _note(connection: Connection, before: str | None, title: str, name: str, status: str, version: str) -> None:
    if before is None:
        connection.execute(DOCUMENT_STATES.insert(), {"document": name, "title": title, "status": status})
        return
    mine = DOCUMENT_STATES.c.document == name
    connection.execute(DOCUMENT_STATES.update().where(mine).values(status=status, title=title))
    change = {"at": now(), "document": name, "title": title, "before": before, "after": status, "kb_version": version}
    connection.execute(STATUS_CHANGES.insert(), change)
