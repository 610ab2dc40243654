"""A conversation of two hundred turns: every answer is still the one that it was, and nothing piles up behind it."""

import json
from typing import Any

from tests.knowledge import CASES, load_cases, the_assistant

TURNS = 200
ROUND = (
    ("荆门三孩一个月补多少", "ask_policy"),
    ("女方户口在荆门", "inform"),
    ("产假多少天", "ask_policy"),
    ("从2026年3月1日开始休", "inform"),
    ("不对，是双胞胎", "inform"),
    ("那青海呢", "ask_policy"),
    ("民乐能享受哪些", "ask_list"),
    ("孩子去年3月生的", "inform"),
    ("还有别的吗", "ask_more"),
    ("为什么问这个", "nlu_fallback"),
    ("谢谢", "thank"),
    ("田家庵失独72岁护理补贴多少", "calculate"),
    ("找谁办", "ask_who"),
    ("开州托育机构50个托位有什么补助", "ask_policy"),
    ("备案了", "inform"),
    ("荆门，帮我列个时间表，2026年10月1日生的", "ask_policy"),
    ("后面的都列出来", "ask_more"),
    ("公司说产假只有98天", "inform"),
    ("民乐和荆门三孩哪个多", "ask_compare"),
    ("asdfgh", "nlu_fallback"),
)
LARGEST = 3000
"""Characters of a context as it is stored: what is remembered of a household and of the last answer."""


def test_the_answers_of_every_round_are_those_of_the_round_before() -> None:
    context: dict[str, Any] | None = None
    rounds: list[list[dict[str, Any]]] = []
    for turn in range(TURNS):
        message, intent = ROUND[turn % len(ROUND)]
        if turn % len(ROUND) == 0:
            rounds.append([])
        reply = the_assistant().reply(message, intent, context=context)
        context = reply.context
        assert len(json.dumps(context, ensure_ascii=False)) < LARGEST
        rounds[-1].append({name: reply.answer[name] for name in ("kind", "text", "measures", "region")})
    assert len(rounds) == TURNS // len(ROUND)
    for number, answers in enumerate(rounds[2:], 2):  # in the first round nothing was known yet
        for one, before, (message, _) in zip(answers, rounds[1], ROUND, strict=True):
            assert one == before, (number, message)


def test_the_dialogues_hold_what_is_promised_of_them() -> None:
    dialogues = load_cases(CASES / "dialogues.yml")
    assert sum(len(case["say"]) > 1 for case in dialogues) >= 60
