"""An office's originals are kept outside the project, and what cannot be the original of a document is refused."""

from pathlib import Path
from typing import Any

import pytest

from policies_kb.commands import main
from policies_kb.errors import KnowledgeBaseError
from policies_kb.original_files import add_original, held_originals
from policies_kb.originals import clauses_of

LAW = """某某规定
第二章 假期
第七条 女职工生育享受98天产假。
流产的，享受15天产假：
（一）未满4个月的；
（二）另行规定的。
第八条　用人单位应当给时间。
"""
PLAN = "某市方案\n二、重点任务\n(一)发钱\n1.三孩家庭每月500元。\n2.二孩家庭每年1000元。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICY_VAR", str(tmp_path / "var"))
    return tmp_path / "var" / "originals"


def document(**changes: Any) -> dict[str, Any]:
    amount = {"kind": "fixed", "value": 500, "unit": "元", "printed": "每月500元"}
    measure = {"id": "money", "clause": "1", "title": "补贴", "amount": amount}
    return {"id": "some", "title": "某市方案", "clauses": ["1", "2", "3"], "measures": [measure]} | changes


def test_a_law_is_cut_into_articles_and_where_they_are_cited_into_paragraphs() -> None:
    found = clauses_of(LAW, ["第七条第一款", "第七条第二款", "第八条"])
    assert found["第七条第一款"] == "女职工生育享受98天产假。"
    assert found["第七条第二款"].startswith("流产的,享受15天产假") and found["第七条第二款"].endswith(
        "(二)另行规定的。"
    )
    assert found["第八条"] == "用人单位应当给时间。"
    assert "98天" in clauses_of(LAW, ["第七条"])["第七条"] and "15天" in clauses_of(LAW, ["第七条"])["第七条"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_original_is_kept_and_counted(tmp_path: Path, folder: Path, encoding: str) -> None:
    (tmp_path / "from the web.txt").write_text(PLAN, encoding)
    added = add_original("some", tmp_path / "from the web.txt", [document()], folder)
    assert (added.clauses, added.missing, added.figures, added.not_found) == (2, ["3"], 1, [])
    assert added.path.read_text("utf-8") == PLAN and added.path.stat().st_mode & 0o077 == 0
    assert held_originals([document()], folder) == [("some", "某市方案", 2, 3)]


def test_a_figure_that_the_original_does_not_print_is_told(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "new.txt").write_text(PLAN.replace("500", "600"), "utf-8")
    [told] = add_original("some", tmp_path / "new.txt", [document()], folder).not_found
    assert "条款 1" in told and "每月500元" in told


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("sone", PLAN.encode(), "没有编号是“sone”的文件。是不是 some？", id="unknown-document"),
        pytest.param("some", "别的文章，一条也没有。".encode(), "任何一条", id="another-text"),
        pytest.param("some", b"PK\x03\x04\0\0\0\0", "不是文本文件", id="word-file"),
        pytest.param("some", None, "没有文件", id="no-file"),
    ],
)
def test_what_cannot_be_an_original_is_refused(
    tmp_path: Path, folder: Path, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / "file").write_bytes(content)
    with pytest.raises(KnowledgeBaseError, match=sentence):
        add_original(name, tmp_path / "file", [document()], folder)
    assert not folder.exists()


def test_the_command_adds_and_lists(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "text.txt").write_text("一、目标\n" + "\n".join(f"{n}.甲。" for n in range(1, 20)), "utf-8")
    assert main(["originals", "list"]) == 0
    assert main(["originals", "add", "jingmen", str(tmp_path / "text.txt")]) == 0
    assert main(["originals", "list"]) == 0
    told = capsys.readouterr().out
    assert "还没有原文" in told and "找到 20 条" in told and "没找到的条　三(一)" in told and "20/23 条" in told
    assert "对不上　条款 13" in told
    assert main(["originals", "add", "nowhere", str(tmp_path / "text.txt")]) == 1
    assert "没有编号是“nowhere”的文件" in capsys.readouterr().err
