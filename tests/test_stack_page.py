"""A conversation in a real browser through the whole assistant: ask, clarify, check, correct, judge, clear."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ask, axe_faults, shot

pytestmark = [pytest.mark.browser, pytest.mark.stack]


@pytest.fixture
def page(browser: Browser, stack: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 375, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.goto(stack)
    yield page
    context.close()


def last(page: Page) -> str:
    return " ".join((page.locator(".row.them").last.text_content() or "").split())


def test_a_conversation_from_the_first_word_to_the_last(page: Page) -> None:
    ask(page, "三孩每月补多少")
    assert "您问的是哪里" in last(page)
    page.get_by_role("button", name="荆门市", exact=True).last.click()
    expect(page.locator(".row.them").last.locator(".figure").first).to_contain_text("每月500元")
    assert "第13条" in last(page) and "待核实" in last(page)
    ask(page, "不对，是二孩")
    assert "不符合" in last(page)
    ask(page, "那民乐呢")
    assert "3000元" in last(page) and "征求意见稿" in last(page)
    expect(page.get_by_role("button", name=re.compile("地方：\\s*民乐县"))).to_be_visible()
    assert axe_faults(page) == ""
    shot(page, "stack-375")

    with page.expect_response("**/api/feedback") as told:
        page.get_by_role("button", name="有用").last.click()
    assert told.value.status == 204
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("那民乐呢")
    ask(page, "产假多少天")
    assert "180天" in last(page)

    page.get_by_role("button", name="设置").click()
    page.get_by_role("button", name="清除我的数据").click()
    expect(page.get_by_role("log")).to_contain_text("已清除")
    ask(page, "那三孩呢")
    assert "5000元" not in last(page) and "500元" not in last(page)


def test_a_link_opens_with_a_place_and_a_question(page: Page, stack: str) -> None:
    page.goto(f"{stack}/?region=630000&q=双胞胎产假从2026年3月1日休到哪天")
    expect(page.locator(".figure").first).to_contain_text("2026年9月19日", timeout=20_000)
    expect(page.locator("figure.timeline.span")).to_be_visible()


def test_a_family_checks_its_conditions_by_tapping(page: Page) -> None:
    ask(page, "荆门三孩每月补多少")
    page.get_by_role("button", name="在荆门市", exact=True).last.click()
    expect(page.locator(".row.them").last).to_contain_text("女方的户口在哪里")
    page.get_by_role("button", name="在荆门市", exact=True).last.click()
    expect(page.locator(".row.them").last).to_contain_text("写明的条件都符合")


def test_danger_comes_first(page: Page) -> None:
    ask(page, "荆门产假多少天，先不说了，我老婆大出血")
    expect(page.locator(".call").first).to_have_attribute("href", "tel:120")
