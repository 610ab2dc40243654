"""A bare number, sum or date goes to the fact that the measure asked about is waiting for, and to no other."""

import pytest

from policies_kb.binding import bound_facts
from tests.knowledge import the_base
from tests.test_policies_kb_reading import reading_of


@pytest.mark.parametrize(
    ("measure", "said", "question", "facts"),
    [
        (
            "kaizhou/operating-subsidy-by-class",
            "我有12个，一年合计",
            "乳儿班每个娃补多少",
            {"infant_class_children": 12},
        ),
        ("kaizhou/operating-subsidy-by-class", "我有12个，一年合计", "托育补多少", {}),
        ("jingmen/nursery-place-subsidy", "60个", "每个托位补多少", {"places": 60}),
        ("cn-childcare-subsidy/amount", "60个", "育儿补贴多少", {}),
    ],
)
def test_what_was_left_unnamed(measure: str, said: str, question: str, facts: dict) -> None:
    assert bound_facts(the_base().measures[measure], reading_of(said), {}, question) == facts


def test_a_known_fact_is_not_overwritten() -> None:
    place_subsidy = the_base().measures["jingmen/nursery-place-subsidy"]
    assert bound_facts(place_subsidy, reading_of("60个"), {"places": 80}, "每个托位补多少") == {}
