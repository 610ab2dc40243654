"""The staff's side of the line to chats: who waits, taking one over, what was said, handing it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from web.staff.clock import now
from web.staff.tables import ACCOUNTS, TAKEOVER_LINES, TAKEOVERS
from web.storage import Records
from web.storage.tables import QUESTIONS, WORDINGS
from web.takeover.handover import HANDOFF
from web.takeover.line import (
    OPERATOR,
    PERSON,
    PERSON_AWAY,
    SEEN_AGAIN,
    TAKEN,
    WAITING,
    Takeover,
    add_line,
    end,
    settle,
    takeover_of,
)

ASSISTANT = "assistant"


@dataclass(frozen=True)
class Said:
    """One thing said in a chat: by the person, the assistant or the operator."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class Talk:
    """A takeover with all that is still held of its chat; `mark` changes with it."""

    takeover: Takeover
    said: list[Said]
    away: bool
    mark: str


@dataclass(frozen=True)
class Waiting:
    """A takeover in the list, with what the person asked last."""

    takeover: Takeover
    last: str


class Chats:
    """The line to chats in the records, as the staff use it."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def waiting(self) -> list[Waiting]:
        """Return who waits, the longest first."""
        return self._listed(TAKEOVERS.c.state == WAITING)

    def of_account(self, account: int) -> list[Waiting]:
        """Return the chats in which an account is, the oldest first."""
        return self._listed(TAKEOVERS.c.state == TAKEN, TAKEOVERS.c.account_id == account)

    def take(self, number: int, account: int) -> bool:
        """Take a chat over; False when somebody else was quicker or the person waits no more."""
        settle(self._records, now())
        values = {"state": TAKEN, "account_id": account, "taken_at": now(), "operator_seen_at": now()}
        waiting = TAKEOVERS.c.id == number, TAKEOVERS.c.state == WAITING
        with self._records.writing() as connection:
            return connection.execute(TAKEOVERS.update().where(*waiting).values(**values)).rowcount == 1

    def talk(self, number: int, account: int) -> Talk | None:
        """Return a chat that an account took over, ended or not, and note that it was looked at; None for another."""
        settle(self._records, now())
        with self._records.reading() as connection:
            query = sa.select(TAKEOVERS).where(TAKEOVERS.c.id == number, TAKEOVERS.c.account_id == account)
            row = connection.execute(query).mappings().first()
            if row is None:
                return None
            lines, questions = _lines(connection, number), _questions(connection, row)
        takeover = takeover_of(row)
        self._note_seen(takeover)
        away = now() - takeover.person_seen_at > PERSON_AWAY
        mark = f"{takeover.state}.{len(lines)}.{len(questions)}.{away:d}"
        said = [*_said(questions, row["taken_at"]), *(Said(line.at, line.who, line.text) for line in lines)]
        return Talk(takeover, sorted(said, key=lambda one: one.at), away, mark)

    def say(self, number: int, account: int, text: str) -> bool:
        """Say something to the person; False when the account is in that chat no more."""
        with self._records.writing() as connection:
            there = connection.execute(sa.select(TAKEOVERS.c.id).where(*_taken(number, account))).first()
            if there is None:
                return False
            add_line(connection, number, now(), OPERATOR, text)
            seen = TAKEOVERS.update().where(TAKEOVERS.c.id == number).values(operator_seen_at=now())
            connection.execute(seen)
        return True

    def hand_back(self, number: int, account: int) -> bool:
        """Give a chat back to the assistant; False when the account is in it no more."""
        with self._records.writing() as connection:
            return end(connection, _taken(number, account), OPERATOR, now()) == 1

    def allow(self, account: int, yes: bool) -> None:
        """Let an account take chats over, or no more."""
        with self._records.writing() as connection:
            connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == account).values(takes_chats=yes))

    def _listed(self, *conditions: Any) -> list[Waiting]:
        settle(self._records, now())
        query = sa.select(TAKEOVERS).where(*conditions).order_by(TAKEOVERS.c.id)
        with self._records.reading() as connection:
            rows = connection.execute(query).mappings().all()
            return [Waiting(takeover_of(row), _last_question(connection, row["session"])) for row in rows]

    def _note_seen(self, takeover: Takeover) -> None:
        seen_at = takeover.operator_seen_at
        if takeover.state == TAKEN and (seen_at is None or now() - seen_at > SEEN_AGAIN):
            with self._records.writing() as connection:
                seen = TAKEOVERS.update().where(TAKEOVERS.c.id == takeover.id).values(operator_seen_at=now())
                connection.execute(seen)


def _taken(number: int, account: int) -> list[Any]:
    return [TAKEOVERS.c.id == number, TAKEOVERS.c.account_id == account, TAKEOVERS.c.state == TAKEN]


def _lines(connection: Connection, number: int) -> list[Any]:
    column = TAKEOVER_LINES.c
    return connection.execute(sa.select(TAKEOVER_LINES).where(column.takeover_id == number).order_by(column.id)).all()


def _questions(connection: Connection, row: Any) -> list[Any]:
    """Return what the assistant was asked in the conversation and is still held, up to the end of the takeover."""
    query = (
        sa.select(QUESTIONS.c.at, WORDINGS.c.text, WORDINGS.c.answer)
        .join(WORDINGS, WORDINGS.c.question_id == QUESTIONS.c.id)
        .where(QUESTIONS.c.session == row["session"])
        .order_by(QUESTIONS.c.id)
    )
    if row["ended_at"]:
        query = query.where(QUESTIONS.c.at <= row["ended_at"])
    return connection.execute(query).all() if row["session"] else []


def _said(questions: list[Any], taken_at: datetime) -> Iterator[Said]:
    """Yield questions and answers; a question after the takeover went to the operator, too, and is there already."""
    for question in questions:
        if question.at < taken_at:
            yield Said(question.at, PERSON, question.text)
        yield Said(question.at, ASSISTANT, question.answer["text"])


def _last_question(connection: Connection, session: str | None) -> str:
    """Return what was asked last before the wish for a person."""
    query = (
        sa.select(WORDINGS.c.text)
        .join(QUESTIONS, WORDINGS.c.question_id == QUESTIONS.c.id)
        .where(QUESTIONS.c.session == session, QUESTIONS.c.kind != HANDOFF)
        .order_by(QUESTIONS.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar() or ""
