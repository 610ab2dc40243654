"""An Answer in full, for a message or a letter: the whole text, then every source with its standing and day."""

from collections.abc import Mapping
from typing import Any

from web.renderings.standing import STATUS, clause_of, title_of

CLOSING = "以上按收录的政策文件整理，办理前请向经办部门核实，也可以打12345问。"


def full(answer: Mapping[str, Any]) -> str:
    """Return the text with its sources; the knowledge base's version and day stand in the last line."""
    lines = [answer["text"]]
    if answer["measures"]:
        lines += ["", "来源："]
        lines += dict.fromkeys(_source(measure) for measure in answer["measures"])
    version = answer.get("kb_version", "")
    stamp = f"（按{answer['as_of']}计算；知识库版本 {version[:8]}）" if version else f"（按{answer['as_of']}计算）"
    return "\n".join([*lines, "", CLOSING, stamp])


def _source(measure: Mapping[str, Any]) -> str:
    checked = f"，{measure['checked_on']}核对" if measure.get("checked_on") else ""
    return f"《{title_of(measure)}》{clause_of(measure)}（{STATUS[measure['status']]}{checked}）"
