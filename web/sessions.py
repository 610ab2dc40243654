"""Ids of conversations: random, signed by this server, so that nobody can name another person's conversation."""

import os
import secrets
from pathlib import Path

from itsdangerous import BadSignature, Signer

from policies_kb.settings import Settings

PURPOSE = "shanyutong.session"


class Sessions:
    """Makes session tokens and reads them back."""

    def __init__(self, key: str) -> None:
        self._signer = Signer(key, salt=PURPOSE)

    def sender_of(self, token: object) -> str:
        """Return the conversation of a token made here; a new one for anything else."""
        if isinstance(token, str):
            try:
                return self._signer.unsign(token).decode("ascii")
            except (BadSignature, UnicodeError):
                pass
        return secrets.token_urlsafe(18)

    def token_for(self, sender: str) -> str:
        """Return the signed token of a conversation."""
        return self._signer.sign(sender).decode("ascii")


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
