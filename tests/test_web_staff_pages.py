"""The console's pages say plainly what they hold, bear what is sent to them, and show the office's own originals."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from policies_kb.settings import read_settings
from tests.knowledge import the_base
from tests.records import add, postgres_settings
from tests.staff_desk import console, logged_in, token_of
from web.services import services
from web.staff.desk import Desk
from web.staff.neighbours import easily_confused, pairs
from web.staff.services import NAME
from web.storage.tables import WORDINGS

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
MEASURE = "jingmen/third-child-monthly-allowance"
CALLER = {"region": "420800", "facts": {}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, folder: Path) -> Iterator[Flask]:
    elsewhere = postgres_settings() if request.param == "postgresql" else {}
    app = console({"POLICY_VAR": str(folder), "POLICY_RATE_LIMIT": "0", **elsewhere})
    yield app
    with app.app_context():
        services().records.close()


@pytest.fixture(scope="module")
def boss(app: Flask) -> FlaskClient:
    return logged_in(app, "supervisor")


@pytest.fixture(scope="module")
def admin(app: Flask) -> FlaskClient:
    return logged_in(app, "admin")


def source_of(client: FlaskClient, measure: str = MEASURE) -> str:
    told = client.post("/staff/desk/judge", json={"measures": [measure], "caller": CALLER})
    return told.get_json()["html"]["source"]


def kept(folder: Path, document: str, text: str, encoding: str = "utf-8") -> None:
    (folder / "originals").mkdir(exist_ok=True)
    (folder / "originals" / f"{document}.txt").write_bytes(text.encode(encoding))


def test_a_page_that_is_not_ones_own_is_refused_in_a_page(app: Flask) -> None:
    client = logged_in(app, "operator")
    page = client.get("/staff/queues", headers=BROWSER)
    assert page.status_code == 403 and "没有这项权限" in page.get_data(as_text=True)
    assert "您现在是坐席" in page.get_data(as_text=True)
    assert client.get("/staff/queues").get_json()["error"]["code"] == "not_allowed"


def test_the_trail_says_what_was_done(boss: FlaskClient, admin: FlaskClient) -> None:
    boss.get("/staff/calls/export.csv")
    page = admin.get("/staff/trail?action=calls.export").get_data(as_text=True)
    assert "导出通话记录" in page and "kind=csv" in page and '<td title="200">成功</td>' in page


def test_only_one_page_of_the_bar_is_the_present_one(admin: FlaskClient, boss: FlaskClient) -> None:
    for client, path in ((admin, "/staff/trail"), (admin, "/staff/accounts"), (boss, "/staff/queues/reviews")):
        bar = client.get(path).get_data(as_text=True).split("<nav")[1].split("</nav>")[0]
        assert bar.count('aria-current="page"') == 1, path


@pytest.mark.parametrize(
    ("path", "form"),
    [
        pytest.param("/staff/notices", {"text": "\0停", "until": "2026-12-31", "place": "荆\0门"}, id="notice"),
        pytest.param("/staff/notices", {"text": "停", "until": "9" * 400}, id="day"),
        pytest.param("/staff/notices/99999999999999999999/end", {}, id="number-too-large"),
        pytest.param("/staff/queues/faults/99999999999999999999", {"state": "open"}, id="fault-too-large"),
        pytest.param("/staff/queues/changes/99999999999999999999/tick", {}, id="change-too-large"),
        pytest.param("/staff/queues/decide", {"head": "\0", "way": "alias"}, id="group"),
        pytest.param("/staff/queues/faults/1", {"state": "\0", "reply": "\0"}, id="state"),
    ],
)
def test_hostile_forms_do_no_harm(boss: FlaskClient, path: str, form: dict[str, str]) -> None:
    response = boss.post(path, data=form)
    assert response.status_code in (302, 400, 404)


@pytest.mark.parametrize(
    "query", ["page=99999999999999999999", "page=-1", "words=%00", "category=%00&outcome=%00", "since=0001-01-01"]
)
def test_hostile_filters_do_no_harm(boss: FlaskClient, query: str) -> None:
    assert boss.get(f"/staff/calls?{query}").status_code == 200


def test_a_login_with_signs_that_no_database_stores_is_wrong_and_nothing_else(app: Flask) -> None:
    client = app.test_client()
    told = {"login": "\0boss", "password": "\0", "csrf_token": token_of(client)}
    assert client.post("/staff/login", data=told).status_code == 403


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_figure_is_marked_in_the_offices_own_original(boss: FlaskClient, folder: Path, encoding: str) -> None:
    assert "没有存放这份文件的原文" in source_of(boss, "minle/birth-grant-second-child")
    kept(folder, "jingmen", f"方案\n13.三孩家庭按每月500元发放育儿补贴,累计15000元。{encoding}\n14.其他。\n", encoding)
    source = source_of(boss)
    assert "累计15000元" in source and "<mark>" in source and "500元</mark>" in source
    assert "15<mark>" not in source and "150<mark>" not in source  # part of another number


def test_a_law_without_sections_is_shown_and_what_is_no_text_is_not(boss: FlaskClient, folder: Path) -> None:
    measure = next(name for name in the_base().measures if name.startswith("cn-annual-leave/"))
    kept(folder, "cn-annual-leave", "条例\n第四条 其他。\n第五条 年休假工资报酬的300%支付。\n")
    assert "300%" in source_of(boss, measure)
    (folder / "originals" / "cn-annual-leave.txt").write_bytes(b"PK\x03\x04\0\0")
    assert "没有存放这份文件的原文" in source_of(boss, measure)


def test_who_is_in_danger_is_asked_nothing(boss: FlaskClient) -> None:
    told = boss.post("/staff/desk/call", json={"text": "我不想活了", "caller": {}}).get_json()
    assert told["answer"]["kind"] == "emergency" and told["ask"] == []


def test_one_way_of_asking_leads_to_one_measure(app: Flask, boss: FlaskClient) -> None:
    base = the_base()
    other = next(m for m in base.measures.values() if m.document.id == "jingmen" and m.id != MEASURE and m.aliases)
    with app.app_context():
        records = services().records
    number = add(records, answer_id="taken", region="420800")
    with records.writing() as connection:
        words = {"question_id": number, "why": "not_covered", "text": other.aliases[0], "answer": {}}
        connection.execute(WORDINGS.insert(), words)
    token = boss.environ_base["HTTP_X_CSRFTOKEN"]
    told = {"head": str(number), "way": "alias", "measure": MEASURE, "texts": other.aliases[0], "csrf_token": token}
    page = boss.post("/staff/queues/decide", data=told, follow_redirects=True).get_data(as_text=True)
    assert "已经是“" in page and other.title in page
    assert boss.get("/staff/queues/knowledge.patch").get_data(as_text=True) == ""


def test_a_new_knowledge_base_is_compared_when_it_is_opened(tmp_path: Path) -> None:
    seen = []
    [file] = the_base().connection.execute("pragma database_list").fetchall()
    settings = read_settings({"POLICY_KB": file["file"], "POLICY_VAR": str(tmp_path)})
    desk = Desk(settings, seen.append)
    assert seen == [] and desk.library.base is seen[0] and desk.library.base is seen[-1] and len(seen) == 1


def test_the_trail_says_what_was_changed(boss: FlaskClient, admin: FlaskClient) -> None:
    token = boss.environ_base["HTTP_X_CSRFTOKEN"]
    boss.post("/staff/notices", data={"text": "停办", "until": "2026-12-31", "csrf_token": token})
    boss.post("/staff/faults", json={"measure": MEASURE, "text": "错了"})
    record = {"question": "问", "category": "030000", "outcome": "other", "note": ""}
    number = boss.post("/staff/calls", json=record).get_json()["id"]
    made = {"login": "neu", "name": "新人", "role": "operator", "password": "lang-genug-2026"}
    admin.post("/staff/accounts", data=made)
    trail = admin.get("/staff/trail").get_data(as_text=True)
    for what in ("<td>number=1</td>", f"measure={MEASURE}", f"<td>number={number}</td>", "login=neu role=operator"):
        assert what in trail
    assert "lang-genug" not in trail


def test_a_notice_that_is_refused_keeps_what_was_written(boss: FlaskClient) -> None:
    told = {"text": "本周<停办>", "place": "鼓楼区", "until": "2026-12-31", "benefit": "child_allowance"}
    page = boss.post("/staff/notices", data=told)
    text = page.get_data(as_text=True)
    assert page.status_code == 400 and "不止一个" in text and 'class="flash wrong"' in text
    assert "本周&lt;停办&gt;</textarea>" in text and 'value="鼓楼区"' in text and 'value="2026-12-31"' in text
    assert '<option value="child_allowance" selected>' in text


def test_a_call_without_an_answer_joins_the_queue(boss: FlaskClient) -> None:
    record = {"category": "030000", "outcome": "not_covered", "note": "", "region": "420800"}
    told = boss.post("/staff/calls", json=record | {"question": "我电话13812345678，宠物托管有没有补贴"})
    assert told.status_code == 201
    boss.post("/staff/calls", json=record | {"question": "答过的", "outcome": "answered"})
    queue = boss.get("/staff/queues").get_data(as_text=True)
    assert "宠物托管有没有补贴" in queue and "没有收录（坐席台）" in queue and "〔电话〕" in queue
    assert "13812345678" not in queue and "答过的" not in queue


def test_what_is_overdue_is_marked_and_counted(app: Flask, boss: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "已过" not in boss.get("/staff/queues/reviews").get_data(as_text=True)
    monkeypatch.setattr(app.extensions[NAME].desk, "today", lambda: date(2027, 3, 1))
    page = boss.get("/staff/queues/reviews").get_data(as_text=True)
    late = [one for one in the_base().documents.values() if one.review_by < "2027-03-01"]
    assert late and page.count("已过") == len(late) and f'复核<span class="count">{len(late)}</span>' in page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("minle/paternity-leave", "minle/parental-leave", id="leave-of-a-county"),
        pytest.param("gansu-regulation/parental-leave", "gansu-regulation/paternity-leave", id="leave-of-a-province"),
        pytest.param("qinghai/spouse-care-leave", "qinghai/parental-leave", id="named-by-the-document"),
        pytest.param("minle/nursery-attendance-subsidy", "minle/kindergarten-fee-cut", id="two-different-1000"),
    ],
)
def test_what_is_easily_confused_stands_beside_each_other(one: str, other: str) -> None:
    base = the_base()
    for measure, neighbour in ((one, other), (other, one)):
        found = {near.measure.id: near.why for near in easily_confused(base.measures[measure], base)}
        assert found.get(neighbour)


def test_the_kinds_that_are_confused_are_kinds_of_the_knowledge_base() -> None:
    assert {name for pair in pairs() for name in pair["benefits"]} <= set(the_base().benefits)
