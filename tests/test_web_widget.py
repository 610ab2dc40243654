"""The chat on a foreign page: it works under the page's strict rules, and neither's style sheets touch the other."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsing import axe_faults, served, shot
from tests.fake_rasa import FakeRasa
from web import create_app

MOST_KILOBYTES = 35
HOSTILE = "* { all: revert !important; color: red !important; font-size: 40px !important; display: block !important }"


def test_all_that_the_widget_loads_is_small(web_settings: dict[str, str]) -> None:
    app = create_app(web_settings)
    client, assets = app.test_client(), app.extensions["widget"]
    names = [*assets.modules(), *(f"chat/{name}.css" for name in ("chat", "card", "panel")), "tokens.css"]
    paths = ["/widget.js", *(f"/widget/{assets.version}/{name}" for name in names)]
    replies = [client.get(path, headers={"Accept-Encoding": "gzip"}) for path in paths]
    assert all(reply.status_code == 200 and reply.headers["Content-Encoding"] == "gzip" for reply in replies)
    assert sum(len(reply.data) for reply in replies) <= MOST_KILOBYTES * 1024


def test_files_are_kept_for_good_under_their_version_and_changes_get_another(web_settings: dict[str, str]) -> None:
    app = create_app(web_settings)
    client, version = app.test_client(), app.extensions["widget"].version
    loader = client.get("/widget.js")
    assert "no-cache" in loader.headers["Cache-Control"] and version in loader.get_data(as_text=True)
    assert "immutable" in client.get(f"/widget/{version}/chat/chat.js").headers["Cache-Control"]
    old = client.get("/widget/000000000000/chat/chat.js", headers={"Accept-Encoding": "gzip"})
    assert "no-cache" in old.headers["Cache-Control"] and b"class Chat" in gzip.decompress(old.data)
    assert client.get(f"/widget/{version}/../services.py").status_code == 404


@pytest.fixture
def foreign(web_settings: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the addresses of our server and of a page elsewhere that names our script, under a strict policy."""
    page = _Elsewhere()
    with served(create_app(web_settings | {"POLICY_ORIGINS": page.address})) as ours:
        page.show(ours)
        yield ours, page.address
    page.close()


class _Elsewhere:
    """Another site: one page with a style sheet that spoils everything, and a policy that allows hardly anything."""

    def __init__(self) -> None:
        self._page, self._policy = b"", ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def show(self, ours: str) -> None:
        """Show the page with the script of our server."""
        self._policy = f"default-src 'none'; style-src 'self'; script-src {ours}; connect-src {ours}"
        script = f'<script src="{ours}/widget.js" data-region="420800" async></script>'
        title = '<html lang="zh-CN"><title>某县政府</title><link rel="stylesheet" href="/style.css">'
        self._page = f"<!doctype html>{title}<main><h1>某县政府</h1><p>通知公告</p></main>{script}{script}".encode()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                style = self.path == "/style.css"
                self.send_response(200)
                self.send_header("Content-Type", "text/css" if style else "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", site._policy)
                self.end_headers()
                self.wfile.write(HOSTILE.encode() if style else site._page)

            def log_message(self, *told: object) -> None:
                """Say nothing."""

        return Handler


@pytest.fixture
def page(browser: Browser, foreign: tuple[str, str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(foreign[1])
    yield page
    context.close()
    assert [text for text in complaints if "favicon" not in text] == []


OURS = "document.getElementById('shanyutong-chat').shadowRoot"


def open_chat(page: Page) -> None:
    page.get_by_role("button", name="政策问答").click()
    expect(page.get_by_role("dialog").get_by_role("log")).to_be_visible()


@pytest.mark.browser
def test_one_button_opens_a_chat_that_knows_the_place(page: Page, rasa: FakeRasa) -> None:
    expect(page.get_by_role("button", name="政策问答")).to_have_count(1)  # the script is named twice
    open_chat(page)
    box = page.get_by_label("您的问题")
    expect(box).to_be_focused()
    box.fill("三孩每月多少")
    box.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("每月500元。")
    assert [message["message"] for message in rasa.received] == ["荆门市", "三孩每月多少"]
    shot(page, "widget-1280")


@pytest.mark.browser
def test_neither_style_sheet_reaches_over(page: Page) -> None:
    before = page.evaluate("getComputedStyle(document.querySelector('p')).fontSize")
    open_chat(page)
    assert page.evaluate("getComputedStyle(document.querySelector('p')).fontSize") == before == "40px"
    inside = f"(name) => getComputedStyle({OURS}.querySelector('.bubble'))[name]"
    assert page.evaluate(inside, "fontSize") in ("16px", "17px")
    assert page.evaluate(inside, "color") != "rgb(255, 0, 0)"


@pytest.mark.browser
def test_escape_closes_it_and_the_button_is_there_again(page: Page) -> None:
    open_chat(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="政策问答")).to_be_focused()


@pytest.mark.browser
def test_axe_finds_nothing_in_the_panel(page: Page) -> None:
    open_chat(page)
    faults = axe_faults(page)
    assert "shanyutong" not in faults  # what the foreign page does to itself is its own


@pytest.mark.browser
def test_on_a_telephone_the_panel_is_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    open_chat(page)
    panel = page.get_by_role("dialog").bounding_box()
    assert panel["width"] == 320 and panel["height"] >= 590
    assert page.evaluate(f"{OURS}.querySelector('.log').scrollWidth") <= 320
    shot(page, "widget-320")


def test_a_site_that_is_not_named_may_load_the_code_but_not_ask(web_settings: dict[str, str]) -> None:
    client = create_app(web_settings | {"POLICY_ORIGINS": "https://www.example.gov.cn"}).test_client()
    assert client.get("/widget.js").headers["Access-Control-Allow-Origin"] == "*"
    other = client.post("/api/chat", json={"message": "产假"}, headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.browser
def test_the_keyboard_stays_with_the_panel_while_the_chat_is_being_loaded(page: Page, foreign: tuple[str, str]) -> None:
    held: list[Route] = []
    page.route("**/chat/chat.js", lambda route: held.append(route))
    page.get_by_role("button", name="政策问答").press("Enter")
    expect(page.get_by_role("dialog")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="政策问答")).to_be_focused()
    held[0].continue_()
    expect(page.locator("#shanyutong-chat .log")).to_be_attached()
    expect(page.get_by_role("button", name="政策问答")).to_be_focused()
    open_chat(page)
    expect(page.get_by_label("您的问题")).to_be_focused()
