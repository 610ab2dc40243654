"""The original texts cut into the clauses that the sources cite, and every number with a unit in them.

White space means nothing in these texts, and marks come in both widths: everything is compared in one squeezed form.
"""

import re
import unicodedata
from dataclasses import dataclass

PREAMBLE = "前言"
SECTION = re.compile(r"([一二三四五六七八九十]+)、")
SUBSECTION = re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")
ARTICLE = re.compile(r"(第[一二三四五六七八九十百零〇]+条)(?:之[一二三四五六七八九十]+)?[\s　]*")
CHAPTER = re.compile(r"第[一二三四五六七八九十百]+[章节编][\s　]")
NUMBERED = re.compile(r"(\d+)\s*[.、﹒．](?!\d)\s*")
TABLE_ROW = re.compile(r"\d+\s*\|")
MAIN_PARTS = ("重点任务", "主要任务", "重点工作")

CARRIED_UNITS = (
    "万元|万|元|天|日|个月|年|%|‰|/\\d+万|:\\d\\d|倍|周岁|岁|个|人|家|所|场|次(?!性)|"
    "小时|学时|平方米|项|名|公里|张|分钟|米|类|种|条|号|室"
)
SPOKEN_UNITS = "周岁|岁|天|个月|小时|学时|倍|万元|元|年|家|所|次(?!性)|个(?=及以上)"
NUMBER = r"\d+(?:\.\d+)?"
COUNTED = re.compile(rf"(?<![\d.])({NUMBER})(?:[~\-—至到]({NUMBER}))?(?:{CARRIED_UNITS})")
DIGITS = {"半": 0.5, "两": 2.0} | {digit: float(value) for value, digit in enumerate("一二三四五六七八九十", 1)}
SPOKEN = re.compile(rf"(?<![第百零〇一二两三四五六七八九十千万])([半一二两三四五六七八九十百千]+)(?:{SPOKEN_UNITS})")
CELL = re.compile(rf"(?<=\|)[≥>]?({NUMBER})(?=\|)")
NOT_COUNTED = re.compile(
    r"《[^》]*》|〔\d+〕\d+号|\d{4}[-—~至]\d{4}年|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日|底)|"
    r"届[一二三四五六七八九十次、]+|\d+/\d{4}-\d+|\d{4}-\d\d-\d\d(?:\d\d:\d\d:\d\d)?"
)


@dataclass(frozen=True)
class Number:
    """A number or a range with its unit: where it stands in a clause, as printed there, and its values."""

    start: int
    end: int
    text: str
    values: tuple[float, ...]


def squeeze(text: str) -> str:
    """Return a text without white space, full-width marks and digits made half-width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("～", "~").replace("〜", "~")


def clauses_of(text: str, listed: list[str]) -> dict[str, str]:
    """Return clause → squeezed text; what stands before the first clause is the preamble or, where listed, the notice.

    Only the plan itself is cut: a report printed before it (it has sections of its own) is passed over.
    """
    first = "公告" if "公告" in listed else PREAMBLE
    place, found = _Place(first, listed), {}
    for line in _plan_only(text.splitlines()):
        clause, rest = place.read(line.strip())
        found[clause] = found.get(clause, "") + squeeze(rest)
    return found


def _plan_only(lines: list[str]) -> list[str]:
    """Return the lines from the last 一、 section that begins a plan; a text printed twice is taken once."""
    starts = [index for index, line in enumerate(lines) if re.match(r"一、", line)]
    if not starts:  # a law has articles
        return lines
    parts = [lines[begin:end] for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    plans = [
        index
        for index, part in enumerate(parts)
        if any(re.match(r"二、\s*(?:" + "|".join(MAIN_PARTS) + ")", line) for line in part)
    ]
    if not plans:
        return lines
    before = lines[: starts[plans[0]]] if plans[0] == 0 else []
    return before + parts[plans[0]]


class _Place:
    """Where in a document a line stands, read line by line."""

    def __init__(self, clause: str, listed: list[str]) -> None:
        self.clause = clause
        self._listed = listed
        self._section = ""
        self._article, self._paragraph = "", 0

    def read(self, line: str) -> tuple[str, str]:
        """Return the clause that a line belongs to, and what of the line is its text."""
        if CHAPTER.match(line):
            self.clause, self._article = line, ""
        elif head := ARTICLE.match(line):
            self._article, self._paragraph, self._section = head[1], 0, ""
            return self._of_article(), line[head.end() :]
        elif self._article:
            return (self.clause if not line or SUBSECTION.match(line) else self._of_article()), line
        elif head := NUMBERED.match(line):
            self.clause = head[1]
            return self.clause, line[head.end() :]
        if head := SECTION.match(line):
            self._section = self.clause = head[1]
        elif self._section and (head := SUBSECTION.match(line)):
            self.clause = f"{self._section}({head[1]})"
        elif TABLE_ROW.match(line) or line.startswith("序号"):
            self.clause = f"{self._section}·表"
            return self.clause, "|" + line.split("|", 1)[1]
        elif not self._section and line.startswith("为深入贯彻"):
            self.clause = PREAMBLE
        return self.clause, line

    def _of_article(self) -> str:
        """Return the clause of the next paragraph of an article: its own (第一款) where that is listed."""
        self._paragraph += 1
        own = f"{self._article}第{'〇一二三四五六七八九'[min(self._paragraph, 9)]}款"
        self.clause = own if own in self._listed else self._article
        return self.clause


def numbers_of(text: str) -> list[Number]:
    """Return the numbers with units of a squeezed text, in order; dates, document numbers and titles do not count."""
    hidden = NOT_COUNTED.sub(lambda match: "＿" * len(match[0]), text)
    matches = [*COUNTED.finditer(hidden), *CELL.finditer(hidden)]
    found = [Number(m.start(), m.end(), m[0], tuple(float(part) for part in m.groups() if part)) for m in matches]
    found += [
        Number(m.start(), m.end(), m[0], (DIGITS[m[1]],) if m[1] in DIGITS else ()) for m in SPOKEN.finditer(hidden)
    ]
    return sorted(found, key=lambda number: number.start)
