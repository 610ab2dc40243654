"""An Answer as one text message: seventy characters at most."""

import re
from collections.abc import Mapping
from typing import Any

from policies_kb.numbers import numbers_in
from policies_kb.regions import NATION
from web.renderings.standing import clause_of, draft_of

LONGEST = 70
MORE = "另有条件"
HOTLINE = "详询12345。"
PARTS = re.compile(r"(?<=[；，。])")
STATUS = {"unknown": "（有效与否待核实）", "expired": "（已失效）"}


def short(answer: Mapping[str, Any]) -> str:
    """Return the message; a condition that did not fit is not passed over: the message then says 另有条件."""
    if not answer["measures"]:
        return _cut(answer["text"].split("\n")[0], LONGEST)
    measure = answer["measures"][0]
    draft = draft_of(measure)
    standing = f"（{draft}，未印发）" if draft else STATUS.get(measure["status"], "")
    refused = "您的情况不符合：" if measure["eligibility"] == "not_eligible" else ""
    place = _place(answer, measure)
    for lead, tail in (
        (place, f"{standing}见{clause_of(measure)}，{HOTLINE}"),
        ("", f"{standing}见{clause_of(measure)}，{HOTLINE}"),
        ("", f"{standing}{HOTLINE}"),
    ):
        body = _body(lead + refused + measure["summary"].rstrip("。"), LONGEST - len(tail), not lead)
        if body:
            return body + tail
    return _cut(refused + measure["title"], LONGEST - len(standing + HOTLINE)) + standing + HOTLINE


def _place(answer: Mapping[str, Any], measure: Mapping[str, Any]) -> str:
    """Return the place in front, where the measure is the place's own and does not name it."""
    region = answer.get("region") or {}
    own = measure["region"] == region.get("code") and measure["region"] != NATION
    return f"{region['name']}：" if own and region["name"][:2] not in measure["summary"] else ""


def _body(summary: str, room: int, may_be_cut: bool) -> str:
    """Return as much of a summary as has room, whole clauses only; empty when its figure would be lost."""
    if len(summary) < room:
        return summary + "。" if not summary.endswith(("；", "，")) else summary
    kept = ""
    for part in PARTS.split(summary) if may_be_cut else ():
        if len(kept) + len(part) + len(MORE) + 1 > room:
            break
        kept += part
    first = numbers_in(summary)[:1]
    if not kept or not set(first) <= set(numbers_in(kept)):
        return ""
    return f"{kept.rstrip('；，。')}；{MORE}。"


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1] + "…"
