"""Danger to life, violence, self-harm: recognised by words before anything else, answered with whom to call."""

import re
from collections.abc import Mapping
from functools import cache

from policies_kb.source import read_vocabulary

SURE, MAYBE = 0.6, 0.1  # confidence in an intent of danger
FITS, HINTS = 0.1, 0.5  # likelihood of a danger by the meaning, enough beside a sure and beside a possible intent


@cache
def _kinds() -> Mapping[str, Mapping]:
    return read_vocabulary("danger")


def without_exaggeration(text: str) -> str:
    """Return a normalised text without words that only sound like danger: 累死我了, 急死人了."""
    left, found = re.subn(read_vocabulary("reading")["exaggerated"], "", text)
    return left.strip(" ,，。!！") if found else text


def danger_in(text: str, meant: Mapping[str, float], suspicion: float) -> Mapping | None:
    """Return the kind of danger that a normalised text tells of (say, contacts); None when it tells of none.

    Words of danger say so, or the meaning of the whole together with the intent: meant is the likelihood of each kind,
    empty when meanings are not known; suspicion is the confidence that the intent is one of danger.
    """
    for kind in _kinds().values():
        silenced = any(word in text for word in kind["not"]) and not any(
            word in text for word in kind.get("urgent", [])
        )
        if not silenced and any(word in text for word in kind["words"]):
            return kind
    if not meant:
        return _kinds()["general"] if suspicion >= SURE else None
    likely = sum(meant.values())
    if (suspicion >= SURE and likely >= FITS) or (suspicion >= MAYBE and likely >= HINTS):
        return _kinds()[max(meant, key=lambda name: meant[name])]
    return None
