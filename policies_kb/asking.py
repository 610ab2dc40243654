"""Asking from the command line: the same assistant, the same path as the chat."""

import sys
from datetime import date
from typing import Any

from policies_kb.assistant import Assistant
from policies_kb.build import content_version
from policies_kb.encoder import open_encoder
from policies_kb.errors import KnowledgeBaseError
from policies_kb.indexing import make_segmenter
from policies_kb.regions import Regions
from policies_kb.settings import read_settings
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context


def open_assistant(as_of: date | None = None) -> Assistant:
    """Open the built knowledge base; says so on the error stream when the sources have changed since."""
    settings = read_settings()
    base = KnowledgeBase.open(settings.path("POLICY_KB"), make_segmenter(), open_encoder())
    if base.version != content_version():
        print("（源文件或程序改过了，知识库还是旧的：先运行 python -m policies_kb build）", file=sys.stderr)
    return Assistant(base, (lambda: as_of) if as_of else settings.today)


def answer(assistant: Assistant, question: str, region: str | None, intent: str) -> dict[str, Any]:
    """Return the Answer to a question asked in a region (code or name)."""
    context = Context(region=region_code(assistant.base.regions, region)).as_dict()
    return assistant.reply(question, intent=intent, context=context).answer


def find_lines(assistant: Assistant, question: str, region: str | None) -> list[str]:
    """Return the measures that a question finds as lines, best first: score, id, title, signals behind the score."""
    trace = answer(assistant, question, region, "ask_policy")["trace"]
    place = assistant.base.regions.full_name(trace["region"]) if trace.get("region") else "没有说"
    lines = [f"地区：{place}　家庭情况：{trace.get('facts') or '没有说'}"]
    for item in trace.get("found", []):
        title = assistant.base.measures[item["measure"]].title
        lines.append(f"{item['score']:6.3f}　{item['measure']}　{title}　{item['signals']}")
    return lines if len(lines) > 1 else [*lines, "什么也没有找到"]


def region_code(regions: Regions, region: str | None) -> str | None:
    """Return the code of a region given by code or name; KnowledgeBaseError when it is unknown or not the only one."""
    if not region or regions.get(region):
        return region or None
    codes = [code for mention in regions.find(region) for code in mention.codes]
    if len(codes) != 1:
        which = "、".join(f"{regions.full_name(code)} {code}" for code in codes[:6])
        unknown = f"不认识地区“{region}”：写六位代码或名称"
        raise KnowledgeBaseError(f"叫“{region}”的地区不止一个：{which}" if codes else unknown)
    return codes[0]
