"""Keeps every event of a conversation in the SQL store, but takes only the last ones out of it for a new message.

Rasa takes them all: it makes them into objects, walks over them for each prediction and sends them to the action
server, so that the fiftieth answer takes more than twice the time of the first. Here a rule looks at one turn and the
actions read one slot, which each of them sets anew: the last turns say the same. What is stored stays complete.
"""

import itertools
import json
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

LAST_EVENTS = 30  # five turns; a turn has six


class RecentEventsStore(SQLTrackerStore):
    """Rasa's SQL store with a bound on what is read for one message."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker with the last events of the latest session; None for an unknown sender."""
        with self.session_scope() as session:
            query = self._event_query(session, sender_id, fetch_events_from_all_sessions=False)
            newest = query.order_by(None).order_by(self.SQLEvent.id.desc()).limit(LAST_EVENTS).all()
            events = [json.loads(event.data) for event in reversed(newest)]
        if not events or not self.domain:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        tracker.stored_events = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are new since the tracker was read or last saved."""
        await super().save(tracker)
        tracker.stored_events = len(tracker.events)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Any:
        known = getattr(tracker, "stored_events", None)
        if known is None:  # not read by retrieve(): new, or with the whole session
            return super()._additional_events(session, tracker)
        return itertools.islice(tracker.events, known, None)
