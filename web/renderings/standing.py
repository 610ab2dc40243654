"""How the standing of a document and the strength of its words are said in a few characters."""

from collections.abc import Mapping
from typing import Any

DRAFTS = {"draft_for_comment": "征求意见稿", "submitted_for_review": "送审稿"}
STATUS = {"in_force": "现行有效", "expired": "已失效", "unknown": "是否有效待核实"} | {
    name: f"{draft}，未正式印发" for name, draft in DRAFTS.items()
}
WORDING = {
    "binding": "应当执行",
    "encouraged": "鼓励、支持，不是必须给",
    "to_explore": "还在探索，没有定下来",
    "target": "工作目标，不是承诺",
}
SECTION = 4  # characters of a clause that is a section's number and no name
ELIGIBILITY = {
    "eligible": "写明的条件都符合",
    "not_eligible": "不符合",
    "need_info": "还要问几句才能定",
    "not_assessed": "没有可核对的条件",
}


def draft_of(measure: Mapping[str, Any]) -> str:
    """Return what kind of draft a measure of an Answer stands in; empty when it stands in none."""
    return DRAFTS.get(measure["status"], "")


def clause_of(measure: Mapping[str, Any]) -> str:
    """Return the clause as it is cited: 第13条, “三(二)”部分."""
    clause = measure["clause"]
    if clause.isdecimal():
        return f"第{clause}条"
    return f"“{clause}”部分" if len(clause) <= SECTION and not clause.startswith("第") else clause


def title_of(measure: Mapping[str, Any]) -> str:
    """Return the document's title without the brackets that say it is a draft."""
    title = measure["document_title"]
    for draft in DRAFTS.values():
        title = title.replace(f"（{draft}）", "").replace(f"({draft})", "")
    return title
