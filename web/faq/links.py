"""Are the links right? Those within the site are looked at in every build, those to elsewhere on request."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import requests

from policies_kb.errors import KnowledgeBaseError
from web.faq.state import LINKS, State

MOST_TOLD = 10
SECONDS = 10
ELSEWHERE = ("http://", "https://")


class BrokenLinks(KnowledgeBaseError):
    """Pages lead to files that the site does not have."""


def check_inside(folder: Path, state: State) -> None:
    """Raise BrokenLinks when a page leads to a file that the site does not have."""
    exists = lru_cache(10_000)(lambda link: (folder / link).is_file())
    inside = (link for links in state.all_next(LINKS) for link in links if not link.startswith(ELSEWHERE))
    broken = {link for link in inside if not exists(link)}
    if broken:
        told = "、".join(sorted(broken)[:MOST_TOLD])
        raise BrokenLinks(f"有{len(broken)}个链接指向不存在的页面：{told}")


def links_elsewhere(state: State, own: str) -> Iterator[str]:
    """Yield every address elsewhere that the pages lead to, once; `own` is where the chat and this site are."""
    outside = {link for links in state.all_next(LINKS) for link in links if link.startswith(ELSEWHERE)}
    yield from sorted(link for link in outside if not link.startswith(own))


def check_elsewhere(state: State, own: str, today: date) -> dict[str, Any]:
    """Return for every address elsewhere the status with which it answers (or what failed) and the day."""
    return {address: {"status": _status(address), "day": today.isoformat()} for address in links_elsewhere(state, own)}


def _status(address: str) -> str:
    try:
        with requests.get(address, timeout=SECONDS, stream=True) as response:
            return str(response.status_code)
    except requests.RequestException as error:
        return type(error).__name__
