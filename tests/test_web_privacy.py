"""An identity, card or telephone number or an address never gets past the mask; figures, dates and questions do."""

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.normalise import normalise
from tests.knowledge import CASES, load_cases
from web.privacy import mask

GONE = [
    pytest.param("我身份证42080219900307881X，荆门三孩", "我身份证〔证件号〕，荆门三孩", id="one digit mistyped"),
    pytest.param("身份证440308199901101512补多少", "身份证〔证件号〕补多少", id="amid words"),
    pytest.param("44030819990110151x", "〔证件号〕", id="a small x"),
    pytest.param("440308 19990110 1512", "〔证件号〕", id="in groups"),
    pytest.param("4403 0819 9901 1015 12", "〔证件号〕", id="in groups of four"),
    pytest.param("440308-1999-0110-1512", "〔证件号〕", id="with dashes"),
    pytest.param("４４０３０８１９９９０１１０１５１２", "〔证件号〕", id="full-width"),
    pytest.param("四四零三零八一九九九零一一零一五一二", "〔证件号〕", id="in Chinese digits"),
    pytest.param("610104620927690", "〔证件号〕", id="15 digits"),
    pytest.param("13800138000", "〔电话〕", id="a mobile"),
    pytest.param("电话138-0013-8000。", "电话〔电话〕。", id="a mobile with dashes"),
    pytest.param("86 138 0013 8000", "〔电话〕", id="a mobile with its country"),
    pytest.param("幺三八零零幺三八零零零", "〔电话〕", id="a mobile as it is spoken"),
    pytest.param("0724-2345678", "〔电话〕", id="a fixed telephone"),
    pytest.param("13800138000 440308199901101512", "〔电话〕 〔证件号〕", id="two beside each other"),
    pytest.param("13800138000三孩", "〔电话〕三孩", id="a Chinese numeral behind it is none of its digits"),
    pytest.param("4111111111111111", "〔卡号〕", id="a card"),
    pytest.param("4111 1111 1111 1111", "〔卡号〕", id="a card in groups"),
    pytest.param("6217000000000001200", "〔卡号〕", id="a card of 19 digits"),
    pytest.param("1" * 30, "〔号码〕", id="longer than any number in use"),
    pytest.param(
        "我家在荆门市东宝区象山大道58号3栋2单元501室，三孩", "我家在荆门市东宝区〔住址〕，三孩", id="an address"
    ),
    pytest.param("荆门象山大道58号，三孩", "荆门象山大道〔住址〕，三孩", id="a house number; the town stays"),
    pytest.param("住阳光小区3栋2单元501", "住阳光小区〔住址〕", id="an estate"),
    pytest.param("阳光小区3-2-501，二孩", "阳光小区〔住址〕，二孩", id="an estate in short"),
    pytest.param("洪水镇某某村3组12号", "洪水镇〔住址〕", id="in a village"),
    pytest.param("5号楼3单元1201室", "〔住址〕", id="a staircase"),
]

STAYS = [
    "第13条，2026年5月1日，每月500元，158天",
    "2024-05-01 2026-05-01 2027-01-01",
    "2024.05.01-2026.05.01",
    "工资8500 公积金1200 房贷300000 2024 05",
    "1000 2000 3000 4000 5000",
    "5000 3000 4000 6000",
    "400-800-8000",
    "打12345、12356问",
    "13800138000元",
    "1234567890123456元",
    "开政发〔2024〕15号文件第3条",
    "在这条路3号前申请",
    "生育服务证号在哪里看",
    "3层楼的托育园，60个托位",
]


@pytest.mark.parametrize(("text", "masked"), GONE)
def test_what_tells_who_somebody_is_goes(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize("text", STAYS)
def test_what_tells_nobody_stays(text: str) -> None:
    assert mask(text) == text


def test_no_question_of_the_cases_is_touched() -> None:
    files = [path for path in CASES.glob("questions*.yml") if path.name != "questions_edge.yml"]
    said = [normalise(line) for path in files for case in load_cases(path) for line in case["say"]]
    assert len(said) > 400
    assert [line for line in said if mask(line) != line] == []


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(town: str, day: date, order: int) -> str:
    """Return a valid identity number, made as GB 11643 says and not by the library that the mask asks."""
    body = f"{town}{day:%Y%m%d}{order:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


TOWNS = st.sampled_from(["110101", "420802", "340403", "620722", "500154", "630102", "440308"])
DAYS = st.dates(date(1930, 1, 1), date(2026, 11, 1))
IDENTITIES = st.builds(identity, TOWNS, DAYS, st.integers(1, 999))
WORDS = st.text(alphabet="我身份证号是的，。 荆门三孩ab", max_size=12)
GAPS = st.sampled_from(["", " ", "-", "　", "—"])


@given(IDENTITIES, GAPS, WORDS, WORDS, st.booleans())
def test_no_valid_identity_number_survives(number: str, gap: str, before: str, behind: str, wide: bool) -> None:
    written = gap.join((number[:6], number[6:14], number[14:]))
    if wide:
        written = "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in written)
    masked = mask(before + written + behind)
    digits = re.sub(r"[^0-9X]", "", normalise(masked).upper())
    assert number[6:14] not in digits and number[:6] not in digits
    assert masked.startswith(before)


@given(st.sampled_from("3456789"), st.integers(0, 10**9 - 1), WORDS, WORDS)
def test_no_mobile_survives(second: str, rest: int, before: str, behind: str) -> None:
    number = f"1{second}{rest:09d}"
    assert number not in mask(before + number + behind)


@given(st.integers(0, 10**12), st.sampled_from(["元", "万元", "天", "块", "%", "个月", "岁"]), WORDS)
def test_amounts_survive(amount: int, unit: str, before: str) -> None:
    text = f"{before}每月{amount}{unit}、{amount:,}{unit}、{amount / 100:.2f}{unit}"
    assert mask(text) == text


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(0, 4000))
def test_dates_survive(first: date, days: int) -> None:
    last = min(first, date(2059, 1, 1)) + timedelta(days)
    for form in ("%Y年%m月%d日", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"):
        text = f"{first:{form}}到{last:{form}}，{first:{form}} {last:{form}}"
        assert form == "%Y%m%d" or mask(text) == text
        assert mask(f"{first:{form}}") == f"{first:{form}}"


@given(st.integers(1, 9999), st.integers(1, 99), st.integers(2000, 2030))
def test_clauses_survive(number: int, clause: int, year: int) -> None:
    text = f"政发〔{year}〕{number}号第{clause}条第（{clause}）项，{year}年第{number}号令"
    assert mask(text) == text


@given(st.text(max_size=200))
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(mask(text), str)


@pytest.mark.parametrize(
    "piece", ["1 ", "1-", "一二三 ", "1  ", "荆门市", "小区3栋", "路1号1号", "12345678901", "区一"]
)
def test_no_text_takes_long(piece: str) -> None:
    text, started = (piece * 500)[:500], time.perf_counter()
    mask(text)
    assert time.perf_counter() - started < 0.25  # a message that took a second would block the others
