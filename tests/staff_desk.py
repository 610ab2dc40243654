"""The console for tests: an application with an account of every role, and a client that is logged in."""

import re
from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient

from tests.knowledge import the_assistant
from web import create_app
from web.services import services
from web.staff.accounts import Accounts
from web.staff.desk import Library
from web.staff.onebox import OneBox
from web.staff.originals import Originals
from web.staff.services import NAME

PASSWORD = "ceshi-mima-2026"
ROLES = ("operator", "editor", "supervisor", "admin")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def console(settings: Mapping[str, str]) -> Flask:
    """Return an application whose console has an account named after each role, over the tests' knowledge base."""
    elsewhere = {"POLICY_FAQ": f"{settings['POLICY_VAR']}/faq"}  # no test writes to the site that is served
    app = create_app({**elsewhere, **settings, "POLICY_STAFF_HTTPS": "no", "POLICY_TODAY": "2026-11-22"})
    with app.app_context():
        accounts = Accounts(services().records)
    for role in ROLES:
        accounts.create(role, f"某{role}", role, PASSWORD)
    assistant = the_assistant()
    desk = app.extensions[NAME].desk
    folder = desk._settings.path("POLICY_VAR") / "originals"
    desk.__dict__["_opened"] = Library(
        assistant, OneBox(assistant.base, assistant.finder), Originals(folder, assistant.base)
    )
    return app


def token_of(client: FlaskClient, path: str = "/staff/login") -> str:
    """Return the token against forged requests that a page holds."""
    found = TOKEN.search(client.get(path).get_data(as_text=True))
    assert found
    return found[1]


def logged_in(app: Flask, role: str) -> FlaskClient:
    """Return a client in which the account of a role is logged in; posts carry its token."""
    client = app.test_client()
    told = {"login": role, "password": PASSWORD, "csrf_token": token_of(client)}
    response = client.post("/staff/login", data=told)
    assert response.status_code == 302, response.get_data(as_text=True)
    client.environ_base["HTTP_X_CSRFTOKEN"] = token_of(client, "/staff/password")
    return client
