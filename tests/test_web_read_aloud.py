"""Numbers are read aloud as people say them: as another library spells them; dates, telephones and sums as such."""

from collections.abc import Iterator
from random import Random

import cn2an
import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import served
from web import create_app

pytestmark = pytest.mark.browser
SPOKEN = """async ({ name, texts }) => {
    const here = document.querySelector('script[type=module]').src;
    return texts.map((await import(new URL('numerals.js', here).href))[name]);
}"""
BOUNDS = [0, 1, 9, 10, 11, 19, 20, 100, 101, 110, 111, 1000, 1001, 1010, 1100, 9999, 10000, 10001, 10010, 10100, 11000]
BOUNDS += [100000, 100001, 101000, 1000000, 10000000, 99999999, 100000000, 100000001, 100010000, 1000000000]


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with served(create_app({"POLICY_VAR": str(tmp_path_factory.mktemp("var"))})) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def test_a_whole_number_is_spelled_as_elsewhere(page: Page) -> None:
    random = Random(7)
    numbers = BOUNDS + [random.randrange(10 ** random.randint(1, 11)) for _ in range(3000)]
    spelled = page.evaluate(SPOKEN, {"name": "numeral", "texts": [str(number) for number in numbers]})
    expected = [cn2an.an2cn(number) for number in numbers]
    tens = [("十" + words[2:] if words.startswith("一十") else words) for words in expected]
    assert [pair for pair in zip(numbers, spelled, tens, strict=True) if pair[1] != pair[2]] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("每月500元", "每月五百元", id="money"),
        pytest.param("2026年10月1日起", "二零二六年十月一日起", id="date"),
        pytest.param("2026-03-05", "二零二六年三月五日", id="date-as-data"),
        pytest.param("可以打12345问。", "可以打一二三四五问。", id="hotline"),
        pytest.param("马上打120急救电话", "马上打一二零急救电话", id="emergency"),
        pytest.param("打12356心理援助热线", "打一二三五六心理援助热线", id="helpline"),
        pytest.param("17500～18500元", "一万七千五百到一万八千五百元", id="range"),
        pytest.param("98 + 60 = 158天", "九十八加六十等于一百五十八天", id="sum"),
        pytest.param("500元 × 36 = 约18000元", "五百元乘三十六等于约一万八千元", id="product"),
        pytest.param("按80%算，0.5倍", "按百分之八十算，零点五倍", id="share"),
        pytest.param("民办字〔2024〕52号", "民办字二零二四五十二号", id="document-number"),
        pytest.param("《育儿补贴制度实施方案》第3条", "育儿补贴制度实施方案第三条", id="citation"),
    ],
)
def test_a_text_is_read_as_people_say_it(page: Page, text: str, words: str) -> None:
    assert page.evaluate(SPOKEN, {"name": "spoken", "texts": [text]}) == [words]
