"""The FAQ site in a real browser: every kind of page, at every width, from a file server and from plain files."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from waitress.server import create_server

from tests.faq_site import the_site
from web import create_app

pytestmark = pytest.mark.browser
KINDS = {
    "home": "index.html",
    "nation": "places/000000/index.html",
    "county": "places/620722/index.html",
    "topic-of-a-place": "places/500154/institution.html",
    "audience-of-a-place": "places/420800/for-parents.html",
    "birth": "places/340403/birth.html",
    "topic": "topics/leave.html",
    "audience": "audiences/employers.html",
    "comparison": "compare/maternity_leave.html",
    "comparisons": "compare/index.html",
    "measure": "measures/jingmen/third-child-monthly-allowance.html",
    "measure-for-institutions": "measures/minle/place-building-grant.html",
    "changes": "updates.html",
    "wrong-address": "404.html",
}
EACH = [pytest.param(path, id=name) for name, path in KINDS.items()]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Give a page of a telephone's width."""
    context = browser.new_context(viewport={"width": 375, "height": 800})
    yield context.new_page()
    context.close()


def file(path: str) -> str:
    return (the_site() / path).as_uri()


def search(page: Page, words: str) -> list[str]:
    page.get_by_role("searchbox").fill(words)
    expect(page.locator("#found li").first).to_be_visible()
    return page.locator("#found li a").all_text_contents()


@pytest.mark.parametrize("path", EACH)
def test_axe_finds_nothing_on_a_page_of_each_kind(page: Page, path: str) -> None:
    page.goto(file(path))
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_axe_finds_nothing_in_the_dark_and_in_large_type(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800}, color_scheme="dark")
    page = context.new_page()
    page.goto(file(KINDS["measure"]))
    page.get_by_label("大字").check()
    search(page, "产假")
    result = Axe().run(page)
    context.close()
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name, path in KINDS.items():
        page.goto(file(path))
        page.evaluate("document.documentElement.dataset.size = 'large'")
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.set_viewport_size({"width": 375, "height": 800})


@pytest.mark.parametrize(
    ("words", "place", "path"),
    [
        pytest.param(
            "荆门三胎每月补多少", "荆门市", "measures/jingmen/third-child-monthly-allowance.html", id="synonym"
        ),
        pytest.param("民乐县托位建设补助", "民乐县", "measures/minle/place-building-grant.html", id="place"),
        pytest.param("青海产假", "青海省", None, id="short"),
        pytest.param("陪产假", None, None, id="other-word"),
    ],
)
def test_the_search_finds_from_a_plain_file(page: Page, words: str, place: str | None, path: str | None) -> None:
    page.goto(file("places/420800/birth.html"))
    found = search(page, words)
    assert len(found) > 3
    assert place is None or place in found[0]
    if path:
        page.locator("#found a").first.click()
        assert page.url == file(path)


def test_what_is_not_found_leads_to_the_chat(page: Page) -> None:
    page.goto(file("index.html"))
    assert search(page, "xyzxyz") == ["没有查到，到对话里问"]
    assert page.locator("#found a").get_attribute("href") == "https://faq.example/?q=xyzxyz"


def test_large_type_is_remembered_and_works_without_scripts(page: Page, browser: Browser) -> None:
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    page.goto(file("index.html"))
    before = page.evaluate(size)
    page.get_by_label("大字").check()
    page.goto(file("updates.html"))
    assert page.evaluate(size) == pytest.approx(before * 1.3)
    page.get_by_label("大字").uncheck()
    assert page.evaluate(size) == before
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(file("places/420800/cash.html"))
    height = plain.locator("h1").bounding_box()["height"]
    plain.get_by_label("大字").check()
    assert plain.locator("h1").bounding_box()["height"] > height
    plain.locator("summary").first.click()
    expect(plain.get_by_text("依据：").first).to_be_visible()
    context.close()


def test_an_address_with_an_anchor_opens_that_answer(page: Page) -> None:
    page.goto(file("places/420800/cash.html") + "#jingmen-third-child-monthly-allowance")
    expect(page.get_by_text("三孩家庭每月500元").first).to_be_visible()


def test_on_paper_every_answer_is_open_and_nothing_is_to_be_tapped(page: Page) -> None:
    page.goto(file("places/420800/cash.html"))
    page.emulate_media(media="print")
    expect(page.get_by_text("三孩家庭每月500元").first).to_be_visible()
    expect(page.locator(".top")).to_be_hidden()
    page.emulate_media(media="screen")


def test_every_target_is_large_enough_for_a_finger(page: Page) -> None:
    page.goto(file("index.html"))
    small = page.eval_on_selector_all(
        ".choices a, button, input[type=search], summary, .name, .large",
        "all => all.filter(one => one.getBoundingClientRect().height < 44).map(one => one.textContent)",
    )
    assert small == []


def test_the_keyboard_alone_reaches_search_and_answers(page: Page) -> None:
    page.goto(file("places/420800/cash.html"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


def test_the_server_refuses_nothing_of_the_pages(browser: Browser, web_settings: dict[str, str]) -> None:
    app = create_app(web_settings | {"POLICY_FAQ": str(the_site())})
    server = create_server(app, host="127.0.0.1", port=0, clear_untrusted_proxy_headers=True)
    threading.Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    page, asked, complaints = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{address}/faq")
    search(page, "产假")
    page.goto(f"{address}/faq/{KINDS['measure']}")
    expect(page.locator("script[type='application/ld+json']")).to_have_count(1)
    page.close()
    server.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(address)] == []
