"""Rasa's logs hold no word that a person said, whichever way Rasa logs it."""

import subprocess
import sys

import pytest

from bot.quiet_logs import quiet, without_texts
from policies_kb.settings import ROOT

LOGGED = """
import logging, sys
from bot import quiet_logs
from bot.start import prepare
prepare()
quiet_logs.install()
from rasa.utils.log_utils import configure_structlog
configure_structlog(logging.WARNING)
import structlog
said, spoken = "我家三孩 secretword", {"text": "我家三孩 secretword"}
log = structlog.get_logger("rasa.core.channels.rest")
def fail(message):
    raise ValueError("cannot read 我家三孩")
log.error("rest.message.received.timeout", text=said)
try:
    fail(said)
except ValueError:
    log.exception("rest.message.received.failure", text=said)
    logging.getLogger("rasa").exception("while answering %s", "我家三孩")
logging.getLogger("rasa").warning("Failed with 我家三孩: %s", "42")
"""


def test_what_rasa_logs_holds_no_words_of_people() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOGGED], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert "rest.message.received.timeout" in told and "rest.message.received.failure" in told
    assert "ValueError" in told and "in fail" in told and "Failed with …: 42" in told
    assert not [word for word in ("三孩", "secretword", "\\u4e09", "\\u5b69") if word in told]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plain 42", "plain 42"),
        ("一 and 二三", "… and …"),
        ("\\u4e09\\u5b69 x", "… x"),
        ("\\\\u4e09 x", "… x"),
        ("é", "…"),
    ],
)
def test_only_ascii_is_left(text: str, left: str) -> None:
    assert quiet(text) == left


def test_other_fields_stay() -> None:
    entry = {"event": "x", "text": "产假", "user_text": "产假", "rasa_event": "产假", "key": 1, "exc_info": True}
    assert without_texts(None, "error", entry) == {"event": "x", "key": 1, "exc_info": True}
