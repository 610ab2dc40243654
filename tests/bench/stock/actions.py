"""The least that an action can do: one text. What the stock set-up costs is then Rasa's own time."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class Answer(Action):
    """Stands where the assistant's action stands and looks nothing up."""

    def name(self) -> str:
        """See parent class."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Utter one text."""
        dispatcher.utter_message(text="三孩家庭每月500元，领到孩子满3周岁；一孩、二孩没有这一项。")
        return []
