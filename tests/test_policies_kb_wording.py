"""What people read is short, begins with what was asked, and says drafts, sources and departments."""

import pytest

from policies_kb.assessing import assess
from policies_kb.model import Measure
from policies_kb.wording import spelled_out
from tests.knowledge import TODAY, the_base

LONGEST_OPENING = 120


def measures() -> list[Measure]:
    return sorted(the_base().measures.values(), key=lambda measure: measure.id)


def lines_of(measure: Measure) -> list[str]:
    return spelled_out(assess(measure, {}, the_base(), TODAY), the_base().measure)


def test_what_stands_before_the_conditions_is_short() -> None:
    ends = ("条件：", "算一下：", "文件没有写明：", "提醒：", "（这一条的数", "依据：")
    long = {}
    for measure in measures():
        opening = []
        for line in lines_of(measure):
            if line.startswith(ends):
                break
            opening.append(line)
        if sum(map(len, opening)) > LONGEST_OPENING:
            long[measure.id] = "".join(opening)
    assert long == {}


def test_every_answer_names_its_source_and_whom_to_ask() -> None:
    for measure in measures():
        lines = lines_of(measure)
        assert lines[-2].startswith("依据：《") and measure.title in lines[-2]
        assert lines[-1].startswith("问谁：")
        assert not any("\n" in line for line in lines)


@pytest.mark.parametrize(("status", "word"), [("draft_for_comment", "征求意见稿"), ("submitted_for_review", "送审稿")])
def test_a_draft_is_called_a_draft_in_the_first_line_and_in_the_source(status: str, word: str) -> None:
    drafts = [measure for measure in measures() if measure.document.status == status]
    assert drafts
    for measure in drafts:
        lines = lines_of(measure)
        assert word in lines[0] or word in lines[1]
        assert word in lines[-2]


def test_money_for_institutions_is_said_not_to_be_for_parents() -> None:
    paid = [m for m in measures() if m.for_institutions and m.has_figure and m.amount.get("unit") == "元"]
    assert len(paid) > 10
    for measure in paid:
        text = "".join(lines_of(measure))
        assert "不发给" in text or "给机构" in text, measure.id


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("encouraged", ("鼓励", "支持", "可以", "有条件", "不是必须")),
        ("to_explore", ("探索", "研究", "逐步", "没有定")),
    ],
)
def test_soft_wording_is_said_as_such(wording: str, words: tuple[str, ...]) -> None:
    soft = [measure for measure in measures() if measure.wording == wording]
    assert len(soft) > 15
    for measure in soft:
        assert any(word in "".join(lines_of(measure)[:3]) for word in words), measure.id


def test_a_target_whose_year_is_over_is_said_to_be_past() -> None:
    past = [m for m in measures() if m.wording == "target" and m.data.get("target_year", TODAY.year) < TODAY.year]
    assert len(past) > 15
    for measure in past:
        assert any("已经过了" in line for line in lines_of(measure)), measure.id
