"""What households can get: cases of families, and what holds for every family."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies_kb.conditions import fact_tests
from policies_kb.entitlements import (
    MOST_MISSED,
    SURE,
    Household,
    JudgedList,
    judged_list,
    speaks_for_institution,
    standings,
)
from policies_kb.model import INSTITUTIONS
from policies_kb.next_question import question_for, telling_facts
from policies_kb.source import read_vocabulary
from tests.knowledge import CASES, TODAY, load_cases, the_base

FAMILIES = load_cases(CASES / "families.yml")
KEYS = {"case", "place", "facts", "institution", "sure", "open", "not", "nowhere", "comes", "asks"}
PLACES = ("620722", "500154", "630000", "420800", "340403", "630100", "110000")
VALUES = {
    "child_order": (1, 2, 3, 4),
    "child_birth_date": ("2027-02", "2026-09-05", "2025-03", "2023-06-01", "2021-01-01", "2016-01-01"),
    "mother_hukou": PLACES,
    "father_hukou": PLACES,
    "birth_place": PLACES,
    "residence": PLACES,
    "is_employee": (True, False),
    "married": (True, False),
    "attends_nursery": (True, False),
    "low_income": (True, False),
    "has_own_home": (True, False),
    "first_home": (True, False),
    "children_count": (1, 2, 3),
    "kindergarten_kind": ("public", "inclusive_private", "other"),
    "has_maternity_insurance": (True, False),
}
# facts that follow from another one
FOLLOWS = {
    "child_birth_date": {"child_age", "years_since_birth", "pregnant"},
    "child_order": {"has_given_birth", "children_count", "minor_children_count"},
    "children_count": {"minor_children_count"},
}
told = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})
one_more = st.sampled_from([(name, value) for name, values in VALUES.items() for value in values])


def judged(place: str, facts: dict[str, Any], institution: bool = False) -> JudgedList:
    return judged_list(Household(place, facts, institution), the_base(), TODAY)


@pytest.mark.parametrize("case", FAMILIES, ids=lambda case: case["case"])
def test_a_family_is_told_what_it_gets(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    family = Household(case["place"], case["facts"], case.get("institution", False))
    found = judged_list(family, the_base(), TODAY)
    for name, items in (("sure", found.sure), ("open", found.open), ("not", found.missed)):
        assert set(case.get(name, ())) <= {item.measure.id for item in items}, name
    listed = {item.measure.id: item.comes for item in found.items}
    assert not set(case.get("nowhere", ())) & set(listed)
    assert {name: listed[name] for name in case.get("comes", {})} == case.get("comes", {})
    if "asks" in case:
        assert telling_facts(family, the_base(), TODAY, [item.measure.id for item in found.open])[0] == case["asks"]


def test_every_measure_of_a_case_is_held() -> None:
    named = {name for case in FAMILIES for key in ("sure", "open", "not", "nowhere") for name in case.get(key, ())}
    assert named <= set(the_base().measures)


@settings(max_examples=40)
@given(place=st.sampled_from(PLACES), facts=told)
def test_what_is_sure_is_binding_for_families_and_lacks_nothing(place: str, facts: dict[str, Any]) -> None:
    found = judged(place, facts)
    for item in found.sure:
        assert item.measure.wording == "binding" and not item.missing
        assert item.assessment.eligibility == "eligible"
    assert all(not set(item.measure.audience) <= set(INSTITUTIONS) for item in found.items)
    names = [item.measure.id for item in found.items]
    assert len(names) == len(set(names)) and len(found.missed) <= MOST_MISSED


@settings(max_examples=60)
@given(place=st.sampled_from(PLACES), facts=told, more=one_more)
def test_one_more_fact_moves_only_what_hangs_on_it(place: str, facts: dict[str, Any], more: tuple[str, Any]) -> None:
    name, value = more
    if name in facts:
        return
    family = Household(place, facts)
    before = {measure.id: stands for measure, stands, _ in standings(family, the_base(), TODAY)}
    audiences = read_vocabulary("families")["audiences"]
    for measure, stands, _ in standings(family.with_fact(name, value), the_base(), TODAY):
        if stands == before.get(measure.id, stands):
            continue
        used = {test["fact"] for test in fact_tests(measure.data.get("who"))} | {measure.data.get("version_by")}
        used |= {audiences[one]["fact"] for one in measure.audience if one in audiences}
        assert ({name} | FOLLOWS.get(name, set())) & used
        assert (before[measure.id], stands) != ("not", SURE)


@settings(max_examples=30)
@given(place=st.sampled_from(PLACES), facts=told)
def test_what_is_asked_is_unknown_changes_something_and_can_be_answered(place: str, facts: dict[str, Any]) -> None:
    family = Household(place, facts)
    telling = telling_facts(family, the_base(), TODAY)
    assert not set(telling) & set(facts)
    declined = Household(place, facts, declined=tuple(telling))
    assert telling_facts(declined, the_base(), TODAY) == []
    for name in telling:
        ask, buttons = question_for(name, family, the_base())
        assert ask.endswith(("？", "。"))
        assert all(title and message for title, message in buttons)


def test_a_list_is_the_same_for_the_same_household() -> None:
    names = [[item.measure.id for item in judged("420800", {"child_order": 2}).items] for _ in range(2)]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("text", "institution"),
    [
        pytest.param("我们托育园能享受哪些", True, id="nursery"),
        pytest.param("开了一家托育，有哪些补贴", True, id="who-runs-one"),
        pytest.param("孩子上托育园能享受哪些", False, id="parent-of-a-child-there"),
        pytest.param("我们公司上班的能享受什么", False, id="who-works-there"),
        pytest.param("我家能享受哪些", False, id="family"),
    ],
)
def test_who_speaks_for_an_institution(text: str, institution: bool) -> None:
    assert speaks_for_institution(text, {}) is institution


def test_the_vocabulary_names_what_there_is() -> None:
    words, base = read_vocabulary("families"), the_base()
    assert {name for names in read_vocabulary("stages").values() for name in names} <= set(base.benefits)
    assert {name for entry in words["comes"] for name in entry.get("benefits", ())} <= set(base.benefits)
    assert {name for entry in words["comes"] for name in entry.get("topics", ())} <= set(base.topics)
    assert {entry["id"] for entry in words["comes"]} == set(words["order"])
    asking = words["asking"]
    named = {*asking["first"], *asking["instead"], *asking["instead"].values(), *asking["never"], *asking["ask"]}
    named |= {*words["institutions"]["facts"], *(test["fact"] for test in words["audiences"].values())}
    assert named <= set(base.facts)
