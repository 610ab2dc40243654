"""Cards say what the text says: no line of a real Answer is lost, and no figure stands large that it does not hold."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from policies_kb.settings import ROOT
from tests.browsing import served
from tests.knowledge import the_assistant
from web import create_app
from web.replies import as_replies

pytestmark = pytest.mark.browser
EVERY = 4  # of the questions of the case files one in so many: they are asked of the real assistant
LABELS = re.compile(r"^(\d+．|· |算一下：|文件没有写明：|提醒：|条件：$)")
SHOWN = """async ({ replies, brief }) => {
    const here = document.querySelector('script[type=module]').src;
    const { shownReply } = await import(new URL('answer.js', here).href);
    return replies.map((reply) => {
        const element = document.createElement('div');
        element.append(...shownReply(reply, brief).filter(Boolean));
        const large = [...element.querySelectorAll('.figure b')].map((one) => one.textContent);
        return { text: element.textContent, large };
    });
}"""


@pytest.fixture(scope="module")
def replies() -> list[dict[str, Any]]:
    """Give the replies of the chat API to many questions of many voices."""
    said = []
    for name in ("questions_everyday", "questions_desk", "questions", "families"):
        cases = yaml.safe_load((ROOT / "tests" / "cases" / f"{name}.yml").read_text("utf-8"))
        said += [case["say"] for case in cases if isinstance(case, dict) and case.get("say")][::EVERY]
    first = [words[0] if isinstance(words, list) else words for words in said]
    answers = [the_assistant().reply(words).answer for words in first]
    return as_replies({"custom": answer} for answer in answers)


@pytest.fixture
def page(browser: Browser, web_settings: dict[str, str]) -> Iterator[Page]:
    with served(create_app(web_settings)) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


@pytest.mark.parametrize("brief", [pytest.param(False, id="usual"), pytest.param(True, id="large-type")])
def test_no_line_is_lost(page: Page, replies: list[dict[str, Any]], brief: bool) -> None:
    assert len(replies) > 50
    shown = page.evaluate(SHOWN, {"replies": replies, "brief": brief})
    lost = [
        (reply["text"].split("\n")[0], line)
        for reply, seen in zip(replies, shown, strict=True)
        if not reply["answer"].get("timeline")
        for line in reply["text"].split("\n")
        if _bare(line) not in _bare_all(seen["text"])
    ]
    assert [line for line in lost if not _stands_large(line[1], replies)] == []


def test_only_figures_of_the_text_stand_large(page: Page, replies: list[dict[str, Any]]) -> None:
    shown = page.evaluate(SHOWN, {"replies": replies, "brief": False})
    large = [(reply["text"], number) for reply, seen in zip(replies, shown, strict=True) for number in seen["large"]]
    assert len(large) > 20
    assert [pair for pair in large if not _told(*pair)] == []


def _bare(line: str) -> str:
    return _bare_all(LABELS.sub("", line))


def _bare_all(text: str) -> str:
    return "".join(text.split()).replace("（符合）", "")


def _stands_large(line: str, replies: list[dict[str, Any]]) -> bool:
    """Whether a line only repeats a title with its figure: the card's head then says both."""
    return any(
        _bare(line) == _bare_all(f"{measure['title']}：{figure['label']}{figure['shown']}。")
        for reply in replies
        for measure in reply["answer"]["measures"]
        for figure in measure["figures"]
    )


def _told(text: str, number: str) -> bool:
    return number in text or f"{float(number) / 10000:g}万" in text
