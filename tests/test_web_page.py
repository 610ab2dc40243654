"""The chat page in a real browser: what people see, tap and get, whatever fails."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ask, axe_faults, opened, real, served, shot, write
from tests.fake_rasa import ANSWER, REPLY, FakeRasa
from web import create_app

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=alert(1)><b>粗</b>\"'"


@pytest.fixture
def address(web_settings: dict[str, str]) -> Iterator[str]:
    with served(create_app(web_settings)) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address) as page:
        yield page


def log(page: Page) -> Any:
    return page.get_by_role("log")


def test_the_page_opens_with_topics_and_each_of_them_is_a_question(page: Page, rasa: FakeRasa) -> None:
    topics = page.get_by_role("list", name="常问的事").get_by_role("button")
    expect(topics).to_have_count(8)
    for topic in ("产假护理假", "生育补贴", "托育", "上幼儿园上学", "买房租房", "医保津贴", "算一算我家"):
        expect(topics.filter(has_text=topic)).to_have_count(1)
    topics.first.click()
    expect(log(page)).to_contain_text("每月500元。")
    assert rasa.received[0]["message"] == "产假多少天"


def test_a_question_and_its_answer_stand_in_the_log(page: Page) -> None:
    ask(page, "荆门三孩每月多少")
    expect(log(page)).to_contain_text("荆门三孩每月多少")
    expect(log(page)).to_contain_text("每月500元。")
    expect(page.get_by_label("您的问题")).to_have_value("")


def test_a_measure_is_a_card_with_the_figure_large_and_says_no_less_than_the_text(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = real("荆门三孩每月补多少")
    ask(page, "荆门三孩每月补多少")
    card = page.locator("article.card").first
    expect(card.locator(".figure")).to_have_text("每月500元")
    expect(card.locator(".ribbon")).to_contain_text("是否现行有效待核实")
    expect(card.locator(".source")).to_contain_text("第13条")
    shown = "".join(page.locator(".row.them").last.text_content().split())
    for line in rasa.reply[0]["custom"]["text"].split("\n"):
        plain = line.split("：", 1)[-1] if line.startswith(("算一下", "文件没有写明", "提醒")) else line
        plain = plain.lstrip("· ").removeprefix("1．").removeprefix("2．")
        if line != "条件：":
            assert "".join(plain.split()) in shown, line


@pytest.mark.parametrize(
    ("question", "ribbon"),
    [
        pytest.param("民乐生二孩补多少", "征求意见稿 · 尚未正式印发", id="draft"),
        pytest.param("田家庵失独72岁护理补贴多少", "送审稿 · 尚未正式印发", id="submitted"),
        pytest.param("青海育儿假多少天", "鼓励支持，不是必须给", id="encouraged"),
        pytest.param("开州托大班一年补多少", "不发给家长", id="for-institutions"),
    ],
)
def test_what_a_figure_is_worth_stands_above_it(page: Page, rasa: FakeRasa, question: str, ribbon: str) -> None:
    rasa.reply = real(question)
    ask(page, question)
    expect(page.locator(".ribbon").filter(has_text=ribbon).first).to_be_visible()


def test_a_quick_reply_sends_its_message_and_stays_readable(page: Page, rasa: FakeRasa) -> None:
    ask(page, "荆门三孩每月多少")
    choice = page.get_by_role("button", name="二孩呢").first
    choice.click()
    expect(page.locator(".row.me")).to_have_count(2)
    expect(page.locator(".row.waiting")).to_have_count(0)
    assert rasa.received[1]["message"] == "二孩每月多少"
    assert rasa.received[0]["sender"] == rasa.received[1]["sender"]
    expect(choice).to_be_visible()
    expect(page.locator(".choices + .under")).to_have_count(2)  # right under what they answer
    assert axe_faults(page) == ""


def test_enter_sends_and_shift_enter_does_not(page: Page, rasa: FakeRasa) -> None:
    box = page.get_by_label("您的问题")
    box.fill("第一行")
    box.press("Shift+Enter")
    box.press("Enter")
    expect(log(page)).to_contain_text("每月500元。")
    assert [message["message"] for message in rasa.received] == ["第一行"]


def test_a_conversation_and_a_draft_survive_a_reload_until_it_is_restarted(page: Page, rasa: FakeRasa) -> None:
    ask(page, "产假几天")
    page.get_by_label("您的问题").fill("还没写完")
    page.reload()
    expect(log(page)).to_contain_text("产假几天")
    expect(page.get_by_label("您的问题")).to_have_value("还没写完")
    ask(page, "再问一句")
    page.get_by_role("button", name="重新开始").click()
    expect(page.locator(".row.me")).to_have_count(0)
    ask(page, "重新问")
    first, reloaded, restarted = [message["sender"] for message in rasa.received]
    assert first == reloaded != restarted


def test_what_was_written_survives_a_failure_and_is_sent_again(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = []
    write(page, "荆门三孩每月多少")
    expect(log(page)).to_contain_text("助手暂时没有回应")
    rasa.reply = REPLY
    page.get_by_role("button", name="再试一次").click()
    expect(log(page)).to_contain_text("每月500元。")
    expect(log(page)).not_to_contain_text("助手暂时没有回应")
    expect(page.locator(".row.me")).to_have_count(1)


def test_without_a_network_it_says_so_and_asks_again_by_itself(page: Page) -> None:
    page.context.set_offline(True)
    write(page, "荆门三孩每月多少")
    expect(log(page)).to_contain_text("没有连上，您写的话还在")
    assert axe_faults(page) == ""
    page.context.set_offline(False)
    expect(log(page)).to_contain_text("每月500元。")
    expect(page.locator(".row.me")).to_have_count(1)


def test_what_got_no_answer_before_a_reload_can_be_asked_again(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = []
    write(page, "荆门三孩每月多少")
    expect(page.get_by_role("button", name="再试一次")).to_be_visible()
    page.reload()
    rasa.reply = REPLY
    page.get_by_role("button", name="再试一次").click()
    expect(log(page)).to_contain_text("每月500元。")
    expect(page.locator(".row.me")).to_have_count(1)


def test_text_is_never_markup(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = [{"custom": ANSWER | {"text": f"{EVIL}\n第二行", "buttons": [{"title": EVIL, "message": "好"}]}}]
    ask(page, EVIL)
    expect(log(page)).to_contain_text("第二行")
    assert page.locator(".log img, .log b").count() == 0


def test_danger_shows_the_numbers_to_tap_first(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = real("孩子喝了农药", "emergency")
    ask(page, "孩子喝了农药")
    first = page.locator(".row.emergency .call").first
    expect(first).to_have_attribute("href", "tel:120")
    assert first.bounding_box()["height"] >= 44
    assert axe_faults(page) == ""
    shot(page, "chat-danger-375")


def test_a_timeline_is_a_picture_with_words_and_offers_its_calendar_file(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = real("荆门，2026年10月1日生的，列个时间表")
    ask(page, "列个时间表")
    picture = page.locator("figure.timeline")
    rows = picture.locator("li")
    assert rows.count() >= 10 and picture.locator("svg.bars").count() == rows.count()
    expect(rows.first).to_contain_text("2026年10月1日")
    with page.expect_download() as download:
        page.get_by_role("link", name="加入日历").click()
    assert download.value.suggested_filename == "家庭时间表.ics"
    assert axe_faults(page) == ""
    shot(page, "chat-timeline-375")


def test_only_this_servers_calendar_is_linked(page: Page, rasa: FakeRasa) -> None:
    rasa.reply = [{"custom": ANSWER | {"calendar_url": "https://example.invalid/x.ics"}}]
    ask(page, "产假几天")
    assert page.get_by_role("link", name="加入日历").count() == 0


def test_a_place_and_a_question_in_the_address_are_asked_once(page: Page, address: str, rasa: FakeRasa) -> None:
    page.goto(f"{address}/?region=420800&q=三孩每月多少")
    expect(log(page)).to_contain_text("每月500元。")
    expect(page.get_by_role("button", name=re.compile("地方：\\s*荆门市"))).to_be_visible()
    page.reload()
    expect(log(page)).to_contain_text("三孩每月多少")
    assert [message["message"] for message in rasa.received] == ["荆门市", "三孩每月多少"]


def test_the_place_is_changed_with_one_tap_and_what_is_sent_is_seen(page: Page, rasa: FakeRasa) -> None:
    page.get_by_role("button", name=re.compile("地方：\\s*选地方")).click()
    page.get_by_role("group", name="换地方").get_by_role("button", name="民乐县").click()
    expect(page.locator(".row.me")).to_contain_text("民乐县")
    expect(log(page)).to_contain_text("每月500元。")
    assert rasa.received[0]["message"] == "民乐县"


def test_useful_and_useless_reach_the_server(page: Page) -> None:
    ask(page, "荆门三孩每月多少")
    with page.expect_response("**/api/feedback") as told:
        page.get_by_role("button", name="有用").click()
    assert told.value.status == 204
    expect(page.get_by_role("status").last).to_have_text("谢谢，知道有用了。")
    ask(page, "荆门二孩每月多少")
    page.get_by_role("button", name="没用").click()
    with page.expect_response("**/api/feedback") as told:
        page.get_by_role("button", name="数字不对").click()
    assert told.value.status == 204
    assert told.value.request.post_data_json["reason"] == "数字不对"
    page.reload()
    expect(log(page)).to_contain_text("谢谢，会有人看您说的。")


def test_my_data_goes_everywhere(page: Page, rasa: FakeRasa) -> None:
    ask(page, "荆门三孩每月多少")
    page.get_by_role("button", name="设置").click()
    page.get_by_role("button", name="清除我的数据").click()
    expect(log(page)).to_contain_text("已清除")
    assert [one["sender"] for one in rasa.forgotten] == [rasa.received[0]["sender"]]
    kept = page.evaluate("Object.entries(localStorage).filter(([, value]) => value !== 'null').map(([name]) => name)")
    assert not [name for name in kept if re.search("session|entries|place", name)]


def test_numbers_are_read_aloud_as_words(page: Page) -> None:
    spoken = page.evaluate(
        """async () => {
            const src = document.querySelector('script[type=module]').src;
            const { spoken } = await import(new URL('numerals.js', src).href);
            return ['每月5000元', '2026年9月4日', '打12345问', '25%', '98 + 90 = 188天', '10050元'].map(spoken);
        }"""
    )
    assert spoken[:3] == ["每月五千元", "二零二六年九月四日", "打一二三四五问"]
    assert spoken[3:] == ["百分之二十五", "九十八加九十等于一百八十八天", "一万零五十元"]


def test_the_greeting_is_read_from_its_first_line_and_leads_to_the_privacy_note(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 480})
    page.reload()
    expect(page.get_by_text("您好")).to_be_in_viewport(ratio=1)
    note = log(page).get_by_role("link", name="隐私说明")
    assert note.bounding_box()["height"] >= 24
    with page.context.expect_page() as opened:
        note.click()
    expect(opened.value.get_by_role("heading", name="隐私说明")).to_be_visible()
