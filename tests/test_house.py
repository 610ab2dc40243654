"""The house rules that a machine can keep: which folder knows which, how large things are, nothing at import."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies_kb.settings import ROOT

KNOWS = {"policies_kb": set(), "actions": {"policies_kb"}, "bot": set(), "web": {"policies_kb"}}
SOURCES = sorted(path for folder in KNOWS for path in (ROOT / folder).rglob("*.py"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_keeps_the_house_rules(path: Path) -> None:
    text = path.read_text("utf-8")
    tree, folder = ast.parse(text), name_of(path).split("/")[0]
    roots = {name.split(".")[0] for name in imported(tree)}
    assert roots & set(KNOWS) <= KNOWS[folder] | {folder}
    assert "rasa" not in roots or folder == "bot"
    assert text.count("\n") <= LONGEST_MODULE
    assert ast.get_docstring(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if body_length(f) > LONGEST_FUNCTION] == []


def test_only_the_client_speaks_to_rasa() -> None:
    speakers = [path for path in SOURCES if "/webhooks/" in path.read_text("utf-8")]
    assert [name_of(path) for path in speakers] == ["web/rasa_client.py"]


AT_IMPORT = """
import importlib, pkgutil, sys
def watch(event, arguments):
    if event in ("sqlite3.connect", "socket.connect"):
        raise SystemExit(event)
    if event == "open" and isinstance(arguments[0], str) and not arguments[0].endswith((".py", ".pyc")):
        if arguments[0].startswith({root!r}) and not arguments[0].startswith(sys.prefix):
            raise SystemExit(f"opens {{arguments[0]}}")
sys.addaudithook(watch)
for package in ("policies_kb", "web"):
    for module in pkgutil.walk_packages([package], package + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
"""


def test_nothing_is_opened_at_import() -> None:
    code = AT_IMPORT.format(root=str(ROOT))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
