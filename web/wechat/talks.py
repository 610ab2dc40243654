"""What the last message of a conversation offered by number, and what of it did not fit: kept until the next one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from web.journal import utc_now
from web.storage import Records
from web.storage.tables import WECHAT_TALKS


@dataclass(frozen=True)
class Talk:
    """The messages that numbers stand for, and the rest of a long text."""

    options: Sequence[str] = ()
    rest: str = ""


class Talks:
    """The state of every conversation on WeChat, in the records."""

    def __init__(self, records: Records, now: Callable[[], datetime] = utc_now) -> None:
        self._records, self._now = records, now

    def of(self, sender: str) -> Talk:
        """Return what was offered last; nothing for a new conversation."""
        query = sa.select(WECHAT_TALKS.c.options, WECHAT_TALKS.c.rest).where(WECHAT_TALKS.c.session == sender)
        with self._records.reading() as connection:
            row = connection.execute(query).first()
        return Talk(row.options, row.rest) if row else Talk()

    def keep(self, sender: str, talk: Talk) -> None:
        """Put what is offered now in the place of what was."""
        row = {"session": sender, "at": self._now(), "options": list(talk.options), "rest": talk.rest}
        with self._records.writing() as connection:
            connection.execute(WECHAT_TALKS.delete().where(WECHAT_TALKS.c.session == sender))
            connection.execute(WECHAT_TALKS.insert(), row)
