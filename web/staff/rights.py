"""Which role may do what: the table in rights.yml, and the gate that keeps it for every request under /staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).with_name("rights.yml")
PARENT = "staff."


@dataclass(frozen=True)
class Rule:
    """What an endpoint needs and leaves behind: see the head of the table's part in rights.yml."""

    right: str = ""
    open: bool = False
    audited: bool = False
    waits: bool = False
    say: str = ""
    chats: bool = False


CLOSED = Rule()


@cache
def table() -> Mapping[str, Any]:
    """Return the table, read once and not to be changed."""
    return yaml.safe_load(TABLE.read_text("utf-8"))


def rule_of(endpoint: str) -> Rule:
    """Return the rule of an endpoint; the closed one when the table does not name it."""
    named = table()["endpoints"].get(endpoint.removeprefix(PARENT))
    return Rule(**named) if named else CLOSED


def actions() -> dict[str, str]:
    """Return what stands in the trail with what it is called."""
    named = {endpoint: rule_of(endpoint).say for endpoint in table()["endpoints"]}
    return {endpoint: say for endpoint, say in named.items() if say}


def may(role: str, right: str) -> bool:
    """Whether a role has a right; nobody has one that the table does not name."""
    return role in table()["rights"].get(right, ())


def roles() -> Mapping[str, str]:
    """Return the roles with what they are called."""
    return table()["roles"]


def pages_for(role: str) -> list[tuple[str, str]]:
    """Return the pages of the bar that a role may open: endpoint and name."""
    return [
        (PARENT + endpoint, name) for endpoint, name in table()["pages"].items() if may(role, rule_of(endpoint).right)
    ]


def page_of(endpoint: str, role: str) -> str:
    """Return the page of the bar that an endpoint belongs to: itself, or the first one beside it; empty for none."""
    pages = [page for page, _ in pages_for(role)]
    beside = [page for page in pages if page.rpartition(".")[0] == endpoint.rpartition(".")[0]]
    return endpoint if endpoint in pages else next(iter(beside), "")
