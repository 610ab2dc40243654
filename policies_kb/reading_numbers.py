"""Numbers the way people write and say them: 8千5, 万二, 俩, 1.2万, 六十万, 一个半."""

import re
from functools import lru_cache
from typing import Any

DIGITS = "零〇一二两三四五六七八九"
DIGITS_PLAIN = "零一二三四五六七八九"
NUMBER = (
    r"(?:\d{1,9}(?:\.\d{1,4})?(?:[万wW](?:\d{1,4}千?)?|[千kK](?:\d{1,3})?|百(?:\d{1,2})?)?"
    r"|[零〇一二两三四五六七八九十百千万]{1,10}(?:点[零〇一二三四五六七八九]{1,4}万?)?|[俩仨半]|廿[一二三四五六七八九]?)"
)
NOT_INSIDE = r"(?<![\d.零〇一二两三四五六七八九十百千万])"
WORDS = {"半": 0.5, "俩": 2, "仨": 3}
SPELLINGS = str.maketrans({"两": "二", "〇": "零", "w": "万", "W": "万", "k": "千", "K": "千"})


def to_number(words: str) -> float | int | None:
    """Return the number that the words say, whole when it is whole; None when they say none."""
    words = words.strip()
    if words in WORDS:
        return WORDS[words]
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", words, re.ASCII):
        return tidy(float(words))
    text = words.translate(SPELLINGS).replace("廿", "二十")
    if text[:1] in ("万", "千", "百"):
        text = "一" + text
    if len(text) > 1 and all(character in DIGITS for character in text):
        # 两三 is "two or three", only longer rows are read digit by digit (二〇二四)
        return int("".join(str(DIGITS_PLAIN.index(character)) for character in text)) if len(text) > 3 else None
    return _by_library(text)


def tidy(number: float) -> float | int:
    """Return a whole number as int, others rounded to two places."""
    return int(number) if float(number).is_integer() else round(number, 2)


@lru_cache(maxsize=4096)
def _by_library(text: str) -> float | int | None:
    if not re.fullmatch(r"[\d.零一二三四五六七八九十百千万点]{1,16}", text, re.ASCII):
        return None
    match = re.fullmatch(r"(.+)点([零一二三四五六七八九]+)万", text)
    if match:
        value = _by_library(f"{match.group(1)}点{match.group(2)}")
        return None if value is None else tidy(value * 10000)
    try:
        return tidy(_library().cn2an(text, "smart"))
    except (ValueError, KeyError, IndexError, TypeError):
        return None


@lru_cache(maxsize=1)
def _library() -> Any:
    import cn2an

    return cn2an
