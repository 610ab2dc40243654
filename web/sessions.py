"""Ids of conversations: random, signed by this server, so that nobody can name another person's conversation."""

import os
import secrets
from pathlib import Path

from itsdangerous import BadSignature, TimestampSigner

from policies_kb.settings import Settings

PURPOSE = "shanyutong.session"
DAY_SECONDS = 24 * 60 * 60


class Sessions:
    """Makes session tokens and reads them back, as long as the conversations are kept."""

    def __init__(self, key: str, days: int) -> None:
        """key signs the tokens, which hold for so many days."""
        self._signer, self._seconds = TimestampSigner(key, salt=PURPOSE), days * DAY_SECONDS

    def sender_of(self, token: object) -> str | None:
        """Return the conversation of a token made here; None for anything else and for one too old."""
        if isinstance(token, str):
            try:
                return self._signer.unsign(token, max_age=self._seconds).decode("ascii")
            except (BadSignature, UnicodeError):
                pass
        return None

    def token_for(self, sender: str) -> str:
        """Return the signed token of a conversation."""
        return self._signer.sign(sender).decode("ascii")

    def continued(self, token: object) -> tuple[str, str]:
        """Return the conversation of a token and the token; those of a new conversation when it holds no more."""
        sender = self.sender_of(token)
        if sender is not None:
            return sender, str(token)
        sender = secrets.token_urlsafe(18)
        return sender, self.token_for(sender)


def signing_key(settings: Settings) -> str:
    """Return POLICY_SECRET, or the key kept in var/secret, which is made at the first call."""
    return settings.text("POLICY_SECRET") or _kept_key(settings.path("POLICY_VAR") / "secret")


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(32)
        file.write(key)
    return key
