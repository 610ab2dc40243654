"""The worked-out figures of an Answer as a sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from policies_kb.figures import Figure

FIRST = ("合计", "两个人一起", "最后一天", "最晚")
MOST = 2


def figure_words(figure: Mapping[str, Any]) -> str:
    """Return a figure of an Answer in words, with its rhythm and bound: 每月500元."""
    names = Figure.__dataclass_fields__
    return str(Figure(**{name: value for name, value in figure.items() if name in names}))


def worked_out(answer: Mapping[str, Any]) -> str:
    """Return what was worked out for this household in a clause; empty when nothing was."""
    results = (answer.get("calculation") or {}).get("results", [])
    computed = [figure for figure in results if figure.get("computed")]
    ordered = sorted(computed, key=lambda figure: figure["label"] not in FIRST)[:MOST]
    return "，".join(f"{figure['label']}{figure_words(figure)}" for figure in ordered)


def printed(measure: Mapping[str, Any]) -> list[str]:
    """Return the figures that stand in the text of a measure, in words."""
    return _unlike(figure_words(figure) for figure in measure["figures"] if not figure.get("computed"))


def _unlike(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
