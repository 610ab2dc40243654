"""Errors of the knowledge base.

KnowledgeBaseError
├── SourceError      a YAML file that cannot be used; carries all problems found
├── StoreError       kb.sqlite is missing or was built for another version of the code
└── SettingError     a setting whose value cannot be used
"""

from dataclasses import dataclass


class KnowledgeBaseError(Exception):
    """Base of all errors of this package; the text is a Chinese sentence that says what to do."""


class StoreError(KnowledgeBaseError):
    """The built knowledge base cannot be opened."""


class SettingError(KnowledgeBaseError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one source file. `check` is the name of the check that found it."""

    check: str
    file: str
    line: int
    field: str
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.field or '（整个文件）'}：{self.what}。{self.instead}。[{self.check}]"


class SourceError(KnowledgeBaseError):
    """One or more source files are wrong; `problems` lists every one of them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
