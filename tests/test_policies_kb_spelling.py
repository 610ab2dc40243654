"""Homophones of the base's own words are put right; real words stay as they are."""

import pytest

from tests.knowledge import the_base


@pytest.mark.parametrize(
    ("written", "meant"),
    [("育儿不贴", "育儿补贴"), ("公基金贷款", "公积金贷款"), ("保教废", "保教费"), ("护理价", "护理假")],
)
def test_a_homophone_is_put_right(written: str, meant: str) -> None:
    segmenter = the_base().segmenter
    assert segmenter.canonical(segmenter.spelled(written)) == segmenter.canonical(meant)


@pytest.mark.parametrize("written", ["我们家有两个孩子", "放学后可以托管", "他在公司上班", "多少钱", "", "abc 123"])
def test_real_words_stay(written: str) -> None:
    assert the_base().segmenter.spelled(written) == written


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("啷个办", "怎么办"),
        ("冇得工作", "没有工作"),
        ("给好多钱", "给多少钱"),
        ("我堂客", "我女方"),
        ("能报名吗", "报名吗"),
    ],
)
def test_dialect_becomes_the_common_word(said: str, meant: str) -> None:
    assert the_base().segmenter.canonical(said) == meant
