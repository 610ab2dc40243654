"""What the queues ask of the sources, as one patch to be read, tried and taken over by hand: never live.

Aliases go into the measure's list in policies_kb/documents, training sentences into a file of their own.
"""

import difflib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from policies_kb.normalise import normalise
from policies_kb.settings import ROOT
from policies_kb.source import DOCUMENTS

FILE = "knowledge.patch"
TRAINING = ROOT / "data" / "nlu"
COLLECTED = TRAINING / "collected.yml"
VOICE = "  metadata: {voice: anyone}\n"
HEAD = '# What people really asked, as the staff sorted it from the queue.\nversion: "3.1"\n\nnlu:\n'
PLAIN = re.compile(r"[一-鿿A-Za-z0-9]+")
PARSED = re.compile(r"^[-/\s]+|[\[\](){}@\\]")  # what Rasa takes for a command or an annotation
NOT_LETTERS = re.compile(r"\W")
ANNOTATION = re.compile(r"\[([^\]]+)\]\(\w+\)")
ALIASES = re.compile(r"^(\s+aliases: \[)(.*)(\])\s*$")
Sentences = Mapping[str, Iterable[str]]


class Patches:
    """Writes the patch into a folder. The words must be `cleaned`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def write(self, aliases: Sentences, training: Sentences) -> str:
        """Write the patch for aliases by measure and sentences by intent; return it, empty when nothing is new."""
        text = "".join([*_alias_patches(aliases), *_training_patch(training)])
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.path.with_suffix(".new")
        unfinished.write_text(text, "utf-8")
        os.replace(unfinished, self.path)
        return text


def _alias_patches(aliases: Sentences) -> Iterable[str]:
    by_document: dict[str, dict[str, list[str]]] = {}
    for measure, texts in aliases.items():
        document, _, name = measure.partition("/")
        by_document.setdefault(document, {})[name] = list(texts)
    for document, wanted in sorted(by_document.items()):
        path = DOCUMENTS / f"{document}.yml"
        before = path.read_text("utf-8")
        yield _diff(path, before, with_aliases(before, wanted))


def with_aliases(source: str, wanted: Mapping[str, list[str]]) -> str:
    """Return the text of a document with more aliases for some of its measures; those that it has are not repeated."""
    lines, measure = source.splitlines(keepends=True), ""
    for index, line in enumerate(lines):
        begun = re.match(r"\s*- id: (\S+)", line)
        measure = begun[1] if begun else measure
        held = ALIASES.match(line)
        if held and measure in wanted:
            known = yaml.safe_load(f"[{held[2]}]")
            new = [text for text in dict.fromkeys(wanted[measure]) if text not in known]
            lines[index] = f"{held[1]}{', '.join([held[2], *map(_scalar, new)])}{held[3]}\n"
    return "".join(lines)


def _training_patch(training: Sentences) -> Iterable[str]:
    if not any(training.values()):
        return
    before = COLLECTED.read_text("utf-8") if COLLECTED.is_file() else ""
    known = trained()
    after = before or HEAD
    for intent, texts in sorted(training.items()):
        new = {letters(text): text for text in texts if letters(text) not in known}
        known |= set(new)
        if new:
            lines = "".join(f"    - {text}\n" for text in new.values())
            after += f"- intent: {intent}\n{VOICE}  examples: |\n{lines}"
    if after != (before or HEAD):
        yield _diff(COLLECTED, before, after)


def _diff(path: Path, before: str, after: str) -> str:
    name = path.relative_to(ROOT).as_posix()
    old = f"a/{name}" if before else "/dev/null"
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), old, f"b/{name}", n=2)
    return "".join(lines)


def cleaned(text: str) -> str:
    """Return a question as the sources hold words: in normal form, without the signs that mark entities."""
    return normalise(PARSED.sub("", normalise(text)))


def _scalar(text: str) -> str:
    """Return a text as a YAML scalar: as it is where that is safe (`no` and 12 are not), else in quotation marks."""
    safe = PLAIN.fullmatch(text) and yaml.safe_load(text) == text
    return text if safe else json.dumps(text, ensure_ascii=False)


def trained() -> set[str]:
    """Return the letters of every line of the training files: what stands there already need not be added."""
    return {letters(line) for path in TRAINING.rglob("*.yml") for line in path.read_text("utf-8").splitlines()}


def letters(line: str) -> str:
    """Return the letters of a sentence, without marks and without what annotates entities."""
    return NOT_LETTERS.sub("", ANNOTATION.sub(r"\1", line))
