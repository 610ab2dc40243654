"""The calendar file of a timeline: its link cannot be forged, its file reads back, and its days are the Answer's."""

import time
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from policies_kb.errors import SettingError
from tests.fake_rasa import ANSWER, FakeRasa
from tests.knowledge import the_assistant
from web import create_app
from web.calendars import ADDRESS, Calendars, Entry, calendar_file

KEY = "a key that is only used by tests"
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=timezone.utc)
DAYS = st.one_of(
    st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31)),
    st.sampled_from([date(2028, 2, 29), date(2027, 2, 28), date(2027, 12, 31), date(2028, 1, 31), date(2027, 4, 30)]),
)


def event(**more: Any) -> dict[str, Any]:
    base = {"date": "2027-06-02", "until": None, "kind": "deadline", "title": "给孩子参加医保、交费"}
    told = {"source": "《基本医疗保险参保管理经办规程》第十条", "estimated": True, "past": False, "measure": "x/y"}
    return base | told | more


EVENTS = [
    event(date="2026-10-01", past=True, title="已经过了的事"),
    event(date="2027-03-05", until="2027-08-09", kind="window", title="湖北的产假"),
    event(),
    event(date="2028-02-29", kind="end", title="哺乳时间到这天为止", estimated=False),
]


@pytest.fixture
def client(web_settings: dict[str, str], rasa: FakeRasa) -> FlaskClient:
    rasa.reply = [{"custom": ANSWER | {"timeline": EVENTS}}]
    return create_app(web_settings | {"POLICY_SECRET": KEY}).test_client()


def url_of(client: FlaskClient) -> str:
    [reply] = client.post("/api/chat", json={"message": "列个时间表"}).get_json()["replies"]
    return reply["answer"]["calendar_url"]


def events_of(file: bytes) -> list[Any]:
    return list(Calendar.from_ical(file).walk("VEVENT"))


def test_the_link_of_an_answer_gives_its_days(client: FlaskClient) -> None:
    response = client.get(url_of(client))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    names = response.headers["Content-Disposition"]
    assert names.startswith("attachment; filename=\"family-timeline.ics\"; filename*=UTF-8''%E5%AE%B6")
    assert names.isascii()
    found = [(str(one["summary"]), one["dtstart"].dt, one["dtend"].dt) for one in events_of(response.data)]
    assert found == [
        ("（预计）湖北的产假（从今天到2027年8月9日）", date(2027, 3, 5), date(2027, 3, 6)),
        ("（预计）湖北的产假（2027年3月5日起，今天是最后一天）", date(2027, 8, 9), date(2027, 8, 10)),
        ("（预计）最后期限：给孩子参加医保、交费", date(2027, 6, 2), date(2027, 6, 3)),
        ("哺乳时间到这天为止", date(2028, 2, 29), date(2028, 3, 1)),
    ]


def test_deadlines_and_last_days_are_reminded_of_a_week_before(client: FlaskClient) -> None:
    alarms = {
        str(one["summary"]): [alarm["trigger"].dt for alarm in one.walk("VALARM")]
        for one in events_of(client.get(url_of(client)).data)
    }
    week = timedelta(days=-7, hours=9)
    assert alarms["（预计）最后期限：给孩子参加医保、交费"] == [week]
    assert alarms["（预计）湖北的产假（2027年3月5日起，今天是最后一天）"] == [week]
    assert alarms["哺乳时间到这天为止"] == []


def test_the_file_keeps_the_form(client: FlaskClient) -> None:
    file = client.get(url_of(client)).data
    lines = file.split(b"\r\n")
    assert file.startswith(b"BEGIN:VCALENDAR\r\n") and file.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    file.decode("utf-8")
    calendar = Calendar.from_ical(file)
    assert (str(calendar["version"]), str(calendar["x-wr-timezone"])) == ("2.0", "Asia/Shanghai")
    for one in events_of(file):
        assert one["dtstart"].params["VALUE"] == "DATE"
        assert "第十条" in str(one["description"])
        assert one["dtstamp"].dt.tzinfo is not None


def test_the_same_link_gives_the_same_file_and_a_new_one_the_same_ids(client: FlaskClient) -> None:
    first, second = url_of(client), url_of(client)
    assert client.get(first).data == client.get(first).data
    ids = [[str(one["uid"]) for one in events_of(client.get(url).data)] for url in (first, second)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_the_link_holds_nothing_of_the_person() -> None:
    calendars = Calendars(KEY, 30)
    answer = {"timeline": [event(assumptions=["女方是荆门户籍"], facts={"daily_wage": 300})], "trace": {"facts": "x"}}
    token = parse_qs(urlsplit(calendars.url_for(answer)).query)["t"][0]
    held = calendars._serializer.loads(token)
    assert held == [
        ["2027-06-02", None, "deadline", "给孩子参加医保、交费", "《基本医疗保险参保管理经办规程》第十条", 1]
    ]


def forged(token: str) -> list[str]:
    middle = len(token) // 2
    other = Calendars("another key that is only used by tests", 30).url_for({"timeline": EVENTS})
    return [
        "",
        "x",
        "....",
        token[:-1],
        token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :],
        token + "A",
        "\udcff\x00",
        "中文",
        other.partition("=")[2],
    ]


def test_a_link_that_was_not_made_here_is_not_found(client: FlaskClient) -> None:
    token = url_of(client).partition("=")[2]
    for wrong in forged(token):
        response = client.get(ADDRESS, query_string={"t": wrong.encode("utf-8", "replace")})
        assert (response.status_code, response.get_json()["error"]["code"]) == (404, "calendar_unknown"), wrong
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS).status_code == 405


def test_the_token_of_a_conversation_is_no_calendar(client: FlaskClient) -> None:
    session = client.post("/api/chat", json={"message": "产假"}).get_json()["session"]
    assert client.get(ADDRESS, query_string={"t": session}).status_code == 404


@pytest.mark.parametrize(("after", "status"), [(0, 200), (2, 200), (4, 410), (400, 410)])
def test_a_link_ends(
    client: FlaskClient, web_settings: dict, monkeypatch: pytest.MonkeyPatch, after: int, status: int
) -> None:
    app = create_app(web_settings | {"POLICY_SECRET": KEY, "POLICY_CALENDAR_DAYS": "3"})
    url, now = url_of(app.test_client()), time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + after * 86_400)
    response = app.test_client().get(url)
    assert response.status_code == status
    if status == 410:
        assert set(response.get_json()["error"]) == {"code", "message"}
        assert response.get_json()["error"]["code"] == "calendar_expired"


@pytest.mark.parametrize("timeline", [None, [], EVENTS[:1]])
def test_an_answer_with_nothing_ahead_has_no_link(client: FlaskClient, rasa: FakeRasa, timeline: Any) -> None:
    rasa.reply = [{"custom": ANSWER | {"timeline": timeline}}, {"text": "你好"}]
    replies = client.post("/api/chat", json={"message": "列个时间表"}).get_json()["replies"]
    assert [reply["answer"] and "calendar_url" in reply["answer"] for reply in replies] == [False, None]


@pytest.mark.parametrize("days", ["0", "366", "soon"])
def test_a_wrong_setting_is_named(web_settings: dict[str, str], days: str) -> None:
    with pytest.raises(SettingError, match="POLICY_CALENDAR_DAYS"):
        create_app(web_settings | {"POLICY_CALENDAR_DAYS": days})


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 1500), st.text(max_size=60), st.booleans()), max_size=8))
def test_whatever_the_days_and_titles_the_file_reads_back(rows: list[tuple]) -> None:
    entries = [
        Entry(
            day.isoformat(),
            None if span is None else (day + timedelta(days=span)).isoformat(),
            "window",
            title,
            "第一条",
            told,
        )
        for day, span, title, told in rows
    ]
    found = events_of(calendar_file(entries, MADE))
    wanted = [day for day, span, _, _ in rows for day in ([day, day + timedelta(days=span)] if span else [day])]
    assert [one["dtstart"].dt for one in found] == wanted
    assert all(one["dtend"].dt - one["dtstart"].dt == timedelta(days=1) for one in found)


def test_a_real_answer_makes_a_link_that_a_browser_takes() -> None:
    calendars = Calendars(KEY, 30)
    answer = the_assistant().reply("荆门,三孩,预产期2027年3月5日,列个时间表").answer
    url = calendars.url_for(answer)
    assert len(url) < 4000
    found = events_of(calendars.file_of(url.partition("=")[2]))
    ahead = {one["date"] for one in answer["timeline"]} | {one["until"] for one in answer["timeline"] if one["until"]}
    assert {one["dtstart"].dt.isoformat() for one in found} == ahead
