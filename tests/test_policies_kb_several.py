"""Several questions in one message are all answered; one question told at length stays one."""

import pytest

from tests.knowledge import CASES, load_cases, the_assistant, the_base


def answer_to(message: str) -> dict:
    return the_assistant().reply(message).answer


@pytest.mark.parametrize(
    ("message", "benefits"),
    [
        ("青海产假多少天？另外老公的护理假几天？", ["maternity_leave", "paternity_leave"]),
        ("荆门生三孩每月补多少，在东宝区买房又补多少", ["child_allowance", "home_purchase_subsidy"]),
        ("民乐二孩补多少？送托育园一学年又补多少？", ["birth_grant", "nursery_attendance_subsidy"]),
    ],
)
def test_both_questions_are_answered_in_their_order(message: str, benefits: list[str]) -> None:
    answer = answer_to(message)
    told = [the_base().measure(measure["id"]).benefit.id for measure in answer["measures"]]
    assert answer["kind"] == "answer"
    assert answer["text"].startswith("一、") and "\n二、" in answer["text"]
    assert [name for name in dict.fromkeys(told) if name in benefits] == benefits


def test_the_second_answer_keeps_the_facts_of_the_whole_message() -> None:
    answer = answer_to("荆门生三孩每月补多少，在东宝区买房又补多少")
    assert "每月500元" in answer["text"] and "4万元" in answer["text"]


def test_the_workings_of_both_are_held() -> None:
    answer = answer_to("荆门三孩每月补多少？普惠托育园50个托位，一年补多少？")
    numbers = {step.get("value") for step in answer["calculation"]["steps"]}
    assert {18000, 30000} <= numbers


@pytest.mark.parametrize(
    "message",
    [
        "我们荆门的，生了三孩，听人说每个月有钱领，是多少，领到几岁",
        "在田家庵开托育，招了几个符合条件的人，社保能补哪几样",
        "民乐二孩补贴有多少，要什么条件，找谁办",
    ],
)
def test_sides_of_one_matter_are_no_two_questions(message: str) -> None:
    assert not answer_to(message)["text"].startswith("一、")


def test_a_follow_up_goes_on_from_several_answers() -> None:
    reply = the_assistant().reply("荆门生三孩每月补多少，在东宝区买房又补多少")
    answer = the_assistant().reply("谁来办", "ask_who", context=reply.context).answer
    assert answer["kind"] == "answer" and answer["measures"]


@pytest.mark.slow
def test_hardly_any_single_question_is_taken_apart() -> None:
    says = [
        case["say"][0]
        for name in ("questions_plain", "questions_everyday", "questions_desk")
        for case in load_cases(CASES / f"{name}.yml")
        if len(case["say"]) == 1
    ]
    apart = [say for say in says if answer_to(say)["text"].startswith("一、")]
    assert len(apart) <= len(says) // 50, apart
