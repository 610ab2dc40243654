"""The console in a real browser: a call from its first word to the export by keyboard; a notice on top of the chat."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browsing import ask, axe_faults, served, shot
from tests.fake_rasa import FakeRasa
from tests.knowledge import the_assistant
from tests.records import add
from tests.staff_desk import PASSWORD, console
from web.services import services

pytestmark = pytest.mark.browser
NARROW = """[...document.querySelectorAll("table.list td")]
    .filter((cell) => cell.textContent.trim() && cell.offsetWidth < 50).map((cell) => cell.textContent)"""


def is_failure(told: ConsoleMessage) -> bool:
    """Whether a line of the browser's console tells of a failure; 401 and 403 are answers that a test wants."""
    return told.type == "error" and not re.search(r"status of 40[13] ", told.text)


@pytest.fixture
def app(web_settings: dict[str, str]) -> Flask:
    return console(web_settings)


@pytest.fixture
def page(browser: Browser, app: Flask) -> Iterator[Page]:
    """Give the desk of a supervisor who has logged in; nothing in it may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if is_failure(told) else None)
    with served(app) as address:
        page.goto(f"{address}/staff/")
        page.get_by_label("登录名").fill("supervisor")
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#box")).to_be_visible(timeout=20_000)
        page.wait_for_load_state("networkidle")
        yield page
    context.close()
    assert complaints == []


def test_a_call_from_the_first_word_to_the_export(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("荆门三孩一个月多少")
    expect(page.locator("#hits .hit").first).to_be_visible()
    page.keyboard.press("Enter")
    answer = page.locator("#answer")
    expect(answer).to_contain_text("每月500元")
    expect(page.locator("#hits")).to_be_hidden()
    expect(page.locator("#source")).to_contain_text("第13条")
    assert axe_faults(page) == ""
    shot(page, "staff-desk-1280")

    page.keyboard.press("Alt+w")
    page.locator("#note").fill("问清户口再打来")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("存好了")).to_be_visible()
    page.get_by_role("link", name="记录", exact=True).click()
    expect(page.locator("table.list")).to_contain_text("问清户口再打来")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").or_(page.get_by_role("link", name="Excel")).first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert axe_faults(page) == ""
    shot(page, "staff-calls-1280")


@pytest.mark.parametrize("name", ["队列", "口径"])
def test_axe_finds_nothing_on_the_other_pages(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("main")).to_be_visible()
    assert axe_faults(page) == ""
    shot(page, f"staff-{name}-1280")


def test_a_notice_stands_on_top_of_the_chats_answers_until_it_is_taken_back(page: Page, rasa: FakeRasa) -> None:
    page.get_by_role("link", name="口径", exact=True).click()
    page.locator("textarea[name=text]").fill("三孩补贴的申请本周暂停受理")
    page.locator("input[name=place]").fill("荆门市")
    page.locator("input[name=until]").fill("2026-12-31")
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_role("status")).to_contain_text("发出了")
    here = page.url
    chat = page.context.new_page()
    chat.goto(here.split("/staff")[0])
    rasa.reply = [{"custom": the_assistant().reply("荆门三孩每月补多少").answer}]
    ask(chat, "荆门三孩每月补多少")
    expect(chat.get_by_role("log")).to_contain_text("三孩补贴的申请本周暂停受理")
    rasa.reply = [{"custom": the_assistant().reply("青海产假多少天").answer}]
    ask(chat, "青海产假多少天")
    assert "暂停受理" not in (chat.locator(".row.them").last.text_content() or "")
    page.get_by_role("button", name="撤下").click()
    rasa.reply = [{"custom": the_assistant().reply("荆门三孩每月补多少").answer}]
    ask(chat, "荆门三孩每月补多少")
    assert "暂停受理" not in (chat.locator(".row.them").last.text_content() or "")


def answered(page: Page, text: str) -> None:
    """Ask at the desk and wait for the answer."""
    page.keyboard.press("Alt+n")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("#answer .measure").first).to_be_visible()


def test_everything_at_the_desk_goes_by_keyboard(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("F1")
    keys = page.get_by_role("dialog", name="按键一览")
    expect(keys).to_contain_text("报告知识有误")
    assert axe_faults(page) == ""
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    answered(page, "荆门三孩一个月多少")
    for key, name in (("Alt+1", "spoken"), ("Alt+2", "short")):
        page.keyboard.press(key)
        expect(page.locator("#toast")).to_contain_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator(f"#said-{name}").text_content()
    page.keyboard.press("Alt+q")
    asked = page.locator("#facts :focus")
    expect(asked).to_have_class("asked")
    page.keyboard.press("Alt+c")
    columns = page.locator("table.compare thead th")
    expect(columns).to_have_text(["荆门市", "湖北省", "全国"])
    page.keyboard.type("民乐")
    page.keyboard.press("Enter")
    expect(columns).to_have_text(["荆门市", "民乐县"])
    expect(page.locator("#comparison")).to_contain_text("各地都适用的国家规定")
    page.keyboard.press("Alt+f")
    expect(page.locator("#answer .family")).to_be_visible()
    page.keyboard.press("Alt+n")
    expect(page.locator("#answer")).to_contain_text("接起电话")
    expect(page.locator("#box")).to_be_focused()


def test_neighbours_that_are_easily_confused_are_opened_from_the_answer(page: Page) -> None:
    answered(page, "民乐送托补贴一学年多少")
    near = page.locator(".near .row").filter(has_text="幼儿园保教费")
    expect(near).to_contain_text("每年1000元")
    near.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#answer h2").first).to_contain_text("保教费")


def test_what_was_written_outlives_a_login_that_ran_out(page: Page) -> None:
    answered(page, "荆门三孩一个月多少")
    page.keyboard.press("Alt+w")
    page.keyboard.type("等她问了户口再打来")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    page.get_by_label("登录名").fill("supervisor")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#note")).to_have_value("等她问了户口再打来")
    expect(page.locator("#record-question")).to_have_value("荆门三孩一个月多少")
    page.locator("#note").press("Control+Enter")
    expect(page.get_by_text("存好了")).to_be_visible()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>" * 8, "长" * 200, "nospaceatall" * 16], ids=["markup", "long", "word"]
)
def test_no_text_of_people_breaks_a_page(page: Page, text: str) -> None:
    answered(page, "荆门三孩一个月多少")
    page.keyboard.press("Alt+e")
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    expect(page.locator("#mine li")).to_have_count(1)
    page.locator("#note").fill(text)
    page.locator("#note").press("Control+Enter")
    expect(page.get_by_text("存好了")).to_be_visible()
    page.get_by_role("link", name="口径", exact=True).click()
    page.locator("textarea[name=text]").fill(text[:200])
    page.locator("input[name=until]").fill("2026-12-31")
    page.get_by_role("button", name="发出").click()
    for path in ("/staff/notices", "/staff/calls", "/staff/queues/faults", "/staff/"):
        page.goto(page.url.split("/staff")[0] + path)
        if path == "/staff/":
            expect(page.locator("#box")).to_be_focused()
            answered(page, "荆门三孩一个月多少")
        expect(page.get_by_role("main")).to_contain_text(text[:150])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate(NARROW) == [], path


def test_an_answer_that_was_overtaken_is_not_shown(page: Page) -> None:
    held = []
    page.route("**/staff/desk/call", lambda route: held.append(route), times=1)
    page.keyboard.type("荆门三孩一个月多少")
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_be_hidden()
    answered(page, "青海产假多少天")
    with page.expect_response("**/staff/desk/call"):
        held[0].continue_()
    expect(page.locator("#answer")).to_contain_text("产假")
    expect(page.locator("#answer")).not_to_contain_text("每月500元")
    expect(page.locator('[data-fact="region"]')).to_have_value("青海省")


def test_the_figures_are_seen_read_as_tables_and_printed(page: Page, app: Flask) -> None:
    with app.app_context():
        records = services().records
    for number, kind in enumerate(["answer"] * 20 + ["clarify", "not_covered", "not_covered", "handoff", "error"]):
        measure = "jingmen/third-child-monthly-allowance" if kind == "answer" else None
        told = {"answer_id": None, "session": None, "kind": kind, "measure": measure, "milliseconds": 8 + number}
        add(records, **told, day=date(2026, 11, 22 - number % 9), region=("420800", "500154", None)[number % 3])
    page.get_by_role("link", name="数据", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("近30天 25 问，80% 直接答上，4 问没答上。")
    assert page.locator("svg.drawing .mark.not_covered").count() >= 2
    assert axe_faults(page) == ""
    shot(page, "staff-figures-1280")

    tables = page.locator(".chart details table")
    expect(tables.first).to_be_hidden()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(tables.first).to_be_visible()
    expect(page.locator("form.filters")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(tables.first).to_be_hidden()

    page.get_by_label("地区和它下面的").fill("荆门")
    page.get_by_role("button", name="看", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("近30天 9 问")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "figures-20261024-20261122.xlsx"
