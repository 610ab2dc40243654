"""Any household: learning more never turns a sure answer around, and nothing is offered against a known condition."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies_kb.assessing import assess, version_gap
from policies_kb.conditions import judge
from policies_kb.entitlements import Household, derive_household, judged_list
from tests.knowledge import CASES, TODAY, load_cases, the_assistant, the_base

ORDERS = load_cases(CASES / "orders.yml")
MOST_ORDERS = 24
PLACES = ("620722", "500154", "630000", "420800", "340403", "630100", "110000")
FREE = (
    *("difficult_birth", "premarital_check_done", "prenatal_check_done", "high_risk_pregnancy", "married"),
    *("attends_nursery", "attends_kindergarten", "is_employee", "has_maternity_insurance", "flexible_worker"),
    *("career_break_for_birth", "has_own_home", "first_home", "meets_housing_aid", "low_income", "disabled_child"),
    *("special_family", "is_inclusive", "is_filed"),
)
CHOSEN = ("birth_hospital", "home_district", "kindergarten_kind", "kindergarten_year", "nursery_kind", "employer_kind")
PLACED = ("mother_hukou", "father_hukou", "child_hukou", "residence", "birth_place", "nursery_place")
SETTLED = ("eligible", "not_eligible")


@st.composite
def families(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a family that can be: what is said of its children agrees with itself."""
    facts = the_base().facts
    order = draw(st.integers(1, 4))
    born = TODAY + timedelta(days=draw(st.integers(-3000, 280)))
    family: dict[str, Any] = {"child_order": order, "child_birth_date": born.isoformat()}
    family |= {"children_count": order, "minor_children_count": draw(st.integers(1, order))}
    family |= {"births_at_once": draw(st.integers(1, 3)), "has_given_birth": order > 1 or born <= TODAY}
    family |= {name: draw(st.booleans()) for name in FREE}
    family |= {name: draw(st.sampled_from(sorted(facts[name]["values"]))) for name in CHOSEN}
    family |= {name: draw(st.sampled_from(PLACES)) for name in PLACED}
    return family | {"person_age": draw(st.integers(20, 95)), "places": draw(st.integers(1, 200))}


def known_of(family: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in family.items() if name in names}


@settings(max_examples=60)
@given(family=families(), data=st.data())
def test_learning_a_fact_never_turns_a_sure_answer_around(family: dict[str, Any], data: st.DataObject) -> None:
    names = sorted(family)
    first = data.draw(st.sets(st.sampled_from(names)))
    more = data.draw(st.sets(st.sampled_from(names)))
    before, after = known_of(family, first), known_of(family, first | more)
    for measure in the_base().measures.values():
        settled = assess(measure, before, the_base(), TODAY).eligibility
        if settled in SETTLED:
            assert assess(measure, after, the_base(), TODAY).eligibility == settled, measure.id


@settings(max_examples=60)
@given(family=families(), place=st.sampled_from(PLACES), institution=st.booleans(), data=st.data())
def test_nothing_is_offered_whose_condition_is_known_to_fail(
    family: dict[str, Any], place: str, institution: bool, data: st.DataObject
) -> None:
    told = known_of(family, data.draw(st.sets(st.sampled_from(sorted(family)))))
    known = derive_household(told, TODAY)
    found = judged_list(Household(place, told, institution), the_base(), TODAY)
    for item in (*found.sure, *found.open):
        judgement = judge(item.measure.data.get("who"), known, the_base().regions)
        assert judgement.outcome is not False and not judgement.failed, item.measure.id
        assert version_gap(item.measure, known, TODAY) is None
        assert item.assessment.eligibility != "not_eligible"
        assert bool(item.measure.for_institutions) is institution


def last_answer(messages: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the Answer to the last of some (message, intent); without what tells of the way to it."""
    context = None
    for message, intent in messages:
        reply = the_assistant().reply(message, intent, context=context)
        context = reply.context
    return {name: value for name, value in reply.answer.items() if name != "trace"}


@pytest.mark.parametrize("case", ORDERS, ids=lambda case: case["case"])
def test_facts_told_in_any_order_come_to_the_same_answer(case: dict[str, Any]) -> None:
    ways = list(permutations(case["tell"]))
    ask = (case["ask"], case["intent"])
    answers = [last_answer([*((one, "inform") for one in way), ask]) for way in ways[:: -(-len(ways) // MOST_ORDERS)]]
    assert answers[0]["kind"] == "answer" and answers[0]["measures"]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("case", ORDERS, ids=lambda case: case["case"])
def test_facts_told_at_once_come_to_the_same_measures(case: dict[str, Any]) -> None:
    ask = (case["ask"], case["intent"])
    apart = last_answer([*((one, "inform") for one in case["tell"]), ask])
    at_once = last_answer([("，".join(case["tell"]), "inform"), ask])
    assert at_once["measures"] == apart["measures"]
