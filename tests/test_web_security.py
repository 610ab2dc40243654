"""Browsers are told what they may do, addresses are believed from named proxies only, and nobody asks too fast."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from policies_kb.errors import SettingError
from policies_kb.settings import read_settings
from web import create_app
from web.proxies import Proxies

SITE = "https://www.example.gov.cn"


@pytest.fixture
def app(web_settings: dict[str, str]) -> Flask:
    return create_app(web_settings | {"POLICY_ORIGINS": f"{SITE}, http://localhost:8080"})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def headers_of(client: FlaskClient, path: str, method: str = "GET", **headers: str) -> Any:
    with client.open(path, method=method, headers={n.replace("_", "-"): v for n, v in headers.items()}) as response:
        return response.headers


@pytest.mark.parametrize("path", ["/", "/static/icon.svg", "/healthz", "/nowhere", "/api/chat", "/privacy"])
def test_nothing_inline_and_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    headers = headers_of(client, path)
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'" and policy["frame-ancestors"] == "'none'"
    assert not {"script-src", "style-src"} & set(policy) and "unsafe" not in str(policy)
    assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in headers


@pytest.mark.parametrize("origin", [SITE, "http://localhost:8080"])
@pytest.mark.parametrize("path", ["/api/chat", "/api/openapi.json", "/api/nowhere"])
def test_a_named_site_may_read(client: FlaskClient, path: str, origin: str) -> None:
    headers = headers_of(client, path, Origin=origin)
    assert headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://www.example.gov.cn",
        f"{SITE}.evil.example",
        f"{SITE}:8443",
        f"{SITE}/",
        SITE.upper(),
        "",
    ],
)
def test_another_site_may_not(client: FlaskClient, origin: str) -> None:
    for method in ("GET", "OPTIONS"):
        headers = headers_of(client, "/api/chat", method, Origin=origin, Access_Control_Request_Method="POST")
        assert not [name for name, _ in headers if name.startswith("Access-Control")]
        assert "Origin" in headers["Vary"]


def test_pages_are_shared_with_nobody(client: FlaskClient) -> None:
    assert "Access-Control-Allow-Origin" not in headers_of(client, "/", Origin=SITE)


def test_the_browsers_first_question_is_answered(client: FlaskClient) -> None:
    asked = {"Origin": SITE, "Access-Control-Request-Method": "DELETE"}
    response = client.options("/api/session", headers=asked)
    assert response.status_code == 200 and response.data == b""
    assert "DELETE" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


def test_no_site_is_named_at_first(web_settings: dict[str, str]) -> None:
    assert "Access-Control-Allow-Origin" not in headers_of(create_app(web_settings).test_client(), "/", Origin=SITE)


@pytest.mark.parametrize("origins", ["*", "www.example.gov.cn", f"{SITE}/", "https://EXAMPLE.com", "null"])
def test_what_is_no_site_is_refused(web_settings: dict[str, str], origins: str) -> None:
    with pytest.raises(SettingError, match="POLICY_ORIGINS"):
        create_app(web_settings | {"POLICY_ORIGINS": origins})


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        pytest.param("", "203.0.113.7", "1.2.3.4", "203.0.113.7", id="nobody is believed"),
        pytest.param("10.0.0.1", "203.0.113.7", "1.2.3.4", "203.0.113.7", id="a stranger is not believed"),
        pytest.param("10.0.0.1", "10.0.0.1", "1.2.3.4", "1.2.3.4", id="the proxy is believed"),
        pytest.param("10.0.0.1", "10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4", id="not what its client made up"),
        pytest.param("10.0.0.0/8", "10.0.0.1", "1.2.3.4, 10.9.9.9", "1.2.3.4", id="two proxies in a row"),
        pytest.param("10.0.0.1", "10.0.0.1", "", "10.0.0.1", id="a proxy that says nothing"),
        pytest.param("10.0.0.1", "10.0.0.1", "somebody", "10.0.0.1", id="a proxy that says nonsense"),
        pytest.param("::1 10.0.0.1", "::1", "2001:db8::5", "2001:db8::5", id="the newer addresses"),
        pytest.param("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.1", id="the proxy itself"),
    ],
)
def test_whose_address_counts(proxies: str, peer: str, forwarded: str, address: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = Request(EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": peer}).get_environ())
    assert Proxies.of(read_settings({"POLICY_PROXIES": proxies})).address_of(request) == address


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:nonsense", "::ffff:nonsense"),
    ],
)
def test_a_connection_counts_as_one(address: str, counted: str) -> None:
    request = Request(EnvironBuilder(environ_base={"REMOTE_ADDR": address}).get_environ())
    assert Proxies(()).household_of(request) == counted


def test_what_is_no_proxy_is_refused(web_settings: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="POLICY_PROXIES"):
        create_app(web_settings | {"POLICY_PROXIES": "proxy.example"})


def say(client: FlaskClient, address: str, session: str | None = None) -> Any:
    return client.post("/api/chat", json={"message": "产假", "session": session}, environ_base={"REMOTE_ADDR": address})


def test_a_conversation_may_not_be_too_fast_from_many_addresses(web_settings: dict[str, str]) -> None:
    client = create_app(web_settings | {"POLICY_RATE_LIMIT": "100", "POLICY_SESSION_LIMIT": "3"}).test_client()
    session = say(client, "10.0.0.1").get_json()["session"]
    assert [say(client, f"10.0.0.{n}", session).status_code for n in range(2, 6)] == [200, 200, 429, 429]
    refused = say(client, "10.0.0.9", session)
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert say(client, "10.0.0.9").status_code == 200


def test_an_address_may_not_be_too_fast_in_many_conversations(web_settings: dict[str, str]) -> None:
    client = create_app(web_settings | {"POLICY_RATE_LIMIT": "3"}).test_client()
    assert [say(client, "10.0.0.1").status_code for _ in range(4)] == [200, 200, 200, 429]
    response = client.delete("/api/session", json={"session": "x"}, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert response.status_code == 429 and "Retry-After" in response.headers


def test_no_limit_for_addresses_is_none_for_conversations(web_settings: dict[str, str]) -> None:
    client = create_app(web_settings | {"POLICY_RATE_LIMIT": "0", "POLICY_SESSION_LIMIT": "1"}).test_client()
    session = say(client, "10.0.0.1").get_json()["session"]
    assert {say(client, "10.0.0.1", session).status_code for _ in range(5)} == {200}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{7*7}}", '"><img src=x onerror=alert(1)>'])
@pytest.mark.parametrize("path", ["/?q={}", "/{}", "/api/calendar?t={}", "/static/{}"])
def test_what_is_sent_does_not_come_back_in_a_page(client: FlaskClient, path: str, text: str) -> None:
    with client.get(path.format(text)) as response:
        assert text not in response.get_data(as_text=True)
