"""The description of the console's JSON routes is true, and no request that fits it or does not breaks the server."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import requests
from flask import Flask
from jsonschema import Draft202012Validator, RefResolver
from werkzeug.routing import Rule

from policies_kb.settings import read_settings
from tests.running import web_server
from tests.staff_desk import PASSWORD, TOKEN, console, logged_in
from tests.test_web_openapi import METHODS, SCHEMATHESIS, references
from web.staff.accounts import Accounts
from web.staff.describing import description
from web.staff.tables import ACCOUNTS
from web.storage import open_records

TOLD = {"caller": {"region": "420800", "facts": {"child_order": 3}}}
MEASURE = "jingmen/third-child-monthly-allowance"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return console({"POLICY_VAR": str(tmp_path_factory.mktemp("described")), "POLICY_RATE_LIMIT": "0"})


def gives_json(app: Flask, rule: Rule) -> bool:
    """Whether a view returns plain data, by its own word."""
    given = str(get_type_hints(app.view_functions[rule.endpoint])["return"])
    return given.startswith(("dict", "tuple[dict"))


def test_every_json_route_is_described_and_every_description_is_one(app: Flask) -> None:
    routes = {
        (re.sub(r"<(?:[^<>]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/staff") and gives_json(app, rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, item in description()["paths"].items() for method in METHODS & set(item)}
    assert described - {("/staff/calls", "get")} == routes  # a page, but at the address of a JSON route


def test_the_description_is_for_who_is_logged_in(app: Flask) -> None:
    response = logged_in(app, "operator").get("/staff/openapi.json")
    assert response.status_code == 200 and response.get_json() == description()
    assert app.test_client().get("/staff/openapi.json").status_code == 302


def test_every_reference_leads_somewhere() -> None:
    described = description()
    for reference in references(described):
        part: Any = described
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]
        assert part


@pytest.mark.parametrize(
    ("path", "body"),
    [
        pytest.param("/desk/find", {"text": "荆门三孩"}, id="find"),
        pytest.param("/desk/within", {"kind": "document", "name": "jingmen"}, id="within"),
        pytest.param("/desk/hear", {"text": "民乐 二孩 县医院 2024.5"}, id="hear"),
        pytest.param("/desk/call", {"text": "荆门三孩每月补多少"}, id="call"),
        pytest.param("/desk/call", {"text": "帮我列个时间表，荆门，预产期2027年3月5日"}, id="timeline"),
        pytest.param("/desk/judge", {"measures": [MEASURE]}, id="judge"),
        pytest.param("/desk/facts", {"more": ["premarital_check_done"]}, id="facts"),
        pytest.param("/desk/family", {}, id="family"),
        pytest.param("/desk/place", {"text": "荆门"}, id="place"),
        pytest.param("/desk/compare", {"measure": MEASURE, "places": ["民乐"]}, id="compare"),
        pytest.param("/calls", {"question": "问", "category": "030000", "outcome": "other", "note": ""}, id="calls"),
        pytest.param("/faults", {"measure": MEASURE, "text": "错了"}, id="faults"),
        pytest.param("/faults/mine", {}, id="mine"),
        pytest.param("/desk/judge", {"measures": ["no/such"]}, id="unknown"),
    ],
)
def test_real_replies_are_as_described(app: Flask, path: str, body: dict[str, Any]) -> None:
    response = logged_in(app, "supervisor").post(f"/staff{path}", json=TOLD | body)
    described = description()
    part = described["paths"][f"/staff{path}"]["post"]["responses"][str(response.status_code)]
    if "$ref" in part:
        part = described["components"]["responses"][part["$ref"].rpartition("/")[2]]
    schema = part["content"]["application/json"]["schema"]
    validator = Draft202012Validator(schema, resolver=RefResolver.from_schema(described))
    assert [error.message for error in validator.iter_errors(response.get_json())] == []


def login(address: str, folder: Path) -> dict[str, str]:
    """Return the headers of a supervisor who has logged in to a running server."""
    records = open_records(read_settings({"POLICY_VAR": str(folder)}))
    Accounts(records).create("boss", "班长", "supervisor", PASSWORD)
    with records.writing() as connection:
        connection.execute(ACCOUNTS.update().values(takes_chats=True))
    with requests.Session() as browser:
        browser.headers["User-Agent"] = "console test"  # a session belongs to one
        [token] = TOKEN.findall(browser.get(f"{address}/staff/login", timeout=20).text)
        told = {"login": "boss", "password": PASSWORD, "csrf_token": token}
        page = browser.post(f"{address}/staff/login", data=told, timeout=60)
        [csrf] = re.findall(r'name="csrf" content="([^"]+)"', page.text)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
        return {"User-Agent": "console test", "X-CSRFToken": csrf, "Cookie": cookies}


@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="schemathesis is installed by `make test`")
@pytest.mark.slow
def test_schemathesis_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fits the description or does not: no error of the server, and answers as described.

    What a fact or a place may be stands in the knowledge base, not in the schema: its refusal is not looked at.
    """
    monkeypatch.setenv("POLICY_STAFF_HTTPS", "no")
    described = description()
    del described["paths"]["/staff/openapi.json"]  # no one but a browser asks for it: it leads to the login page
    with web_server(tmp_path) as (host, port):
        headers = login(f"http://{host}:{port}", tmp_path)
        cookie = headers.pop("Cookie").partition("=")[2]  # sent as the login that the description names, or left out
        (tmp_path / "described.json").write_text(json.dumps(described), "utf-8")
        (tmp_path / "schemathesis.toml").write_text(f'[auth.openapi.login]\napi_key = "{cookie}"\n')
        done = subprocess.run(
            [
                SCHEMATHESIS,
                *("--config-file=schemathesis.toml", "run", "described.json", f"--url=http://{host}:{port}"),
                *(part for name, value in headers.items() for part in ("-H", f"{name}: {value}")),
                *("--checks=all", "--exclude-checks=positive_data_acceptance"),
                "--exclude-method=GET",  # a page is forgiving with what its address says
                *("--phases=examples,coverage,fuzzing", "--max-examples=30", "--seed=1", "--no-color"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested and int(tested[1]) == sum("post" in item for item in described["paths"].values())
