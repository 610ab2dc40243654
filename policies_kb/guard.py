"""The guard over outgoing texts: a figure that no measure carries and no working gave does not go out."""

import logging
import re
from collections.abc import Collection, Iterable

from policies_kb.assessing import Assessment
from policies_kb.numbers import numbers_carried, numbers_in
from policies_kb.wording import cite

UNIT = r"元|块|天|%|‰|倍|个月|周岁|岁|学时|小时|平方米|个托位|人|次|周"
NUMBER = r"\d+(?:\.\d+)?万?"
# a number before its unit, the lower end of a range whose upper end has the unit, 万 before 元
FIGURE = re.compile(
    rf"{NUMBER}(?= ?[多余]?(?:{UNIT}))|{NUMBER}(?=[～~至到-]{NUMBER} ?(?:{UNIT}))|\d+(?:\.\d+)?万(?=元)"
)
TITLE = re.compile(r"《[^》]*》")
WITHHELD = "这个数没有核对上，先不报给您，免得误事。"

log = logging.getLogger(__name__)


def guarded(lines: Iterable[str], assessments: list[Assessment], told: Collection[str] = ()) -> tuple[list[str], bool]:
    """Return the lines of a text and whether all its figures stand in the assessments.

    `told` are words of the person: they may be quoted, between “ and ” and nowhere else. When a figure does not stand
    there, the text is replaced by a plain sentence with the clause to look up, and the violation is logged.
    """
    lines = list(lines)
    known = {number for assessment in assessments for number in _numbers_of(assessment)}
    stray = [
        number
        for line in lines
        for figure in FIGURE.findall(TITLE.sub("", _without_quotes(line, told)))
        for number in numbers_in(figure)
    ]
    stray = [number for number in stray if number not in known]
    if not stray:
        return lines, True
    # the lines may quote the person, so they are not logged
    log.error("figures without a measure: %s beside %s", stray, [item.measure.id for item in assessments])
    sources = [f"请看{cite(a.measure.document, a.measure.clause)}，或者打12345核实。" for a in assessments[:1]]
    return [WITHHELD, *(sources or ["请打12345核实。"])], False


def _without_quotes(line: str, told: Collection[str]) -> str:
    for words in told:
        line = line.replace(f"“{words}”", "")
    return line


def _numbers_of(assessment: Assessment) -> Iterable[float]:
    """Yield every number that an assessment stands for: carried by the measure, worked out, or told by the person."""
    work = assessment.work
    yield from numbers_carried(assessment.measure.data)
    for figure in [*work.printed, *work.results]:
        yield from (float(value) for value in (figure.value, figure.max) if isinstance(value, int | float))
    for words in [*(step.text for step in work.steps), *work.assumptions, *assessment.alternatives]:
        yield from numbers_in(words)
    for words in assessment.judgement.failed:
        yield from numbers_in(words)
