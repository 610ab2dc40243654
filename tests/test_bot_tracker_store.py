"""The tracker store keeps everything and reads only the last turns; what it reads, or remembers, means the same."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    ConversationPaused,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import LAST_EVENTS, REMEMBERED, RecentEventsStore, latest


@contextmanager
def opened(folder: Path) -> Iterator[RecentEventsStore]:
    """Give a store as one Rasa process has it; several may be open on the same database."""
    slots = [AnySlot(name, mappings=[{"type": "custom"}]) for name in ("context", "other")]
    domain = Domain(["ask_policy"], [], slots, {}, ["action_answer"], {}, {})
    store = RecentEventsStore(domain, host=f"sqlite:///{folder / 'tracker.sqlite'}?timeout=30")
    yield store
    store.engine.dispose()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecentEventsStore]:
    with opened(tmp_path) as one:
        yield one


@pytest.fixture
def another(tmp_path: Path, store: RecentEventsStore) -> Iterator[RecentEventsStore]:
    """The store of a second process, or of the same one after a restart."""
    with opened(tmp_path) as one:
        yield one


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
    assert list(read.events) == [told[0], *told[-LAST_EVENTS:]]
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


def test_a_tracker_of_all_sessions_is_stored_once(store: RecentEventsStore, tmp_path: Path) -> None:
    tell(store, turn(1))
    tracker = asyncio.run(store.retrieve_full_tracker("a"))
    tracker.update(SlotSet("context", {}), store.domain)
    asyncio.run(store.save(tracker))
    with closing(sqlite3.connect(tmp_path / "tracker.sqlite")) as database:
        assert database.execute("select count(*) from events").fetchone() == (6,)


def test_a_tracker_of_several_sessions_is_stored_once(store: RecentEventsStore) -> None:
    tell(store, [SessionStarted(timestamp=1.0), *turn(1)])
    tell(store, [SessionStarted(), *turn(2)])
    tracker = asyncio.run(store.retrieve_full_tracker("a"))
    tracker.update(SlotSet("context", {}), store.domain)
    asyncio.run(store.save(tracker))
    assert len(full(store)) == 13


def test_a_tracker_made_elsewhere_is_stored_as_rasa_stores_it(store: RecentEventsStore) -> None:
    tell(store, turn(1))
    longer = DialogueStateTracker.from_events("a", [*full(store), SlotSet("context", {})], store.domain.slots)
    asyncio.run(store.save(longer))
    assert len(full(store)) == 6


@pytest.mark.parametrize("turns", [1, 2, 3, 5, 9])
def test_what_is_remembered_is_what_would_be_read(
    store: RecentEventsStore, another: RecentEventsStore, turns: int
) -> None:
    tell(store, [SessionStarted(timestamp=1.0), SlotSet("other", 1)])
    for number in range(turns):
        tell(store, turn(number))
    remembered, read = (asyncio.run(one.retrieve("a")) for one in (store, another))
    assert remembered.events[-1] is store._remembered["a"].events[-1]
    assert [event.as_dict() for event in remembered.events] == [event.as_dict() for event in read.events]
    assert remembered.current_slot_values() == read.current_slot_values()


def test_what_another_process_wrote_is_read(store: RecentEventsStore, another: RecentEventsStore) -> None:
    for number in range(4):
        tell((store, another)[number % 2], turn(number))
    assert [event.text for event in full(store) if isinstance(event, UserUttered)] == [f"问 {n}" for n in range(4)]
    assert asyncio.run(store.retrieve("a")).get_slot("context") == {"turn": 3}


@pytest.mark.parametrize(
    ("forget", "left"),
    [
        pytest.param("delete from events", None, id="the-whole-conversation"),
        pytest.param("delete from events where id <= 5", "问 2", id="its-beginning"),
    ],
)
def test_what_was_deleted_is_not_remembered(
    store: RecentEventsStore, tmp_path: Path, forget: str, left: str | None
) -> None:
    tell(store, turn(1))
    tell(store, turn(2))
    with closing(sqlite3.connect(tmp_path / "tracker.sqlite")) as database, database:
        database.execute(forget)
    read = asyncio.run(store.retrieve("a"))
    assert (read and [event.text for event in read.events if isinstance(event, UserUttered)]) == (left and [left])


def test_what_was_not_saved_is_not_remembered(store: RecentEventsStore) -> None:
    tell(store, turn(1))
    asyncio.run(store.retrieve("a")).update(SlotSet("context", {"turn": 2}))
    assert asyncio.run(store.retrieve("a")).get_slot("context") == {"turn": 1}


def test_only_so_many_conversations_are_remembered(store: RecentEventsStore) -> None:
    for number in range(REMEMBERED + 3):
        tell(store, turn(number)[:1], str(number))
    assert len(store._remembered) == REMEMBERED and "2" not in store._remembered
    assert asyncio.run(store.retrieve("2")).latest_message.text == "问 2"


FAR_BACK = [
    pytest.param([SlotSet("other", 1)], {"other": 1}, False, id="a-slot"),
    pytest.param([SlotSet("other", 1), SlotSet("other", 2)], {"other": 2}, False, id="a-slot-set-twice"),
    pytest.param([SlotSet("other", 1), Restarted()], {"other": None}, False, id="a-slot-before-a-restart"),
    pytest.param([Restarted(), SlotSet("other", 1)], {"other": 1}, False, id="a-slot-after-a-restart"),
    pytest.param([ConversationPaused()], {"other": None}, True, id="a-pause"),
]


@pytest.mark.parametrize(("events", "slots", "paused"), FAR_BACK)
def test_what_was_set_further_back_still_holds(
    store: RecentEventsStore,
    another: RecentEventsStore,
    events: list[Event],
    slots: dict[str, object],
    paused: bool,
) -> None:
    tell(store, [*events, *(event for number in range(9) for event in turn(number))])
    for one in (store, another):
        tracker = asyncio.run(one.retrieve("a"))
        assert {name: tracker.get_slot(name) for name in slots} == slots
        assert tracker.is_paused() is paused


def test_slots_of_long_ago_do_not_pile_up() -> None:
    events: list[Event] = []
    for number in range(40):
        events = latest([*events, *turn(number)])
    assert len(events) == LAST_EVENTS


def test_a_restart_of_the_conversation_is_read_as_one(store: RecentEventsStore, another: RecentEventsStore) -> None:
    tell(store, [*turn(1), Restarted()])
    for one in (store, another):
        tracker = asyncio.run(one.retrieve("a"))
        assert tracker.get_slot("context") is None and tracker.latest_message.text is None


def test_sqlite_writes_ahead_and_waits_for_others(store: RecentEventsStore) -> None:
    with store.engine.connect() as connection:
        settings = [
            connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert settings == ["wal", 1, 30000]


def test_rows_are_as_rasa_writes_them(store: RecentEventsStore, tmp_path: Path) -> None:
    told = turn(1)
    rows = []
    rasas = SQLTrackerStore(store.domain, host=f"sqlite:///{tmp_path / 'rasa.sqlite'}")
    for one, file in ((store, "tracker.sqlite"), (rasas, "rasa.sqlite")):
        tracker = DialogueStateTracker.from_events("a", told, store.domain.slots)
        asyncio.run(one.save(tracker))
        with closing(sqlite3.connect(tmp_path / file)) as database:
            rows.append(database.execute("select * from events order by id").fetchall())
    rasas.engine.dispose()
    assert rows[0] == rows[1] and len(rows[0]) == 5
