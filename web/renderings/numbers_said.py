"""Numbers as they are read out: 5000元 is 五千元, 2024年1月1日 is 二零二四年一月一日, 50% is 百分之五十."""

import re
from decimal import Decimal

import cn2an

DIGITS = "零一二三四五六七八九"
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|〕|-)")
DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
PHONE = re.compile(r"(?<!\d)(12\d{3}|1[12]\d)(?!\d|\.\d| ?[元天月年个岁%])")
PER_CENT = re.compile(r"(\d+(?:\.\d+)?)([%‰])")
RANGE = re.compile(r"(?<=\d)[～~-](?=\d)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PAIRS = re.compile(r"二(?=[百千万亿])(?<!十二)")
COUNTED_AS_LIANG = re.compile(r"^(?:个(?!人所得税)|天|元|年(?!级)|岁|周岁|倍|次|人|家|名|周|小时|胎|万|孩子)")
OPERATORS = {"×": "乘", "＝": "等于", "=": "等于", "+": "加", "÷": "除以", "−": "减", "/": "每"}


def in_chinese(number: float | int | str) -> str:
    """Return a number in Chinese numerals: 13 is 十三, 2400 is 二千四百, 3.5 is 三点五."""
    return str(cn2an.an2cn(format(Decimal(str(number)), "f"), "low"))


def in_speech(text: str) -> str:
    """Return a text without a single digit, as a person reads it out."""
    text = DAY.sub(lambda day: f"{int(day[1])}年{int(day[2])}月{int(day[3])}日", text)
    text = YEAR.sub(lambda year: _digit_by_digit(year[1]), text)
    text = PHONE.sub(lambda phone: _digit_by_digit(phone[1]), text)
    text = PER_CENT.sub(lambda share: ("百分之" if share[2] == "%" else "千分之") + in_chinese(share[1]), text)
    text = RANGE.sub("到", text).replace("～", "到")
    for sign, word in OPERATORS.items():
        text = re.sub(rf"(?<=[\d元天月年个]) ?{re.escape(sign)} ?(?=[\d约至最])", word, text)
    return NUMBER.sub(_said, text)


def _said(match: re.Match[str]) -> str:
    behind = match.string[match.end() :]
    before = match.string[: match.start()]
    if match[0] == "2" and COUNTED_AS_LIANG.match(behind) and not before.endswith("第"):
        return "两"
    return PAIRS.sub("两", in_chinese(match[0]))


def _digit_by_digit(digits: str) -> str:
    return "".join(DIGITS[int(digit)] for digit in digits)
