"""Rasa's logs without what people say.

Rasa logs the text of a message when it could not be answered, and every local variable of a trace. Here texts and
variables are left out, and of whatever else is logged everything that is not ASCII: Rasa's own words are English.
"""

import logging
import re
import traceback
from collections.abc import MutableMapping
from typing import Any

WORDS = re.compile(r"(?:\\\\*u[0-9a-fA-F]{4}|[^\x00-\x7f])+")
TEXTS = {"text", "message", "response", "event", "events", "states", "slots", "values", "candidates", "successes"}
TEXTS |= {"entity", "entities"}
"""Last words of the names of those fields in Rasa's log entries that hold what was said: user_text, json_message."""


class QuietRecord(logging.LogRecord):
    """A log entry without words that are not Rasa's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See parent class."""
        super().__init__(*args, **kwargs)
        if self.exc_info and self.exc_info[1]:
            self.exc_text = quiet("".join(traceback.format_exception(*self.exc_info)))  # formatters take it as it is

    def getMessage(self) -> str:
        """See parent class."""
        return quiet(super().getMessage())


def quiet(text: str) -> str:
    """Return a text with … in the place of everything that is not ASCII, escaped or not."""
    return WORDS.sub("…", text)


def without_texts(logger: Any, name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Return one of Rasa's structured log entries without the fields that hold what was said."""
    return {
        field: value for field, value in entry.items() if field == "event" or field.rpartition("_")[2] not in TEXTS
    }  # "event" alone is the name of the entry


def install() -> None:
    """Put all of it in place; Rasa sets its logs up afterwards."""
    import structlog
    from rasa.utils import log_utils
    from structlog.tracebacks import ExceptionDictTransformer

    no_variables = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
    structlog.processors.dict_tracebacks = no_variables
    log_utils._anonymizer = without_texts
    logging.setLogRecordFactory(QuietRecord)
