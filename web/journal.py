"""What is written down of each question: one row that is counted, and the masked words where the staff should look."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from policies_kb.guard import WITHHELD
from web.privacy import mask
from web.storage import Records
from web.storage.tables import FEEDBACK, QUESTIONS, WECHAT_TALKS, WORDINGS

VERDICTS = ("useful", "useless")
FEEDBACK_HOURS = 24  # how long the words of a question wait for an opinion on its answer
CLARIFY_AGAIN = timedelta(hours=1)
ZONE = ZoneInfo("Asia/Shanghai")
ESSENTIALS = ("kind", "as_of", "kb_version", "region", "missing_facts")


@dataclass(frozen=True)
class Asked:
    """A question: its conversation, where it came from, its masked words, and how long its answer took."""

    sender: str
    channel: str
    text: str
    milliseconds: int


def utc_now() -> datetime:
    """Return the time as the records hold it: UTC without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


class Journal:
    """Writes down questions and opinions, and removes them again."""

    def __init__(self, records: Records, now: Callable[[], datetime] = utc_now) -> None:
        self._records, self._now = records, now

    def note(self, asked: Asked, answer: Mapping[str, Any], text: str) -> str:
        """Write down a question with its Answer and the Answer's text; return the answer's id."""
        answer_id, now = secrets.token_urlsafe(16), self._now()
        measures = [measure["id"] for measure in answer.get("measures") or []]
        row = {
            "answer_id": answer_id,
            "session": asked.sender,
            "at": now,
            "day": now.replace(tzinfo=timezone.utc).astimezone(ZONE).date(),
            "channel": asked.channel,
            "kind": answer["kind"],
            "region": (answer.get("region") or {}).get("code"),
            "measure": measures[0] if measures else None,
            "milliseconds": asked.milliseconds,
            "kb_version": answer.get("kb_version"),
        }
        essentials = {name: answer[name] for name in ESSENTIALS if name in answer}
        essentials |= {"text": text, "measures": measures}
        with self._records.writing() as connection:
            why = self._why(connection, asked.sender, answer["kind"], text)
            number = connection.execute(QUESTIONS.insert(), row).inserted_primary_key[0]
            words = {"question_id": number, "why": why, "text": asked.text, "answer": essentials}
            connection.execute(WORDINGS.insert(), words)
        return answer_id

    def judge(self, sender: str, answer_id: str, verdict: str, reason: str) -> bool:
        """Keep what a person thinks of an answer, the latest opinion only; False for no answer of this conversation."""
        of_answer = sa.select(QUESTIONS.c.id).where(QUESTIONS.c.answer_id == answer_id, QUESTIONS.c.session == sender)
        with self._records.writing() as connection:
            number = connection.execute(of_answer).scalar()
            if number is None:
                return False
            connection.execute(FEEDBACK.delete().where(FEEDBACK.c.question_id == number))
            row = {"question_id": number, "at": self._now(), "verdict": verdict, "reason": mask(reason)}
            connection.execute(FEEDBACK.insert(), row)
            if verdict == "useless":
                _keep_words(connection, WORDINGS.c.question_id == number, verdict)
        return True

    def forget(self, sender: str) -> None:
        """Remove what was said in a conversation; what is counted stays, and belongs to nobody any more."""
        of_sender = QUESTIONS.c.session == sender
        numbers = sa.select(QUESTIONS.c.id).where(of_sender)
        with self._records.writing() as connection:
            for table in (WORDINGS, FEEDBACK):
                connection.execute(table.delete().where(table.c.question_id.in_(numbers)))
            connection.execute(WECHAT_TALKS.delete().where(WECHAT_TALKS.c.session == sender))
            connection.execute(QUESTIONS.update().where(of_sender).values(session=None, answer_id=None))
        self._records.scrub()

    def purge(self, keep_days: int, keep_records_days: int) -> None:
        """Remove what is too old: the tie to a conversation, words nobody complained of, at last words and opinions."""
        now = self._now()
        tied, kept = now - timedelta(days=keep_days), now - timedelta(days=keep_records_days)
        waited = now - timedelta(hours=FEEDBACK_HOURS)
        with self._records.writing() as connection:
            old = QUESTIONS.c.at < tied, QUESTIONS.c.session.is_not(None)
            connection.execute(QUESTIONS.update().where(*old).values(session=None, answer_id=None))
            connection.execute(WORDINGS.delete().where(WORDINGS.c.why.is_(None), _asked_before(WORDINGS, waited)))
            for table in (WORDINGS, FEEDBACK):
                connection.execute(table.delete().where(_asked_before(table, kept)))
            connection.execute(WECHAT_TALKS.delete().where(WECHAT_TALKS.c.at < waited))
        self._records.scrub()

    def _why(self, connection: Connection, sender: str, kind: str, text: str) -> str | None:
        """Return why the staff should see a question; None when there is no reason."""
        if kind in ("not_covered", "handoff"):
            return kind
        if kind == "error":
            return "withheld" if text.startswith(WITHHELD) else "broken"
        return "clarify" if kind == "clarify" and self._clarified_just_now(connection, sender) else None

    def _clarified_just_now(self, connection: Connection, sender: str) -> bool:
        """Whether the last answer of the conversation was a question back, too; its words are then kept as well."""
        columns = QUESTIONS.c.id, QUESTIONS.c.kind, QUESTIONS.c.at
        last = sa.select(*columns).where(QUESTIONS.c.session == sender).order_by(QUESTIONS.c.id.desc()).limit(1)
        found = connection.execute(last).first()
        again = found is not None and found.kind == "clarify" and self._now() - found.at < CLARIFY_AGAIN
        if again:
            _keep_words(connection, WORDINGS.c.question_id == found.id, "clarify")
        return again


def _keep_words(connection: Connection, which: Any, why: str) -> None:
    connection.execute(WORDINGS.update().where(which, WORDINGS.c.why.is_(None)).values(why=why))


def _asked_before(table: sa.Table, time: datetime) -> Any:
    return table.c.question_id.in_(sa.select(QUESTIONS.c.id).where(QUESTIONS.c.at < time))
