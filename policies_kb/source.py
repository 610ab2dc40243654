"""Strict reading of the YAML sources: every value keeps its line, duplicate keys and bare dates are errors."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from policies_kb.errors import Problem, SourceError

FOLDER = Path(__file__).resolve().parent
DOCUMENTS = FOLDER / "documents"
VOCABULARY = FOLDER / "vocabulary"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Source:
    """One file: plain data, and the line (from 1) of every value by its path of keys and indexes."""

    name: str
    data: Any = None
    lines: dict[tuple, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: tuple) -> int:
        """Return the line of the value at path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add(self, check: str, path: tuple, what: str, instead: str) -> None:
        """Note a problem at a path."""
        spot = ".".join(str(part) for part in path)
        self.problems.append(Problem(check, self.name, self.line(path), spot, what, instead))


def read_source(path: Path) -> Source:
    """Read one YAML file; syntax errors and duplicate keys are among its problems, data is then None or partial."""
    source = Source(path.name)
    try:
        loader = Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        source.data = _construct(loader, node, (), source) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        source.problems.append(
            Problem(
                "yaml-syntax",
                path.name,
                line,
                "",
                f"不是合格的 YAML（{error.problem}）",
                "检查缩进、冒号后的空格和引号",
            )
        )
    except (OSError, UnicodeDecodeError) as error:
        source.problems.append(
            Problem("yaml-syntax", path.name, 1, "", f"读不出来（{error}）", "换成 UTF-8 的文本文件")
        )
    return source


def _construct(loader: Any, node: yaml.Node, path: tuple, source: Source) -> Any:
    source.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _construct_mapping(loader, node, path, source)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, item, (*path, index), source) for index, item in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:timestamp":
        source.add("unquoted-date", path, f"日期 {node.value} 没有加引号", f'写成 "{node.value}"')
        return node.value
    return loader.construct_object(node)


def _construct_mapping(loader: Any, node: yaml.MappingNode, path: tuple, source: Source) -> dict:
    result: dict = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        here = (*path, key)
        if key in result:
            source.lines[here] = key_node.start_mark.line + 1
            source.add("duplicate-key", here, "同一个键写了两次", "删掉一个，或者合成一个")
            continue
        result[key] = _construct(loader, value_node, here, source)
        source.lines[here] = key_node.start_mark.line + 1
    return result


@cache
def read_vocabulary(name: str) -> Any:
    """Return the data of vocabulary/<name>.yml, read once and not to be changed; SourceError when it is no YAML."""
    source = read_source(VOCABULARY / f"{name}.yml")
    if source.problems:
        raise SourceError(source.problems)
    return source.data
