"""The one way from a Rasa message to the assistant and back."""

import logging
import traceback
from abc import ABC, abstractmethod
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from policies_kb.assistant import Assistant, apology

CONTEXT = "context"

log = logging.getLogger(__name__)


@cache
def open_assistant() -> Assistant:
    """Return the assistant of this process; the knowledge base is opened at the first call."""
    return Assistant.open()


def trace_without_words(error: BaseException) -> str:
    """Return where an error came from and its kind, not its text, which may hold what the person said."""
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{places}{type(error).__name__}"


class AssistantAction(Action, ABC):
    """Asks the assistant and utters its one answer; subclasses say what it is told."""

    @abstractmethod
    def name(self) -> str:
        """See parent class."""

    def intent(self, tracker: Tracker) -> str:
        """Return what the person wants, as the NLU read it."""
        return tracker.latest_message["intent"]["name"]

    def context(self, tracker: Tracker) -> dict[str, Any]:
        """Return what the assistant remembers of this conversation; empty at its start."""
        return tracker.get_slot(CONTEXT) or {}

    def events(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the events that keep the assistant's memory."""
        return [SlotSet(CONTEXT, context)]

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Utter one answer; whatever goes wrong is logged with its trace and the person reads a plain apology."""
        message = tracker.latest_message
        try:
            ranking = message.get("intent_ranking") or []
            reply = open_assistant().reply(message["text"], self.intent(tracker), ranking, self.context(tracker))
            answer, events = reply.answer, self.events(reply.context)
        except Exception as error:  # the action border: an error that passed would leave the person without any reply
            log.error("%s failed\n%s", self.name(), trace_without_words(error))
            answer, events = apology(), []
        dispatcher.utter_message(text=answer["text"], json_message=answer)
        return events
