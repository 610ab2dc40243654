"""Removes what is too old, once a day while the web server runs and whenever the operator says so."""

import logging
import threading
import time
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from policies_kb.settings import Settings
from web.journal import Journal
from web.rasa_client import RasaClient, RasaUnavailable
from web.takeover.line import Line

DAY_SECONDS = 24 * 60 * 60
FIRST_SECONDS = 5 * 60  # Rasa is still starting before
AGAIN_SECONDS = 15 * 60  # after a failure

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upkeep:
    """The way to all that is kept, and for how many days."""

    rasa: RasaClient
    journal: Journal
    line: Line
    keep_days: int
    keep_records_days: int

    @classmethod
    def of(cls, settings: Settings, rasa: RasaClient, journal: Journal, line: Line) -> "Upkeep":
        """Return the upkeep for these settings; SettingError when one cannot be used."""
        days = settings.number("POLICY_KEEP_DAYS", 1, 365)
        return cls(rasa, journal, line, days, settings.number("POLICY_KEEP_RECORDS_DAYS", 1, 3650))

    def run(self) -> int:
        """Remove what is too old; return how many events of conversations that were.

        RasaUnavailable when Rasa cannot be reached; what is kept elsewhere is removed all the same.
        """
        self.line.purge(self.keep_days)
        self.journal.purge(self.keep_days, self.keep_records_days)
        return self.rasa.forget_before(time.time() - self.keep_days * DAY_SECONDS)

    def start(self) -> threading.Thread:
        """Run soon and once a day in a thread that ends with the process."""
        thread = threading.Thread(target=self._keep_running, name="upkeep", daemon=True)
        thread.start()
        return thread

    def _keep_running(self) -> None:
        time.sleep(FIRST_SECONDS)
        while True:
            time.sleep(DAY_SECONDS if self._ran() else AGAIN_SECONDS)

    def _ran(self) -> bool:
        try:
            self.run()
        except (RasaUnavailable, SQLAlchemyError) as error:
            log.warning("what is too old could not all be removed: %s", type(error).__name__)
            return False
        return True
