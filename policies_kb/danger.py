"""Danger to life, violence, self-harm: recognised by words before anything else, answered with whom to call."""

from collections.abc import Mapping
from functools import cache

from policies_kb.source import read_vocabulary

MEANT = 0.5


@cache
def _kinds() -> Mapping[str, Mapping]:
    return read_vocabulary("danger")


def danger_in(text: str, meant: Mapping[str, float]) -> Mapping | None:
    """Return the kind of danger that a normalised text tells of (say, contacts); None when it tells of none.

    Words of danger say so, or the meaning of the whole (`meant`, the likelihood of each kind).
    """
    for kind in _kinds().values():
        if any(word in text for word in kind["words"]) and not any(word in text for word in kind["not"]):
            return kind
    if sum(meant.values()) >= MEANT:
        return _kinds()[max(meant, key=lambda name: meant[name])]
    return None


def any_danger() -> Mapping:
    """Return the kind to assume when a message sounds dangerous but no known word says why."""
    return _kinds()["general"]
