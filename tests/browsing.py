"""What tests in a real browser share: Debian's chromium, the chat page over a stand-in for Rasa, axe, screenshots."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from waitress.server import create_server

from policies_kb.settings import ROOT
from tests.knowledge import the_assistant

CHROMIUM = Path("/usr/bin/chromium")
SHOTS = ROOT / "build" / "screenshots"
ONLY_STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser; where there is none, the test is skipped, but not in continuous integration."""
    if not CHROMIUM.is_file() and not os.environ.get("CI"):
        pytest.skip("no /usr/bin/chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Give the address at which an application is served."""
    server = create_server(app, host="127.0.0.1", port=0, clear_untrusted_proxy_headers=True)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(server.close)  # by its own thread: it would not bear to lose its sockets while it waits


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """Give a page of a telephone's width; in the end nothing may have come from elsewhere, no script have failed."""
    context = browser.new_context(viewport={"width": 375, "height": 700}, locale="zh-CN")
    page = context.new_page()
    foreign, complaints = [], []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(address) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert (foreign, complaints) == ([], [])


def real(message: str, intent: str = "ask_policy") -> list[dict[str, Any]]:
    """Return what Rasa sends for a message, by the real assistant."""
    return [{"custom": the_assistant().reply(message, intent).answer}]


def write(page: Page, text: str) -> None:
    """Write a message as people do."""
    page.get_by_label("您的问题").fill(text)
    page.get_by_role("button", name="发送").click()


def ask(page: Page, text: str) -> None:
    """Write a message and wait until it is answered."""
    before = page.locator(".row.them:not(.waiting)").count()
    write(page, text)
    expect(page.locator(".row.them:not(.waiting)")).to_have_count(before + 1, timeout=20_000)


def axe_faults(page: Page) -> str:
    """Return what axe has against the page as it stands; empty when nothing."""
    results = Axe().run(page, options=ONLY_STANDARDS)
    return results.generate_report() if results.violations_count else ""


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page in build/screenshots."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
