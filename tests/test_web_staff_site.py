"""The FAQ pages are built from the console: by the real command, one at a time, and a failure leaves the old site."""

import time
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browsing import axe_faults, served, shot
from tests.staff_desk import PASSWORD, console, logged_in
from web.staff.services import NAME
from web.staff.site_building import DONE, FAILED, NEVER, RUNNING, Report, SiteBuilding

PATIENCE = 90  # seconds


def building(app: Flask) -> SiteBuilding:
    found: SiteBuilding = app.extensions[NAME].site
    return found


def ended(site: SiteBuilding) -> Report:
    deadline = time.monotonic() + PATIENCE
    while site.report().state == RUNNING and time.monotonic() < deadline:
        time.sleep(0.2)
    return site.report()


@pytest.mark.slow
def test_the_button_builds_the_site_and_a_second_one_waits(web_settings: dict[str, str], tmp_path: Path) -> None:
    app = console(web_settings)
    client, site = logged_in(app, "supervisor"), building(app)
    assert site.report().state == NEVER
    assert client.post("/staff/site/build", data={}).status_code == 302
    assert site.report().state == RUNNING and not site.start(leaflets=False)
    assert "正在做" in client.get("/staff/site").get_data(as_text=True)
    report = ended(site)
    assert report.state == DONE and "问答网页：" in "".join(report.lines)
    assert (tmp_path / "var/faq/index.html").is_file()
    with client.get("/faq/") as page:
        assert page.status_code == 200
    again = SiteBuilding(app.extensions[NAME].settings)  # after a restart
    assert again.report() == report


def test_a_build_that_fails_says_why_and_leaves_what_was_there(web_settings: dict[str, str], tmp_path: Path) -> None:
    app = console({**web_settings, "POLICY_KB": str(tmp_path / "none.sqlite")})
    there = tmp_path / "var/faq/index.html"
    there.parent.mkdir(parents=True)
    there.write_text("old", "utf-8")
    assert building(app).start(leaflets=False)
    report = ended(building(app))
    assert report.state == FAILED and "没有重新生成" in "".join(report.lines)
    assert there.read_text("utf-8") == "old"
    page = logged_in(app, "editor").get("/staff/site").get_data(as_text=True)
    assert "没有做成，已发布的保持原样" in page


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_follows_a_build_to_its_end(browser: Browser, web_settings: dict[str, str]) -> None:
    app = console(web_settings)
    with served(app) as address:
        page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
        page.goto(f"{address}/staff/site")
        page.get_by_label("登录名").fill("supervisor")
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="重新生成").click()
        expect(page.get_by_role("main")).to_contain_text("上一次：正在做")
        expect(page.get_by_role("main")).to_contain_text("上一次：做好了", timeout=PATIENCE * 1000)
        assert axe_faults(page) == ""
        shot(page, "staff-site-1280")
