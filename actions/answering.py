"""The actions of the domain. The assistant decides by intent what to say, so a single one serves nearly every rule."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import Restarted

from actions.base import AssistantAction


class Answer(AssistantAction):
    """Answers what was said, be it a question, a fact, a greeting or a cry for help."""

    def name(self) -> str:
        """See parent class."""
        return "action_answer"


class AnswerUnforeseen(AssistantAction):
    """Stands in for Rasa's own fallback when no rule fits: the knowledge base's search decides."""

    def name(self) -> str:
        """See parent class."""
        return "action_default_fallback"

    def intent(self, tracker: Tracker) -> str:
        """Return the intent of a message that was not understood."""
        return "nlu_fallback"


class Restart(AssistantAction):
    """Stands in for Rasa's own restart: says so and forgets everything."""

    def name(self) -> str:
        """See parent class."""
        return "action_restart"

    def context(self, tracker: Tracker) -> dict[str, Any]:
        """Return nothing: what was remembered is not passed on."""
        return {}

    def events(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the event that empties the conversation."""
        return [Restarted()]
