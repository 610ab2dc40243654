"""What the words of a question ask for beside its subject: a unit, a rhythm, a sum of money, whose money, a target."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies_kb.reading_numbers import to_number

UNITS = {
    "天": r"几天|多少天|几多天|多久|好久|多长|好多天|休到|哪天|天数",
    "元": r"钱|块|元|几万|几千|几百|(补贴?|给|领|拿|奖|收|每月|一个月)(多少|好多|几多)|多少补",
    "倍": r"几倍|多少倍|倍",
    "%": r"百分之|几成|上浮|比例|占比|一半|%",
    "岁": r"几岁|多大|岁数|年龄",
    "年": r"几年|多少年",
    "月": r"几个月|多少个月|多长时间|多久|期限",
    "项": r"几项|几种|哪几|多少种|多少项",
    "个": r"几个|多少个|几家|多少家|托位",
}
RHYTHMS = {
    "month": r"每月|一个月|按月|每个月|月月|一月",
    "year": r"每年|一年|年年|按年",
    "child_year": r"每年|一年|年年|按年",
    "school_year": r"学年|一年|每年",
    "once": r"一次性|一回|一共给",
    "place": r"托位",
    "day": r"每天|一天|按天",
}
ROLES = {
    "institution": (
        r"我们(园|机构|托)|我园|办个?托|开托育|开(了|个|一?家).{0,6}(园|托)|园长|老板"
        r"|运营补贴|建设补助|托位.{0,8}(补|奖)"
    ),
    "employer": r"我们公司|我公司|我们单位|我们厂|企业|单位.*申请|人事|hr",
}
ROLE_FACTS = {"places", "enrolled_children", "institution_count", "big_class_children", "small_class_children"}
TARGET = re.compile(r"目标|指标|规划|到2025|2025年|2035|要达到|完成|多少个托位|千人口|每千人")
DEADLINE = re.compile(r"最[晚迟]|截止|期限|哪[天号年]之?前|过期|来得及|来不来得及|赶得上|晚不晚|晚了")
FUNDING = re.compile(r"分担|财政|谁出钱|出资|承担|资金来源|经费")
MONEY = re.compile(
    r"((?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千万]+)[千万]?)(?=块|元|钱|的|还|能|可|有|没|是|，|,|吗|$)"
)
SMALLEST_SUM = 100


@dataclass(frozen=True)
class Cues:
    """The cues of one question. `role` is institution, employer or None (a family, or not clear)."""

    units: frozenset[str]
    rhythms: frozenset[str]
    money: frozenset[float]
    role: str | None
    target: bool
    funding: bool
    deadline: bool = False


def cues_of(text: str, facts: Mapping[str, Any]) -> Cues:
    """Return the cues in a normalised text; facts about an institution make the asker one."""
    sums = (to_number(match[1]) for match in MONEY.finditer(text))
    role = next((role for role, pattern in ROLES.items() if re.search(pattern, text)), None)
    return Cues(
        units=_matching(UNITS, text),
        rhythms=_matching(RHYTHMS, text),
        money=frozenset(float(number) for number in sums if number and number >= SMALLEST_SUM),
        role=role or ("institution" if ROLE_FACTS & set(facts) else None),
        target=bool(TARGET.search(text)),
        funding=bool(FUNDING.search(text)),
        deadline=bool(DEADLINE.search(text)),
    )


def _matching(patterns: Mapping[str, str], text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in patterns.items() if re.search(pattern, text))
