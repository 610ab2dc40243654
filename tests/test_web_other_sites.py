"""A real browser lets a named site's page ask, judge and remove, and no other site's."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser
from waitress.server import create_server

from tests.running import free_port
from web import create_app

pytestmark = pytest.mark.browser
TALK = """async (address) => {
  const send = (method, path, body) => fetch(address + path, {
    method, credentials: "omit", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
  const asked = await send("POST", "/api/chat", {message: "荆门三孩每月多少"});
  const {session, replies} = await asked.json();
  const opinion = {session, answer_id: replies[0].answer.answer_id, verdict: "useful", reason: ""};
  const judged = await send("POST", "/api/feedback", opinion);
  const removed = await send("DELETE", "/api/session", {session});
  const refused = await send("POST", "/api/chat", {});
  return [asked.status, replies[0].text, judged.status, removed.status, (await refused.json()).error.code];
}"""


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>another site</title>")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def sites() -> Iterator[list[str]]:
    """Give the addresses of two other sites."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Page) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def address(web_settings: dict[str, str], sites: list[str]) -> Iterator[str]:
    """Give the address of a web server that the first of the sites may ask."""
    port = free_port()
    app = create_app(web_settings | {"POLICY_ORIGINS": sites[0]})
    server = create_server(app, host="127.0.0.1", port=port, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.close()
    thread.join(timeout=5)


def test_only_the_named_site_may_ask(browser: Browser, sites: list[str], address: str) -> None:
    page = browser.new_page()
    page.goto(sites[0])
    assert page.evaluate(TALK, address) == [200, "每月500元。", 204, 204, "message_missing"]
    page.goto(sites[1])
    with pytest.raises(Exception, match="Failed to fetch"):
        page.evaluate(TALK, address)
    page.close()
