"""A chat is taken over in two real browsers: the parent's telephone and the desk, words both ways."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ask, axe_faults, opened, real, served, shot, write
from tests.fake_rasa import FakeRasa
from tests.staff_desk import PASSWORD, console
from web.takeover.handover import ASK, BACK, STOP_WAITING

pytestmark = pytest.mark.browser
SOON = 8000  # milliseconds: both sides ask once a second, a busy machine takes its time


@pytest.fixture
def app(web_settings: dict[str, str]) -> Flask:
    return console({**web_settings, "POLICY_OFFICE_HOURS": "1-7 0:00-23:59"})


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def parent(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address) as page:
        yield page


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """Give the page of chats of a supervisor who may take them; nothing in it may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/staff/chats")
    page.get_by_label("登录名").fill("supervisor")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("li", has_text="某supervisor").get_by_role("button", name="让他接").click()
    yield page
    context.close()
    assert complaints == []


def wait_for_a_person(parent: Page, rasa: FakeRasa) -> None:
    rasa.reply = real("转人工", "human")
    ask(parent, "转人工")
    parent.get_by_role("button", name=ASK).last.click()
    expect(parent.locator(".person")).to_contain_text("正在等工作人员")


def test_a_takeover_from_the_first_wish_to_the_way_back(parent: Page, desk: Page, rasa: FakeRasa) -> None:
    rasa.reply = real("荆门三孩一个月补多少")
    ask(parent, "荆门三孩一个月补多少")
    wait_for_a_person(parent, rasa)
    shot(parent, "takeover-waiting-375")
    assert axe_faults(parent) == ""

    desk.locator("[data-take]").click()
    expect(desk.locator("#chat ol")).to_contain_text("荆门三孩一个月补多少")
    expect(parent.locator(".person")).to_contain_text("正在和工作人员说话", timeout=5000)
    write(parent, "我打过电话没人接")
    expect(desk.locator("#chat .person").last).to_contain_text("我打过电话没人接", timeout=SOON)
    with desk.context.expect_page() as opened_desk:
        desk.get_by_role("link", name="查这句").first.click()
    expect(opened_desk.value.locator("#answer")).to_contain_text("每月500元", timeout=SOON)
    assert "q=" not in opened_desk.value.url
    opened_desk.value.close()
    desk.get_by_label("写给对方").fill("您户口在掇刀还是东宝？")
    desk.keyboard.press("Enter")
    expect(parent.locator(".row.office")).to_contain_text("您户口在掇刀还是东宝？", timeout=SOON)
    shot(parent, "takeover-taken-375")
    shot(desk, "staff-chats-1280")
    assert axe_faults(parent) == "" and axe_faults(desk) == ""

    desk.get_by_role("button", name="交还智能助手").click()
    expect(parent.locator(".notice").last).to_contain_text("工作人员说完了", timeout=SOON)
    expect(parent.locator(".person")).to_be_hidden()
    rasa.reply = real("荆门二孩一个月补多少")
    ask(parent, "荆门二孩一个月补多少")


def test_a_reload_loses_neither_the_person_nor_a_word(parent: Page, desk: Page, rasa: FakeRasa) -> None:
    wait_for_a_person(parent, rasa)
    parent.reload()
    expect(parent.locator(".person")).to_contain_text("正在等工作人员", timeout=5000)
    desk.locator("[data-take]").click()
    expect(parent.locator(".person")).to_contain_text("正在和工作人员说话", timeout=5000)
    write(parent, "还在吗")
    expect(desk.locator("#chat .person").last).to_contain_text("还在吗", timeout=SOON)
    parent.reload()
    desk.get_by_label("写给对方").fill("在的")
    desk.keyboard.press("Enter")
    expect(parent.locator(".row.office")).to_have_count(1, timeout=5000)
    expect(parent.locator(".row.failed")).to_have_count(0)


def test_the_person_goes_back_and_the_queue_is_left(parent: Page, desk: Page, rasa: FakeRasa) -> None:
    wait_for_a_person(parent, rasa)
    parent.locator(".person").get_by_role("button", name=STOP_WAITING).click()
    expect(parent.locator(".person")).to_be_hidden()
    expect(desk.locator("[data-take]")).to_have_count(0, timeout=5000)

    wait_for_a_person(parent, rasa)
    desk.locator("[data-take]").click()
    parent.locator(".person").get_by_role("button", name=BACK).click(timeout=5000)
    expect(desk.locator("#chat .state")).to_contain_text("已经结束", timeout=SOON)


def test_a_fresh_start_leaves_nobody_waiting(parent: Page, desk: Page, rasa: FakeRasa) -> None:
    wait_for_a_person(parent, rasa)
    expect(desk.locator("[data-take]")).to_have_count(1, timeout=5000)
    parent.get_by_role("button", name="重新开始").click()
    expect(desk.locator("[data-take]")).to_have_count(0, timeout=5000)


def test_the_bar_tells_on_every_page_that_somebody_waits(parent: Page, desk: Page, rasa: FakeRasa) -> None:
    desk.get_by_role("link", name="接听", exact=True).click()
    wait_for_a_person(parent, rasa)
    expect(desk.locator('[data-page="staff.chats.page"] .count')).to_have_text("1", timeout=6000)
    deadline = time.monotonic() + 5
    while "1人在等" not in desk.title() and time.monotonic() < deadline:
        desk.wait_for_timeout(100)
    assert "1人在等" in desk.title()
