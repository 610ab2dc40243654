"""Several children in one message: each is told apart with its own age and gets its own part of the list."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.children import children_in
from tests.knowledge import TODAY, the_assistant, the_base


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("老大5岁上公办园大班，老二1岁", ["老大（五周岁）", "老二（一周岁）"], id="called-by-order"),
        pytest.param("大的三岁上幼儿园，小的八个月", ["老大（三周岁）", "老二（2026年3月出生）"], id="months-old"),
        pytest.param(
            "老二2025年3月生，老大2019年5月6日生", ["老大（2019年5月6日出生）", "老二（2025年3月出生）"], id="births"
        ),
        pytest.param(
            "三个娃，12岁，8岁，2岁", ["老大（十二周岁）", "老二（八周岁）", "老三（二周岁）"], id="ages-alone"
        ),
        pytest.param(
            "一个23年5月一个25年8月生的", ["老大（2023年5月出生）", "老二（2025年8月出生）"], id="bare-dates-of-birth"
        ),
        pytest.param("孩子5岁，上公办园大班", [], id="one-child"),
        pytest.param("娃两岁半，2024年5月生的", [], id="one-child-told-twice"),
        pytest.param(
            "老大2025年1月生，老二2025年12月生", ["老大（2025年1月出生）", "老二（2025年12月出生）"], id="a-year"
        ),
        pytest.param("我30岁，孩子2岁", [], id="a-parent-is-no-child"),
        pytest.param("3岁以下和6岁以下有什么区别", [], id="ages-of-a-rule"),
        pytest.param("双胞胎都是2岁", [], id="twins-of-one-age"),
    ],
)
def test_children_are_told_apart_eldest_first(text: str, labels: list[str]) -> None:
    assert [child.label for child in children_in(text, the_base(), TODAY)] == labels


@given(
    st.integers(0, 10**9),
    st.sampled_from(["{}个月", "老大{}个月，老二{}个月", "一个{}岁一个{}月生的", "{}年{}月生的，{}个月"]),
)
def test_no_number_is_too_large_to_be_read(number: int, form: str) -> None:
    text = form.replace("{}", str(number))
    assert all(child.label for child in children_in(text, the_base(), TODAY))


def test_what_is_told_of_a_child_stays_with_it() -> None:
    eldest, youngest = children_in("老大5岁，上公办园大班，老二1岁", the_base(), TODAY)
    assert eldest.facts["kindergarten_year"] == "large" and "kindergarten_year" not in youngest.facts
    assert (eldest.facts["child_order"], youngest.facts["child_order"]) == (1, 2)


def listed(message: str) -> dict[str, Any]:
    return the_assistant().reply(message, "ask_list").answer


def test_a_list_goes_child_by_child_and_the_birth_grant_of_the_second_is_not_the_first_ones() -> None:
    answer = listed("民乐，大的三岁上幼儿园，小的八个月，我家能领什么")
    first, second = answer["text"].split("◆ 老二")
    assert "老大（三周岁）" in first and "保教费" in first and "一次性补3000元" not in first
    assert "一次性补3000元" in second and "保教费" not in second


def test_a_list_for_children_says_what_is_left_and_goes_on() -> None:
    reply = the_assistant().reply("我家老大2019年5月生，老二2025年3月生，在荆门，能享受哪些", "ask_list")
    more = the_assistant().reply("还有别的吗", "ask_more", context=reply.context)
    told = {measure["id"] for measure in reply.answer["measures"]}
    assert more.answer["kind"] == "answer"
    assert told.isdisjoint(measure["id"] for measure in more.answer["measures"])


def test_one_measure_is_worked_out_for_every_child_and_added_up() -> None:
    answer = the_assistant().reply("老大2023年5月生，老二2025年8月生，国家育儿补贴总共能领多少").answer
    sums = [step["text"] for step in answer["calculation"]["steps"]]
    assert "5100 + 10800 = 15900元" in sums and answer["text"].startswith("国家育儿补贴：几个孩子一共15900元。")
    figures = [figure for measure in answer["measures"] for figure in measure["figures"] if figure["computed"]]
    told = [(figure["label"], figure["value"]) for figure in figures if figure["unit"] == "元"]
    assert told == [("几个孩子一共", 15900), ("老大合计", 5100), ("老二合计", 10800)]


def test_a_child_for_whom_the_text_is_silent_gets_no_figure() -> None:
    text = the_assistant().reply("荆门 老三2024年6月生 老四2026年2月生 三孩每月补贴能领多少").answer["text"]
    ours = text.split("◆ ")
    assert "500元" in ours[1] and "文件没有写明" in ours[2].split("条件")[0] and "500元" not in ours[2].split("条件")[0]


def test_one_of_the_children_told_is_asked_for_later() -> None:
    context: dict[str, Any] = {}
    for message in ("国家育儿补贴，老大24年3月生，老二今年1月生", "老大总共能拿多少"):
        reply = the_assistant().reply(message, context=context)
        context = reply.context
    assert "8100元" in reply.answer["text"] and "18900元" not in reply.answer["text"]


@pytest.mark.parametrize(
    ("message", "sum_of_it", "never"),
    [
        pytest.param("不对，老大是2023年5月生的，总共能拿多少", "5100元", "8100元", id="a-birth-put-right"),
        pytest.param("换个人，她家老大总共能拿多少国家育儿补贴", "10800元", "8100元", id="another-family"),
    ],
)
def test_children_told_before_do_not_stand_for_others(message: str, sum_of_it: str, never: str) -> None:
    context = the_assistant().reply("国家育儿补贴，老大24年3月生，老二今年1月生").context
    text = the_assistant().reply(message, context=context).answer["text"]
    assert sum_of_it in text and never not in text
