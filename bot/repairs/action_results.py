"""The schema of an action's result is checked and compiled once, and an event is compared with the schema of its kind.

`RemoteAction._validate_action_result` lets jsonschema check Rasa's own schema again on every call of an action (four
fifths of the time of a message of stock Rasa), and then tries each event with the schemas of all 23 kinds of event. A
wrong result is refused as before: what does not pass at once is left to the whole schema.
"""

from functools import cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.utils.schemas.events import EVENT_SCHEMA


@cache
def whole_validator() -> Any:
    """Return the compiled schema of a result."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


@cache
def event_validators() -> dict[str, Any]:
    """Return the compiled schema of an event by its kind: no event can pass under a kind that it does not name."""
    validator = type(whole_validator())
    kinds = {kind["properties"]["event"]["const"]: kind for kind in EVENT_SCHEMA["oneOf"]}
    return {name: validator({**EVENT_SCHEMA, "oneOf": [kind]}) for name, kind in kinds.items()}


def _passes(result: Any) -> bool:
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(response, dict) for response in responses)
        and all(map(_event_passes, events))
    )


def _event_passes(event: Any) -> bool:
    kind = event.get("event") if isinstance(event, dict) else None
    return isinstance(kind, str) and kind in event_validators() and event_validators()[kind].is_valid(event)


def validate_action_result(action: RemoteAction, result: dict[str, Any]) -> bool:
    """Return True for a result of the agreed shape; raise ValidationError, naming the action, for any other."""
    error = None if _passes(result) else next(whole_validator().iter_errors(result), None)
    if error is None:
        return True
    raise ValidationError(f"{error.message} (result of {action.name()})")


def install() -> None:
    """Put it in place."""
    RemoteAction._validate_action_result = validate_action_result
