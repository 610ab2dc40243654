"""The description of the API (OpenAPI 3.1): openapi.yml and, for Answers, the answer contract."""

import json
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint

from policies_kb.settings import ROOT

FILE = Path(__file__).parent / "openapi.yml"
CONTRACT = ROOT / "policies_kb/schema/answer.schema.json"
ANSWER_ID = {"type": "string", "description": "用来说这条回答有没有用；没有就是没能记下来"}
CALENDAR_URL = {"type": "string", "description": "时间表的日历文件"}

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/api/openapi.json")
def describe() -> dict[str, Any]:
    """Return the description."""
    return description()


def description(file: Path = FILE) -> dict[str, Any]:
    """Return the description with the schemas of the answer contract in it."""
    described = yaml.safe_load(file.read_text("utf-8"))
    described["components"]["schemas"] |= _contract()
    return described


def _contract() -> dict[str, Any]:
    """Return the contract's schemas by name; its references lead to where they stand here."""
    text = CONTRACT.read_text("utf-8").replace("#/definitions/", "#/components/schemas/")
    answer = json.loads(text)
    parts = answer.pop("definitions")
    answer["properties"] |= {"answer_id": ANSWER_ID, "calendar_url": CALENDAR_URL}
    kept = {name: value for name, value in answer.items() if name not in ("$schema", "$id")}
    return parts | {"Answer": kept}
