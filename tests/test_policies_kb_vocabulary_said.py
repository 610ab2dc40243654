"""The sentences that the recogniser of danger and of other matters learns from: clean, unique, enough of each."""

from collections import Counter
from typing import Any

import pytest

from policies_kb.normalise import normalise
from policies_kb.source import read_vocabulary

DANGER = read_vocabulary("danger")
KINDS = {"medical", "violence", "self_harm"}
SAID = {
    **{kind: entry["said"] for kind, entry in DANGER.items() if "said" in entry},
    "calm": read_vocabulary("calm")["said"],
    "outside": read_vocabulary("outside")["said"],
}
ENOUGH = {"medical": 90, "violence": 90, "self_harm": 90, "calm": 120, "outside": 350}
SHORTEST, LONGEST = 4, 60


def test_each_kind_of_danger_but_the_general_one_has_sentences() -> None:
    assert {kind for kind in SAID if kind in DANGER} == KINDS == set(DANGER) - {"general"}


@pytest.mark.parametrize("name", ["calm", "outside"])
def test_a_file_holds_nothing_but_sentences(name: str) -> None:
    assert set(read_vocabulary(name)) == {"said"}


@pytest.mark.parametrize(("name", "said"), SAID.items(), ids=SAID)
def test_there_are_enough_sentences(name: str, said: list[Any]) -> None:
    assert len(said) >= ENOUGH[name]


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_every_sentence_is_text_in_normal_form(said: list[Any]) -> None:
    assert [line for line in said if not isinstance(line, str) or normalise(line) != line] == []


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_every_sentence_has_a_length_that_people_type(said: list[str]) -> None:
    assert [line for line in said if not SHORTEST <= len(line) <= LONGEST] == []


def test_no_sentence_stands_twice() -> None:
    times = Counter(line for said in SAID.values() for line in said)
    assert [line for line, count in times.items() if count > 1] == []
