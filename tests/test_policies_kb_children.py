"""Several children in one message: each is told apart with its own age and gets its own part of the list."""

from typing import Any

import pytest

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
        pytest.param("孩子5岁，上公办园大班", [], id="one-child"),
        pytest.param("我30岁，孩子2岁", [], id="a-parent-is-no-child"),
        pytest.param("3岁以下和6岁以下有什么区别", [], id="ages-of-a-rule"),
        pytest.param("双胞胎都是2岁", [], id="twins-of-one-age"),
    ],
)
def test_children_are_told_apart_eldest_first(text: str, labels: list[str]) -> None:
    assert [child.label for child in children_in(text, the_base(), TODAY)] == labels


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
