"""The repairs of Rasa change how fast it is, not what it accepts."""

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.utils.common import all_subclasses

from bot import repairs


@pytest.fixture(autouse=True)
def _installed() -> None:
    repairs.install()


@pytest.mark.parametrize(
    "result",
    [
        pytest.param({}, id="nothing-said"),
        pytest.param({"events": [], "responses": [{"text": "好"}]}, id="one-message"),
        pytest.param({"events": [{"event": "slot", "name": "context", "value": {}, "timestamp": None}]}, id="slot-set"),
    ],
)
def test_a_proper_action_result_is_accepted(result):
    assert RemoteAction("action_answer", None)._validate_action_result(result) is True


@pytest.mark.parametrize(
    "result",
    [
        pytest.param([], id="not-an-object"),
        pytest.param({"responses": "好"}, id="responses-not-a-list"),
        pytest.param({"responses": ["好"]}, id="response-not-an-object"),
        pytest.param({"events": [{"name": "context"}]}, id="event-without-its-kind"),
        pytest.param({"events": [{"event": "slot", "value": 1}]}, id="slot-without-a-name"),
    ],
)
def test_a_wrong_action_result_is_refused_as_rasa_refuses_it(result):
    with pytest.raises(ValidationError, match="action_answer"):
        RemoteAction("action_answer", None)._validate_action_result(result)


def test_the_schema_is_compiled_once():
    assert repairs._action_result_validator() is repairs._action_result_validator()


def test_every_event_class_is_found_as_rasa_finds_it():
    for event_class in all_subclasses(Event):
        assert Event.resolve_by_type(event_class.type_name) is repairs._resolve_as_rasa_does(event_class.type_name)


def test_an_unknown_event_is_left_to_rasa():
    assert Event.resolve_by_type("no_such_event", UserUttered) is UserUttered
    assert Event.resolve_by_type("topic") is None
    with pytest.raises(ValueError, match="no_such_event"):
        Event.resolve_by_type("no_such_event")


def test_stored_events_come_back_as_they_were():
    for event in (UserUttered("好"), BotUttered("好"), SlotSet("context", {"a": 1})):
        assert Event.from_parameters(event.as_dict()) == event
