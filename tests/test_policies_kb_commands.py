"""The command line: each command does what its help says, and every mistake gets a sentence and the right exit code."""

import json
from pathlib import Path

import pytest

from policies_kb.commands import main
from tests.knowledge import TODAY, source_documents, the_base

BASE = Path(the_base().connection.execute("pragma database_list").fetchone()["file"])


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_KB", str(BASE))
    monkeypatch.setenv("POLICY_TODAY", TODAY.isoformat())


def test_help_lists_every_command(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    shown = capsys.readouterr().out
    assert end.value.code == 0
    assert all(
        name in shown
        for name in ("build", "check", "coverage", "audit", "originals", "find", "answer", "export-nlu", "overdue")
    )
    assert "usage" not in shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["bogus"], "没有'bogus'这个命令", id="unknown-command"),
        pytest.param([], "缺少 命令", id="no-command"),
        pytest.param(["answer"], "缺少 问题", id="no-question"),
        pytest.param(["answer", "产假", "--as-of", "2026-13-01"], "日期“2026-13-01”要写成", id="no-such-day"),
        pytest.param(["answer", "产假", "--region"], "后面要写一个值", id="no-region"),
        pytest.param(["audit", "--originals", "/nowhere"], "没有目录 /nowhere", id="no-folder"),
        pytest.param(["check", "--loud"], "不认识 --loud", id="unknown-option"),
    ],
)
def test_a_wrong_command_is_explained_and_ends_with_2(
    arguments: list, sentence: str, capsys: pytest.CaptureFixture
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["check", "nosuch.yml"], "没有 nosuch.yml", id="no-such-file"),
        pytest.param(["answer", "产假", "--region", "鼓楼区"], "不止一个", id="homonym"),
        pytest.param(["answer", "产假", "--region", "桃花源"], "不认识地区", id="no-such-place"),
        pytest.param(["coverage", "--benefit", "登月"], "没有叫“登月”的待遇", id="no-such-benefit"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_ends_with_1(
    arguments: list, sentence: str, capsys: pytest.CaptureFixture
) -> None:
    assert main(arguments) == 1
    assert sentence in capsys.readouterr().err


def test_a_missing_knowledge_base_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("POLICY_KB", "/nowhere/kb.sqlite")
    assert main(["find", "产假"]) == 1
    assert "python -m policies_kb build" in capsys.readouterr().err


@pytest.mark.slow
def test_build_says_how_much_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("POLICY_KB", str(tmp_path / "new" / "kb.sqlite"))
    assert main(["build"]) == 0
    assert f"文件 {len(source_documents())}" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["kb.sqlite"]


def test_check_is_silent_about_other_files(capsys: pytest.CaptureFixture) -> None:
    assert main(["check", "policies_kb/documents/jingmen.yml"]) == 0
    assert capsys.readouterr().out == "没有问题\n"


def test_find_shows_place_facts_and_the_best_measure_first(capsys: pytest.CaptureFixture) -> None:
    assert main(["find", "三孩每月多少钱", "--region", "荆门"]) == 0
    place, best, *_ = capsys.readouterr().out.splitlines()
    assert "湖北省荆门市" in place
    assert "child_order" in place
    assert "jingmen/third-child-monthly-allowance" in best


@pytest.mark.slow
def test_answer_takes_the_region_by_code_or_by_name(capsys: pytest.CaptureFixture) -> None:
    main(["answer", "三孩每月领多少", "--region", "420800"])
    by_code = capsys.readouterr().out
    main(["answer", "三孩每月领多少", "--region", "荆门"])
    assert capsys.readouterr().out == by_code
    assert "500元" in by_code


def test_answer_as_json_is_the_answer_object_of_that_day(capsys: pytest.CaptureFixture) -> None:
    assert main(["answer", "荆门三孩每月领多少", "--json", "--as-of", "2027-01-01"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["as_of"] == "2027-01-01"
    assert answer["measures"][0]["id"] == "jingmen/third-child-monthly-allowance"


@pytest.mark.slow
def test_overdue_lists_what_should_have_been_reviewed(capsys: pytest.CaptureFixture) -> None:
    assert main(["overdue", "--as-of", "2026-11-22"]) == 0
    assert "没有该复核的文件" in capsys.readouterr().out
    assert main(["overdue", "--as-of", "2099-01-01"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(source_documents())
