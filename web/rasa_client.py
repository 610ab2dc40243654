"""The only place that speaks to Rasa, over its REST channel.

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
        self._webhook = f"{url}/webhooks/rest/webhook"
        self._timeout = timeout

    def send(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Send one message of a conversation and return Rasa's messages, at least one; RasaUnavailable otherwise."""
        try:
            with requests.Session() as session:
                session.trust_env = False  # Rasa is on this machine: never through a proxy
                response = session.post(self._webhook, json={"sender": sender, "message": text}, timeout=self._timeout)
        except requests.Timeout as error:
            raise RasaTimeout(f"no answer within {self._timeout:g} s") from error
        except requests.RequestException as error:
            raise RasaUnavailable(f"no connection: {type(error).__name__}") from error
        return _messages(response)


def _messages(response: requests.Response) -> list[dict[str, Any]]:
    if response.status_code != 200:
        raise RasaUnavailable(f"HTTP {response.status_code}")
    try:
        messages = response.json()
    except ValueError as error:
        raise RasaUnavailable("the answer is not JSON") from error
    if not isinstance(messages, list) or not all(isinstance(item, dict) for item in messages):
        raise RasaUnavailable("the answer is not a list of messages")
    if not messages:
        raise RasaSilent("the answer is empty")
    return messages
