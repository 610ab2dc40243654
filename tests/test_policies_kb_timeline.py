"""The family timeline: worked examples, what holds for any birthday, and how the chat leads to it."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.numbers import numbers_in
from policies_kb.settings import ROOT
from policies_kb.timeline import Event, next_event, timeline
from tests.fuzz.checks import contract
from tests.knowledge import CASES, TODAY, load_cases, the_assistant, the_base

PLACES = ["420800", "500154", "340403", "630000", "620722", "310000", "000000"]
BIRTHS = st.one_of(
    st.dates(min_value=date(2022, 1, 1), max_value=date(2027, 9, 30)),
    st.sampled_from([date(2024, 2, 29), date(2027, 2, 28), date(2026, 12, 31), date(2027, 1, 1), date(2026, 8, 31)]),
)


def days_of(events: list[Event], measure: str) -> list[str]:
    found = [event for event in events if event.measure.id == measure]
    return [event.date.isoformat() + (f"..{event.until}" if event.until else "") for event in found]


@pytest.mark.parametrize("case", load_cases(CASES / "timeline.yml"), ids=lambda case: case["case"])
def test_worked_example(case: dict[str, Any]) -> None:
    events = timeline(case["region"], case["facts"], TODAY, the_base())
    wanted = case.get("expect", {})
    assert {measure: days_of(events, measure) for measure in wanted} == wanted
    assert [measure for measure in case.get("absent", []) if days_of(events, measure)] == []
    if "next" in case:
        assert next_event(events, TODAY).title == case["next"]
    if "estimated" in case:
        assert {event.estimated for event in events} == {case["estimated"]}


@given(BIRTHS, st.sampled_from(PLACES))
def test_a_timeline_is_in_order_and_knows_what_is_over(born: date, region: str) -> None:
    events = timeline(region, {"child_birth_date": born.isoformat()}, TODAY, the_base())
    assert events
    assert [event.date for event in events] == sorted(event.date for event in events)
    assert all(event.until is None or event.until >= event.date for event in events)
    assert all(event.past == (event.last < TODAY) for event in events)
    assert all(event.estimated == (born > TODAY) for event in events)
    assert all(event.measure.document.region in the_base().regions.chain(region) for event in events)


@given(BIRTHS, st.sampled_from(PLACES))
def test_years_of_leave_join_without_a_gap(born: date, region: str) -> None:
    events = timeline(region, {"child_birth_date": born.isoformat()}, TODAY, the_base())
    years = [event for event in events if event.measure.benefit.id == "parental_leave"]
    assert all(one.until + timedelta(days=1) == two.date for one, two in pairwise(years))


@given(BIRTHS, st.sampled_from(PLACES))
def test_a_day_later_is_never_an_earlier_deadline(born: date, region: str) -> None:
    pair = [
        timeline(region, {"child_birth_date": day.isoformat()}, TODAY, the_base())
        for day in (born, born + timedelta(days=1))
    ]
    first, second = ([e.date for e in events if e.measure.benefit.id == "newborn_insurance"] for events in pair)
    assert first[-1] <= second[-1]


@pytest.mark.parametrize(
    "told", [{}, {"child_birth_date": "2027"}, {"child_birth_date": "2027-03"}, {"child_birth_date": "2027-02-30"}]
)
def test_without_a_day_there_is_no_timeline(told: dict[str, str]) -> None:
    assert timeline("420800", told, TODAY, the_base()) == []


def test_what_the_text_leaves_open_is_said() -> None:
    events = timeline("500154", {"child_birth_date": "2026-09-03"}, TODAY, the_base())
    said = {event.measure.id: "；".join(event.assumptions) for event in events}
    assert "自然日还是工作日，文件没有写明" in "；".join(
        e.assumptions[-1] for e in events if e.kind == "window" and e.assumptions
    )
    assert "按周岁年算" in said["chongqing-regulation/parental-leave"]
    assert "2029年或者2030年秋季入园" in said["cn-preschool-law/age"]
    assert "2033年秋季入学" in said["cn-compulsory-education-law/school-age"]
    jingmen = timeline("420800", {"child_birth_date": "2027-03-05"}, TODAY, the_base())
    allowance = next(event for event in jingmen if event.measure.id == "jingmen/third-child-monthly-allowance")
    assert "要符合：第三个孩子；女方是荆门户籍，或者男方是荆门户籍；在荆门市内的医疗机构出生" in allowance.assumptions
    assert "出生当月和满3周岁当月算不算，文件没有写明" in allowance.assumptions


def talk(*messages: str, intent: str = "ask_policy") -> dict[str, Any]:
    context, answer = None, {}
    for message in messages:
        reply = the_assistant().reply(message, intent, context=context)
        context, answer = reply.context, reply.answer
    return answer


LEADING = [
    pytest.param(["我预产期明年3月5号,荆门,要办哪些事什么时候办"], id="all in one message"),
    pytest.param(["帮我列个时间表", "荆门", "明年3月5号"], id="nothing told at first"),
    pytest.param(["荆门三孩每月补多少", "接下来该办什么", "预产期2027年3月5日"], id="the place is known"),
    pytest.param(["预产期2027年3月5日,给我排个日历", "荆门"], id="the day is known"),
    pytest.param(["荆门,预产期2027年3月5日,列个时间表", "那三孩呢"], id="a fact is told afterwards"),
    pytest.param(["荆门,预产期2027年3月5日,要办哪些事,都是什么时候办"], id="with a comma between"),
    pytest.param(["荆门,预产期2027年3月5日,下一步要办啥手续"], id="all the papers are no single thing"),
]


@pytest.mark.parametrize("messages", LEADING)
def test_the_chat_leads_to_the_timeline(messages: list[str]) -> None:
    answer = talk(*messages)
    assert answer["kind"] == "answer"
    assert answer["region"]["code"] == "420800"
    assert {"2027-02-18", "2027-06-02", "2033-03-05"} <= {event["date"] for event in answer["timeline"]}
    first, second, *rest = answer["text"].split("\n")
    assert "预产期2027年3月5日" in first
    assert second == "下一个该办的是：2027年2月18日起　最早可以开始休产假。"
    assert any(line.startswith("· 最晚2027年6月2日　给孩子参加医保、交费 [") for line in rest)


@pytest.mark.parametrize("intent", ["ask_list", "calculate", "ask_more", "inform", "nlu_fallback", "out_of_scope"])
def test_it_is_known_by_its_words_whatever_the_intent(intent: str) -> None:
    assert talk("荆门,预产期2027年3月5日,列个时间表", intent=intent)["timeline"]


@pytest.mark.parametrize(
    ("message", "missing"),
    [
        pytest.param("帮我列个时间表", ["region", "child_birth_date"], id="both"),
        pytest.param("荆门,接下来该办什么", ["child_birth_date"], id="the day"),
        pytest.param("荆门,孩子2024年生的,给我排个日历", ["child_birth_date"], id="a year is not enough"),
        pytest.param("预产期2027年3月5日,列个时间表", ["region"], id="the place"),
    ],
)
def test_what_is_missing_is_asked_for(message: str, missing: list[str]) -> None:
    answer = talk(message)
    assert (answer["kind"], answer["missing_facts"]) == ("clarify", missing)
    assert bool(answer["buttons"]) == ("region" in missing)


def test_a_month_is_enough_and_said_to_be_one() -> None:
    answer = talk("荆门,预产期明年3月,列个时间表")
    assert "先从当月1日算" in answer["text"]
    assert answer["timeline"][0]["date"] == "2027-02-14"


def test_what_is_over_is_marked_and_not_the_next_thing() -> None:
    text = talk("开州,孩子2026年9月3日出生,列个时间表")["text"]
    assert "下一个该办的是：最晚2026年12月1日　给孩子参加医保、交费。" in text
    assert "· （已过）2026年9月3日～2026年9月22日　男方的护理假" in text


@pytest.mark.parametrize(
    "message",
    [
        "生育登记什么时候办",
        "新生儿医保什么时候办",
        "我现在要准备什么材料",
        "接下来要做什么检查",
        "二孩出生后要办哪些手续",
        "荆门三孩每月补多少",
        "产假从明年3月5号开始休到哪天",
    ],
)
def test_a_question_about_one_thing_is_no_timeline(message: str) -> None:
    assert "timeline" not in talk(message)


def test_the_answer_keeps_the_contract_and_each_line_of_the_text_is_in_the_data() -> None:
    answer = talk("荆门,三孩,预产期2027年3月5日,列个时间表")
    assert list(contract().iter_errors(answer)) == []
    assert {event["measure"] for event in answer["timeline"]} == {measure["id"] for measure in answer["measures"]}
    listed = [line for line in answer["text"].split("\n") if line.startswith("· ") and line.endswith("]")]
    titles = [event["title"] for event in answer["timeline"]]
    assert all(any(title in line for title in titles) for line in listed)


def test_no_day_is_written_into_the_code() -> None:
    for name in ("timeline.py", "date_rules.py", "timeline_answer.py"):
        words = [line for line in (ROOT / "policies_kb" / name).read_text("utf-8").splitlines() if "周岁" in line]
        assert all(numbers_in(line) == [] for line in words)
