"""Search takes any text: it never raises, finds two-character words, knows what people say for the base's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.answer import SCHEMA
from tests.knowledge import the_assistant, the_base

NASTY = [
    '"',
    "'",
    "*",
    "产假*",
    "NEAR(产假, 5)",
    "产假 AND",
    "OR",
    "NOT",
    "(",
    ")",
    "a:b",
    "^产假",
    "-产假",
    "{title}",
    "👶🍼",
    "\x00",
    "'; drop table measures; --",
    "产假" * 200,
    "%_%",
    "\\",
    "title:产假",
    "产假 NEAR/2 天",
]
WORDS = st.sampled_from(
    [
        '"',
        "'",
        "*",
        "(",
        ")",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        ":",
        "^",
        "👶",
        "产假",
        "三孩",
        "荆门",
        "补贴",
        "2024年",
        "5万",
        " ",
    ]
)
ANY = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map("".join))


@given(ANY)
def test_cutting_and_searching_never_raise(text: str) -> None:
    base = the_base()
    words = base.segmenter.cut(text)
    assert all(words)
    assert len(set(words)) == len(words)
    assert all(name in base.measures for name in base.search(words))


@given(st.lists(st.text(max_size=12), max_size=8))
def test_searching_for_any_words_never_raises(words: list[str]) -> None:
    scores = list(the_base().search(words).values())
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", NASTY)
def test_any_message_gets_an_answer(text: str) -> None:
    answer = the_assistant().reply(text).answer
    assert answer["schema"] == SCHEMA
    assert answer["text"].strip()


@given(ANY)
def test_the_assistant_answers_whatever_is_typed(text: str) -> None:
    reply = the_assistant().reply(text)
    assert reply.answer["text"].strip()
    again = the_assistant().reply(text, context=reply.context)
    assert again.answer["text"].strip()


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("产假", "cn-women-workers/maternity-leave"),
        ("婚假", "qinghai-regulation/marriage-leave"),
        ("婚检", "jingmen/premarital-check-free"),
        ("叶酸", "jingmen/folic-acid-free"),
    ],
)
def test_two_characters_are_enough(words: str, measure: str) -> None:
    base = the_base()
    assert measure in base.search(base.segmenter.cut(words))


def test_no_words_find_nothing() -> None:
    assert the_base().search([]) == {} == the_base().search_asked([])


@pytest.mark.parametrize(
    ("said", "word"), [("二胎", "二孩"), ("托儿所", "托育机构"), ("试管婴儿", "辅助生殖"), ("户口", "户籍")]
)
def test_what_people_say_becomes_the_word_of_the_base(said: str, word: str) -> None:
    assert the_base().segmenter.canonical(said) == word


def test_every_question_is_cut_the_same_way_twice() -> None:
    base = the_base()
    for measure in base.measures.values():
        assert base.segmenter.cut(measure.title) == base.segmenter.cut(measure.title)
