"""Every check finds what it is for: one broken file per check, and no check without one."""

import re
import shutil
from pathlib import Path

import pytest

from policies_kb import checks, compile, schema
from policies_kb.errors import Problem
from policies_kb.numbers import numbers_in
from policies_kb.source import read_source
from tests.knowledge import BROKEN, CASES

MARK = "# <- the problem is here"
PACKAGE = Path(checks.__file__).parent


def problems_of(path: Path, folder: Path) -> list[Problem]:
    """Return the problems of a broken document, or of broken sentences beside a sound document of the same name."""
    if path.parent in (BROKEN, CASES):
        shutil.copy(path, folder)
    else:
        (folder / path.name).write_text(sound_document(path.stem), encoding="utf-8")
        (folder / path.parent.name).mkdir()
        shutil.copy(path, folder / path.parent.name)
    return compile.load_sources(folder)[1]


def sound_document(name: str) -> str:
    return (CASES / "sound.yml").read_text(encoding="utf-8").replace("id: sound", f"id: {name}", 1)


def every_check() -> set[str]:
    """Return the names of all checks: those that are registered, and those that the code reports under."""
    reported = set()
    for module in PACKAGE.rglob("*.py"):
        reported |= set(
            re.findall(r"(?:\.add|Problem)\(\s*\"([a-z]+(?:-[a-z]+)+)\"", module.read_text(encoding="utf-8"))
        )
    return reported | set(checks.CHECKS)


@pytest.mark.parametrize("path", sorted(BROKEN.rglob("*.yml")), ids=lambda path: path.stem)
def test_a_broken_file_fails_by_its_check_and_no_other(path: Path, tmp_path: Path) -> None:
    found = problems_of(path, tmp_path)
    assert {problem.check for problem in found} == {path.stem}
    assert {problem.file for problem in found} == {path.name}


@pytest.mark.parametrize("path", sorted(BROKEN.rglob("*.yml")), ids=lambda path: path.stem)
def test_the_problem_is_reported_where_it_is(path: Path, tmp_path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = next(number for number, line in enumerate(lines, 1) if MARK in line)
    nearest = min(abs(problem.line - marked) for problem in problems_of(path, tmp_path))
    # a quotation mark that never ends is only noticed where the file does
    assert nearest <= (3 if path.stem == "yaml-syntax" else 0)


@pytest.mark.parametrize("path", sorted(BROKEN.rglob("*.yml")), ids=lambda path: path.stem)
def test_a_problem_says_in_chinese_what_is_wrong_and_what_to_write(path: Path, tmp_path: Path) -> None:
    for problem in problems_of(path, tmp_path):
        assert re.search(r"[\u4e00-\u9fff]", problem.what)
        assert re.search(r"[\u4e00-\u9fff]", problem.instead)
        assert str(problem).startswith(f"{path.name}:{problem.line} ")


def test_the_sound_document_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(CASES / "sound.yml", tmp_path) == []


def test_no_check_lacks_a_broken_file() -> None:
    names = every_check()
    assert len(names) >= 25
    assert {path.stem for path in BROKEN.rglob("*.yml")} == names


def test_every_shape_problem_has_a_check_of_its_own() -> None:
    source = (PACKAGE / "schema" / "__init__.py").read_text(encoding="utf-8")
    assert set(re.findall(r"schema-[a-z-]+", source)) == {name for name in every_check() if name.startswith("schema-")}
    assert schema.document_validator() is schema.document_validator()


def test_a_file_that_is_not_text_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "binary.yml"
    path.write_bytes(b"\xff\xfe\x00\x80")
    assert [problem.check for problem in read_source(path).problems] == ["yaml-syntax"]


def test_an_empty_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "empty.yml").write_text("", encoding="utf-8")
    _, problems = compile.load_sources(tmp_path)
    assert [problem.file for problem in problems] == ["empty.yml"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("每月500元", [500.0], id="plain"),
        pytest.param("最多5万元", [50000.0], id="ten-thousands"),
        pytest.param("上浮1.2倍", [1.2], id="decimal"),
        pytest.param("民办字〔2024〕52号第7条", [], id="document-and-article-numbers-are-none"),
        pytest.param("可以打12345问", [], id="the-hotline-is-none"),
    ],
)
def test_numbers_in_a_text(text: str, numbers: list[float]) -> None:
    assert numbers_in(text) == numbers
