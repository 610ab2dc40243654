"""The tracker store keeps everything and reads only the last turns; what it reads means the same."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import LAST_EVENTS, RecentEventsStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecentEventsStore]:
    slot = AnySlot("context", mappings=[{"type": "custom"}])
    domain = Domain(["ask_policy"], [], [slot], {}, ["action_answer"], {}, {})
    opened = RecentEventsStore(domain, host=f"sqlite:///{tmp_path / 'tracker.sqlite'}")
    yield opened
    opened.engine.dispose()


def turn(number: int) -> list[Event]:
    return [
        UserUttered(f"问 {number}", {"name": "ask_policy"}),
        ActionExecuted("action_answer"),
        BotUttered(f"答 {number}"),
        SlotSet("context", {"turn": number}),
        ActionExecuted("action_listen"),
    ]


def tell(store: RecentEventsStore, events: list[Event], sender: str = "a") -> DialogueStateTracker:
    tracker = asyncio.run(store.get_or_create_tracker(sender, append_action_listen=False))
    for event in events:
        tracker.update(event, store.domain)
    asyncio.run(store.save(tracker))
    return tracker


def full(store: RecentEventsStore, sender: str = "a") -> list[Event]:
    return list(asyncio.run(SQLTrackerStore.retrieve_full_tracker(store, sender)).events)


def test_a_long_conversation_is_stored_whole_and_read_in_part(store: RecentEventsStore) -> None:
    told = [SessionStarted(timestamp=1.0), *(event for number in range(20) for event in turn(number))]
    tell(store, told[:1])
    for number in range(20):
        tell(store, told[1 + 5 * number : 6 + 5 * number])
    assert full(store) == told
    read = asyncio.run(store.retrieve("a"))
    assert list(read.events) == told[-LAST_EVENTS:]
    assert read.get_slot("context") == {"turn": 19}
    assert read.latest_message.text == "问 19"
    assert read.latest_action_name == "action_listen"


def test_a_tracker_saved_twice_is_stored_once(store: RecentEventsStore) -> None:
    tracker = tell(store, turn(1))
    tracker.update(SlotSet("context", {"turn": 2}), store.domain)
    asyncio.run(store.save(tracker))
    asyncio.run(store.save(tracker))
    assert len(full(store)) == 6


def test_a_new_session_begins_with_nothing_of_the_old_one(store: RecentEventsStore) -> None:
    tell(store, [SessionStarted(timestamp=1.0), *turn(1)])
    tell(store, [SessionStarted(), *turn(2)])
    assert [event.text for event in asyncio.run(store.retrieve("a")).events if isinstance(event, UserUttered)] == [
        "问 2"
    ]
    assert len(full(store)) == 12


def test_another_sender_is_unknown(store: RecentEventsStore) -> None:
    tell(store, turn(1))
    assert asyncio.run(store.retrieve("b")) is None


def test_a_tracker_of_all_sessions_is_stored_as_rasa_does(store: RecentEventsStore, tmp_path: Path) -> None:
    tell(store, turn(1))
    tracker = asyncio.run(store.retrieve_full_tracker("a"))
    tracker.update(SlotSet("context", {}), store.domain)
    asyncio.run(store.save(tracker))
    with closing(sqlite3.connect(tmp_path / "tracker.sqlite")) as database:
        assert database.execute("select count(*) from events").fetchone() == (6,)
