"""The working of one measure: figures, steps, assumptions; and the small pieces that all kinds of amount share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from policies_kb.figures import Figure, show
from policies_kb.model import Measure

Facts = Mapping[str, Any]
Lookup = Callable[[str], Measure]
COUPLE = 2
COUNTED = {
    "births_at_once": "个孩子",
    "months": "个月",
    "years": "年",
    "places": "个托位",
    "training_days": "天",
    "allowance_days": "天",
    "leave_days_not_taken": "天",
    "new_carers": "人",
    "persons": "人",
}


@dataclass
class Step:
    """One line of the working; `measure` is the source of its figure."""

    text: str
    measure: str
    value: float | str | None = None
    unit: str | None = None


@dataclass
class Work:
    """Figures of one measure.

    `printed` stand in the text, `results` follow from the household's facts."""

    printed: list[Figure] = field(default_factory=list)
    results: list[Figure] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    inputs: dict[str, Any] = field(default_factory=dict)
    refused: str | None = None
    single: Figure | None = None

    @property
    def main(self) -> Figure | None:
        """The figure that everything dated or repeated builds on: the last result, else the single printed one."""
        return self.results[-1] if self.results else self.single


def label_of(measure: Measure, amount: Mapping) -> str:
    """Return the label of an amount's figure."""
    return amount.get("label", measure.title)


def printed_figure(measure: Measure, amount: Mapping, value: float, **more: Any) -> Figure:
    """Return the figure that stands in the text."""
    data = {"per": amount.get("per"), "bound": amount.get("bound", "exact")} | more
    return Figure(label_of(measure, amount), value, amount["unit"], **data)


def multiply(work: Work, measure: Measure, amount: Mapping, value: float, fact: str, count: float) -> None:
    """Add to the work an amount that comes so many times: months, places, days, heads."""
    total, unit = value * count, amount["unit"]
    high = amount["max"] * count if "max" in amount else None
    bound = "range" if high else amount.get("bound", "exact")
    work.inputs[fact] = count
    per = {"places": "year", "persons": amount.get("per")}.get(fact)
    label = "两个人一起" if fact == "persons" and count == COUPLE else "合计"
    work.results.append(Figure(label, total, unit, per, bound, high, computed=True))
    word = {"at_least": "至少", "at_most": "最多"}.get(bound, "")
    counted = COUNTED.get(fact, "")
    each, shown = _span(value, amount.get("max")), _span(total, high)
    text = f"{each}{unit} × {show(count)}{counted} = {word}{shown}{unit}"
    work.steps.append(Step(text, measure.id, total, unit))


def _span(low: float, high: float | None) -> str:
    return show(low) if high is None else f"{show(low)}～{show(high)}"
