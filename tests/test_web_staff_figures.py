"""What the database adds up is what was written down: in the days, the place and the channel asked for, and no more."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.regions import Regions, official_regions
from policies_kb.settings import ROOT
from tests.knowledge import the_base
from tests.records import add, of_folder, of_postgres
from web.staff import figure_tables
from web.staff.figures import OUTCOME_OF, OUTCOMES, SMALLTALK, Figures, Wanted, last_within
from web.staff.grouping import Group
from web.staff.needs import Needs
from web.staff.periods import Period
from web.staff.tables import ACCOUNTS, CALLS
from web.storage import Records
from web.storage.tables import FEEDBACK, QUESTIONS, WORDINGS

SINCE, UNTIL = date(2026, 11, 2), date(2026, 11, 11)
PERIOD = Period(SINCE, UNTIL)
MEASURE = "jingmen/third-child-monthly-allowance"
COUNTS = st.dictionaries(st.sampled_from([*OUTCOMES]), st.integers(0, 99))


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    found = of_folder(tmp_path / "var") if request.param == "sqlite" else of_postgres()
    yield found
    found.close()


def ask(records: Records, day: date = UNTIL, **changes: object) -> int:
    return add(records, answer_id=None, session=None, day=day, **changes)


def think(records: Records, number: int, verdict: str, reason: str = "") -> None:
    with records.writing() as connection:
        row = {"question_id": number, "at": datetime(2026, 11, 30), "verdict": verdict, "reason": reason}
        connection.execute(FEEDBACK.insert(), row)


def say(records: Records, text: str, why: str | None = "not_covered", **changes: object) -> int:
    number = ask(records, kind="not_covered", **changes)
    with records.writing() as connection:
        connection.execute(WORDINGS.insert(), {"question_id": number, "why": why, "text": text, "answer": {}})
    return number


def call(records: Records, day: date, outcome: str = "answered", category: str = "030000", region: str = "") -> None:
    account = {"login": "a", "name": "a", "role": "operator", "password": "", "active": True, "failures": 0}
    with records.writing() as connection:
        who = connection.execute(ACCOUNTS.select()).scalar()
        if who is None:
            row = account | {"stamp": 0, "at": datetime(2026, 1, 1)}
            who = connection.execute(ACCOUNTS.insert(), row).inserted_primary_key[0]
        row = {"account_id": who, "at": datetime(2026, 1, 1), "day": day, "outcome": outcome, "category": category}
        row |= {"region": region or None, "question": "", "note": "", "measures": [], "kb_version": ""}
        connection.execute(CALLS.insert(), row | {"as_of": day, "seconds": 0})


def test_every_kind_of_answer_is_counted_as_something() -> None:
    contract = json.loads((ROOT / "policies_kb/schema/answer.schema.json").read_text("utf-8"))
    assert {OUTCOME_OF.get(kind, kind) for kind in contract["properties"]["kind"]["enum"]} == {*OUTCOMES, SMALLTALK}


def test_the_first_and_the_last_day_count_and_their_neighbours_do_not(records: Records) -> None:
    for day in (date(2026, 11, 1), SINCE, UNTIL, UNTIL, date(2026, 11, 12)):
        ask(records, day)
    found = Figures(records).questions(Wanted(PERIOD))
    assert found.by_day == {SINCE: {"answer": 1}, UNTIL: {"answer": 2}}
    assert found.before.outcomes == {"answer": 1}


def test_questions_are_counted_by_what_became_of_them_and_small_talk_is_none(records: Records) -> None:
    kinds = ["answer", "answer", "clarify", "not_covered", "handoff", "emergency", "error", "smalltalk", "smalltalk"]
    for kind in kinds:
        ask(records, kind=kind, region="420800")
    found = Figures(records).questions(Wanted(PERIOD))
    told = {"answer": 2, "clarify": 1, "not_covered": 1, "handoff": 2, "error": 1}
    assert (found.totals.outcomes, found.smalltalk, found.totals.questions) == (told, 2, 7)
    assert found.by_region == {"420800": told} and found.by_measure == {None: told}
    assert sum(found.totals.times.values()) == 7


@pytest.mark.parametrize(
    ("region", "counted"),
    [
        pytest.param("420000", 4, id="province"),
        pytest.param("420800", 3, id="city"),
        pytest.param("420802", 1, id="county"),
        pytest.param("000000", 5, id="nation-leaves-out-who-named-no-place"),
        pytest.param("110000", 0, id="elsewhere"),
        pytest.param(None, 6, id="everywhere"),
    ],
)
def test_a_place_counts_with_all_within_it(records: Records, region: str | None, counted: int) -> None:
    for code in ("420800", "420800", "420802", "420900", "430000", None):
        ask(records, region=code)
        call(records, UNTIL, region=code or "")
    wanted = Wanted(PERIOD, region=region)
    assert Figures(records).questions(wanted).totals.questions == counted
    assert sum(Figures(records).calls(wanted).outcomes.values()) == counted


def test_the_codes_within_a_place_are_those_of_the_tree() -> None:
    places = official_regions()
    tree, codes = Regions(places, {}), [place.code for place in places]
    for around in codes:
        if around.endswith("00"):
            inside = [code for code in codes if around <= code <= last_within(around)]
            assert inside == [code for code in codes if tree.within(code, around)], around
    assert last_within("420802") == "420802"


def test_a_channel_is_counted_alone(records: Records) -> None:
    for channel in ("chat", "chat", "wechat"):
        ask(records, channel=channel)
    count = [Figures(records).questions(Wanted(PERIOD, name)).totals.questions for name in ("chat", "wechat", None)]
    assert count == [2, 1, 3]


def test_times_are_exact_while_short_and_in_steps_when_long(records: Records) -> None:
    for time in (7, 7, 199, 200, 1234):
        ask(records, milliseconds=time)
    ask(records, kind="smalltalk", milliseconds=1)
    ask(records, SINCE.replace(day=1), milliseconds=40)
    found = Figures(records).questions(Wanted(PERIOD))
    assert found.times == {UNTIL: {7: 2, 199: 1, 200: 1, 1230: 1}}
    assert (found.totals.median, found.totals.slow, found.before.median) == (199, 1230, 40)


def test_opinions_belong_to_the_day_of_the_question(records: Records) -> None:
    for reason in ("看不懂", "数字不对", "看不懂", ""):
        think(records, ask(records), "useless", reason)
    think(records, ask(records), "useful", "看得懂")
    think(records, ask(records, SINCE.replace(day=1)), "useless", "太长")
    found = Figures(records).questions(Wanted(PERIOD))
    assert found.verdicts == {"useless": 4, "useful": 1}
    assert found.reasons == [("看不懂", 2), ("数字不对", 1)]
    assert found.before.verdicts == {"useless": 1}


def test_calls_are_counted_by_day_category_and_outcome(records: Records) -> None:
    call(records, SINCE, "answered", "010000")
    call(records, SINCE, "passed_on", "010000")
    call(records, UNTIL, "answered", "030000")
    call(records, date(2026, 11, 1))
    found = Figures(records).calls(Wanted(PERIOD))
    assert found.by_day == {SINCE: {"answered": 1, "passed_on": 1}, UNTIL: {"answered": 1}}
    assert found.by_category == {"010000": {"answered": 1, "passed_on": 1}, "030000": {"answered": 1}}
    assert (found.outcomes, found.before) == ({"answered": 2, "passed_on": 1}, 1)


def test_nothing_is_counted_where_nothing_was_asked(records: Records) -> None:
    found = Figures(records).questions(Wanted(PERIOD))
    assert (found.totals.questions, found.by_day, found.reasons, found.totals.median) == (0, {}, [], None)


def test_the_commonest_wordings_of_the_days_that_nobody_decided_on(records: Records) -> None:
    for _ in range(3):
        say(records, "托班几点放学", region="420800")
    last = say(records, "孩子上户口")
    say(records, "托班几点放学", region="500154")
    say(records, "早就问过的", day=SINCE.replace(day=1))
    say(records, "没有理由看的", why=None)
    found = Needs(records).commonest(*Wanted(PERIOD).of(QUESTIONS))
    assert [(one.text, one.region, count) for one, count in found] == [
        ("托班几点放学", "420800", 3),
        ("托班几点放学", "500154", 1),
        ("孩子上户口", None, 1),
    ]
    assert found[2][0].id == last


def test_what_somebody_decided_on_is_missed_no_more(records: Records) -> None:
    say(records, "托班几点放学")
    think(records, say(records, "孩子上户口", why=None), "useless")
    call(records, UNTIL)  # which makes the account that decides
    needs = Needs(records)
    assert [(one.text, one.why) for one in needs.waiting()] == [
        ("孩子上户口", "useless"),
        ("托班几点放学", "not_covered"),
    ]
    with records.reading() as connection:
        account = connection.execute(ACCOUNTS.select()).scalar()
    needs.decide(Group((needs.waiting()[0],)), account, "missing", "", ["孩子上户口"])
    assert [one.text for one in needs.waiting()] == ["托班几点放学"]
    assert [(one.text, count) for one, count in needs.commonest()] == [("托班几点放学", 1)]


def test_the_topic_is_that_of_the_measure() -> None:
    base = the_base()
    rows = figure_tables.by_topic({MEASURE: {"answer": 2}, "gone/away": {"answer": 9}, None: {"clarify": 5}}, base)
    topic = base.topics[base.measures[MEASURE].benefit.topic]
    assert [name for name, _ in rows] == [topic, figure_tables.GONE, figure_tables.NO_MEASURE]


def test_places_of_the_same_name_are_told_apart() -> None:
    rows = figure_tables.by_place({"320106": {"answer": 2}, "410204": {"answer": 1}, None: {"answer": 9}}, the_base())
    assert [name for name, _ in rows] == ["江苏省南京市鼓楼区", "河南省开封市鼓楼区", figure_tables.NO_PLACE]


@given(st.lists(COUNTS, max_size=30), st.integers(1, 12))
def test_what_is_drawn_together_is_as_much_as_what_is_counted(counts: list[dict[str, int]], most: int) -> None:
    rows = [(f"主题{number}", one) for number, one in enumerate(counts)]
    rows += [(figure_tables.NO_MEASURE, {"clarify": 3})]
    shown = figure_tables.first_of(rows, most)
    assert sum(sum(one.values()) for _, one in shown) == sum(sum(one.values()) for _, one in rows)
    assert len(shown) <= most + 2 and shown[-1][0] == figure_tables.NO_MEASURE


@given(st.dictionaries(st.dates(SINCE, UNTIL), COUNTS))
def test_the_parts_of_a_table_make_the_whole(by_day: dict[date, dict[str, int]]) -> None:
    rows = figure_tables.by_bucket(PERIOD, by_day)
    table = figure_tables.sheet_of("提问", "日期", rows, OUTCOMES, "提问")
    assert [row[0] for row in table.rows] == [f"2026-11-{day:02}" for day in range(2, 12)]
    assert all(row[1] == sum(row[2:-1]) for row in table.rows)
    assert sum(row[1] for row in table.rows) == sum(sum(counts.values()) for counts in by_day.values())


@pytest.mark.parametrize(("part", "whole", "percent"), [(0, 0, 0), (0, 9, 0), (9, 9, 100), (1, 999, 1), (998, 999, 99)])
def test_all_and_none_are_said_only_when_it_is_so(part: int, whole: int, percent: int) -> None:
    assert figure_tables.percent(part, whole) == percent
