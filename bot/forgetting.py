"""The way to remove conversations from a running Rasa: a channel of its own that only this machine reaches.

Another process could delete the rows, but not what Rasa remembers, and not while a message is being answered.

    POST conversation {"sender"}   removes one conversation
    POST before {"timestamp"}      removes all events older than that (seconds since 1970)

Both stand under the channel's name and answer {"removed": number of events}. What is to be removed stands in the body,
for addresses are logged.
"""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.tracker_store import RecentEventsStore


class ForgetInput(InputChannel):
    """A channel that takes no messages and removes old ones."""

    @classmethod
    def name(cls) -> str:
        """See parent class."""
        return "forget"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """See parent class."""
        blueprint = Blueprint("forget")

        @blueprint.post("/conversation")
        async def conversation(request: Request) -> HTTPResponse:
            agent, sender = request.app.ctx.agent, str(request.json["sender"])
            async with agent.lock_store.lock(sender):  # what is being answered is stored first
                return json({"removed": forget(agent.tracker_store, sender)})

        @blueprint.post("/before")
        async def before(request: Request) -> HTTPResponse:
            timestamp = float(request.json["timestamp"])
            stores = list(stores_in(request.app.ctx.agent.tracker_store))
            removed = [store.forget_before(timestamp) for store in stores if isinstance(store, RecentEventsStore)]
            return json({"removed": sum(removed)})

        return blueprint


def forget(store: TrackerStore, sender: str) -> int:
    """Remove a conversation from a store and from those that it wraps or falls back to; return its stored events."""
    removed = 0
    for one in stores_in(store):
        if isinstance(one, RecentEventsStore):
            removed += one.forget(sender)
        elif isinstance(one, InMemoryTrackerStore):
            one.store.pop(sender, None)
    return removed


def stores_in(store: TrackerStore) -> Iterator[TrackerStore]:
    """Yield a store and all that it wraps: Rasa puts one around ours that falls back to its memory."""
    yield store
    for name in ("_tracker_store", "_fallback_tracker_store"):
        inner = getattr(store, name, None)
        if inner is not None:
            yield from stores_in(inner)
