"""The only place that speaks to Rasa: over its REST channel, and over our own that removes conversations.

RasaUnavailable
├── RasaTimeout   no answer within the time allowed
└── RasaSilent    an answer without any message: how Rasa's REST channel reports its own failures
"""

from typing import Any

import requests


class RasaUnavailable(Exception):
    """Rasa cannot be reached or answered with something else than messages; the text says which."""


class RasaTimeout(RasaUnavailable):
    """Rasa took longer than allowed."""


class RasaSilent(RasaUnavailable):
    """Rasa answered with an empty list."""


class RasaClient:
    """Sends messages to one Rasa server. Safe to use from several threads."""

    def __init__(self, url: str, timeout: float) -> None:
        """url is the server's root, timeout the seconds that one answer may take."""
        self._webhook, self._forget = f"{url}/webhooks/rest/webhook", f"{url}/webhooks/forget"
        self._timeout = timeout

    def send(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Send one message of a conversation and return Rasa's messages, at least one; RasaUnavailable otherwise."""
        return _messages(self._post(self._webhook, {"sender": sender, "message": text}))

    def forget(self, sender: str) -> int:
        """Remove one conversation, remembered and stored; return how many events it had."""
        return _removed(self._post(f"{self._forget}/conversation", {"sender": sender}))

    def forget_before(self, timestamp: float) -> int:
        """Remove all events older than a time (seconds since 1970); return how many there were."""
        return _removed(self._post(f"{self._forget}/before", {"timestamp": timestamp}))

    def _post(self, url: str, body: dict[str, Any]) -> Any:
        """Return the body of Rasa's answer; RasaUnavailable when there is none or it is not JSON."""
        try:
            with requests.Session() as session:
                session.trust_env = False  # Rasa is on this machine: never through a proxy
                response = session.post(url, json=body, timeout=self._timeout)
        except requests.Timeout as error:
            raise RasaTimeout(f"no answer within {self._timeout:g} s") from error
        except requests.RequestException as error:
            raise RasaUnavailable(f"no connection: {type(error).__name__}") from error
        if response.status_code != 200:
            raise RasaUnavailable(f"HTTP {response.status_code}")
        try:
            return response.json()
        except ValueError as error:
            raise RasaUnavailable("the answer is not JSON") from error


def _messages(body: Any) -> list[dict[str, Any]]:
    if not isinstance(body, list) or not all(isinstance(item, dict) for item in body):
        raise RasaUnavailable("the answer is not a list of messages")
    if not body:
        raise RasaSilent("the answer is empty")
    return body


def _removed(body: Any) -> int:
    if not isinstance(body, dict) or not isinstance(body.get("removed"), int):
        raise RasaUnavailable("the answer does not say what was removed")
    return body["removed"]
