"""The words of a list of entitlements: what stands fast, what hangs on something, what is not had; by how it comes."""

import re
from collections.abc import Iterator, Sequence

from policies_kb.conditions import fact_tests
from policies_kb.entitlements import NOT, OPEN, SURE, Household, Item
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase
from policies_kb.wording import WORDING_NOTE, cite, sentence

NO_SUM = "这些钱来路不同，有的是少交不是发钱，有的还没印发，不能加成一个总数。"
STANDING = {
    "in_force": "现行有效",
    "draft_for_comment": "征求意见稿，没正式印发",
    "submitted_for_review": "送审稿，没正式印发",
    "unknown": "是否有效待核实",
    "expired": "已经失效",
}
HEADS = {SURE: "【确定能享受】条件都符合", OPEN: "【还要看条件】", NOT: "【不能享受】"}
UNSETTLED = "；标着征求意见稿、送审稿的要等印发，标着待核实的先打12345核实"
MOST_GAPS = 2


def list_lines(items: Sequence[Item], household: Household, base: KnowledgeBase) -> list[str]:
    """Return the lines of a list: by how sure it is, then by how it comes, numbered through."""
    lines: list[str] = []
    number = 0
    for stands, head in HEADS.items():
        part = [item for item in items if item.stands == stands]
        if part:
            unsettled = stands == SURE and any(item.measure.document.status != "in_force" for item in part)
            lines.append(head + (UNSETTLED if unsettled else ""))
        for name, group in _by_coming(part):
            lines.append(f"◇ {name}")
            for item in group:
                number += 1
                lines.append(f"{number}．{_line(item, items, household, base)}")
    return [*lines, NO_SUM] if sum(item.stands != NOT and item.measure.has_figure for item in items) > 1 else lines


def in_order(items: Sequence[Item]) -> list[Item]:
    """Return the items in the order in which they are said."""
    return [
        item for stands in HEADS for _, group in _by_coming([i for i in items if i.stands == stands]) for item in group
    ]


def _by_coming(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    words = read_vocabulary("families")
    names = {entry["id"]: entry["name"] for entry in words["comes"]}
    for comes in words["order"]:
        group = [item for item in items if item.comes == comes]
        if group:
            yield names[comes], group


def _line(item: Item, items: Sequence[Item], household: Household, base: KnowledgeBase) -> str:
    measure = item.measure
    source = f"（{cite(measure.document, measure.clause)}；{STANDING[measure.document.status]}）"
    notes = {SURE: _beside, OPEN: _hangs_on, NOT: _why_not}[item.stands](item, household)
    return sentence(measure.summary) + source + "".join([*notes, *_stacks(item, items)])


def _beside(item: Item, household: Household) -> list[str]:
    """Return what still holds beside the conditions that are met: for one parent only, or what nobody can test here."""
    judgement = item.assessment.judgement
    one_parent = read_vocabulary("families")["for_one_parent"]
    said = [say for say in judgement.met if re.search(one_parent, say)] + judgement.printed
    return [f"还要是：{'、'.join(said)}。"] if said else []


def _hangs_on(item: Item, household: Household) -> list[str]:
    """Return what settles an undecided measure; for a fact that stays untold both branches."""
    measure, judgement = item.measure, item.assessment.judgement
    if measure.wording in WORDING_NOTE:
        return ["只是鼓励，不是必须给。" if measure.wording == "encouraged" else f"{WORDING_NOTE[measure.wording]}。"]
    if judgement.silent:
        return [f"写的是“{judgement.silent[0]}”，您的情况算不算，没有写明。"]
    untold = {say for fact, say in item.missing if fact in household.declined}
    gaps = _in_words(item, {say for _, say in item.missing} - untold)
    gaps = gaps or ([] if untold else judgement.printed)
    more = f"等{len(gaps)}条" if len(gaps) > MOST_GAPS else ""
    lines = [f"还要看：{'、'.join(gaps[:MOST_GAPS])}{more}，才能定。"] if gaps else []
    return lines + [f"没说的这一条：是“{say}”才能享受，不是就不能。" for say in _in_words(item, untold)]


def _in_words(item: Item, wanted: set[str]) -> list[str]:
    """Return the wanted conditions in the order of the measure; those of which one is enough are joined by 或."""
    who = item.measure.data.get("who") or {}
    groups = [*who.get("all", []), {"any": who.get("any", [])}]
    said = [[test["say"] for test in fact_tests(group) if test["say"] in wanted] for group in groups]
    lines = ["或".join(dict.fromkeys(says)) for says in said if says]
    return [*lines, *(say for _, say in item.missing if say in wanted and not any(say in line for line in lines))]


def _why_not(item: Item, household: Household) -> list[str]:
    return [f"不能享受，因为要求是“{item.assessment.judgement.failed[0]}”。"]


def _stacks(item: Item, items: Sequence[Item]) -> list[str]:
    """Return how a measure goes with another one of the same list: on top of it, or not beside it."""
    shown = {other.measure.id for other in items if other.stands != NOT}
    links = [link for link in item.measure.data.get("relates", []) if link["how"] in ("stacks_on", "excludes")]
    return [sentence(link["say"]) for link in links if link["measure"] in shown and link.get("say")]
