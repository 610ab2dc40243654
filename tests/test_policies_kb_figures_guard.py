"""A figure lives once, in the knowledge base: not in Python, templates, scripts, rules, domain or fixed sentences."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from policies_kb.build import printed_figures
from tests.knowledge import source_documents

ROOT = Path(__file__).resolve().parents[1]
FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s*(?:元|块钱|天|万|个月|周岁|倍|％|%(?![\w({}]))|[一二三四五六七八九十百千两]+(?:元|块钱|万元|周岁)"
)
SENTENCE = "policies_kb/vocabulary"
# Numbers that the knowledge base holds and that mean something else in programs: sizes, ports, percents, round sums,
# 400 (bad request), 3600 (seconds of an hour).
ROUND = {value for power in (1, 10, 100, 1000, 10000, 100000) for value in (power, 2 * power, 3 * power, 5 * power)}
COMMON = ROUND | set(range(100)) | {400, 3600}
# file → why figures may stand there
ALLOWED = {
    "policies_kb/vocabulary/region_names.yml": "names of places (三元)",
}


def python_files() -> list[Path]:
    return [
        path for folder in ("policies_kb", "actions", "web", "bot") for path in sorted((ROOT / folder).rglob("*.py"))
    ]


@lru_cache(maxsize=1)
def telling_amounts() -> set[float]:
    """Return the amounts of money and days that hardly mean anything else when they stand in a program."""
    measures = [measure for document in source_documents() for measure in document["measures"]]
    held = [figure for measure in measures for figure in printed_figures(measure) if figure["unit"] in ("元", "天")]
    return {figure["value"] for figure in held if isinstance(figure["value"], int | float)} - COMMON


def other_files() -> list[Path]:
    """Return templates, scripts, rules, the domain and fixed sentences; data/nlu may hold the numbers people say."""
    found = [path for ending in ("html", "js", "txt") for path in (ROOT / "web").rglob(f"*.{ending}")]
    found += [path for path in (ROOT / "data").rglob("*.yml") if "nlu" not in path.parts]
    found += [ROOT / "config.yml", *(ROOT / "bot").glob("*.yml"), *(ROOT / SENTENCE).glob("*.yml")]
    return sorted(path for path in found if path.relative_to(ROOT).as_posix() not in ALLOWED)


def docstrings(tree: ast.AST) -> set[int]:
    """Return the ids of the nodes that are docstrings: they may explain by example."""
    bodies = [node.body for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list)]
    firsts = [line.value for body in bodies for line in body if isinstance(line, ast.Expr)]
    return {id(node) for node in firsts}


def constants(path: Path) -> Iterator[ast.Constant]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = docstrings(tree)
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in explained)


@pytest.mark.parametrize("path", python_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_in_python_carries_a_figure(path: Path) -> None:
    words = [node.value for node in constants(path) if isinstance(node.value, str)]
    assert [word for word in words if FIGURE.search(word)] == []


@pytest.mark.parametrize("path", python_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_number_in_python_is_an_amount_of_a_measure(path: Path) -> None:
    numbers = [node.value for node in constants(path) if isinstance(node.value, int | float)]
    assert [number for number in numbers if not isinstance(number, bool) and number in telling_amounts()] == []


@pytest.mark.parametrize("path", other_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_figure_stands_in(path: Path) -> None:
    lines = [line.split("#")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line.strip() for line in lines if FIGURE.search(line)] == []


def test_every_exception_is_still_needed() -> None:
    for name in ALLOWED:
        path = ROOT / name
        assert not path.exists() or FIGURE.search(path.read_text(encoding="utf-8")), name


@pytest.mark.parametrize("text", ["每月3600元", "一共188天", "最多5万", "满三周岁", "上浮20%"])
def test_the_guard_sees_a_figure(text: str) -> None:
    assert FIGURE.search(text)


def test_the_guard_knows_amounts() -> None:
    assert {10800, 800, 700} <= telling_amounts()


def test_responses_of_the_domain_are_not_a_second_place_for_answers() -> None:
    domain = yaml.safe_load((ROOT / "bot" / "domain.yml").read_text(encoding="utf-8"))
    texts = [item.get("text", "") for items in domain.get("responses", {}).values() for item in items]
    assert [text for text in texts if FIGURE.search(text)] == []
