"""Where an office keeps the original texts that it may keep: one <document id>.txt each, never in the project."""

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies_kb.audit import audit_document
from policies_kb.errors import KnowledgeBaseError
from policies_kb.originals import clauses_of
from policies_kb.settings import Settings

ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what Windows calls ANSI in China
LARGEST = 8 * 1024 * 1024
NO_TEXT = "\0"


@dataclass(frozen=True)
class Added:
    """What was found in a text that was added: clauses and figures of the document, and those that it does not hold."""

    path: Path
    clauses: int
    missing: list[str]
    figures: int
    not_found: list[str]


def folder_of(settings: Settings) -> Path:
    """Return the folder of the originals."""
    return settings.path("POLICY_VAR") / "originals"


def read_original(path: Path) -> str:
    """Return the text of a file in one of the usual encodings; KnowledgeBaseError when it is no text at all."""
    if not path.is_file():
        raise KnowledgeBaseError(f"没有文件 {path}")
    data = path.read_bytes()
    if len(data) <= LARGEST:
        for encoding in ENCODINGS:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if NO_TEXT not in text:
                return text
    raise KnowledgeBaseError(f"{path} 不是文本文件：在 Word 或网页里打开原文，另存为 .txt 再来")


def add_original(name: str, file: Path, documents: Iterable[dict[str, Any]], folder: Path) -> Added:
    """Keep the text of a file as the original of a document; KnowledgeBaseError when it cannot be its original."""
    known = {document["id"]: document for document in documents}
    if name not in known:
        raise KnowledgeBaseError(_unknown(name, known))
    text, document = read_original(file), known[name]
    held = clauses_of(text, document["clauses"])
    missing = [clause for clause in document["clauses"] if clause not in held]
    if len(missing) == len(document["clauses"]):
        raise KnowledgeBaseError(
            f"没有存放：{file} 里找不到《{document['title']}》的任何一条（要有 {'、'.join(missing[:5])} 这样的条号）"
        )
    looked_up = audit_document(document, text)
    not_found = [problem for problem in looked_up.problems if "没有印" in problem]
    found = len(document["clauses"]) - len(missing)
    return Added(_write(folder / f"{name}.txt", text), found, missing, looked_up.figures, not_found)


def held_originals(documents: Iterable[dict[str, Any]], folder: Path) -> list[tuple[str, str, int, int]]:
    """Return id, title, clauses found and clauses wanted of every document whose original is kept."""
    rows = []
    for document in documents:
        path = folder / f"{document['id']}.txt"
        if path.is_file():
            held = clauses_of(read_original(path), document["clauses"])
            found = sum(clause in held for clause in document["clauses"])
            rows.append((document["id"], document["title"], found, len(document["clauses"])))
    return rows


def _unknown(name: str, known: dict[str, Any]) -> str:
    near = difflib.get_close_matches(name, known, 3, 0.5)
    meant = f"是不是 {'、'.join(near)}？" if near else ""
    return f"没有编号是“{name}”的文件。{meant}全部编号见 python -m policies_kb coverage"


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_text(text, "utf-8")
    os.replace(unfinished, path)
    return path
