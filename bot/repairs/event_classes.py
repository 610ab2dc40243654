"""The classes of events are looked up by name.

`Event.resolve_by_type` walks the tree of all event classes for every stored event of a conversation, so that long
conversations get slow. A name not found in the table still takes Rasa's own way.
"""

from functools import cache

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

resolve_as_rasa_does = Event.resolve_by_type


@cache
def _event_classes() -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for event_class in all_subclasses(Event):
        found.setdefault(event_class.type_name, event_class)
    return found


def resolve_event_class(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """Return the event class of a name; what is unknown is left to Rasa (default, or ValueError)."""
    return _event_classes().get(type_name) or resolve_as_rasa_does(type_name, default)


def install() -> None:
    """Put it in place."""
    Event.resolve_by_type = staticmethod(resolve_event_class)
