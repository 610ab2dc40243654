"""The words of an answer. Every sentence that carries a figure takes it from a measure or from its working."""

from collections.abc import Mapping

from policies_kb.assessing import Assessment
from policies_kb.conditions import conditions_in_words
from policies_kb.figures import Figure
from policies_kb.model import Document, Measure, cite
from policies_kb.work import Lookup, Step

WORDING_NOTE = {
    "encouraged": "文件用的是“鼓励、支持”一类的词，不是必须给",
    "to_explore": "还在探索，没有定下来",
    "target": "这是工作目标，不是给某一家的承诺",
}
SAID = {"encouraged": ("鼓励", "支持", "可以", "有条件"), "to_explore": ("探索", "研究", "逐步"), "target": ("目标",)}
DRAFT_LEAD = {"draft_for_comment": "征求意见稿里写的是：", "submitted_for_review": "送审稿里写的是："}
ONCE = "一次性"
MOST_IN_LEAD = 4
FIRST = ("合计", "合计的范围", "两个人一起", "最后一天", "最晚")
CHECK_FIRST = "（这一条的数来自转载资料，办理前请以官方公布的为准。）"
HOTLINE = "也可以打12345问"


def spelled_out(assessment: Assessment, lookup: Lookup, numbered: str = "", brief: bool = False) -> list[str]:
    """Return the lines of one measure: figure, outcome, conditions, working, what is unstated, source, whom to ask."""
    measure = assessment.measure
    opening = [figures_lead(assessment), headline(measure)]
    outcome = outcome_lines(assessment)
    lines = [*outcome, *opening] if assessment.eligibility == "not_eligible" else [*opening, *outcome]
    lines += caution_lines(assessment) + condition_lines(assessment, 2 if brief else 6)
    lines += working_lines(assessment, lookup)
    unstated = measure.data.get("unstated", [])[: 2 if brief else 4]
    if unstated:
        lines.append("文件没有写明：" + "；".join(unstated) + "。")
    if not brief:
        lines += ["提醒：" + note for note in measure.data.get("notes", [])]
    if measure.needs_checking:
        lines.append(CHECK_FIRST)
    lines.append(source_line(measure))
    lines.append(ask_line(measure))
    lines = [line for line in lines if line]
    return [numbered + lines[0], *lines[1:]]


def headline(measure: Measure) -> str:
    """Return the first line: what it is, figure first, marked as a draft when the text is one."""
    return DRAFT_LEAD.get(measure.document.status, "") + sentence(measure.summary)


def sentence(text: str) -> str:
    """Return a text with a full stop at its end."""
    return text if text.endswith(("。", "！", "？", "…")) else text + "。"


def outcome_lines(assessment: Assessment) -> list[str]:
    """Return what the judgement says: the condition that fails, or that all named ones are met."""
    judgement = assessment.judgement
    if assessment.version_gap:
        return [f"按您说的日期，不适用：{assessment.version_gap}。"]
    if judgement.silent and judgement.outcome is None:
        return [f"写的是“{judgement.silent[0]}”；您说的情况算不算，文件没有写明。"]
    if judgement.outcome is False and assessment.work.assumptions:  # it comes true with the years: an age for school
        reached = [f"{step.text}。" for step in assessment.work.steps]
        return [
            f"现在还没到：要求是“{judgement.failed[0]}”。{''.join(reached)}{'；'.join(assessment.work.assumptions)}。"
        ]
    if judgement.outcome is False:
        return [f"按您说的情况不符合：要求是“{judgement.failed[0]}”。"]
    if assessment.eligibility == "eligible":
        more = "（下面没法在这里核对的条件还要看）" if judgement.printed else ""
        return [f"按您说的情况，写明的条件都符合{more}。"]
    return []


def working_lines(assessment: Assessment, lookup: Lookup) -> list[str]:
    """Return the working in one line, figures from elsewhere with their source, and the assumptions behind it."""
    work, measure = assessment.work, assessment.measure
    refused = assessment.judgement.outcome is False or assessment.judgement.silent
    if refused:
        return []
    worked = work.steps and any(result.computed for result in work.results)
    lines = ["算一下：" + "；".join(_step(step, measure, lookup) for step in work.steps) + "。"] if worked else []
    return lines + [f"（{note}。）" for note in [*work.assumptions, *assessment.alternatives]]


def _step(step: Step, measure: Measure, lookup: Lookup) -> str:
    other = lookup(step.measure)
    return step.text if other is measure else f"{step.text}（{cite(other.document, other.clause)}）"


def caution_lines(assessment: Assessment) -> list[str]:
    """Return what must not be misread: encouraged, explored, past target, institutions' money."""
    measure, lines = assessment.measure, []
    if measure.wording in WORDING_NOTE and not any(word in measure.summary for word in SAID[measure.wording]):
        lines.append(f"（{WORDING_NOTE[measure.wording]}。）")
    if assessment.past_target:
        lines.append(f"（目标年份{measure.data['target_year']}年已经过了，完成得怎样，文件里看不出来。）")
    if measure.for_institutions and measure.has_figure and "不发给" not in measure.summary:
        lines.append(f"（这是给{measure.for_institutions}的，不发给家长个人。）")
    return lines


def condition_lines(assessment: Assessment, limit: int) -> list[str]:
    """Return the conditions as a short list, those already met marked."""
    met = set(assessment.judgement.met)
    lines = conditions_in_words(assessment.measure.data.get("who"))
    if not lines:
        return []
    shown = [f"· {line}{'（符合）' if line in met else ''}" for line in lines[:limit]]
    if len(lines) > limit:
        shown.append(f"· 另有{len(lines) - limit}个条件，可以接着问")
    return ["条件：", *shown]


def source_line(measure: Measure) -> str:
    """Return document, clause and status."""
    return f"依据：{cite(measure.document, measure.clause)}（{measure.title}），{status_words(measure.document)}。"


def status_words(document: Document) -> str:
    """Return the status in words; a draft is called a draft, and what settles an open one is named."""
    if document.status == "in_force":
        return "现行有效"
    if document.status == "draft_for_comment":
        return f"征求意见稿，尚未正式印发；{document.settled_by}"
    if document.status == "submitted_for_review":
        return f"送审稿，尚未正式印发；{document.settled_by}"
    if document.status == "expired":
        return "已经失效"
    return f"是否现行有效不能确定；{document.settled_by}"


def ask_line(measure: Measure) -> str:
    """Return whom to ask."""
    names = "、".join(measure.departments[:4])
    return f"问谁：{names}，{HOTLINE}。" if names else f"问谁：文件没有写负责的部门，{HOTLINE.removeprefix('也')}。"


def figures_lead(assessment: Assessment) -> str | None:
    """Return the computed figures as a first line where they follow from what was said, or are a sum; else None."""
    work = assessment.work
    asked_for = work.inputs or assessment.measure.amount.get("kind") == "sum"
    if assessment.judgement.outcome is False or not asked_for or not any(result.computed for result in work.results):
        return None
    title = assessment.measure.title
    labels = {title: "", "月数": "", "还剩月数": "还剩", "合计的范围": "也就是"}
    shown = "，".join(_labelled(result, labels) for result in _asked_first(work.results)[:MOST_IN_LEAD])
    return f"{title}：{shown}。"


def _labelled(result: Figure, labels: Mapping[str, str]) -> str:
    """Return a figure behind its label, its rhythm said only once (一次性建设补助30000元)."""
    label = labels.get(result.label, result.label)
    return label + (str(result).removeprefix(ONCE) if label.startswith(ONCE) else str(result))


def _asked_first(results: list[Figure]) -> list[Figure]:
    """Return the figures as people want them: the sum or the last day first, its range right behind it."""
    return sorted(results, key=lambda result: FIRST.index(result.label) if result.label in FIRST else len(FIRST))


def document_lines(document: Document) -> list[str]:
    """Return what the text shows of a document's own standing."""
    title = document.short_title
    known = [f"发布机构：{document.issuer}" if document.issuer else "正文没有写发布机构"]
    known.append(f"文号：{document.number}" if document.number else "没有文号（正文没有写）")
    known.append(f"日期：{document.issued_on}" if document.issued_on else "没有印发日期（正文没有写）")
    state = {
        "in_force": "现行有效。",
        "draft_for_comment": "还是征求意见稿，尚未正式印发，不能当作已经执行的规定。",
        "submitted_for_review": "还是送审稿，尚未正式印发，不能当作已经执行的规定。",
        "expired": "已经失效。",
        "unknown": "是否现行有效，单看文本不能确定。",
    }[document.status]
    return [
        f"{title}{state}",
        sentence(document.status_note),
        "；".join(known) + "。",
        f"怎样核实：{sentence(document.settled_by)}",
    ]
