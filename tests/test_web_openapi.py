"""The description of the API is true: its routes are the routes, real replies fit it, schemathesis finds no lie."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator, RefResolver

from policies_kb.settings import ROOT
from tests.knowledge import the_assistant
from tests.running import web_server
from web import create_app
from web.openapi import description

SCHEMATHESIS = ROOT / ".schemathesis/bin/st"
DESCRIBED = re.compile(r"/api/|/healthz$")
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def app(web_settings: dict[str, str]) -> Flask:
    return create_app(web_settings)


def test_every_route_is_described_and_every_description_is_a_route(app: Flask) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if DESCRIBED.match(rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, item in description()["paths"].items() for method in METHODS & set(item)}
    assert described == routes


def test_the_description_is_served(app: Flask) -> None:
    response = app.test_client().get("/api/openapi.json")
    assert response.status_code == 200 and response.get_json() == description()
    assert description()["openapi"].startswith("3.1.")


def references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(references(value) for value in part.values()))
    return set().union(*(references(value) for value in part)) if isinstance(part, list) else set()


def test_every_reference_leads_somewhere_and_everything_is_used() -> None:
    described = description()
    wanted = {"/".join(reference.split("/")[:4]) for reference in references(described)}
    there = {f"#/components/{kind}/{name}" for kind, parts in described["components"].items() for name in parts}
    assert wanted == there


@pytest.mark.parametrize("message", ["荆门三孩每月补多少", "你好", "帮我列个时间表，荆门，预产期2027年3月5日"])
def test_real_replies_are_as_described(app: Flask, rasa: Any, message: str) -> None:
    answer = the_assistant().reply(message).answer
    rasa.reply = [{"text": answer["text"]}, {"custom": answer}]
    body = app.test_client().post("/api/chat", json={"message": message}).get_json()
    described = description()
    schema = {"$ref": "#/components/schemas/Replies"}
    validator = Draft202012Validator(schema, resolver=RefResolver.from_schema(described))
    assert [error.message for error in validator.iter_errors(body)] == []
    assert body["replies"][0]["answer"]["answer_id"]


@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="schemathesis is installed by `make test`")
@pytest.mark.slow
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    """Whatever fits the description or does not: no error of the server, and answers as described.

    A message of invisible signs fits the schema and is refused, so that acceptance is not looked at.
    """
    with web_server(tmp_path) as (host, port):
        done = subprocess.run(
            [
                SCHEMATHESIS,
                "run",
                f"http://{host}:{port}/api/openapi.json",
                *("--checks=all", "--exclude-checks=positive_data_acceptance"),
                *("--phases=examples,coverage,fuzzing", "--max-examples=60", "--seed=1", "--no-color"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    tested = re.search(r"Tested: (\d+)", done.stdout)
    others = {
        path: item for path, item in description()["paths"].items() if path != "/api/openapi.json"
    }  # fetched only
    assert tested and int(tested[1]) == sum(len(METHODS & set(item)) for item in others.values())
