"""What the blueprints share: made once per application, found through `services()`."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from policies_kb.settings import Settings
from web.calendars import Calendars
from web.health import Health
from web.rasa_client import RasaClient
from web.rate_limit import RateLimit
from web.sessions import Sessions, signing_key
from web.storage import Records, open_records

NAME = "shanyutong"


@dataclass(frozen=True)
class Services:
    """What every request may need: the way to Rasa, ids, limit, health check, calendars and records."""

    rasa: RasaClient
    sessions: Sessions
    rate_limit: RateLimit
    health: Health
    calendars: Calendars
    records: Records


def init_app(app: Flask, settings: Settings) -> None:
    """Make the services of an application; SettingError when a setting cannot be used."""
    rasa = rasa_client(settings)
    app.extensions[NAME] = Services(
        rasa=rasa,
        sessions=Sessions(signing_key(settings)),
        rate_limit=RateLimit(settings.number("POLICY_RATE_LIMIT", 0, 100_000)),
        health=Health(rasa),
        calendars=Calendars.of(settings),
        records=open_records(settings),
    )


def rasa_client(settings: Settings) -> RasaClient:
    """Return the client for the Rasa of these settings."""
    return RasaClient(f"http://127.0.0.1:{settings.port('RASA_PORT')}", settings.number("POLICY_RASA_TIMEOUT", 1, 60))


def services() -> Services:
    """Return the services of the application that handles this request."""
    return cast(Services, current_app.extensions[NAME])
