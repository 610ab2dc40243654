"""A reply without buttons says everything it said with them, in pieces that fit and that break between sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge import CASES, load_cases, the_assistant
from web.renderings.plain import MORE, first_part, plain
from web.replies import as_replies


def reply(text: str, *buttons: tuple[str, str]) -> dict:
    return {"text": text, "answer": None, "buttons": [{"title": t, "message": m} for t, m in buttons]}


def test_buttons_become_numbers() -> None:
    told = plain([reply("每月500元。", ("二孩呢", "荆门二孩多少"), ("问谁", "去哪里办"))])
    assert told.text.splitlines()[0] == "每月500元。"
    assert told.text.splitlines()[-2:] == ["1 → 二孩呢", "2 → 问谁"]
    assert told.options == ("荆门二孩多少", "去哪里办")


def test_several_replies_become_one_text_with_one_row_of_numbers() -> None:
    told = plain([reply("一。", ("甲", "a")), reply("二。", ("乙", "b"))])
    assert told.options == ("a", "b") and told.text.startswith("一。\n二。\n") and "2 → 乙" in told.text


def test_a_word_that_the_text_says_gets_no_number() -> None:
    told = plain([reply("孩子几周岁？不想说就回“跳过”", ("跳过", "跳过"))])
    assert told.options == () and "1 →" not in told.text


def pieces(text: str, size: int) -> list[str]:
    found, rest = [], text
    while rest:
        shown, rest = first_part(rest, size)
        found.append(shown)
        assert len(found) < 1000
    return found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("够短。", "够短。", id="it fits"),
        pytest.param("一" * 25 + "\n" + "二" * 40, "一" * 25 + f"\n{MORE}", id="between lines"),
        pytest.param("一" * 25 + "。" + "二" * 40, "一" * 25 + f"。\n{MORE}", id="between sentences"),
        pytest.param("一" * 25 + "，" + "二" * 40, "一" * 25 + f"，\n{MORE}", id="between parts of a sentence"),
        pytest.param("一" * 32 + "123456元" + "二" * 40, "一" * 32 + f"\n{MORE}", id="never within a number"),
    ],
)
def test_where_a_text_is_cut(text: str, first: str) -> None:
    assert first_part(text, 150)[0] == first


@given(st.text(alphabet="产假158天，。\n500.5元；ab😀", max_size=400), st.integers(120, 300))
def test_every_piece_fits_and_nothing_is_lost(text: str, size: int) -> None:
    found = pieces(text, size)
    assert all(len(piece.encode()) <= size for piece in found)
    joined = "".join(piece.removesuffix(f"\n{MORE}") for piece in found)
    assert "".join(joined.split()) == "".join(text.split())


def test_real_answers_fit_and_are_whole() -> None:
    asked = [case["say"][0] for case in load_cases(CASES / "questions.yml")][::12]
    for message in [*asked, "荆门有哪些福利", "荆门，预产期2027年3月5日，列个时间表"]:  # the last ones are long
        told = plain(as_replies([{"custom": the_assistant().reply(message).answer}]))
        found = pieces(told.text, 2048)
        assert all(0 < len(piece.encode()) <= 2048 for piece in found)
        joined = "".join(piece.removesuffix(f"\n{MORE}") for piece in found)
        assert "".join(joined.split()) == "".join(told.text.split())
        for body in (piece.removesuffix(f"\n{MORE}") for piece in found[:-1]):
            assert body[-1] in "。：？！；” \n）…" or f"{body[-20:]}\n" in told.text  # at a sentence's or a line's end
