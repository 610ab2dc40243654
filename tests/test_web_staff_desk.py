"""The desk answers with the chat's own Answer, finds by every way of naming, and keeps records that harm nobody."""

import io
import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from policies_kb.turns import Context
from tests.knowledge import the_assistant
from tests.staff_desk import console, logged_in
from web.staff.caller import Caller
from web.staff.exporting import as_csv, as_xlsx
from web.staff.onebox import OneBox

TODAY = date(2026, 11, 22)
COMPARED = ("id", "figures", "eligibility", "reasons", "departments", "clause", "status")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return console({"POLICY_VAR": str(tmp_path_factory.mktemp("desk")), "POLICY_RATE_LIMIT": "0"})


@pytest.fixture(scope="module")
def desk(app: Flask) -> FlaskClient:
    return logged_in(app, "supervisor")


def told(client: FlaskClient, path: str, status: int = 200, **body: Any) -> dict[str, Any]:
    response = client.post(f"/staff{path}", json={"caller": {}, **body})
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json()


@pytest.mark.parametrize(
    ("line", "first"),
    [
        pytest.param("民乐 二孩 县医院 2024.5", "minle/birth-grant-second-child", id="shorthand"),
        pytest.param("荆门13", "jingmen/third-child-monthly-allowance", id="clause"),
        pytest.param("荆门第14条", "jingmen/home-purchase-second-child", id="clause-in-words"),
        pytest.param("青海产假多少天", "qinghai-regulation/maternity-leave", id="everyday-words"),
        pytest.param("开州托育运营补贴", "kaizhou/operating-subsidy", id="title"),
    ],
)
def test_the_box_finds(line: str, first: str) -> None:
    box = OneBox(the_assistant().base, the_assistant().finder)
    found = [measure.id for hit in box.find(line, Caller(), TODAY) for measure in hit.measures]
    assert any(name.startswith(first) for name in found[:3]), found[:3]


def test_the_box_finds_by_the_first_letters_of_the_sounds() -> None:
    box = OneBox(the_assistant().base, the_assistant().finder)
    kinds = {measure.benefit.id for hit in box.find("yebt", Caller(), TODAY) for measure in hit.measures}
    assert "child_allowance" in kinds


@pytest.mark.parametrize(
    ("text", "region"),
    [
        pytest.param("荆门三孩每月补多少", "420800", id="monthly"),
        pytest.param("青海双胞胎产假从2026年3月1日休到哪天", "630000", id="leave"),
        pytest.param("民乐生二孩补多少", "620722", id="draft"),
        pytest.param("开州托大班20人、托小班15人、乳儿班5人一年补多少", "500154", id="classes"),
        pytest.param("田家庵失独72岁护理补贴每月多少", "340403", id="steps"),
    ],
)
def test_a_call_gets_the_answer_of_the_chat(desk: FlaskClient, text: str, region: str) -> None:
    answer = told(desk, "/desk/call", text=text)["answer"]
    chat = the_assistant().reply(text, context=Context(region=region).as_dict()).answer
    assert [{name: one[name] for name in COMPARED} for one in answer["measures"]] == [
        {name: one[name] for name in COMPARED} for one in chat["measures"]
    ]
    assert answer["calculation"] == chat["calculation"]


def test_a_fact_filled_in_by_hand_is_judged_at_once(desk: FlaskClient) -> None:
    caller = {"region": "420800", "facts": {"child_order": 3}}
    name = "jingmen/third-child-monthly-allowance"
    before = told(desk, "/desk/judge", measures=[name], caller=caller)
    assert before["answer"]["measures"][0]["eligibility"] == "need_info"
    caller["facts"]["child_order"] = 2
    after = told(desk, "/desk/judge", measures=[name], caller=caller)
    assert after["answer"]["measures"][0]["eligibility"] == "not_eligible"


def test_what_is_said_fits_a_breath_and_what_is_sent_a_message(desk: FlaskClient) -> None:
    for text in ("荆门三孩每月补多少", "民乐生二孩补多少", "青海产假多少天", "开州租房公积金能提多少"):
        said = told(desk, "/desk/call", text=text)["said"]
        assert len(said["short"]) <= 70 and not any(sign.isdigit() and sign.isascii() for sign in said["spoken"])
        assert "依据" in said["full"]
    draft = told(desk, "/desk/call", text="民乐生二孩补多少")["said"]
    assert "没正式印发" in draft["spoken"].replace("还没", "没").replace("尚未", "没") or "印发" in draft["spoken"]


def test_two_figures_that_are_easily_confused_stand_beside_each_other(desk: FlaskClient) -> None:
    caller = {"region": "620722", "facts": {}}
    html = told(desk, "/desk/judge", measures=["minle/nursery-attendance-subsidy"], caller=caller)["html"]["card"]
    assert "保教费" in html


def test_several_places_stand_side_by_side(desk: FlaskClient) -> None:
    caller = {"region": "620722", "facts": {}}
    found = told(desk, "/desk/compare", measure="minle/birth-grant-second-child", caller=caller, places=["420800"])
    assert "民乐" in found["html"] and "荆门" in found["html"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        pytest.param("/desk/find", {"text": 5}, id="number-for-text"),
        pytest.param("/desk/find", {"text": "x" * 501}, id="too-long"),
        pytest.param("/desk/call", {"text": ""}, id="empty"),
        pytest.param("/desk/call", {"text": "产假", "caller": []}, id="caller-is-no-object"),
        pytest.param("/desk/call", {"text": "产假", "caller": {"facts": {"nothing": 1}}}, id="unknown-fact"),
        pytest.param("/desk/call", {"text": "产假", "caller": {"facts": {"child_order": "三"}}}, id="wrong-type"),
        pytest.param("/desk/call", {"text": "产假", "caller": {"region": "'; drop table"}}, id="no-region"),
        pytest.param("/desk/judge", {"measures": []}, id="no-measure"),
        pytest.param("/desk/judge", {"measures": ["nothing/there"]}, id="unknown-measure"),
        pytest.param("/calls", {"category": "x", "outcome": "y"}, id="record-without-category"),
    ],
)
def test_hostile_bodies_get_a_sentence(desk: FlaskClient, path: str, body: dict[str, Any]) -> None:
    response = desk.post(f"/staff{path}", json={"caller": {}, **body})
    assert response.status_code in (400, 404) and response.get_json()["error"]["message"]


@pytest.mark.parametrize("raw", [b"{", b"[]", b"null", b"[" * 3000, b"\xff\xfe"])
def test_what_is_no_object_is_refused(desk: FlaskClient, raw: bytes) -> None:
    response = desk.post("/staff/desk/find", data=raw, content_type="application/json")
    assert response.status_code == 400


def test_a_record_is_masked_listed_and_exported_without_formulas(desk: FlaskClient) -> None:
    record = {"category": "030000", "outcome": "answered", "region": "420800", "measures": [], "seconds": 61}
    question = "=1+1 我叫某人，电话13812345678，问三孩补贴"
    told(desk, "/calls", 201, question=question, note="-2+3", **record)
    listed = desk.get("/staff/calls").get_data(as_text=True)
    assert "〔电话〕" in listed and "13812345678" not in listed
    csv = desk.get("/staff/calls/export.csv").data.decode("utf-8-sig")
    assert "\"'=1+1" in csv and "\"'-2+3" in csv
    sheet = load_workbook(io.BytesIO(desk.get("/staff/calls/export.xlsx").data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells) and any("三孩补贴" in str(cell.value) for cell in cells)


@pytest.mark.parametrize("query", ["kind=x", "_method=POST", "_scheme=javascript", "endpoint=x", f"page={10**30}"])
def test_what_is_no_filter_of_the_records_is_let_alone(desk: FlaskClient, query: str) -> None:
    response = desk.get(f"/staff/calls?outcome=answered&{query}")
    page = response.get_data(as_text=True)
    assert response.status_code == 200 and '/staff/calls/export.csv?outcome=answered"' in page


@pytest.mark.parametrize("value", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_acts_as_a_formula(value: str) -> None:
    assert f"\"'{value}".encode() in as_csv(["头"], [[value]]).replace(b'""', b'"')
    sheet = load_workbook(io.BytesIO(as_xlsx(["头"], [[value]]))).active
    assert sheet["A2"].data_type != "f"


def test_a_report_of_wrong_knowledge_comes_back_to_who_wrote_it(app: Flask, desk: FlaskClient) -> None:
    operator = logged_in(app, "operator")
    name = "jingmen/third-child-monthly-allowance"
    number = told(operator, "/faults", 201, measure=name, text="听说涨到600了")["id"]
    assert "听说涨到600了" in desk.get("/staff/queues/faults").get_data(as_text=True)
    token = {
        "state": "rejected",
        "reply": "核对过，文件还是这个数",
        "csrf_token": desk.environ_base["HTTP_X_CSRFTOKEN"],
    }
    assert desk.post(f"/staff/queues/faults/{number}", data=token).status_code == 302
    assert "核对过" in told(operator, "/faults/mine")["html"]


def test_text_of_people_is_never_markup(desk: FlaskClient) -> None:
    evil = "<script>alert(1)</script>\"'"
    told(desk, "/faults", 201, measure="minle/birth-grant-second-child", text=evil)
    page = desk.get("/staff/queues/faults").get_data(as_text=True)
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    found = json.dumps(told(desk, "/desk/call", text=f"荆门三孩补多少{evil}"))
    assert "<script>alert" not in found
