"""Whole conversations about everything that a family can get, through Assistant.reply as in the chat."""

import re

import pytest

from policies_kb.assistant import Reply
from tests.knowledge import the_assistant

MOST = 8
Said = tuple[str, str]


def talk(*messages: Said) -> list[Reply]:
    """Return the replies of one conversation; each message with its intent."""
    replies: list[Reply] = []
    for intent, message in messages:
        context = replies[-1].context if replies else None
        replies.append(the_assistant().reply(message, intent, context=context))
    return replies


def part(text: str, head: str) -> str:
    """Return the part of a list under one head; empty where there is none."""
    found = re.search(rf"【{head}】(.*?)(?=【|\Z)", text, re.DOTALL)
    return found.group(1) if found else ""


START = ("ask_list", "荆门，二孩，2025年3月12日生，我家能享受哪些")


def test_the_place_is_asked_first_and_facts_come_in_any_number_of_messages() -> None:
    replies = talk(("ask_list", "我家能享受哪些"), ("inform", "荆门"), ("inform", "二孩"), ("inform", "2025年3月生的"))
    assert replies[0].answer["kind"] == "clarify" and replies[0].answer["missing_facts"] == ["region"]
    last = replies[-1]
    assert last.context["facts"] == {"child_order": 2, "child_birth_date": "2025-03"}
    assert "每孩每年3600元" in part(last.answer["text"], "确定能享受")
    assert "三孩家庭每月500元" in part(last.answer["text"], "不能享受")


def test_a_yes_to_what_was_asked_moves_the_measure() -> None:
    first, second = talk(START, ("affirm", "是的"))
    assert first.context["asked"] == "is_employee" and "是的" in [one["message"] for one in first.answer["buttons"]]
    assert "湖北育儿假" in part(first.answer["text"], "还要看条件")
    assert "湖北育儿假" in part(second.answer["text"], "确定能享受")
    assert second.context["facts"]["is_employee"] is True and second.context["asked"] != "is_employee"


@pytest.mark.parametrize("refusal", ["不想说", "不知道", "跳过", "算了"])
def test_what_is_refused_is_not_asked_again(refusal: str) -> None:
    replies = talk(START, ("deny", refusal), ("ask_policy", "产假多少天"), ("ask_list", "我家能享受哪些政策"))
    assert [reply.context["declined"] for reply in replies] == [[], *[["is_employee"]] * 3]
    assert "没说的这一条：是“有用人单位的职工”才能享受，不是就不能。" in replies[1].answer["text"]
    assert all(reply.context["asked"] != "is_employee" for reply in replies[1:])


def test_asking_ends_when_all_is_told_or_refused() -> None:
    replies = talk(START, *[("deny", "跳过")] * 12)
    asked = [reply.context["asked"] for reply in replies if reply.context["asked"]]
    assert len(asked) == len(set(asked))
    assert replies[-1].context["asked"] is None and not replies[-1].answer["text"].endswith("）")


def test_a_question_of_its_own_is_answered_while_one_is_open() -> None:
    answer = talk(START, ("ask_policy", "产假多少天"))[-1].answer
    assert answer["text"].split("\n")[0].endswith("158天。")


def test_a_place_answers_the_question_for_a_place() -> None:
    context = talk(START)[0].context | {"asked": "mother_hukou"}
    for message, code in (("荆门", "420800"), ("是的", "420800"), ("不在荆门市", "000000"), ("没有", "000000")):
        reply = the_assistant().reply(message, "inform", context=context)
        assert (reply.context["facts"]["mother_hukou"], reply.context["region"]) == (code, "420800")


def test_pages_hold_at_most_eight_and_nothing_twice() -> None:
    replies = talk(("ask_list", "荆门，预产期2027年2月，我家能享受哪些"), *[("ask_more", "还有别的吗")] * 4)
    shown = [measure["id"] for reply in replies for measure in reply.answer["measures"]]
    assert len(shown) == len(set(shown)) > MOST
    assert all(len(reply.answer["measures"]) <= MOST for reply in replies)
    assert replies[-1].answer["kind"] == "not_covered"


def test_drafts_and_sums_are_said_as_what_they_are() -> None:
    text = talk(("ask_list", "民乐，三孩，2026年9月5日生，我家能享受哪些"))[0].answer["text"]
    assert "征求意见稿，没正式印发" in text and "不能加成一个总数" in text
    assert text.count("？") == 1


def test_what_is_only_encouraged_is_said_so() -> None:
    replies = talk(("ask_list", "青海，头胎，2025年9月5日生，我在单位上班，我家能享受哪些"), ("ask_more", "还有别的吗"))
    lines = [line for reply in replies for line in reply.answer["text"].split("\n") if "只是鼓励" in line]
    assert lines
    assert all("只是鼓励" not in part(reply.answer["text"], "确定能享受") for reply in replies)


def test_an_institution_gets_its_own_list() -> None:
    answer = talk(("ask_list", "我们托育园在荆门，能享受哪些"))[0].answer
    assert answer["measures"] and all(measure["for_institutions"] for measure in answer["measures"])


@pytest.mark.parametrize("place", ["民乐", "开州", "西宁", "荆门", "田家庵", "北京"])
@pytest.mark.parametrize("family", ["刚怀孕", "二孩，2026年8月1日生", "三孩两岁", "孩子2020年5月1日生"])
def test_every_list_passes_the_guard(place: str, family: str) -> None:
    replies = talk(("ask_list", f"{place}，{family}，我家能享受哪些"), *[("ask_more", "还有别的吗")] * 2)
    assert {reply.answer["kind"] for reply in replies} <= {"answer", "not_covered"}
    assert replies[0].answer["kind"] == "answer"
