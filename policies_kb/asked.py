"""How people ask for a measure: documents/asked/<document>.yml, sentences for the search and for nothing else."""

from collections.abc import Mapping
from pathlib import Path

from policies_kb.source import Source, read_source

SHORTEST, LONGEST = 2, 60


def read_asked(folder: Path, documents: list[Source]) -> tuple[dict[str, list[str]], list[Source]]:
    """Return the sentences of every measure (by its full id), and the sources with their problems.

    A missing folder or file is no problem: a measure without sentences is found by its own words.
    """
    known = {f"{source.data['id']}/{measure['id']}" for source in documents for measure in source.data["measures"]}
    sources = [read_source(path) for path in sorted((folder / "asked").glob("*.yml"))]
    found: dict[str, list[str]] = {}
    for source in sources:
        if not source.problems:
            found |= _sentences(source, known)
    return found, sources


def _sentences(source: Source, known: set[str]) -> dict[str, list[str]]:
    if not isinstance(source.data, Mapping):
        source.add("asked-shape", (), "不是“措施编号: [问法…]”的样子", "每个措施编号下面列几句问法")
        return {}
    seen: dict[str, str] = {}
    found = {}
    for name, sentences in source.data.items():
        full = f"{source.name.removesuffix('.yml')}/{name}"
        if full not in known:
            source.add("asked-known", (name,), f"没有 {full} 这个措施", "文件名写文件编号，键写这个文件里的措施编号")
        if not isinstance(sentences, list) or not all(
            isinstance(text, str) and SHORTEST <= len(text) <= LONGEST for text in sentences
        ):
            source.add(
                "asked-shape",
                (name,),
                "不是一列问法，或者有一句太长太短",
                f"写成列表，每句 {SHORTEST} 到 {LONGEST} 个字，带冒号的加引号",
            )
            continue
        for index, text in enumerate(sentences):
            if text in seen:
                source.add(
                    "asked-unique", (name, index), f"“{text}”已经写在 {seen[text]} 下面", "一句话只写在一条措施下面"
                )
            seen[text] = name
        found[full] = sentences
    return found
