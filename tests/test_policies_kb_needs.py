"""Needs said without their official name are recognised; follow-ups and other people's business name nothing."""

from typing import Any

import pytest

from policies_kb.finding import Finder
from policies_kb.normalise import normalise
from tests.knowledge import CASES, load_cases, the_base

NEEDS = load_cases(CASES / "needs.yml")
PLAIN_ENOUGH = 0.4


@pytest.mark.parametrize("case", NEEDS, ids=[case["say"] for case in NEEDS])
def test_a_need_names_its_benefit(case: dict[str, Any]) -> None:
    base = the_base()
    named = Finder(base).benefits_named(base.segmenter.spelled(normalise(case["say"])))
    if case["benefit"] is None:
        assert named == {}
    else:
        assert named.get(case["benefit"], 0) >= PLAIN_ENOUGH


def test_a_measures_own_words_rarely_name_another_benefit_more_plainly() -> None:
    base = the_base()
    finder, wrong, count = Finder(base), 0, 0
    for measure in base.measures.values():
        for words in (measure.title, *measure.aliases):
            named, count = finder.benefits_named(words), count + 1
            own = named.get(measure.benefit.id, 0)
            wrong += any(strength > own for strength in named.values())
    assert wrong / count < 0.1
