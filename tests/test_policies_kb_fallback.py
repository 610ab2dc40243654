"""What is not understood: two readings, then titles, then a person; and what is understood starts anew."""

from tests.knowledge import the_assistant

RUBBISH = "咕噜咕噜哇啦哇啦"


def say(message: str, context: dict | None = None, intent: str = "nlu_fallback") -> tuple[dict, dict]:
    reply = the_assistant().reply(message, intent, context=context)
    return reply.answer, reply.context


def test_the_third_miss_in_a_row_leads_to_a_person() -> None:
    first, context = say(f"荆门{RUBBISH}的事情")
    second, context = say(f"就是{RUBBISH}那个事情", context)
    third, _ = say(f"我说的是{RUBBISH}这件事情", context)
    assert [answer["kind"] for answer in (first, second, third)] == ["clarify", "clarify", "handoff"]
    assert len(first["buttons"]) <= 2
    assert "12345" in third["text"]


def test_an_answer_between_starts_the_count_anew() -> None:
    _, context = say(f"荆门{RUBBISH}的事情")
    _, context = say("荆门三孩每月补多少", context, "ask_policy")
    assert context["misses"] == 0


def test_buttons_work_when_sent() -> None:
    first, context = say("荆门那个什么婴幼儿的什么什么呀")
    for button in first["buttons"]:
        answer, _ = say(button["message"], context, "ask_policy")
        assert answer["kind"] in ("answer", "clarify")


def test_a_place_that_is_not_held_is_named() -> None:
    answer, _ = say(f"淮南谢家集区{RUBBISH}", intent="ask_policy")
    assert "谢家集区" in answer["text"] and "没有收录" in answer["text"]
