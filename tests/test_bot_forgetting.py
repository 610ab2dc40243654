"""What is to be forgotten is in no file and in no memory of Rasa, through all that Rasa puts around the store."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.forgetting import forget, stores_in
from bot.tracker_store import RecentEventsStore

SECRET = "我家的秘密" * 30


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecentEventsStore]:
    domain = Domain(["ask_policy"], [], [AnySlot("context", mappings=[{"type": "custom"}])], {}, [], {}, {})
    one = RecentEventsStore(domain, host=f"sqlite:///{tmp_path / 'tracker.sqlite'}")
    yield one
    one.engine.dispose()


def tell(store: RecentEventsStore, sender: str, text: str, at: float = 1000.0) -> DialogueStateTracker:
    tracker = asyncio.run(store.get_or_create_tracker(sender, append_action_listen=False))
    tracker.update(UserUttered(text, timestamp=at), store.domain)
    tracker.update(SlotSet("context", {"question": text}, timestamp=at), store.domain)
    asyncio.run(store.save(tracker))
    return tracker


def senders(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "tracker.sqlite")) as database:
        return {sender for (sender,) in database.execute("select sender_id from events")}


def test_a_forgotten_conversation_is_nowhere(store: RecentEventsStore, tmp_path: Path) -> None:
    tell(store, "a", SECRET)
    tell(store, "b", "产假几天")
    assert store.forget("a") == 2
    assert senders(tmp_path) == {"b"}
    assert "a" not in store._remembered and "b" in store._remembered
    assert asyncio.run(store.retrieve("a")) is None
    escaped = SECRET[:5].encode("unicode_escape")
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("tracker.sqlite*"))
    assert kept and escaped not in kept and SECRET[:5].encode() not in kept


def test_what_is_unknown_can_be_forgotten(store: RecentEventsStore) -> None:
    assert store.forget("nobody") == 0


def test_old_events_go_and_new_ones_stay(store: RecentEventsStore, tmp_path: Path) -> None:
    tell(store, "old", "一", at=999.0)
    tell(store, "both", "一", at=999.0)
    tell(store, "both", "二", at=1000.0)
    assert store.forget_before(1000.0) == 4
    assert senders(tmp_path) == {"both"}
    assert asyncio.run(store.retrieve("both")).latest_message.text == "二"


def test_what_rasa_falls_back_to_forgets_too(store: RecentEventsStore) -> None:
    around = FailSafeTrackerStore(store)
    asyncio.run(around.fallback_tracker_store.save(tell(store, "a", SECRET)))
    assert [type(one) for one in stores_in(around)] == [FailSafeTrackerStore, RecentEventsStore, InMemoryTrackerStore]
    assert forget(around, "a") == 2
    assert all(asyncio.run(one.retrieve("a")) is None for one in stores_in(around))


def test_an_error_of_the_database_names_no_words(store: RecentEventsStore) -> None:
    tracker = tell(store, "a", "一")
    tracker.update(UserUttered(SECRET), store.domain)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("drop table events")
    with pytest.raises(Exception) as caught:
        asyncio.run(store.save(tracker))
    assert "events" in str(caught.value) and SECRET[:5] not in str(caught.value)
    assert SECRET[:5].encode("unicode_escape").decode() not in str(caught.value)
