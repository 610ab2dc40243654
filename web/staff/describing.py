"""The description of the console's JSON routes (OpenAPI 3.1): openapi.yml, for who is logged in."""

from pathlib import Path
from typing import Any

from flask import Blueprint

from web import openapi

FILE = Path(__file__).with_name("openapi.yml")
REFUSED = {"$ref": "#/components/responses/Refused"}
EVERYWHERE = ("400", "401", "403", "413")  # no body, nobody logged in, no right, too large

blueprint = Blueprint("describing", __name__)


@blueprint.get("/openapi.json")
def describe() -> dict[str, Any]:
    """Return the description."""
    return description()


def description() -> dict[str, Any]:
    """Return the description with the refusals that every post may meet."""
    described = openapi.description(FILE)
    for item in described["paths"].values():
        if "post" in item:
            item["post"]["responses"] |= {status: REFUSED for status in EVERYWHERE}
    return described
