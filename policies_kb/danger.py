"""Danger to life, violence, self-harm: recognised by words before anything else, answered with whom to call."""

from collections.abc import Mapping
from functools import cache

from policies_kb.source import read_vocabulary


@cache
def _kinds() -> Mapping[str, Mapping]:
    return read_vocabulary("danger")


def danger_in(text: str) -> Mapping | None:
    """Return the kind of danger that a normalised text tells of (say, contacts); None when it tells of none."""
    for kind in _kinds().values():
        if any(word in text for word in kind["words"]) and not any(word in text for word in kind["not"]):
            return kind
    return None


def any_danger() -> Mapping:
    """Return the kind to assume when a message sounds dangerous but no known word says why."""
    return _kinds()["general"]
