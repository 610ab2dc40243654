"""What tests in a real browser share: Debian's chromium, the chat page over a stand-in for Rasa, axe, screenshots."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from waitress.server import create_server

from policies_kb.settings import ROOT

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
    server.close()


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
