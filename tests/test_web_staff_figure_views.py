"""The page of figures: who may open it, what its filters take, what stands in it and in its files."""

import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.records import add
from tests.staff_desk import console, logged_in
from web.services import services
from web.staff.tables import CALLS
from web.storage.tables import FEEDBACK, WORDINGS

TODAY = date(2026, 11, 22)  # as the console of the tests has it
MEASURE = "jingmen/third-child-monthly-allowance"
EVIL = "=1+1"


def fill(app: Flask) -> None:
    """Write down four questions and a call of today, an opinion, and a question of a month ago."""
    with app.app_context():
        records = services().records
    told = {"answer_id": None, "session": None}
    add(records, **told, region="420800", measure=MEASURE, milliseconds=10)
    add(records, **told, region="420802", measure=MEASURE, milliseconds=30, channel="wechat")
    missing = add(records, **told, region="630000", kind="not_covered", milliseconds=20)
    useless = add(records, **told, milliseconds=900)
    add(records, **told, day=TODAY - timedelta(days=30))
    with records.writing() as connection:
        for number, why, text in ((missing, "not_covered", f"{EVIL}托班几点放学"), (useless, "useless", "<b>补多少")):
            row = {"question_id": number, "why": why, "text": text, "answer": {}}
            connection.execute(WORDINGS.insert(), row)
        row = {"question_id": useless, "at": datetime(2026, 11, 22), "verdict": "useless", "reason": "@看不懂"}
        connection.execute(FEEDBACK.insert(), row)
        told = {"account_id": 1, "at": datetime(2026, 11, 22), "day": TODAY, "as_of": TODAY, "seconds": 60}
        told |= {
            "category": "030000",
            "outcome": "to_call_back",
            "question": "问三孩补贴",
            "note": "",
            "kb_version": "",
        }
        connection.execute(CALLS.insert(), told | {"region": "420800", "measures": [MEASURE]})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = console({"POLICY_VAR": str(tmp_path_factory.mktemp("figures")), "POLICY_RATE_LIMIT": "0"})
    fill(app)
    return app


@pytest.fixture(scope="module")
def supervisor(app: Flask) -> FlaskClient:
    return logged_in(app, "supervisor")


def shown(client: FlaskClient, query: str = "") -> str:
    response = client.get(f"/staff/figures{query}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


@pytest.mark.parametrize(("role", "status"), [("operator", 403), ("editor", 403), ("supervisor", 200), ("admin", 200)])
def test_supervisors_and_admins_see_the_figures_and_nobody_else(app: Flask, role: str, status: int) -> None:
    client = logged_in(app, role)
    assert client.get("/staff/figures").status_code == status
    assert client.get("/staff/figures/export.csv").status_code == status
    assert (">数据</a>" in client.get("/staff/password").get_data(as_text=True)) is (status == 200)


def test_the_page_says_what_is_counted(supervisor: FlaskClient) -> None:
    page = shown(supervisor)
    assert "近30天 4 问，75% 直接答上，1 问没答上。" in page
    assert "▲ 比上期多 3" in page
    assert "一半的问题在 20 毫秒内答出，95% 的在 900 毫秒内。" in page
    assert "2026-10-24 到 2026-11-22，按天算" in page


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        pytest.param("?place=荆门", "近30天 2 问", id="a-city-with-its-districts"),
        pytest.param("?place=420802", "近30天 1 问", id="a-code"),
        pytest.param("?channel=wechat", "近30天 1 问", id="channel"),
        pytest.param("?since=2026-10-23", "近31天 5 问", id="a-day-more"),
        pytest.param("?since=2026-11-22", "今天 4 问", id="today"),
        pytest.param("?until=2026-11-21", "2026-10-23 到 2026-11-21 1 问", id="until-yesterday"),
        pytest.param("?since=2024-01-01", "5 问", id="by-months"),
        pytest.param("?place=北京", "近30天还没有人问过助手。", id="nowhere"),
    ],
)
def test_filters_choose(supervisor: FlaskClient, query: str, asked: str) -> None:
    assert asked in shown(supervisor, query)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("?since=gestern", id="no-day"),
        pytest.param("?since=2026-02-30", id="a-day-that-is-none"),
        pytest.param("?since=0001-01-01", id="too-early"),
        pytest.param("?until=9999-12-31", id="too-late"),
        pytest.param("?since=2026-11-22&until=2026-11-21", id="turned-round"),
        pytest.param("?since=2020-01-01&until=2026-01-01", id="too-long"),
        pytest.param("?channel=fax", id="no-channel"),
        pytest.param("?place=亚特兰蒂斯", id="no-place"),
        pytest.param("?place=鼓楼区", id="several-places"),
        pytest.param("?place=" + "荆" * 31, id="too-long-a-name"),
    ],
)
def test_filters_that_cannot_be_used_are_refused_with_a_sentence(supervisor: FlaskClient, query: str) -> None:
    file, page = (supervisor.get(f"/staff/figures{path}{query}") for path in ("/export.xlsx", ""))
    assert (file.status_code, page.status_code) == (400, 400)
    said = file.get_json()["error"]["message"]
    assert said.endswith("。") and f'role="alert">{said}</p>' in page.get_data(as_text=True)
    assert 'name="place"' in page.get_data(as_text=True)  # what was wrong can be put right there


def test_what_is_no_filter_is_let_alone(supervisor: FlaskClient) -> None:
    page = shown(supervisor, "?kind=pdf&_scheme=javascript&_anchor=x&channel=chat")
    assert "/staff/figures/export.csv?channel=chat" in page and "javascript" not in page


def test_an_unknown_kind_of_file_is_refused(supervisor: FlaskClient) -> None:
    assert supervisor.get("/staff/figures/export.pdf").status_code == 404


def test_calls_stand_apart_and_the_telephone_is_a_channel(supervisor: FlaskClient) -> None:
    telephone = shown(supervisor, "?channel=phone")
    assert "1 通电话，0% 已答复，1 通要回访。" in telephone and "直接答上" not in telephone
    assert "热线通话" not in shown(supervisor, "?channel=chat")


def test_words_of_people_are_for_who_looks_after_the_knowledge(app: Flask, supervisor: FlaskClient) -> None:
    admin = logged_in(app, "admin")
    for path in ("/staff/figures", "/staff/figures/export.csv"):
        for words in ("托班几点放学", "看不懂"):
            assert words in supervisor.get(path).get_data(as_text=True)
            assert words not in admin.get(path).get_data(as_text=True)
    assert "近30天 4 问，75% 直接答上，1 问没答上。" in shown(admin)


def test_text_of_people_is_never_markup_and_nothing_breaks_the_policy_on_content(supervisor: FlaskClient) -> None:
    page = shown(supervisor)
    assert "&lt;b&gt;补多少" in page and "<b>补多少" not in page
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_every_chart_has_its_numbers_in_a_table(supervisor: FlaskClient) -> None:
    page = shown(supervisor)
    drawn = page.count('<svg class="drawing"')
    assert drawn >= 5 and page.count('role="img" aria-label="') == drawn == page.count("<details>")
    assert len(re.findall(r'<th scope="row">2026-\d\d-\d\d</th>', page)) >= 2 * 30


def test_the_files_hold_the_numbers_and_no_formula(supervisor: FlaskClient) -> None:
    response = supervisor.get("/staff/figures/export.csv")
    assert "figures-20261024-20261122.csv" in response.headers["Content-Disposition"]
    text = response.data.decode("utf-8-sig")
    assert f'"\'{EVIL}托班几点放学"' in text and '"\'@看不懂"' in text
    assert '"提问","4","1"' in text and '"荆门市","1","1","0","0","0","0","0"' in text
    book = load_workbook(io.BytesIO(supervisor.get("/staff/figures/export.xlsx").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert {"合计", "提问", "主题", "地区", "回答用时", "评价", "待补的问题", "通话"} <= set(book.sheetnames)
    assert book["合计"]["B2"].value == 4 and book["提问"].max_row == 31
    assert book["提问"]["B31"].value == 4


def test_an_empty_page_says_that_there_is_nothing_yet(tmp_path_factory: pytest.TempPathFactory) -> None:
    app = console({"POLICY_VAR": str(tmp_path_factory.mktemp("nothing")), "POLICY_RATE_LIMIT": "0"})
    client = logged_in(app, "supervisor")
    page = shown(client)
    assert "近30天还没有人问过助手。" in page and "这些日子里还没有通话记录。" in page
    assert '<svg class="drawing"' not in page
    assert load_workbook(io.BytesIO(client.get("/staff/figures/export.xlsx").data))["提问"]["B31"].value == 0


def test_what_is_missed_in_several_words_is_one_line_with_all_of_it(tmp_path: Path) -> None:
    app = console({"POLICY_VAR": str(tmp_path), "POLICY_RATE_LIMIT": "0"})
    with app.app_context():
        records = services().records
    for text in ("托班下午几点放学呢", "托班下午几点放学", "托班下午几点放学", "独生子女费怎么领"):
        number = add(records, answer_id=None, session=None, kind="not_covered", region="420800")
        with records.writing() as connection:
            row = {"question_id": number, "why": "not_covered", "text": text, "answer": {}}
            connection.execute(WORDINGS.insert(), row)
    page = shown(logged_in(app, "supervisor"))
    rows = re.findall(r"<b>(\d+)</b></td><td>(.*?)</td><td>(.*?)</td>", page)
    assert rows == [("3", "托班下午几点放学", "荆门市"), ("1", "独生子女费怎么领", "荆门市")]
    assert "最该补的是“托班下午几点放学”。" in page
