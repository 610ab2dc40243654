"""The chat page in a real browser: what people see, tap and get when something fails."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from waitress.server import create_server

from tests.fake_rasa import ANSWER, REPLY, FakeRasa
from web import create_app

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
CHOICES = [
    {"title": "民乐县", "message": "民乐县"},
    {"title": "荆门市", "message": "荆门市"},
    {"title": "开州区", "message": "开州区"},
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.is_file() and not os.environ.get("CI"):
        pytest.skip("no /usr/bin/chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(web_settings: dict[str, str]) -> Iterator[str]:
    server = create_server(create_app(web_settings), host="127.0.0.1", port=0, clear_untrusted_proxy_headers=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 375, "height": 700})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def write(page: Page, text: str) -> None:
    page.get_by_label("您的问题").fill(text)
    page.get_by_role("button", name="发送").click()


def test_a_question_and_its_answer_stand_in_the_log(page: Page) -> None:
    write(page, "荆门三孩每月多少")
    log = page.get_by_role("log")
    expect(log).to_contain_text("荆门三孩每月多少")
    expect(log).to_contain_text("每月500元。")
    expect(page.get_by_label("您的问题")).to_have_value("")


def test_enter_sends_and_shift_enter_does_not(page: Page, rasa: FakeRasa) -> None:
    box = page.get_by_label("您的问题")
    box.fill("第一行")
    box.press("Shift+Enter")
    box.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("每月500元。")
    assert [message["message"] for message in rasa.received] == ["第一行"]


def test_a_button_sends_its_message(page: Page, rasa: FakeRasa) -> None:
    write(page, "荆门三孩每月多少")
    page.get_by_role("button", name="二孩呢").click()
    expect(page.locator(".row.me")).to_have_count(2)
    expect(page.locator(".row.waiting")).to_have_count(0)
    assert rasa.received[1]["message"] == "二孩每月多少"
    assert rasa.received[0]["sender"] == rasa.received[1]["sender"]


def test_the_conversation_goes_on_after_a_reload_until_it_is_restarted(page: Page, rasa: FakeRasa) -> None:
    for step in ("first", "reload", "restart"):
        if step == "reload":
            page.reload()
        if step == "restart":
            page.get_by_role("button", name="重新开始").click()
            expect(page.locator(".row.me")).to_have_count(0)
        write(page, "产假几天")
        expect(page.get_by_role("log")).to_contain_text("每月500元。")
    first, reloaded, restarted = [message["sender"] for message in rasa.received]
    assert first == reloaded != restarted


def test_what_was_written_survives_a_failure_and_is_sent_again(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = []
    write(page, "荆门三孩每月多少")
    log = page.get_by_role("log")
    expect(log).to_contain_text("助手暂时没有回应")
    rasa.reply = REPLY
    page.get_by_role("button", name="再试一次").click()
    expect(log).to_contain_text("每月500元。")
    expect(log).not_to_contain_text("助手暂时没有回应")
    expect(page.locator(".row.me")).to_have_count(1)


def test_without_a_network_the_page_says_so(page: Page) -> None:
    page.context.set_offline(True)
    write(page, "荆门三孩每月多少")
    expect(page.get_by_role("log")).to_contain_text("没有连上，您写的话还在")
    page.context.set_offline(False)
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("log")).to_contain_text("每月500元。")


def test_text_is_never_markup(page: Page, rasa: FakeRasa) -> None:
    evil = "<img src=x onerror=alert(1)><b>粗</b>"
    rasa.reply = [{"custom": ANSWER | {"text": f"{evil}\n第二行", "buttons": [{"title": evil, "message": "好"}]}}]
    write(page, evil)
    expect(page.get_by_role("log")).to_contain_text("第二行")
    assert page.locator(".log img, .log b").count() == 0


def test_danger_shows_a_number_to_tap(page: Page, rasa: FakeRasa) -> None:
    contacts = [{"name": "急救", "phone": "120"}, {"name": "社区"}]
    rasa.reply = [{"custom": ANSWER | {"kind": "emergency", "contacts": contacts, "buttons": []}}]
    write(page, "孩子昏倒了")
    call = page.get_by_role("link", name="拨打 120")
    expect(call).to_have_attribute("href", "tel:120")
    assert page.locator(".call").count() == 1


def test_a_timeline_offers_its_calendar_file(page: Page, rasa: FakeRasa) -> None:
    event = {"date": "2099-06-02", "until": None, "kind": "deadline", "title": "给孩子参加医保", "source": "第十条"}
    rasa.reply = [{"custom": ANSWER | {"timeline": [event | {"estimated": True, "past": False}]}}]
    write(page, "列个时间表")
    link = page.get_by_role("link", name="加入日历")
    expect(link).to_be_visible()
    assert link.bounding_box()["height"] >= 44
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "家庭时间表.ics"
    expect(page.get_by_role("log")).to_contain_text("每月500元。")


def test_an_answer_without_a_timeline_has_no_calendar_link(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = [{"custom": ANSWER | {"calendar_url": "https://example.invalid/x.ics"}}]
    write(page, "产假几天")
    expect(page.get_by_role("log")).to_contain_text("每月500元。")
    assert page.locator(".calendar").count() == 0


def test_nothing_comes_from_elsewhere_and_nothing_is_refused(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    write(page, "产假几天")
    expect(page.get_by_role("log")).to_contain_text("每月500元。")
    page.close()
    assert [url for url in asked if not url.startswith(address)] == []
    assert complaints == []


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_it_fits_the_screen(page: Page, rasa: FakeRasa, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    long_word = "https://example.invalid/" + "a" * 200
    rasa.reply = [{"custom": ANSWER | {"text": f"请问您在哪里？\n{long_word}", "buttons": CHOICES}}]
    write(page, "有没有补贴" * 20)
    expect(page.get_by_role("button", name="开州区")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.getElementById('log').scrollWidth <= document.getElementById('log').clientWidth")
    small = page.eval_on_selector_all(
        "button", "all => all.filter(b => b.getBoundingClientRect().height < 44).map(b => b.textContent)"
    )
    assert small == []
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.bubble')).fontSize)") >= 16
