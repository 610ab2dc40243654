"""What can be done beside asking, in a real browser: copy, share, hear, speak; and browsers that refuse some of it."""

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ask, served, write
from tests.fake_rasa import ANSWER, FakeRasa
from web import create_app

pytestmark = pytest.mark.browser
REGION = {"region": {"code": "420800", "name": "荆门市"}}
NO_SPEECH = """
delete globalThis.speechSynthesis; delete globalThis.SpeechRecognition; delete globalThis.webkitSpeechRecognition;
"""
NO_STORAGE = "Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('refused'); } });"
LITTLE_STORAGE = """
const { setItem } = Storage.prototype;
Storage.prototype.setItem = function (name, value) {
    if (value.length > 3000) throw new DOMException('full', 'QuotaExceededError');
    setItem.call(this, name, value);
};
"""
SPEAKS = """
globalThis.SpeechRecognition = class {
    start() {
        globalThis.heard = this;
        this.onresult({ results: [[{ transcript: '荆门三孩' }]] });
        this.onresult({ results: [[{ transcript: '荆门三孩每月多少' }]] });
    }
    stop() { this.onend(); }
};
"""
READS = """
globalThis.said = [];
Object.defineProperty(globalThis, 'speechSynthesis', { value: {
    speaking: false, pending: false,
    speak({ text, lang }) { said.push([lang, text]); this.speaking = true; },
    cancel() { this.speaking = false; },
} });
"""


@pytest.fixture
def address(web_settings: dict[str, str], rasa: FakeRasa) -> Iterator[str]:
    rasa.reply = [{"custom": ANSWER | REGION}]
    with served(create_app(web_settings)) as address:
        yield address


def opened(browser: Browser, address: str, script: str = "") -> Page:
    context = browser.new_context(viewport={"width": 375, "height": 700}, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.add_init_script(script)
    page.goto(address)
    return page


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = opened(browser, address)
    yield page
    page.context.close()


def test_the_first_answer_is_there_within_a_second(page: Page, address: str) -> None:
    """The quickest of some tries: what else the machine does meanwhile is not looked at."""
    seconds = []
    for number in range(4):
        page.goto("about:blank")
        since = time.monotonic()
        page.goto(f"{address}/?q=荆门二孩每月多少")
        expect(page.locator(".row.them .bubble", has_text=ANSWER["text"])).to_have_count(number + 1)
        seconds.append(time.monotonic() - since)
    assert min(seconds) < 1


def test_an_answer_is_copied_whole(page: Page) -> None:
    ask(page, "荆门三孩每月多少")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("status").last).to_have_text("已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == ANSWER["text"]


def test_a_shared_link_opens_the_question_in_its_place(page: Page, address: str, rasa: FakeRasa) -> None:
    page.evaluate("delete Navigator.prototype.share")
    ask(page, "三孩每月多少?&#")
    page.get_by_role("button", name="分享").click()
    expect(page.get_by_role("status").last).to_have_text("已复制。")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}/?")
    assert parse_qs(urlsplit(link).query) == {"region": ["420800"], "q": ["三孩每月多少?&#"]}


def test_an_answer_is_read_from_its_first_line_with_the_question_above(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = [{"custom": ANSWER | {"text": "\n".join(f"第{number}行" for number in range(80))}}]
    for question in ("先问一句", "再问一句"):
        ask(page, question)
    log = page.get_by_role("log").bounding_box()
    question, answer = page.locator(".row.me").last.bounding_box(), page.locator(".row.them").last.bounding_box()
    assert log["y"] <= question["y"] < answer["y"] < log["y"] + log["height"] / 3


def test_it_is_spoken_into_and_sent_only_when_wanted(browser: Browser, address: str, rasa: FakeRasa) -> None:
    page = opened(browser, address, SPEAKS)
    microphone = page.get_by_role("button", name="说话输入")
    microphone.click()
    expect(microphone).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("您的问题")).to_have_value("荆门三孩每月多少")
    microphone.click()
    expect(microphone).to_have_attribute("aria-pressed", "false")
    assert rasa.received == []
    page.context.close()


def test_an_answer_is_read_aloud_until_it_is_stopped(browser: Browser, address: str) -> None:
    page = opened(browser, address, READS)
    ask(page, "荆门三孩每月多少")
    page.get_by_role("button", name="朗读").click()
    assert page.evaluate("said") == [["zh-CN", "每月五百元。"]]
    page.get_by_role("button", name="停止朗读").click()
    expect(page.get_by_role("button", name="朗读", exact=True)).to_be_visible()
    page.context.close()


def test_a_browser_that_neither_speaks_nor_listens_shows_no_such_button(browser: Browser, address: str) -> None:
    page = opened(browser, address, NO_SPEECH)
    ask(page, "荆门三孩每月多少")
    expect(page.get_by_role("button", name="复制")).to_be_visible()
    assert page.get_by_role("button", name="说话输入").count() == 0
    assert page.get_by_role("button", name="朗读").count() == 0
    page.context.close()


@pytest.mark.parametrize("script", [pytest.param(NO_STORAGE, id="refused"), pytest.param(LITTLE_STORAGE, id="full")])
def test_without_room_to_keep_anything_a_conversation_goes_on(
    browser: Browser, address: str, rasa: FakeRasa, script: str
) -> None:
    page = opened(browser, address, script)
    for number in range(12):
        ask(page, f"第{number}问" + "多少" * 100)
    assert len({message["sender"] for message in rasa.received}) == 1
    expect(page.locator(".row.me")).to_have_count(12)
    page.context.close()


def test_a_restart_lets_go_of_an_answer_that_is_awaited(page: Page, rasa: FakeRasa) -> None:
    rasa.delay = 0.6
    write(page, "荆门三孩每月多少")
    expect(page.locator(".row.waiting")).to_have_count(1)
    page.get_by_role("button", name="重新开始").click()
    page.wait_for_timeout(900)
    expect(page.locator(".row.me")).to_have_count(0)
    expect(page.locator(".row.them")).to_have_count(1)
    rasa.delay = 0
    ask(page, "重新问")
    assert rasa.received[0]["sender"] != rasa.received[1]["sender"]
