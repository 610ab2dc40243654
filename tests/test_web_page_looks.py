"""The chat page for everybody: at every width, in every look, by keyboard alone, and when one covers the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ask, axe_faults, opened, real, served, shot
from tests.fake_rasa import ANSWER, FakeRasa
from web import create_app

pytestmark = pytest.mark.browser
CHOICES = [{"title": "民乐县", "message": "民乐县"}, {"title": "开州区", "message": "开州区"}]


@pytest.fixture
def address(web_settings: dict[str, str]) -> Iterator[str]:
    with served(create_app(web_settings)) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address) as page:
        yield page


def test_large_type_is_large_and_remembered(page: Page, rasa: FakeRasa) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('.bubble')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="设置").click()
    page.get_by_role("switch", name="大字版").click()
    page.keyboard.press("Escape")
    assert page.evaluate(size) > before * 1.2
    page.reload()
    assert page.evaluate(size) > before * 1.2
    rasa.reply = real("荆门三孩每月补多少")
    ask(page, "荆门三孩每月补多少")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe_faults(page) == ""
    shot(page, "chat-large-375")


@pytest.mark.parametrize("looks", ["dark", "high-contrast", "as-it-is"])
def test_axe_finds_nothing_in_any_look(browser: Browser, address: str, rasa: FakeRasa, looks: str) -> None:
    more = {"dark": {"color_scheme": "dark"}, "high-contrast": {"contrast": "more"}}.get(looks, {})
    context = browser.new_context(viewport={"width": 375, "height": 700}, reduced_motion="reduce", **more)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("list", name="常问的事")).to_be_visible()
    assert axe_faults(page) == ""
    for message in ("荆门三孩每月补多少", "民乐和荆门三孩哪个多", "荆门有哪些福利"):
        rasa.reply = real(message, "ask_list" if "哪些" in message else "ask_policy")
        ask(page, message)
    page.get_by_role("button", name="设置").click()
    assert axe_faults(page) == ""
    shot(page, f"chat-{looks}-375")
    context.close()


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_it_fits_the_screen(page: Page, rasa: FakeRasa, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    long_word = "https://example.invalid/" + "a" * 200
    rasa.reply = [{"custom": ANSWER | {"text": f"请问您在哪里？\n{long_word}", "buttons": CHOICES}}]
    ask(page, "有没有补贴" * 20)
    expect(page.get_by_role("button", name="开州区")).to_be_visible()
    rasa.reply = real("荆门三孩每月补多少")
    ask(page, "荆门三孩每月补多少")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("(([log]) => log.scrollWidth <= log.clientWidth)(document.querySelectorAll('.log'))")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.bubble')).fontSize)") >= 16
    shot(page, f"chat-{width}")


def test_the_keyboard_alone_is_enough(page: Page, rasa: FakeRasa) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "message":
            break
    page.keyboard.type("荆门三孩每月多少")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("每月500元。")
    assert page.evaluate("document.activeElement.id") == "message"
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "二孩呢":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".row.me")).to_have_count(2)


def test_the_box_stays_in_sight_when_the_keyboard_covers_the_page(page: Page) -> None:
    ask(page, "荆门三孩每月多少")
    page.set_viewport_size({"width": 375, "height": 320})
    box = page.get_by_label("您的问题").bounding_box()
    assert box["y"] + box["height"] <= 320
