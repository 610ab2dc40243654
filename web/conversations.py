"""One way for every channel to ask the assistant: Rasa answers, the answer is written down and gets its id."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from policies_kb.store import KnowledgeBase
from web.calendars import Calendars
from web.journal import Asked, Journal
from web.rasa_client import RasaClient
from web.replies import as_replies, with_calendars
from web.staff.notices import Notices, with_notices
from web.takeover.handover import Handover
from web.turn_taking import TurnTaking

CHAT = "chat"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Conversations:
    """What is said and forgotten in the conversations of one application."""

    rasa: RasaClient
    journal: Journal
    calendars: Calendars
    notices: Notices
    handover: Handover
    open_base: Callable[[], KnowledgeBase]
    _turns: TurnTaking = field(default_factory=TurnTaking)

    def ask(self, sender: str, message: str, channel: str) -> list[dict[str, Any]]:
        """Return the replies to a message that was read by `read_message`; RasaUnavailable when there are none.

        Urgent notices of the office stand on top. Every Answer gets an `answer_id` by which people say what they think
        of it; none when it could not be stored. There are no replies to what a person of the office is there to hear.
        """
        with self._turns.turn(sender):
            taken = self.handover.take(sender, message) if channel == CHAT else None
            if taken is not None:
                return taken
            started = time.monotonic()
            replies = with_calendars(as_replies(self.rasa.send(sender, message)), self.calendars.url_for)
            asked = Asked(sender, channel, message, round((time.monotonic() - started) * 1000))
            for reply in replies:
                if reply["answer"]:
                    self._note(asked, reply)
            if channel == CHAT:
                replies = self.handover.offer(sender, replies)
        return with_notices(replies, self.notices.running(), self.open_base)

    def forget(self, sender: str) -> None:
        """Remove a conversation everywhere; RasaUnavailable, and nothing removed, when Rasa cannot be reached."""
        with self._turns.turn(sender):
            self.rasa.forget(sender)
            self.handover.line.forget(sender)
            self.journal.forget(sender)

    def _note(self, asked: Asked, reply: dict[str, Any]) -> None:
        try:
            reply["answer"]["answer_id"] = self.journal.note(asked, reply["answer"], reply["text"])
        except SQLAlchemyError as error:  # a full disk must not keep people from their answer
            log.error("a question could not be written down: %s", type(error).__name__)
