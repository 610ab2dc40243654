"""Keeps every event of a conversation in the SQL store, but takes only the last ones out of it for a new message.

Rasa takes them all: it makes them into objects, walks over them for each prediction and sends them to the action
server, so that the fiftieth answer takes more than twice the time of the first. Here a rule looks at one turn: the last
two are taken, and of what is further back in the session only what still holds, such as slots. What is stored stays
complete.

The last events of the latest conversations are remembered, and are read again as soon as the database holds others than
were written here: after a restart, or when several Rasa processes share it. What is new is written in one statement.
"""

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import (
    ActiveLoop,
    AllSlotsReset,
    ConversationPaused,
    ConversationResumed,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool

LAST_EVENTS = 12  # two turns; a turn has six
LASTING = (
    ActiveLoop,
    AllSlotsReset,
    ConversationPaused,
    ConversationResumed,
    Restarted,
    SessionStarted,
    SlotSet,
)
REMEMBERED = 200  # conversations; one takes up to 100 kB

Stand = tuple[int, int | None]  # how many events of a sender the database holds, and the id of the newest


@dataclass(frozen=True)
class Remembered:
    """The last events of a conversation, and what the database held when they were the last."""

    stand: Stand
    events: list[Event]


def latest(events: Sequence[Event]) -> list[Event]:
    """Return the last events of the latest session, after what was set further back and not set anew since."""
    starts = [place for place, event in enumerate(events) if isinstance(event, SessionStarted)]
    session = list(events)[starts[-1] if starts else 0 :]
    newest = {_what(event): event for event in session if isinstance(event, LASTING)}
    kept = [event for event in session[:-LAST_EVENTS] if newest.get(_what(event)) is event]
    return kept + session[-LAST_EVENTS:]


def _what(event: Event) -> tuple[str, str | None]:
    return event.type_name, getattr(event, "key", getattr(event, "name", None))


def sqlite_engine(url: Any) -> Engine:
    """Return an engine whose connections stay open and write ahead: readers wait for no writer, commits for no disk."""
    engine = sa.create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def _write_ahead(connection: Any, record: Any) -> None:
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=normal")
        connection.execute("pragma secure_delete=on")  # what is deleted is overwritten

    return engine


class RecentEventsStore(SQLTrackerStore):
    """Rasa's SQL store with a bound on what is read for one message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See parent class."""
        super().__init__(*args, **kwargs)
        self._remembered: OrderedDict[str, Remembered] = OrderedDict()  # by sender, the latest last
        if self.engine.dialect.name == "sqlite" and self.engine.url.database not in (None, "", ":memory:"):
            self.engine.dispose()
            self.engine = sqlite_engine(self.engine.url)
            self.sessionmaker.configure(bind=self.engine)
        self.engine.hide_parameters = True  # errors name no words of people
        table = self._table = self.SQLEvent.__table__
        of_sender = table.c.sender_id == sa.bindparam("sender")
        self._stand_query = sa.select(sa.func.count(), sa.func.max(table.c.id)).where(of_sender)
        last = sa.select(table.c.id).where(of_sender).order_by(table.c.id.desc()).limit(LAST_EVENTS).subquery()
        lasting = table.c.type_name.in_([event_class.type_name for event_class in LASTING])
        newest = sa.select(sa.func.max(table.c.id)).where(of_sender, lasting)
        newest = newest.group_by(table.c.type_name, table.c.action_name)  # for a slot, action_name is its name
        wanted = table.c.id.in_(sa.select(last.c.id).union(newest))
        self._last_query = sa.select(table.c.data).where(wanted).order_by(table.c.id)
        self._insert = table.insert()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker with the last events of the latest session; None for an unknown sender."""
        with self.engine.connect() as connection:
            stand = self._stand(connection, sender_id)
            if not stand[0] or not self.domain:
                return None
            known = self._remembered.get(sender_id)
            if known is None or known.stand != stand:
                rows = connection.execute(self._last_query, {"sender": sender_id}).scalars().all()
                stored = deserialise_events([json.loads(data) for data in rows])
                known = self._remember(sender_id, stand, stored)
        tracker = DialogueStateTracker.from_events(sender_id, known.events, self.domain.slots)
        tracker.stored_events = len(tracker.events)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return the tracker with all events of all sessions; None for an unknown sender."""
        tracker = await super().retrieve_full_tracker(conversation_id)
        if tracker is not None:
            tracker.stored_events = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are new since the tracker was read or last saved."""
        await self.stream_events(tracker)
        new = self._new_events(tracker)
        if new:
            with self.engine.begin() as connection:
                connection.execute(self._insert, [self._row(tracker.sender_id, event) for event in new])
                stand = self._stand(connection, tracker.sender_id)
            self._remember(tracker.sender_id, stand, tracker.events)
        tracker.stored_events = len(tracker.events)

    def forget(self, sender_id: str) -> int:
        """Remove a conversation from the database and from memory; return how many events it had."""
        self._remembered.pop(sender_id, None)
        return self._delete(self._table.c.sender_id == sender_id)

    def forget_before(self, timestamp: float) -> int:
        """Remove all events older than a time (seconds since 1970); return how many there were."""
        self._remembered.clear()
        return self._delete(self._table.c.timestamp < timestamp)

    def _delete(self, which: Any) -> int:
        with self.engine.begin() as connection:
            removed = connection.execute(self._table.delete().where(which)).rowcount
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("pragma wal_checkpoint(truncate)")  # the changes written ahead hold it still
        return removed

    def _new_events(self, tracker: DialogueStateTracker) -> list[Event]:
        known = getattr(tracker, "stored_events", None)
        if known is None and tracker.events:  # made elsewhere: Rasa looks at what is stored
            with self.session_scope() as session:
                return list(self._additional_events(session, tracker))
        return list(islice(tracker.events, known or 0, None))

    def _remember(self, sender_id: str, stand: Stand, events: Sequence[Event]) -> Remembered:
        known = self._remembered[sender_id] = Remembered(stand, latest(events))
        self._remembered.move_to_end(sender_id)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return known

    def _stand(self, connection: Connection, sender_id: str) -> Stand:
        count, newest = connection.execute(self._stand_query, {"sender": sender_id}).one()
        return count, newest

    @staticmethod
    def _row(sender_id: str, event: Event) -> dict[str, Any]:
        data = event.as_dict()
        return {
            "sender_id": sender_id,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }
