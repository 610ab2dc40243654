"""What the blueprints share: made once per application, found through `services()`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import cast

from flask import Flask, current_app

from policies_kb.indexing import make_segmenter
from policies_kb.settings import Settings
from policies_kb.store import KnowledgeBase
from web.calendars import Calendars
from web.conversations import Conversations
from web.health import Health
from web.journal import Journal
from web.proxies import Proxies
from web.rasa_client import RasaClient
from web.rate_limit import RateLimit
from web.sessions import Sessions, signing_key
from web.staff.notices import Notices
from web.storage import Records, open_records
from web.takeover.handover import Handover
from web.takeover.line import Line
from web.upkeep import Upkeep

NAME = "shanyutong"
NEWS_A_MINUTE = 120  # a chat with a person of the office asks once a second


@dataclass(frozen=True)
class Services:
    """What every request may need: conversations and their ids, limits, health check, records and their upkeep."""

    conversations: Conversations
    sessions: Sessions
    proxies: Proxies
    address_limit: RateLimit
    session_limit: RateLimit
    news_limit: RateLimit
    health: Health
    records: Records
    upkeep: Upkeep


def init_app(app: Flask, settings: Settings) -> None:
    """Make the services of an application; SettingError or RecordsError when they cannot be made."""
    rasa, records = rasa_client(settings), open_records(settings)
    journal = Journal(records)
    handover = Handover.of(settings, Line(records))
    upkeep = Upkeep.of(settings, rasa, journal, handover.line)
    of_address, of_session = limits(settings)
    app.extensions[NAME] = Services(
        conversations=Conversations(
            rasa,
            journal,
            Calendars.of(settings),
            Notices(records, settings.today),
            handover,
            _opener_of_base(settings),
        ),
        sessions=Sessions(signing_key(settings), upkeep.keep_days),
        proxies=Proxies.of(settings),
        address_limit=RateLimit(of_address),
        session_limit=RateLimit(of_session),
        news_limit=RateLimit(NEWS_A_MINUTE if of_session else 0),
        health=Health(rasa),
        records=records,
        upkeep=upkeep,
    )


def _opener_of_base(settings: Settings) -> Callable[[], KnowledgeBase]:
    """Return a function that opens the knowledge base when it is first needed, for what is no search."""
    return cache(lambda: KnowledgeBase.open(settings.path("POLICY_KB"), make_segmenter()))


def limits(settings: Settings) -> tuple[int, int]:
    """Return how many requests a minute one address and one conversation may send; 0 is any number, then for both."""
    of_address = settings.number("POLICY_RATE_LIMIT", 0, 100_000)
    return of_address, settings.number("POLICY_SESSION_LIMIT", 1, 100_000) if of_address else 0


def rasa_client(settings: Settings, longest: int = 60) -> RasaClient:
    """Return the client for the Rasa of these settings, which waits for so many seconds at the most."""
    seconds = min(settings.number("POLICY_RASA_TIMEOUT", 1, 60), longest)
    return RasaClient(f"http://127.0.0.1:{settings.port('RASA_PORT')}", seconds)


def services() -> Services:
    """Return the services of the application that handles this request."""
    return cast(Services, current_app.extensions[NAME])
