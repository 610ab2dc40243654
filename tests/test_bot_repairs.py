"""The repairs of Rasa change how fast it is, not what it does: each is held against Rasa's own way."""

import asyncio
import time

import pytest
from aiohttp import web
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import EndpointConfig

from bot import repairs
from bot.repairs import action_calls, action_results, empty_domain, event_classes
from tests.running import free_port


@pytest.fixture(autouse=True)
def _installed() -> None:
    repairs.install()


# action_results

GOOD = [
    pytest.param({}, id="nothing-said"),
    pytest.param({"events": [], "responses": [{"text": "好"}]}, id="one-message"),
    pytest.param({"events": [{"event": "slot", "name": "context", "value": {}, "timestamp": None}]}, id="slot-set"),
    pytest.param({"events": [{"event": "restart", "timestamp": 1.5}]}, id="restart"),
    pytest.param({"events": [{"event": "user", "text": "好", "parse_data": {"text": "好"}}]}, id="user"),
]
WRONG = [
    pytest.param([], id="not-an-object"),
    pytest.param({"events": None}, id="events-not-a-list"),
    pytest.param({"responses": "好"}, id="responses-not-a-list"),
    pytest.param({"responses": ["好"]}, id="response-not-an-object"),
    pytest.param({"events": ["slot"]}, id="event-not-an-object"),
    pytest.param({"events": [{"name": "context"}]}, id="event-without-its-kind"),
    pytest.param({"events": [{"event": "no_such_event"}]}, id="event-of-no-known-kind"),
    pytest.param({"events": [{"event": ["slot"]}]}, id="kind-not-a-word"),
    pytest.param({"events": [{"event": "slot", "value": 1}]}, id="slot-without-a-name"),
    pytest.param({"events": [{"event": "slot", "name": 3, "value": 1}]}, id="slot-with-a-number-for-a-name"),
    pytest.param({"events": [{"event": "restart", "timestamp": "now"}]}, id="time-not-a-number"),
    pytest.param({"events": [{"event": "user", "parse_data": []}]}, id="user-without-parse-data"),
]


@pytest.mark.parametrize("result", GOOD)
def test_a_proper_action_result_is_accepted(result):
    action_results.whole_validator().validate(result)
    assert RemoteAction("action_answer", None)._validate_action_result(result) is True


@pytest.mark.parametrize("result", WRONG)
def test_a_wrong_action_result_is_refused_as_rasa_refuses_it(result):
    assert not action_results.whole_validator().is_valid(result)
    with pytest.raises(ValidationError, match="action_answer"):
        RemoteAction("action_answer", None)._validate_action_result(result)


def test_the_schema_is_compiled_once():
    assert action_results.whole_validator() is action_results.whole_validator()


def test_each_kind_of_event_has_one_schema_and_must_name_its_kind():
    assert len(action_results.event_validators()) == len(EVENT_SCHEMA["oneOf"])
    assert "event" in EVENT_SCHEMA["required"]


# event_classes


def test_every_event_class_is_found_as_rasa_finds_it():
    for event_class in all_subclasses(Event):
        assert Event.resolve_by_type(event_class.type_name) is event_classes.resolve_as_rasa_does(event_class.type_name)


def test_an_unknown_event_is_left_to_rasa():
    assert Event.resolve_by_type("no_such_event", UserUttered) is UserUttered
    assert Event.resolve_by_type("topic") is None
    with pytest.raises(ValueError, match="no_such_event"):
        Event.resolve_by_type("no_such_event")


def test_stored_events_come_back_as_they_were():
    for event in (UserUttered("好"), BotUttered("好"), SlotSet("context", {"a": 1})):
        assert Event.from_parameters(event.as_dict()) == event


# empty_domain


@pytest.mark.parametrize(
    "domain",
    [
        pytest.param(Domain.empty(), id="empty"),
        pytest.param(Domain.from_dict({"intents": ["greet"]}), id="one-intent"),
        pytest.param(Domain.from_dict({"actions": ["action_answer"]}), id="one-action"),
    ],
)
def test_a_domain_is_as_empty_as_rasa_thinks(domain):
    assert domain.is_empty() is empty_domain.is_empty_as_rasa_does(domain)


# action_calls


def conversation() -> tuple[DialogueStateTracker, Domain]:
    domain = Domain([], [], [AnySlot("context", mappings=[{"type": "custom"}])], {}, ["action_answer"], {}, {})
    events = [ActionExecuted("action_listen"), UserUttered("好", {"name": "affirm"}), SlotSet("context", {"a": 1})]
    return DialogueStateTracker.from_events("a", events, domain.slots), domain


@pytest.mark.parametrize("selective", [True, False])
def test_a_call_says_what_rasa_says_but_for_the_events(selective):
    action = RemoteAction("action_answer", EndpointConfig("http://localhost", enable_selective_domain=selective))
    tracker, domain = conversation()
    expected = action_calls.call_as_rasa_does(action, tracker, domain)
    assert len(expected["tracker"]["events"]) == 3
    expected["tracker"]["events"] = []
    assert action._action_call_format(tracker, domain) == expected
    assert ("domain" in expected) is not selective


async def served(port: int, seen: list) -> web.AppRunner:
    """Start a server that tells its clients apart and answers with what it was asked."""

    async def answer(request: web.Request) -> web.Response:
        seen.append(request.transport.get_extra_info("peername"))
        return web.json_response({"asked": await request.json(), "auth": request.headers.get("Authorization")})

    app = web.Application()
    app.router.add_post("/webhook", answer)
    serving = web.AppRunner(app)
    await serving.setup()
    await web.TCPSite(serving, "127.0.0.1", port).start()
    return serving


def test_calls_share_a_connection_and_survive_a_restart_of_the_server():
    port, seen = free_port(), []

    async def talk() -> list:
        endpoint = EndpointConfig(
            f"http://127.0.0.1:{port}/webhook", basic_auth={"username": "a", "password": "b"}, headers={"X-Own": "1"}
        )
        answers = []
        for _ in range(2):
            serving = await served(port, seen)
            answers += [await endpoint.request(json={"n": number}) for number in range(3)]
            await serving.cleanup()
            await asyncio.sleep(0.05)
        await action_calls.connector().close()
        return answers

    answers = asyncio.run(talk())
    assert [answer["asked"]["n"] for answer in answers] == [0, 1, 2, 0, 1, 2]
    assert {answer["auth"] for answer in answers} == {"Basic YTpi"}
    assert len(set(seen)) == 2


def test_a_server_that_is_not_there_is_an_error_at_once():
    async def talk() -> None:
        try:
            await EndpointConfig(f"http://127.0.0.1:{free_port()}/webhook").request(json={})
        finally:
            await action_calls.connector().close()

    since = time.monotonic()
    with pytest.raises(OSError, match="Cannot connect"):
        asyncio.run(talk())
    assert time.monotonic() - since < 5
