"""Places for the chat: those whose own documents are held, and the name of any other."""

from functools import lru_cache
from typing import Any

from flask import Blueprint, abort

from policies_kb.regions import Regions, official_regions
from policies_kb.source import read_vocabulary

blueprint = Blueprint("places", __name__)


@blueprint.get("/api/places")
def places() -> dict[str, Any]:
    """Return the places with documents of their own: {"places": [{"code", "name"}]}."""
    return {"places": [{"code": code, "name": name} for code, name in read_vocabulary("places").items()]}


@blueprint.get("/api/places/<code>")
def place(code: str) -> dict[str, str]:
    """Return {"code", "name"} of a place of the official list; 404 for a code that it does not hold.

    The name is one that the assistant understands as this very place when it is sent alone.
    """
    region = _regions().get(code)
    if region is None:
        abort(404)
    around = _regions().name(region.parent) if region.level == "county" else ""  # counties have namesakes
    return {"code": code, "name": read_vocabulary("places").get(code) or around + region.name}


@lru_cache(maxsize=1)
def _regions() -> Regions:
    return Regions(official_regions(), {})
