"""What is taken back, spans, couples and what is left: things that hold for every number and every day."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies_kb.assessing import assess
from policies_kb.carrying import carried_facts
from policies_kb.figures import Figure
from policies_kb.reading_counts import find_quantities
from policies_kb.reading_denied import find_denied
from tests.knowledge import TODAY, the_base
from tests.test_policies_kb_reading import reading_of

AGES = st.integers(20, 99)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def results(measure: str, today: date = TODAY, **facts: object) -> list[Figure]:
    return assess(the_base().measures[measure], facts, the_base(), today).work.results


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_the_figure_that_is_denied_changes_place_with_the_other(old: int, new: int) -> None:
    assert find_denied(f"不是{old}，是{new}个").swaps == ((old, new),)
    reading = reading_of(f"不是{old}，是{new}个")
    assert reading.loose_number == new
    assert carried_facts({"places": old}, reading, True, the_base().facts)["places"] == new


@given(st.text(max_size=40))
def test_no_text_makes_the_reading_of_denials_fail(text: str) -> None:
    denied = find_denied(text)
    assert all(0 <= start < end <= len(text) for start, end in denied.spans)
    assert 0 <= denied.since <= len(text)


@given(AGES, AGES, st.sampled_from(["我{}老伴{}", "我{}他{}", "俺{}，老头子{}", "我今年{}岁，老伴{}岁"]))
def test_each_of_two_persons_has_an_age(one: int, other: int, form: str) -> None:
    facts = reading_of(form.format(one, other) + "，护理补贴一共多少").facts
    assert (facts["person_age"], facts["partner_age"]) == (one, other)


@given(AGES, AGES)
def test_two_persons_get_what_each_of_them_gets(one: int, other: int) -> None:
    name = "tianjiaan/care-allowance"
    alone = [sum(figure.value for figure in results(name, special_family=True, person_age=age)) for age in (one, other)]
    together = results(name, special_family=True, person_age=one, partner_age=other)
    assert (together[-1].value if together else 0) == sum(alone)


@given(
    DAYS,
    st.sampled_from(["{y}年{m}月{d}日起，", "{y}-{m:02}-{d:02}开始休，", "从{y}年{m}月{d}号开始", "{y}.{m}.{d}起休"]),
)
def test_a_leave_begins_on_the_day_that_is_said(day: date, form: str) -> None:
    text = "青海产假" + form.format(y=day.year, m=day.month, d=day.day) + "休到哪天"
    assert reading_of(text).facts["leave_start_date"] == day.isoformat()


@given(st.dates(date(2022, 1, 1), date(2026, 11, 22)), DAYS)
def test_what_is_left_is_never_more_than_the_whole(born: date, today: date) -> None:
    assume(born <= today)
    name, facts = "cn-childcare-subsidy/amount", {"child_birth_date": born.isoformat()}
    whole = {figure.label: figure.value for figure in results(name, today, **facts)}
    left = {figure.label: figure.value for figure in results(name, today, remaining_only=True, **facts)}
    if today >= date(2025, 1, 1):
        assert left.get("还剩", whole.get("合计")) <= whole["合计"]
    assert left.get("还剩", 0) == left.get("还剩月数", 0) * 300


@given(st.dates(date(2025, 1, 1), date(2026, 11, 22)))
def test_who_is_born_since_2025_gets_three_whole_years(born: date) -> None:
    found = results("cn-childcare-subsidy/amount", child_birth_date=born.isoformat())
    assert [figure.value for figure in found] == [36, 10800]


@given(st.integers(2, 60))
def test_months_said_are_months_counted_up_to_the_birthday(months: int) -> None:
    assert results("jingmen/third-child-monthly-allowance", months=months)[-1].value == min(months, 36) * 500


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("入托6个月，总共多少", [(6, "月", True)]),
        ("领满一年累计多少", [(1, "年", True)]),
        ("两年半一共多少", [(2.5, "年", True)]),
        ("一学期减多少", [(1, "学期", True)]),
        ("生完2年内参加培训补多少", []),
        ("满3年一共多少", []),
        ("第2年补多少", []),
        ("三年级补多少", []),
        ("6个月大的娃补多少", []),
        ("前年生的", []),
        ("90天内办补多少", []),
    ],
)
def test_spans_are_read_and_bounds_are_not(text: str, found: list) -> None:
    assert [(one.value, one.unit, one.counted) for one in find_quantities(text, ())] == found


def test_a_new_way_of_counting_ends_the_old_one() -> None:
    facts = the_base().facts
    assert carried_facts({"months": 6, "child_order": 3}, reading_of("一共多少"), True, facts).get("months") is None
    assert carried_facts({"months": 6}, reading_of("那二孩呢"), True, facts)["months"] == 6
    assert "months" not in carried_facts({"months": 6}, reading_of("产假多少天"), False, facts)


def test_only_the_year_is_put_right() -> None:
    known = {"child_birth_date": "2023-08-15"}
    fixed = carried_facts(known, reading_of("说错了，是2024年生的"), True, the_base().facts)
    assert fixed["child_birth_date"] == "2024-08-15"
    plain = carried_facts(known, reading_of("娃是2024年生的"), True, the_base().facts)
    assert plain["child_birth_date"] == "2024"
