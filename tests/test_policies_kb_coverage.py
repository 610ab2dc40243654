"""What the coverage report counts."""

import pytest

from policies_kb.coverage import COLUMNS, benefit_report, find_benefit, report, rows, table_lines
from policies_kb.errors import KnowledgeBaseError
from policies_kb.source import read_vocabulary
from tests.knowledge import source_documents, the_base

BENEFITS = read_vocabulary("benefits")["benefits"]


def test_every_clause_has_a_measure_or_a_reason() -> None:
    for name, clauses, with_measure, without, *_ in rows(source_documents()):
        assert with_measure + without == clauses, name


def test_the_totals_are_those_of_the_built_knowledge_base() -> None:
    totals = dict(zip(COLUMNS, rows(source_documents())[-1], strict=True))
    count = the_base().connection.execute
    assert totals["措施"] == len(the_base().measures)
    assert totals["数字"] == count("select count(*) from figures").fetchone()[0]
    assert totals["叫法"] == count("select count(*) from aliases").fetchone()[0]
    assert totals["条款"] == count("select count(*) from clauses").fetchone()[0]


def test_every_clause_without_a_measure_is_shown_with_its_reason() -> None:
    lines = "\n".join(report(source_documents()))
    for document in source_documents():
        for item in document.get("without_measure", []):
            assert f"{document['id']} {item['clause']}：{item['reason']}" in lines


@pytest.mark.parametrize("wanted", ["child_allowance", "育儿补贴", "养娃钱"])
def test_a_benefit_is_known_by_id_name_or_word(wanted: str) -> None:
    assert find_benefit(BENEFITS, wanted) == "child_allowance"


def test_an_unknown_benefit_is_answered_with_near_ones() -> None:
    with pytest.raises(KnowledgeBaseError, match="育儿补贴（child_allowance）"):
        find_benefit(BENEFITS, "补贴")


def test_the_places_that_have_a_benefit_and_those_that_have_not() -> None:
    lines = benefit_report(source_documents(), BENEFITS, "child_allowance")
    assert any("荆门市" in line and "每月发放500元" in line for line in lines[1:-1])
    assert "民乐县" in lines[-1]
    assert "荆门市" not in lines[-1]


def test_columns_line_up_although_chinese_is_twice_as_wide() -> None:
    assert table_lines([("文件", "数"), ("a", "10")]) == ["文件  数", "a     10"]
