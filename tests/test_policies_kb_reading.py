"""Reading household facts: the cases of tests/cases/reading.yml, numbers, dates, and that nothing raises."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.normalise import normalise
from policies_kb.reading import Reading, read
from policies_kb.reading_dates import find_dates
from policies_kb.reading_numbers import to_number
from policies_kb.reading_rules import rules
from policies_kb.regions import Regions, official_names, official_regions
from policies_kb.source import read_vocabulary
from tests.knowledge import load_cases

TODAY = date(2026, 11, 22)
COVERED = ("620722", "500154", "630000", "420800", "340403")
CASES = load_cases(Path(__file__).parent / "cases" / "reading.yml")
ROLES = {
    "asked", "mother_hukou", "father_hukou", "child_hukou", "hukou", "birth_place", "prenatal_file_place", "home_place",
    "residence", "work_place", "elsewhere",
}  # fmt: skip
PIECES = (
    "民乐", "荆门", "鼓楼区", "户口", "在", "我", "老公", "老婆", "娃", "孩子", "二胎", "三孩", "两个", "半",
    "岁", "个月", "大", "生", "的", "了", "没", "不是", "2024年", "9月", "1日", "万", "千", "5", "九", "租",
    "休", "从", "起", "托位", "备案", "托大班", "花了", "报过", "一天", "元", "，", "。", "去年", "上个月",
    "上班", "怀孕", "公办", "幼儿园", "买房", "首套", "工资", "试管", "最高", "贷",
)  # fmt: skip


@lru_cache(maxsize=1)
def china() -> Regions:
    """Return all places with their names, built once."""
    return Regions(official_regions(), official_names())


def reading_of(text: str) -> Reading:
    """Return what a message says on the day of the cases."""
    return read(normalise(text), china(), TODAY, COVERED)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    reading = reading_of(case["say"])
    assert {fact: reading.facts.get(fact) for fact in case["facts"]} == case["facts"]
    assert not set(case.get("not_facts", ())) & set(reading.facts)
    assert reading.region == case["region"]
    assert reading.national == case.get("national", False)
    assert reading.other_regions == case.get("others", [])
    assert (reading.ambiguous.text if reading.ambiguous else None) == case.get("ambiguous")
    for name in ("loose_date", "loose_amount", "loose_number"):
        assert getattr(reading, name) == case.get(name, getattr(reading, name))


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("8千5", 8500), ("八千五", 8500), ("一万二", 12000), ("万二", 12000), ("1.2万", 12000),
        ("六十万", 600000), ("2万8", 28000),
        ("俩", 2), ("仨", 3), ("两", 2), ("廿三", 23), ("半", 0.5), ("5w", 50000),
        ("二〇二四", 2024), ("两三", None), ("千千", None), ("", None),
    ],
)  # fmt: skip
def test_number(words: str, number: float | None) -> None:
    assert to_number(words) == number


def test_facts_and_values_are_those_of_the_vocabulary() -> None:
    facts = read_vocabulary("facts")
    for rule in rules():
        entry = facts[rule.fact]
        if entry["type"] == "choice":
            assert rule.value in entry["values"]
        elif entry["type"] == "boolean":
            assert isinstance(rule.value, bool)
        else:
            assert rule.number or isinstance(rule.value, int)


def test_roles_of_the_trap_with_three_places() -> None:
    reading = reading_of("我老公是民乐户口，我户口在山丹，老二在民乐县医院生的")
    assert [one.role for one in reading.mentions] == ["father_hukou", "mother_hukou", "birth_place"]


def test_spans_carry_the_words() -> None:
    assert ("child_birth_date", "2024-09", "2024年9月") in reading_of("娃是2024年9月生的").spans
    assert ("date", "2024-05-01", "2024/5/1") in reading_of("2024/5/1").spans


@given(st.text(max_size=80))
def test_no_text_makes_it_raise(text: str) -> None:
    reading = read(text, china(), TODAY, COVERED)
    assert set(reading.facts) <= set(read_vocabulary_once())


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_row_of_our_own_words_makes_it_raise(pieces: list[str]) -> None:
    reading = reading_of("".join(pieces))
    assert set(reading.facts) <= set(read_vocabulary_once())
    assert {one.role for one in reading.mentions} <= ROLES


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y年%m月%d号"]),
)
def test_a_written_date_is_read_back(day: date, form: str) -> None:
    text = day.strftime(form)
    assert [one.iso(TODAY) for one in find_dates(text, TODAY)] == [day.isoformat()]
    assert reading_of(text).loose_date == day.isoformat()


@given(st.integers(min_value=1, max_value=99_999_999))
def test_a_chinese_number_is_read_back(number: int) -> None:
    import cn2an

    assert to_number(cn2an.an2cn(str(number))) == number


@lru_cache(maxsize=1)
def read_vocabulary_once() -> dict[str, Any]:
    """Return the vocabulary of household facts."""
    return read_vocabulary("facts")
