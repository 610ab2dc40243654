"""What comes on top of something else, added up: money for the days of a course beside the money for the course."""

from collections.abc import Mapping, Sequence
from typing import Any

from policies_kb.assessing import Assessment
from policies_kb.figures import Figure, show
from policies_kb.work import Step

ONCE = ("once", "person", None)
MONEY = "元"


def add_together(assessments: Sequence[Assessment], facts: Mapping[str, Any]) -> None:
    """Add the joint sum to a measure that comes on top of another one beside it, where the sum of all is asked for."""
    if not facts.get("whole_span"):
        return
    by_name = {one.measure.id: one for one in assessments}
    for upper in assessments:
        for link in upper.measure.data.get("relates", []):
            lower = by_name.get(link["measure"])
            if link["how"] == "stacks_on" and lower and _once(upper) and _once(lower):
                _add(upper, lower)


def _once(assessment: Assessment) -> bool:
    """Whether the measure gives one sum of money that does not come back every month or year."""
    main = assessment.work.main
    fits = main is not None and main.unit == MONEY and main.per in ONCE
    return fits and assessment.judgement.outcome is not False


def _add(upper: Assessment, lower: Assessment) -> None:
    one, other = upper.work.main, lower.work.main
    low, high = one.value + other.value, (one.max or one.value) + (other.max or other.value)
    most = high if high > low else None
    label = f"连同{lower.measure.title}"
    upper.work.results.append(Figure(label, low, MONEY, None, "range" if most else "exact", most, computed=True))
    text = f"{label}：{_span(one)} + {_span(other)} = {_span(upper.work.main)}{MONEY}"
    upper.work.steps.append(Step(text, lower.measure.id, low, MONEY))


def _span(figure: Figure) -> str:
    return show(figure.value) if figure.max is None else f"{show(figure.value)}～{show(figure.max)}"
