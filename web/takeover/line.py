"""The line between a chat and the office: who waits, who is there, what was said; the person's side of it.

A takeover is `waiting` until an account of the staff takes it, `taken` while that account is there, and `ended` by the
operator, by the person, or by itself: nobody came, the person left the queue, the operator's page was lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from web.journal import utc_now
from web.staff.tables import TAKEOVER_LINES, TAKEOVERS
from web.storage import Records
from web.storage.tables import QUESTIONS

WAITING, TAKEN, ENDED = "waiting", "taken", "ended"
PERSON, OPERATOR = "person", "operator"
NOBODY, LEFT, LOST = "nobody", "left", "lost"
WAITS_AT_MOST = timedelta(minutes=10)
PERSON_AWAY = timedelta(minutes=5)  # telephones let a page in the background ask once a minute
OPERATOR_AWAY = timedelta(minutes=3)
SEEN_AGAIN = timedelta(seconds=20)  # so often it is written down that somebody still looks
MOST_LINES = 200


@dataclass(frozen=True)
class Takeover:
    """One wish for a person and what became of it. Times are UTC without a zone."""

    id: int
    session: str | None
    region: str | None
    state: str
    asked_at: datetime
    account_id: int | None
    ended_by: str | None
    person_seen_at: datetime
    operator_seen_at: datetime | None


@dataclass(frozen=True)
class News:
    """What is new for a person: the takeover (None without one), how many wait before, the operator's lines."""

    takeover: Takeover | None
    ahead: int
    lines: list[dict[str, Any]]


class Line:
    """The person's side of all takeovers in the records."""

    def __init__(self, records: Records, now: Callable[[], datetime] = utc_now) -> None:
        self.records, self.now = records, now

    def ask_for_person(self, sender: str) -> None:
        """Put a conversation into the queue, unless it waits or is taken already."""
        if self.active(sender):
            return
        now = self.now()
        row = {"session": sender, "state": WAITING, "asked_at": now, "person_seen_at": now}
        told = QUESTIONS.c.session == sender, QUESTIONS.c.region.is_not(None)
        place = sa.select(QUESTIONS.c.region).where(*told).order_by(QUESTIONS.c.id.desc()).limit(1)
        with self.records.writing() as connection:
            region = connection.execute(place).scalar()
            connection.execute(TAKEOVERS.insert(), row | {"region": region})

    def active(self, sender: str) -> Takeover | None:
        """Return the takeover that waits or is taken in a conversation; None when there is none."""
        latest = self._latest(sender)
        return latest if latest and latest.state != ENDED else None

    def hear(self, sender: str, text: str) -> bool:
        """Write down what a person says to the operator; False when no operator is there to hear it."""
        found = self.active(sender)
        if found is None or found.state != TAKEN:
            return False
        with self.records.writing() as connection:
            add_line(connection, found.id, self.now(), PERSON, text)
        return True

    def leave(self, sender: str) -> Takeover | None:
        """End the takeover of a conversation as the person wishes and return how it stood; None when there is none."""
        found = self.active(sender)
        if found:
            with self.records.writing() as connection:
                end(connection, [TAKEOVERS.c.id == found.id], PERSON, self.now())
        return found

    def news(self, sender: str, after: int) -> News:
        """Return what is new for a person since the line with a number."""
        found = self._latest(sender)
        if found is None:
            return News(None, 0, [])
        self._note_seen(found)
        column = TAKEOVER_LINES.c
        mine = column.takeover_id == found.id, column.who == OPERATOR, column.id > after
        lines = sa.select(column.id, column.at, column.text).where(*mine).order_by(column.id).limit(MOST_LINES)
        before = sa.select(sa.func.count()).where(TAKEOVERS.c.state == WAITING, TAKEOVERS.c.id < found.id)
        with self.records.reading() as connection:
            ahead = connection.execute(before).scalar_one() if found.state == WAITING else 0
            return News(found, ahead, [dict(row) for row in connection.execute(lines).mappings()])

    def forget(self, sender: str) -> None:
        """Remove what was said in a conversation, and end what is going on there."""
        mine = TAKEOVERS.c.session == sender
        with self.records.writing() as connection:
            end(connection, [mine, TAKEOVERS.c.state != ENDED], PERSON, self.now())
            _cut_off(connection, mine)

    def purge(self, keep_days: int) -> None:
        """Remove what was said in takeovers that are too old; that there were some stays to be counted."""
        with self.records.writing() as connection:
            _cut_off(connection, TAKEOVERS.c.asked_at < self.now() - timedelta(days=keep_days))

    def _latest(self, sender: str) -> Takeover | None:
        settle(self.records, self.now())
        query = sa.select(TAKEOVERS).where(TAKEOVERS.c.session == sender).order_by(TAKEOVERS.c.id.desc()).limit(1)
        with self.records.reading() as connection:
            row = connection.execute(query).mappings().first()
        return takeover_of(row) if row else None

    def _note_seen(self, found: Takeover) -> None:
        now = self.now()
        if found.state != ENDED and now - found.person_seen_at > SEEN_AGAIN:
            with self.records.writing() as connection:
                seen = TAKEOVERS.update().where(TAKEOVERS.c.id == found.id).values(person_seen_at=now)
                connection.execute(seen)


def takeover_of(row: Any) -> Takeover:
    """Return a row of the table as a takeover."""
    return Takeover(**{name: row[name] for name in Takeover.__dataclass_fields__})


def add_line(connection: Connection, number: int, at: datetime, who: str, text: str) -> None:
    """Write down a line of a takeover."""
    connection.execute(TAKEOVER_LINES.insert(), {"takeover_id": number, "at": at, "who": who, "text": text})


def end(connection: Connection, which: list[Any], by: str, now: datetime) -> int:
    """End takeovers; return how many that were."""
    values = {"state": ENDED, "ended_at": now, "ended_by": by}
    return connection.execute(TAKEOVERS.update().where(*which).values(**values)).rowcount


def settle(records: Records, now: datetime) -> None:
    """End what ends by itself; nothing is written when there is nothing to end."""
    overdue = {
        NOBODY: [TAKEOVERS.c.state == WAITING, TAKEOVERS.c.asked_at < now - WAITS_AT_MOST],
        LEFT: [TAKEOVERS.c.state == WAITING, TAKEOVERS.c.person_seen_at < now - PERSON_AWAY],
        LOST: [TAKEOVERS.c.state == TAKEN, TAKEOVERS.c.operator_seen_at < now - OPERATOR_AWAY],
    }
    with records.reading() as connection:
        due = sa.or_(*(sa.and_(*which) for which in overdue.values()))
        if connection.execute(sa.select(TAKEOVERS.c.id).where(due).limit(1)).first() is None:
            return
    with records.writing() as connection:
        for by, which in overdue.items():
            end(connection, which, by, now)


def _cut_off(connection: Connection, which: Any) -> None:
    """Remove the words of takeovers and their tie to a conversation."""
    numbers = sa.select(TAKEOVERS.c.id).where(which)
    connection.execute(TAKEOVER_LINES.delete().where(TAKEOVER_LINES.c.takeover_id.in_(numbers)))
    connection.execute(TAKEOVERS.update().where(which).values(session=None))
