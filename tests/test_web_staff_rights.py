"""Nothing under /staff without a login, and nobody does what the table of rights does not give: cell by cell."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.staff_desk import PASSWORD, ROLES, console, logged_in, token_of
from web.services import services
from web.staff import gate
from web.staff.__main__ import main
from web.staff.rights import rule_of, table

NOT_ALLOWED = "not_allowed"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return console({"POLICY_VAR": str(tmp_path_factory.mktemp("staff")), "POLICY_RATE_LIMIT": "0"})


@pytest.fixture(scope="module")
def clients(app: Flask) -> dict[str, FlaskClient]:
    return {role: logged_in(app, role) for role in ROLES}


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


def address(rule: Rule) -> str:
    return re.sub(r"<int[^>]*:number>", "999999", rule.rule).replace("<kind>", "csv")


def test_the_table_names_every_address_and_no_other(app: Flask) -> None:
    there = {rule.endpoint.removeprefix("staff.") for rule, _ in rules(app)}
    assert there == set(table()["endpoints"])


def test_nothing_is_to_be_had_without_a_login(app: Flask) -> None:
    client = app.test_client()
    for rule, method in rules(app):
        response = client.open(address(rule), method=method, json={} if method == "POST" else None)
        if rule_of(rule.endpoint).open:
            assert response.status_code in (200, 400), rule
        elif method == "GET":
            assert response.status_code == 302 and "/staff/login" in response.headers["Location"], rule
        else:
            assert response.status_code == 401, rule


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_the_table_gives_and_nothing_else(
    app: Flask, clients: dict[str, FlaskClient], role: str
) -> None:
    for rule, method in rules(app):
        named = rule_of(rule.endpoint)
        if named.open or rule.endpoint in ("staff.login.leave", "staff.login.change_password"):
            continue
        response = clients[role].open(address(rule), method=method, json={} if method == "POST" else None)
        refused = response.status_code == 403 and response.get_json()["error"]["code"] == NOT_ALLOWED
        assert refused is (role not in table()["rights"][named.right]), (rule, method, response.status_code)


def test_a_request_of_another_page_is_refused(app: Flask) -> None:
    client = app.test_client()
    told = {"login": "operator", "password": PASSWORD, "csrf_token": token_of(client)}
    assert client.post("/staff/login", data=told).status_code == 302
    forged = client.post("/staff/desk/find", json={"text": "产假", "caller": {}})
    assert forged.status_code == 400 and forged.get_json()["error"]["code"] == "page_too_old"


def test_five_wrong_passwords_lock_an_account_and_the_right_one_does_not_help(tmp_path: Any) -> None:
    app = console({"POLICY_VAR": str(tmp_path), "POLICY_RATE_LIMIT": "0"})
    client = app.test_client()
    for word in [*(["falsch-falsch"] * 5), PASSWORD]:
        told = {"login": "operator", "password": word, "csrf_token": token_of(client)}
        assert client.post("/staff/login", data=told).status_code == 403
    assert logged_in(app, "editor").get("/staff/").status_code == 200


def test_a_session_ends_when_nobody_works(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in(app, "operator")
    assert client.get("/staff/").status_code == 200
    now = gate.time.time()
    monkeypatch.setattr(gate.time, "time", lambda: now + 31 * 60)
    assert client.get("/staff/").status_code == 302


def test_the_cookie_is_for_the_console_alone(app: Flask) -> None:
    client = app.test_client()
    told = {"login": "admin", "password": PASSWORD, "csrf_token": token_of(client)}
    cookie = client.post("/staff/login", data=told).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/staff" in cookie
    assert "Set-Cookie" not in client.get("/").headers


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/staff//evil.example", "\\\\evil.example"]
)
def test_a_login_leads_nowhere_else(app: Flask, where: str) -> None:
    client = app.test_client()
    told = {"login": "operator", "password": PASSWORD, "csrf_token": token_of(client)}
    response = client.post("/staff/login", query_string={"next": where}, data=told)
    assert response.headers["Location"] == "/staff/"


@pytest.mark.parametrize("role", ROLES)
def test_who_comes_to_the_console_gets_a_page_that_is_theirs(app: Flask, role: str) -> None:
    client = app.test_client()
    told = {"login": role, "password": PASSWORD, "csrf_token": token_of(client)}
    response = client.post("/staff/login", query_string={"next": "/staff/"}, data=told)
    assert client.get(response.headers["Location"]).status_code == 200


def test_what_is_done_is_noted_and_the_trail_only_grows(app: Flask) -> None:
    client = logged_in(app, "supervisor")
    client.get("/staff/calls?region=420800")
    trail = logged_in(app, "admin").get("/staff/trail").get_data(as_text=True)
    assert "calls.page" in trail and "supervisor" in trail
    with app.app_context():
        engine = services().records
    for statement in ("update audit_trail set login = 'nobody'", "delete from audit_trail"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"), engine.writing() as connection:
            connection.exec_driver_sql(statement)


def test_the_first_account_is_made_by_a_command(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("POLICY_VAR", str(tmp_path))
    for word, status in (("kurz", 1), ("lang-genug-2026", 0), ("lang-genug-2026", 1)):
        monkeypatch.setattr(
            "web.staff.__main__.sys.stdin", type("In", (), {"readline": lambda self, w=word: f"{w}\n"})()
        )
        assert main(["create-admin", "erste", "--password-from-stdin"]) == status
    assert "已经有登录名 erste" in capsys.readouterr().err
