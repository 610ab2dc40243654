"""Who saw or changed what: one line per request that is worth one, never changed and never deleted."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from web.staff.bodies import plain
from web.staff.clock import now
from web.staff.tables import AUDIT_TRAIL
from web.storage import Records

LONGEST_OBJECT = 120


@dataclass(frozen=True)
class Entry:
    """One line of the trail."""

    at: datetime
    login: str
    action: str
    object: str
    status: int
    address: str


class AuditTrail:
    """The trail in the records; the database itself refuses to change it."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def note(self, login: str, action: str, what: str, status: int, address: str) -> None:
        """Add a line."""
        line = {"at": now(), "login": login[:40], "action": action, "object": plain(what)[:LONGEST_OBJECT]}
        with self._records.writing() as connection:
            connection.execute(AUDIT_TRAIL.insert(), line | {"status": status, "address": address[:64]})

    def latest(self, most: int, login: str = "", action: str = "", before: int | None = None) -> list[Entry]:
        """Return the latest lines, newest first, of one account or of one action where these are given."""
        query = sa.select(AUDIT_TRAIL).order_by(AUDIT_TRAIL.c.id.desc()).limit(most)
        if login:
            query = query.where(AUDIT_TRAIL.c.login == login)
        if action:
            query = query.where(AUDIT_TRAIL.c.action == action)
        if before is not None:
            query = query.where(AUDIT_TRAIL.c.id < before)
        with self._records.reading() as connection:
            rows = connection.execute(query).mappings()
            return [Entry(**{name: row[name] for name in Entry.__dataclass_fields__}) for row in rows]
