"""Two repairs of Rasa 3.6.21, which gets no more fixes of its own. Both change the speed, neither the result.

* `RemoteAction._validate_action_result` lets jsonschema check Rasa's own schema again on every call of an action: four
  fifths of the time of a message. The schema is checked and compiled once here; a wrong result is refused as before.
* `Event.resolve_by_type` walks the tree of all event classes for every stored event of a conversation, so that long
  conversations get slow. The classes by name are looked up once; a name not found there still takes Rasa's own way.

The tokenizer installs them, because `rasa run` and `rasa train` load it in any case. When Rasa is replaced: delete this
file, its call in bot/components/tokenizer.py and tests/test_bot_repairs.py.
"""

from functools import cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

_resolve_as_rasa_does = Event.resolve_by_type


@cache
def _action_result_validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


def validate_action_result(action: RemoteAction, result: dict[str, Any]) -> bool:
    """Return True for a result of the agreed shape; raise ValidationError, naming the action, for any other."""
    error = next(_action_result_validator().iter_errors(result), None)
    if error is None:
        return True
    raise ValidationError(f"{error.message} (result of {action.name()})")


@cache
def _event_classes() -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for event_class in all_subclasses(Event):
        found.setdefault(event_class.type_name, event_class)
    return found


def resolve_event_class(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """Return the event class of a name; what is unknown is left to Rasa (default, or ValueError)."""
    return _event_classes().get(type_name) or _resolve_as_rasa_does(type_name, default)


def install() -> None:
    """Put both repairs in place; a second call changes nothing."""
    RemoteAction._validate_action_result = validate_action_result
    Event.resolve_by_type = staticmethod(resolve_event_class)
