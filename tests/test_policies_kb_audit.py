"""The audit: a text cut into clauses, figures looked up in them, numbers that nothing carries listed."""

from pathlib import Path
from typing import Any

import pytest

from policies_kb.audit import audit, audit_document, report
from policies_kb.errors import KnowledgeBaseError
from policies_kb.originals import PREAMBLE, clauses_of, numbers_of, squeeze

TEXT = """某市方案
为深入贯彻精神,自2024年1月1日起执行《三岁以下照护办法》(某办发〔2024〕52号)。
一、总体要求
到2025年,每千人口托位数达4.5个。
序号 | 指 标 | 2023年 | 2025年 |
1 | 托位使用率(%) | 24.31 | ≥30 |
二、重点任务
(一)发钱
1.三孩家庭每月 500 元,直至孩子满3周岁。女方年满３５周岁的,最高5万元。
2﹒上浮20％,分别给予50—99个、30－49个托位补助。
三、保障措施
(一)加强领导。每年12月底前报告,不满三周岁的半年查一次。
"""
CLAUSES = ["一", "一·表", "1", "2", "三(一)"]


def document(**changes: Any) -> dict[str, Any]:
    measure = {
        "id": "money",
        "clause": "1",
        "title": "每月补贴",
        "who": {"all": [{"fact": "person_age", "at_least": 35, "say": "女方满35周岁"}]},
        "amount": {"kind": "fixed", "value": 500, "unit": "元", "per": "month", "printed": "每月500元"},
        "payout": {"until_age": 3},
    }
    return {"id": "some", "clauses": CLAUSES, "measures": [measure | changes]}


def gaps(**changes: Any) -> str:
    return "\n".join(audit_document(document(**changes), TEXT).gaps)


def test_a_text_is_cut_where_its_clauses_begin() -> None:
    found = clauses_of(TEXT, CLAUSES)
    assert [*found] == [PREAMBLE, "一", "一·表", "二", "二(一)", "1", "2", "三", "三(一)"]
    assert found["1"] == "三孩家庭每月500元,直至孩子满3周岁。女方年满35周岁的,最高5万元。"
    assert found["一·表"].startswith("|指标|2023年")


def test_the_notice_comes_before_the_plan_where_it_is_a_clause() -> None:
    assert [*clauses_of("关于征求意见的公告\n" + TEXT, ["公告", *CLAUSES])][:2] == ["公告", PREAMBLE]


def test_a_report_before_the_plan_is_passed_over() -> None:
    before = "汇报\n一、起草背景\n书面征求了19家单位的意见。\n二、主要内容\n1.说明。\n"
    found = clauses_of(before + TEXT, CLAUSES)
    assert "19家" not in "".join(found.values())
    assert found["1"].startswith("三孩家庭")


def test_a_text_printed_twice_is_taken_once() -> None:
    assert clauses_of(TEXT + TEXT, CLAUSES)["2"] == clauses_of(TEXT, CLAUSES)["2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("每月500元、5万元", ["500元", "5万元"], id="money"),
        pytest.param("50—99个、30-49个", ["50—99个", "30-49个"], id="ranges"),
        pytest.param("不满三周岁,半年一次,一次性", ["三周岁", "半年", "一次"], id="spoken-numbers"),
        pytest.param("2024年9月1日至2025年,2023—2025年", [], id="dates-and-years"),
        pytest.param("《0-3岁办法》(国发〔2024〕52号)", [], id="titles-and-numbers-of-documents"),
        pytest.param("下降到20/10万以下、6.5‰", ["20/10万", "6.5‰"], id="per-hundred-thousand"),
        pytest.param("|24.31|≥30|", ["24.31", "≥30"], id="cells-of-a-table"),
        pytest.param("不早于18:30", ["18:30"], id="time-of-day"),
    ],
)
def test_numbers_of(text: str, found: list[str]) -> None:
    assert [number.text for number in numbers_of(squeeze(text))] == found


@pytest.mark.parametrize("printed", ["每月500元", "每月 500 元", "每月５００元"])
def test_width_and_white_space_do_not_matter(printed: str) -> None:
    changed = document(amount={"kind": "fixed", "value": 500, "unit": "元", "per": "month", "printed": printed})
    assert audit_document(changed, TEXT).problems == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"clause": "2"}, "条款 2，money：原文这一条里没有印“每月500元”", id="another-clause"),
        pytest.param(
            {"figures": [{"label": "a", "value": 9, "unit": "元", "printed": "9元"}]},
            "没有印“9元”",
            id="another-figure",
        ),
    ],
)
def test_a_figure_that_is_not_printed_there_is_found(changes: dict, words: str) -> None:
    assert words in "\n".join(audit_document(document(**changes), TEXT).problems)


def test_numbers_in_figures_conditions_and_payouts_are_carried() -> None:
    assert "：500元" not in gaps()
    assert "：35周岁" not in gaps()
    assert "：3周岁" not in gaps()
    assert "条款 1：5万元" in gaps()


def test_a_number_that_nothing_carries_is_listed_with_its_clause() -> None:
    listed = gaps()
    for words in (
        "条款 一：4.5个",
        "条款 一·表：24.31",
        "条款 2：20%",
        "条款 2：50—99个",
        "条款 三(一)：三周岁",
        "条款 三(一)：半年",
    ):
        assert words in listed


def test_bounds_of_brackets_carry_a_range() -> None:
    rows = [
        {"from": 30, "to": 49, "value": 1, "printed": "补助"},
        {"from": 50, "to": 99, "value": 2, "printed": "补助"},
    ]
    listed = gaps(clause="2", amount={"kind": "brackets", "unit": "元", "rows": rows})
    assert "：50—99个" not in listed
    assert "：30-49个" not in listed


def test_a_reason_carries_a_number() -> None:
    with_reason = document() | {"not_carried": [{"clause": "2", "printed": "上浮20%", "reason": "只是例子"}]}
    assert "：20%" not in "\n".join(audit_document(with_reason, TEXT).gaps)


def test_a_clause_that_the_text_does_not_have_is_a_problem() -> None:
    wrong = document() | {"clauses": [*CLAUSES, "9"]}
    assert any("条款 9" in problem for problem in audit_document(wrong, TEXT).problems)


def test_a_folder_of_originals_is_matched_by_name(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text(TEXT, encoding="utf-8")
    audits = audit([document()], tmp_path)
    assert [item.document for item in audits] == ["some"]
    assert "处要处理" in report(audits)[-1]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="没有原文"):
        audit([document()], tmp_path)


def test_an_original_without_a_document_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match=r"other\.txt"):
        audit([document()], tmp_path)
