"""Three-valued conditions: more facts never take back what is settled, unknown facts are never guessed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies_kb.assessing import assess
from policies_kb.conditions import conditions_in_words, judge
from policies_kb.model import Measure
from tests.knowledge import TODAY, the_base

CONDITIONAL = [measure for measure in the_base().measures.values() if measure.data.get("who")]
DATES = ["2023-12-31", "2024-01-01", "2024", "2024-06", "2025-07-01", "2026-11-22"]
PLACES = ["000000", "420800", "420802", "620722", "620700", "500154", "340403", "630000", "630100", "110101"]


def values_of(fact: dict[str, Any]) -> list[Any]:
    """Return values that a fact may take: of every kind, on both sides of bounds."""
    kinds = {
        "boolean": [True, False],
        "region": PLACES,
        "date": DATES,
        "integer": [0, 1, 2, 3, 4, 34, 35, 49, 50, 60, 150],
    }
    if fact["type"] == "choice":
        return list(fact["values"])
    return kinds.get(fact["type"], [0, 1, 2.9, 3, 6, 1000])


FACTS = {name: values_of(fact) for name, fact in the_base().facts.items()}
HOUSEHOLDS = st.dictionaries(st.sampled_from(sorted(FACTS)), st.none(), max_size=len(FACTS)).flatmap(
    lambda names: st.fixed_dictionaries({name: st.sampled_from(FACTS[name]) for name in names})
)


@pytest.mark.slow
@given(measure=st.sampled_from(CONDITIONAL), known=HOUSEHOLDS, more=HOUSEHOLDS)
@settings(max_examples=400)
def test_more_facts_never_take_back_what_is_settled(measure: Measure, known: dict, more: dict) -> None:
    regions, who = the_base().regions, measure.data["who"]
    before = judge(who, known, regions).outcome
    after = judge(who, {**more, **known}, regions).outcome
    assert before is None or after is before


@pytest.mark.slow
@given(measure=st.sampled_from(CONDITIONAL), known=HOUSEHOLDS)
@settings(max_examples=400)
def test_an_open_outcome_names_what_is_missing(measure: Measure, known: dict) -> None:
    judgement = judge(measure.data["who"], known, the_base().regions)
    if judgement.outcome is None:
        assert judgement.missing or judgement.silent
    if judgement.outcome is False:
        assert judgement.failed


@given(measure=st.sampled_from(list(the_base().measures.values())), known=HOUSEHOLDS)
@settings(max_examples=400)
def test_assessing_never_raises_and_is_one_of_four_outcomes(measure: Measure, known: dict) -> None:
    found = assess(measure, known, the_base(), TODAY)
    assert found.eligibility in {"eligible", "not_eligible", "need_info", "not_assessed"}


@given(measure=st.sampled_from(CONDITIONAL))
def test_without_facts_nothing_is_said_to_be_met_or_failed(measure: Measure) -> None:
    judgement = judge(measure.data["who"], {}, the_base().regions)
    assert judgement.met == judgement.failed == []
    assert judgement.outcome is not False


REGIONS = the_base().regions
HUKOU = {"fact": "mother_hukou", "within": ["420800"], "say": "女方是荆门户籍"}
THIRD = {"fact": "child_order", "is": 3, "say": "第三个孩子"}
OWNER = {"fact": "has_own_home", "is": True, "say": "有自有住房"}
SINCE = {"fact": "child_birth_date", "at_least": "2024-01-01", "say": "2024年1月1日以后出生"}
PRINTED = {"say": "由县里的专家认定"}


@pytest.mark.parametrize(
    ("group", "facts", "outcome"),
    [
        pytest.param(None, {}, True, id="no-conditions-are-met-by-everybody"),
        pytest.param({"all": [THIRD]}, {}, None, id="unknown-is-open"),
        pytest.param({"all": [THIRD, HUKOU]}, {"child_order": 2}, False, id="one-failure-settles-all"),
        pytest.param({"any": [THIRD, HUKOU]}, {"child_order": 3}, True, id="one-hit-settles-any"),
        pytest.param({"any": [THIRD, HUKOU]}, {"child_order": 2}, None, id="any-stays-open-while-one-is-unknown"),
        pytest.param({"none": [OWNER]}, {}, None, id="an-unknown-exclusion-does-not-pass"),
        pytest.param({"none": [OWNER]}, {"has_own_home": True}, False, id="an-exclusion-that-holds-excludes"),
        pytest.param({"none": [OWNER]}, {"has_own_home": False}, True, id="an-exclusion-that-does-not-hold-passes"),
        pytest.param({"all": [HUKOU]}, {"mother_hukou": "420881"}, True, id="a-county-lies-in-its-city"),
        pytest.param({"all": [HUKOU]}, {"mother_hukou": "420000"}, False, id="a-province-does-not-lie-in-its-city"),
        pytest.param({"all": [SINCE]}, {"child_birth_date": "2024-01-01"}, True, id="the-first-day-counts"),
        pytest.param({"all": [SINCE]}, {"child_birth_date": "2023-12-31"}, False, id="the-day-before-does-not"),
        pytest.param({"all": [SINCE]}, {"child_birth_date": "2024"}, True, id="a-year-that-lies-after-the-bound"),
        pytest.param({"all": [PRINTED]}, {}, True, id="what-nobody-can-test-is-printed-not-guessed"),
    ],
)
def test_outcome_of(group: dict | None, facts: dict, outcome: bool | None) -> None:
    assert judge(group, facts, REGIONS).outcome is outcome


def test_a_date_too_vague_for_its_bound_stays_open() -> None:
    group = {"all": [{"fact": "child_birth_date", "at_least": "2024-06-15", "say": "2024年6月15日以后出生"}]}
    assert judge(group, {"child_birth_date": "2024-06"}, REGIONS).outcome is None
    assert judge(group, {"child_birth_date": "2024"}, REGIONS).outcome is None


def test_conditions_in_words_name_alternatives_and_exclusions() -> None:
    lines = conditions_in_words({"all": [THIRD], "any": [HUKOU, PRINTED], "none": [OWNER]})
    assert lines == ["第三个孩子", "女方是荆门户籍，或者由县里的专家认定", "除外：有自有住房"]
