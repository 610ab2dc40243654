"""The trace of an answer as lines for the terminal: how the assistant came to say what it said."""

from collections.abc import Iterable, Mapping
from typing import Any

TITLES = {
    "intent": "意图",
    "ranking": "意图排名",
    "entities": "认出的词",
    "question": "问的话",
    "named": "点到的待遇",
    "follows": "接着上文",
    "facts": "家庭情况",
    "region": "地区",
    "found": "找到的措施",
    "judged": "判断",
    "figures": "数字",
}


def answer_lines(answer: Mapping[str, Any]) -> list[str]:
    """Return an Answer's text, its buttons, and its trace when it has one."""
    lines = [str(answer.get("text", "")), ""]
    lines += [f"  〔{button['title']}〕 → {button['message']}" for button in answer.get("buttons", [])]
    lines += [f"类别：{answer.get('kind')}　按这一天算：{answer.get('as_of')}　知识库：{answer.get('kb_version')}"]
    lines += [line for measure in answer.get("measures", []) for line in _measure_lines(measure)]
    return [*lines, "", "—— 怎么得出来的 ——", *trace_lines(answer.get("trace") or {})]


def trace_lines(trace: Mapping[str, Any]) -> list[str]:
    """Return the known parts of a trace in the order of the work, then whatever else it holds."""
    names = [name for name in TITLES if name in trace] + [name for name in trace if name not in TITLES]
    return [line for name in names for line in _part(TITLES.get(name, name), trace[name])]


def _measure_lines(measure: Mapping[str, Any]) -> Iterable[str]:
    yield f"措施：{measure.get('id')}《{measure.get('document_title')}》{measure.get('clause')}　{measure.get('title')}"
    yield f"      条件：{measure.get('eligibility')}　缺：{_plain(measure.get('missing_facts') or [])}"
    for figure in measure.get("figures", []):
        yield f"      数字：{figure.get('label', '')} {figure.get('value')}{figure.get('unit', '')}"


def _part(title: str, value: Any) -> Iterable[str]:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield f"{title}："
        yield from (f"    {_plain(item)}" for item in value)
    else:
        yield f"{title}：{_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "　".join(f"{key}={_plain(item)}" for key, item in value.items()) or "（无）"
    if isinstance(value, list | tuple):
        return "、".join(_plain(item) for item in value) or "（无）"
    if isinstance(value, float):
        return f"{value:.3g}"
    return "（无）" if value in (None, "") else str(value)
