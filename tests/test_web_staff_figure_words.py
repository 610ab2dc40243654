"""What the figures say is true of them, also of none, of one, and of nothing to compare with."""

from datetime import date

import pytest

from web.staff import figure_words
from web.staff.figure_tables import NO_MEASURE, NO_PLACE
from web.staff.figures import Calls, Counts, Questions, Totals
from web.staff.periods import Period

TODAY = date(2026, 11, 22)
PERIOD = Period(date(2026, 11, 20), TODAY)


def questions(outcomes: Counts, **changes: object) -> Questions:
    told: dict = {"by_day": {TODAY: outcomes}, "by_measure": {}, "by_region": {}, "times": {}, "verdicts": {}}
    return Questions(**told | {"reasons": [], "smalltalk": 0, "before": Totals({}, {}, {})} | changes)


@pytest.mark.parametrize(
    ("since", "until", "name"),
    [
        (TODAY, TODAY, "今天"),
        (date(2026, 10, 24), TODAY, "近30天"),
        (date(2026, 11, 1), date(2026, 11, 1), "2026-11-01"),
        (date(2026, 11, 1), date(2026, 11, 21), "2026-11-01 到 2026-11-21"),
    ],
)
def test_a_period_is_called(since: date, until: date, name: str) -> None:
    assert figure_words.named(Period(since, until), TODAY) == name


@pytest.mark.parametrize(
    ("outcomes", "want", "said"),
    [
        pytest.param({}, "", "近3天还没有人问过助手。", id="nothing"),
        pytest.param({"answer": 1}, "", "近3天 1 问，100% 直接答上，没有一问答不上。", id="one"),
        pytest.param(
            {"answer": 1061, "clarify": 100, "not_covered": 70, "handoff": 2, "error": 1},
            "托班几点放学",
            "近3天 1,234 问，86% 直接答上，73 问没答上；最该补的是“托班几点放学”。",
            id="many",
        ),
        pytest.param({"not_covered": 1}, "", "近3天 1 问，0% 直接答上，1 问没答上。", id="none-answered"),
    ],
)
def test_the_headline(outcomes: Counts, want: str, said: str) -> None:
    assert figure_words.headline(PERIOD, TODAY, questions(outcomes), want, 2) == said


def test_what_was_missed_once_is_no_headline() -> None:
    said = "近3天 2 问，50% 直接答上，1 问没答上。"
    assert figure_words.headline(PERIOD, TODAY, questions({"answer": 1, "not_covered": 1}), "托班", 1) == said


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (0, 0, "上期也没有"),
        (5, 5, "和上期一样"),
        (5, 0, "上期没有"),
        (0, 5, "▼ 比上期少 5"),
        (19, 40, "▼ 比上期少 21"),
        (20, 40, "▼ 比上期少 50%"),
        (60, 40, "▲ 比上期多 50%"),
        (1001, 1000, "▲ 比上期多 1%"),
    ],
)
def test_a_number_beside_that_of_the_days_before(now: int, before: int, said: str) -> None:
    assert figure_words.compared(now, before) == said


def test_a_share_and_a_time_beside_those_of_the_days_before() -> None:
    assert figure_words.compared_shares((9, 10), (8, 10)) == "▲ 比上期高 10 个百分点"
    assert figure_words.compared_shares((1, 10), (2, 10)) == "▼ 比上期低 10 个百分点"
    assert figure_words.compared_shares((1, 1), (0, 0)) == "上期没有"
    assert figure_words.compared_times({12: 1}, {10: 1}) == "▲ 比上期慢 2 毫秒"
    assert figure_words.compared_times({9: 1}, {10: 1}) == "▼ 比上期快 1 毫秒"
    assert figure_words.compared_times({9: 1}, {}) == "上期没有"


def test_the_sentence_over_the_days() -> None:
    said = figure_words.of_days(PERIOD, questions({"answer": 3}))
    assert said == "问得最多的是 2026-11-22，3 问，没有人问的有 2 天。"


def test_the_sentences_over_topics_and_places() -> None:
    topics = [("育儿补贴", {"answer": 3}), ("个税", {"answer": 1}), (NO_MEASURE, {"clarify": 2})]
    said = "对得上条款的问题里，最多的是育儿补贴，3 问，占 75%。另有 2 问没有对上条款。"
    assert figure_words.of_topics(topics) == said
    places = [("荆门市", {"answer": 3}), ("开州区", {"not_covered": 1}), (NO_PLACE, {"not_covered": 9})]
    said = "说了地方的问题里，最多的是荆门市，3 问，占 75%。没有收录最多的是开州区，1 问。另有 9 问没有说地方。"
    assert figure_words.of_places(places) == said
    assert figure_words.of_places([]) == "还没有一问说了地方。"


def test_what_was_asked_as_often_is_named_beside_it() -> None:
    two = [("育儿补贴", {"answer": 2}), ("个税", {"answer": 2}), ("产假", {"answer": 1})]
    assert figure_words.of_topics(two) == "对得上条款的问题里，最多的是育儿补贴、个税，各 2 问，各占 40%。"
    five = [(f"第{number}个", {"answer": 2}) for number in range(5)]
    assert (
        figure_words.of_topics(five) == "对得上条款的问题里，最多的是第0个、第1个、第2个 等 5 个，各 2 问，各占 20%。"
    )


def test_the_sentences_over_times_opinions_and_calls() -> None:
    assert figure_words.of_times(12, 1250) == "一半的问题在 12 毫秒内答出，95% 的在 1.2 秒内。"
    assert figure_words.of_times(None, None) == "还没有回答可以量。"
    asked = questions({}, verdicts={"useful": 7, "useless": 1}, reasons=[("看不懂", 1)])
    told = "8 人说了看法，88% 说有用。说没用的，最多的理由是“看不懂”，1 人。"
    assert figure_words.of_opinions(asked, words=True) == told
    assert "看不懂" not in figure_words.of_opinions(asked, words=False)
    calls = Calls({TODAY: {"answered": 3, "to_call_back": 1}}, {}, 0)
    assert figure_words.of_calls(calls) == "4 通电话，75% 已答复，1 通要回访。"


def test_behind_a_bar_stands_how_many_and_how_many_of_them_without_an_answer() -> None:
    assert figure_words.behind({"answer": 3, "not_covered": 1}) == "4 问，没答上 25%"
    assert figure_words.behind({"answer": 3}) == "3 问"
    assert figure_words.behind({"answered": 3, "not_covered": 1}, "通") == "4 通"
    assert figure_words.missing_words({"answer": 9, "not_covered": 2, "error": 1}) == "没有收录 2，没能回答 1"
