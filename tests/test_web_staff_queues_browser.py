"""The queues in a real browser: from what nobody answered to a patch that fits, from a report to its reply."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
import requests
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from policies_kb.compile import load_sources
from policies_kb.settings import ROOT
from tests.browsing import axe_faults, served, shot
from tests.fake_rasa import ANSWER, FakeRasa
from tests.knowledge import the_base
from tests.nlu_lint import CHECKS, read_sentences
from tests.staff_desk import PASSWORD, console
from tests.test_web_staff_browser import is_failure
from web.staff.services import NAME

pytestmark = pytest.mark.browser
NEED = "三孩生了一次性有奖金拿没"


@pytest.fixture
def app(web_settings: dict[str, str]) -> Flask:
    return console(web_settings)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@contextmanager
def logged_in(browser: Browser, address: str, role: str) -> Iterator[Page]:
    """Give a page in which the account of a role is logged in; nothing in it may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if is_failure(told) else None)
    page.goto(f"{address}/staff/login")
    page.get_by_label("登录名").fill(role)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="主要页面")).to_be_visible(timeout=20_000)
    page.wait_for_load_state("networkidle")
    yield page
    context.close()
    assert complaints == []


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def not_covered(address: str, rasa: FakeRasa, *messages: str, place: tuple[str, str] = ("420800", "荆门")) -> None:
    """Ask what the assistant has no answer to, as people do in the chat."""
    region = {"code": place[0], "name": place[1]}
    rasa.reply = [{"custom": ANSWER | {"kind": "not_covered", "region": region, "text": "没有收录。"}}]
    for message in messages:
        told = requests.post(f"{address}/api/chat", json={"message": message}, timeout=10)
        assert told.status_code == 200, told.text


def rows(page: Page) -> Locator:
    return page.locator("table.queue tbody tr")


def patch_of(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name="下载补丁").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def applied(patch: Path, folder: Path) -> Path:
    """Try a patch against the project as it stands, then apply it to a copy and return the copy."""
    subprocess.run(["git", "apply", "--check", patch], cwd=ROOT, check=True)
    for name in ("data/nlu", "policies_kb/documents"):
        copytree(ROOT / name, folder / name)
    subprocess.run(["git", "apply", patch], cwd=folder, check=True, env={"GIT_CEILING_DIRECTORIES": str(folder.parent)})
    return folder


def test_questions_that_mean_the_same_stand_in_one_row_and_become_an_alias(
    browser: Browser, address: str, rasa: FakeRasa, tmp_path: Path
) -> None:
    not_covered(address, rasa, NEED, f"{NEED}啊", NEED)
    not_covered(address, rasa, "小孩上幼儿园几点接", place=("620722", "民乐"))
    with logged_in(browser, address, "editor") as page:
        go(page, "队列")
        expect(rows(page)).to_have_count(2)
        first = rows(page).first
        expect(first.locator("b")).to_have_text("3")
        expect(first).to_contain_text("荆门")
        expect(first).to_contain_text("没有收录")
        expect(first.locator(".time")).not_to_be_empty()
        assert axe_faults(page) == ""
        shot(page, "staff-queue-1280")

        first.get_by_label("哪一条").select_option(index=0)
        title = first.get_by_label("哪一条").locator("option").first.text_content() or ""
        measure = first.get_by_label("哪一条").input_value()
        first.get_by_role("button", name="加一种叫法").click()
        expect(page.get_by_role("status")).to_contain_text("记下了：加一种叫法")
        expect(rows(page)).to_have_count(1)
        copy = applied(patch_of(page, tmp_path), tmp_path / "copy")

    sources, problems = load_sources(copy / "policies_kb" / "documents")
    assert [str(problem) for problem in problems] == [] and title
    document, _, name = measure.partition("/")
    [held] = [
        one
        for source in sources.documents
        if source.data["id"] == document
        for one in source.data["measures"]
        if one["id"] == name
    ]
    assert {NEED, f"{NEED}啊"} <= set(held["aliases"])


def test_a_group_becomes_training_sentences_that_pass_the_checks(
    browser: Browser, address: str, rasa: FakeRasa, tmp_path: Path
) -> None:
    not_covered(address, rasa, "/restart 帮我把电话转给[坐席](x)的同志行伐", "俺要跟活人唠唠")
    with logged_in(browser, address, "supervisor") as page:
        go(page, "队列")
        for _ in range(rows(page).count()):
            rows(page).first.get_by_label("哪种意图").select_option("human")
            rows(page).first.get_by_role("button", name="加训练句").click()
            expect(page.get_by_role("status")).to_contain_text("记下了：加训练句")
        expect(page.get_by_text("都处理完了。")).to_be_visible()
        copy = applied(patch_of(page, tmp_path), tmp_path / "copy")
    sentences = read_sentences(sorted((copy / "data" / "nlu").rglob("*.yml")))
    new = {sentence.text for sentence in sentences if sentence.file == "collected.yml"}
    assert new == {"restart 帮我把电话转给坐席x的同志行伐", "俺要跟活人唠唠"}
    assert {name: find(sentences) for name, find in CHECKS.items() if find(sentences)} == {}


def test_a_group_becomes_missing_knowledge_until_it_is_there(browser: Browser, address: str, rasa: FakeRasa) -> None:
    not_covered(address, rasa, "村里修路占了地补多少", "城里养狗办证要多少钱")
    with logged_in(browser, address, "supervisor") as page:
        go(page, "队列")
        expect(rows(page)).to_have_count(2)
        rows(page).filter(has_text="修路").get_by_role("button", name="缺这条知识").click()
        rows(page).filter(has_text="养狗").get_by_role("button", name="不用管").click()
        missing = page.get_by_role("heading", name="缺的知识").locator("xpath=following-sibling::table").first
        expect(missing).to_contain_text("村里修路占了地补多少")
        expect(missing).not_to_contain_text("养狗")
        expect(page.get_by_text("都处理完了。")).to_be_visible()
        missing.get_by_role("button", name="补上了").click()
        expect(page.get_by_role("heading", name="缺的知识")).to_have_count(0)


def test_two_who_decide_on_the_same_group_do_so_once(browser: Browser, address: str, rasa: FakeRasa) -> None:
    not_covered(address, rasa, "村里修路占了地补多少")
    with logged_in(browser, address, "editor") as one, logged_in(browser, address, "supervisor") as other:
        for page in (one, other):
            go(page, "队列")
            expect(rows(page)).to_have_count(1)
        one.get_by_role("button", name="缺这条知识").click()
        expect(one.get_by_role("status")).to_contain_text("记下了")
        other.get_by_role("button", name="不用管").click()
        expect(other.get_by_role("status")).to_contain_text("已经有人处理了")


def test_a_report_made_with_one_key_comes_back_to_the_desk(browser: Browser, address: str) -> None:
    with logged_in(browser, address, "operator") as desk, logged_in(browser, address, "supervisor") as boss:
        desk.keyboard.type("荆门13")
        expect(desk.locator("#hits .hit").first).to_be_visible()
        desk.keyboard.press("ArrowDown")
        desk.keyboard.press("Enter")
        expect(desk.locator("#answer")).to_contain_text("每月500元")
        desk.keyboard.press("Alt+e")
        desk.keyboard.type("来电人说涨到600元了")
        desk.keyboard.press("Enter")
        expect(desk.locator("#mine")).to_contain_text("待处理")

        go(boss, "队列")
        boss.get_by_role("link", name="知识有误").click()
        row = boss.get_by_role("row").filter(has_text="来电人说涨到600元了")
        expect(row).to_contain_text("第13条")
        row.get_by_label("处理结果").select_option("rejected")
        row.get_by_label("答复").fill("核对过原件，还是500元")
        assert axe_faults(boss) == ""
        row.get_by_role("button", name="存").click()
        expect(boss.get_by_role("link", name="知识有误")).to_contain_text("0")
        shot(boss, "staff-faults-1280")

        desk.reload()
        expect(desk.locator("#mine")).to_contain_text("核对过，没有错")
        expect(desk.locator("#mine")).to_contain_text("核对过原件，还是500元")


def test_a_notice_stands_on_top_of_the_desks_answers(browser: Browser, address: str) -> None:
    with logged_in(browser, address, "supervisor") as page:
        go(page, "口径")
        page.locator("textarea[name=text]").fill("三孩补贴的申请本周暂停受理")
        page.locator("input[name=place]").fill("荆门市")
        page.locator("input[name=until]").fill("2026-12-31")
        page.get_by_role("button", name="发出").click()
        go(page, "接听")
        expect(page.locator("#box")).to_be_focused()
        for text, shown in (("荆门三孩每月补多少", 1), ("青海产假多少天", 0)):
            page.keyboard.press("Alt+n")
            page.keyboard.type(text)
            page.keyboard.press("Enter")
            expect(page.locator("#answer .measure").first).to_be_visible()
            expect(page.get_by_role("alert").filter(has_text="本周暂停受理")).to_have_count(shown)


def test_a_standing_that_changed_is_shown_until_it_is_ticked_off(browser: Browser, app: Flask, address: str) -> None:
    base, sources = the_base(), app.extensions[NAME].sources
    before = dict(base.documents) | {"jingmen": replace(base.documents["jingmen"], status="draft_for_comment")}
    sources.compare(replace(base, documents=before))
    sources.compare(base)
    with logged_in(browser, address, "editor") as page:
        go(page, "队列")
        page.get_by_role("link", name="复核").click()
        row = page.get_by_role("row").filter(has=page.get_by_role("button", name="看过了"))
        expect(row).to_contain_text("荆门市优化生育政策实施方案")
        expect(row).to_contain_text("征求意见稿，未正式印发 → 是否有效待核实")
        row.get_by_text("条带数字的措施").click()
        expect(row).to_contain_text("每月500元")
        assert axe_faults(page) == ""
        shot(page, "staff-reviews-1280")
        row.get_by_role("button", name="看过了").click()
        expect(page.get_by_role("heading", name="效力变了的文件")).to_have_count(0)


def test_axe_finds_nothing_on_the_admins_pages(browser: Browser, address: str) -> None:
    with logged_in(browser, address, "admin") as page:
        for name in ("账号", "日志"):
            go(page, name)
            expect(page.get_by_role("table")).to_be_visible()
            assert axe_faults(page) == "", name
            shot(page, f"staff-{name}-1280")
        page.get_by_title("改密码").click()
        expect(page.get_by_role("heading", name="改密码")).to_be_visible()
        assert axe_faults(page) == ""
        page.get_by_role("button", name="退出").click()
        page.get_by_label("登录名").fill("admin")
        page.get_by_label("密码").fill("falsch-falsch")
        with page.expect_response("**/staff/login") as told:
            page.keyboard.press("Enter")
        assert told.value.status == 403
        expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
        assert axe_faults(page) == ""
