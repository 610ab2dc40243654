"""One normal form of what people type: half-width, simplified, without control characters and spare white space."""

import unicodedata
from functools import lru_cache
from typing import Any

PASSES = 4
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def normalise(text: str) -> str:
    """Return the normal form of a message; the same text comes back when it is normalised again. Never raises."""
    for _ in range(PASSES):
        once = _once(text)
        if once == text:
            break
        text = once
    return text


def _once(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text)
    visible = "".join(_visible(character) for character in wide)
    # the converter gives back other characters than NFKC would, so the order is: shape, rubbish, script, shape
    simple = unicodedata.normalize("NFKC", _converter().convert(visible))
    return " ".join(simple.split())


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in INVISIBLE else character


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
