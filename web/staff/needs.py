"""The queue of what was not answered, and what each group of it became: an alias, a training sentence, a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from web.privacy import mask
from web.staff.clock import day_of, now
from web.staff.grouping import Asked, Group
from web.staff.tables import ACCOUNTS, NEED_QUESTIONS, NEEDS
from web.storage import Records
from web.storage.tables import FEEDBACK, QUESTIONS, WORDINGS

WAYS = {"alias": "加一种叫法", "training": "加训练句", "missing": "缺这条知识", "dropped": "不用管"}
MOST_LOOKED_AT = 400
MOST_COMMON = 40  # what they mean is worked out at ten milliseconds each
USELESS, NOT_COVERED = "useless", "not_covered"
CONSOLE = "console"
WHY = sa.case((FEEDBACK.c.verdict == USELESS, USELESS), else_=WORDINGS.c.why)


@dataclass(frozen=True)
class Need:
    """What a group became: target is the measure of an alias, the intent of a training sentence, else empty."""

    id: int
    at: datetime
    way: str
    target: str
    region: str | None
    texts: list[str]
    count: int
    state: str
    who: str


class Needs:
    """The queue and its outcome in the records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def waiting(self) -> list[Asked]:
        """Return the latest questions that nobody has decided on, newest first, and of them those found useless."""
        column = QUESTIONS.c
        query = _waiting(column.id, column.at, column.region, column.channel, WORDINGS.c.text, WHY.label("why"))
        query = query.order_by(column.id.desc()).limit(MOST_LOOKED_AT)
        with self._records.reading() as connection:
            return [Asked(**dict(row)) for row in connection.execute(query).mappings()]

    def commonest(self, *where: Any) -> list[tuple[Asked, int]]:
        """Return the commonest wordings that nobody has decided on, of chosen questions, each with how often it came.

        A wording stands for all questions with its words and place, under the number and the time of the latest.
        """
        column, times = QUESTIONS.c, sa.func.count().label("times")
        number, at, why = (sa.func.max(one) for one in (column.id, column.at, WHY))
        said = column.region, WORDINGS.c.text
        query = _waiting(number, at, *said, why, sa.func.max(column.channel), times).where(*where).group_by(*said)
        query = query.order_by(times.desc(), number.desc()).limit(MOST_COMMON)
        with self._records.reading() as connection:
            return [(Asked(*asked), count) for *asked, count in connection.execute(query)]

    def ask(self, text: str, region: str | None, kb_version: str) -> None:
        """Put the question of a call that had no answer into the queue, beside those of the chat; it is masked."""
        at = now()
        row = {"at": at, "day": day_of(at), "channel": CONSOLE, "kind": NOT_COVERED, "region": region}
        with self._records.writing() as connection:
            new = row | {"milliseconds": 0, "kb_version": kb_version}
            number = int(connection.execute(QUESTIONS.insert(), new).inserted_primary_key[0])
            words = {"question_id": number, "why": NOT_COVERED, "text": mask(text), "answer": {"kind": NOT_COVERED}}
            connection.execute(WORDINGS.insert(), words)

    def decide(self, group: Group, account: int, way: str, target: str, texts: Sequence[str]) -> int | None:
        """Turn a group into a need and take its questions out of the queue; return the need's number.

        None, and nothing is stored, when somebody else has just decided on one of its questions.
        """
        row = {"at": now(), "account_id": account, "way": way, "target": target, "region": group.region}
        state = "open" if way != "dropped" else "done"
        new = row | {"texts": list(texts), "count": group.count, "state": state}
        try:
            with self._records.writing() as connection:
                number = int(connection.execute(NEEDS.insert(), new).inserted_primary_key[0])
                taken = [{"question_id": question.id, "need_id": number} for question in group.questions]
                connection.execute(NEED_QUESTIONS.insert(), taken)
        except sa.exc.IntegrityError:
            return None
        return number

    def open(self, *ways: str) -> list[Need]:
        """Return the needs that are not done, oldest first; of some ways only where these are given."""
        query = sa.select(NEEDS, ACCOUNTS.c.name.label("who")).join(ACCOUNTS).where(NEEDS.c.state == "open")
        if ways:
            query = query.where(NEEDS.c.way.in_(ways))
        with self._records.reading() as connection:
            rows = connection.execute(query.order_by(NEEDS.c.id)).mappings().all()
        return [Need(**{name: row[name] for name in Need.__dataclass_fields__}) for row in rows]

    def close(self, number: int) -> None:
        """Say that a need is done."""
        with self._records.writing() as connection:
            connection.execute(NEEDS.update().where(NEEDS.c.id == number).values(state="done"))


def _waiting(*columns: Any) -> Any:
    """Return the query for columns of the questions that nobody has decided on."""
    number = QUESTIONS.c.id
    return (
        sa.select(*columns)
        .select_from(QUESTIONS)
        .join(WORDINGS, WORDINGS.c.question_id == number)
        .outerjoin(FEEDBACK, FEEDBACK.c.question_id == number)
        .outerjoin(NEED_QUESTIONS, NEED_QUESTIONS.c.question_id == number)
        .where(WHY.is_not(None), NEED_QUESTIONS.c.need_id.is_(None))
    )
