"""The normal form: what it makes of odd spellings, and that it is stable for every text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.normalise import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("難產產假２０２４", "难产产假2024", id="traditional-and-full-width"),
        pytest.param("民\u200b樂\ufeff縣", "民乐县", id="zero-width-characters-vanish"),
        pytest.param("  产假\t\n 几　天 ", "产假 几 天", id="white-space-becomes-one-space"),
        pytest.param("产假\x00\x07几天", "产假几天", id="control-characters-vanish"),
        pytest.param("", "", id="empty-stays-empty"),
        pytest.param("\ud800产假", "产假", id="a-lone-surrogate-vanishes"),
    ],
)
def test_normal_form_of(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text(alphabet=st.characters(), max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="產假幾個樂縣乾著麼裏後　 ａ１\u200b\n", max_size=30))
def test_normalising_chinese_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert once == once.strip()
