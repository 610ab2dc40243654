"""A call of an action is short, and goes over a connection that is already there.

`RemoteAction` sends all events of the conversation with each call, and `EndpointConfig.request` opens a connection for
it and closes it again. An action of this assistant reads the latest message and the slots: the list of events that it
is sent is empty, all else is as Rasa sends it. Sessions are set up as before, but share one pool of open connections.
"""

import asyncio
import atexit
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, EndpointConfig

# Less than the 5 seconds after which the action server hangs up: no call meets a connection that is just closing.
KEPT_SECONDS = 3.0

call_as_rasa_does = RemoteAction._action_call_format

_connectors: "WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.TCPConnector]" = WeakKeyDictionary()


def connector() -> aiohttp.TCPConnector:
    """Return the running event loop's pool of connections, which lasts as long as the loop."""
    loop = asyncio.get_running_loop()
    if loop not in _connectors:
        _connectors[loop] = aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS)
        atexit.register(_connectors[loop]._close)  # close() would be a coroutine, for which there is no loop any more
    return _connectors[loop]


def session(endpoint: EndpointConfig) -> aiohttp.ClientSession:
    """Return a session as Rasa configures it; closing it leaves the connection open."""
    auth = endpoint.basic_auth and aiohttp.BasicAuth(endpoint.basic_auth["username"], endpoint.basic_auth["password"])
    return aiohttp.ClientSession(
        connector=connector(),
        connector_owner=False,
        headers=endpoint.headers,
        auth=auth or None,
        timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
    )


def call(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Return the body of a call: what Rasa sends, without the events."""
    body = {
        "next_action": action.name(),
        "sender_id": tracker.sender_id,
        "tracker": tracker.current_state(EventVerbosity.NONE) | {"events": []},
        "version": rasa.__version__,
    }
    if not action._is_selective_domain_enabled() or domain.does_custom_action_explicitly_need_domain(action.name()):
        body["domain"] = domain.as_dict()
    return body


def install() -> None:
    """Put both in place."""
    EndpointConfig.session = session
    RemoteAction._action_call_format = call
