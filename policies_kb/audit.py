"""Comparison of the sources with the original texts: figures found where they are cited, numbers accounted for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from policies_kb.build import printed_figures
from policies_kb.errors import KnowledgeBaseError
from policies_kb.numbers import walk
from policies_kb.originals import Number, clauses_of, numbers_of, squeeze

AROUND = 14
ROW_BOUNDS = ("from", "above", "below", "to", "start", "every")


@dataclass
class Audit:
    """Outcome for one document: how many figures were looked up, those not found, the numbers that nothing carries."""

    document: str
    figures: int = 0
    numbers: int = 0
    problems: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def audit(documents: list[dict], folder: Path) -> list[Audit]:
    """Return one Audit for every original <document id>.txt in a folder; KnowledgeBaseError when there is none."""
    known = {document["id"]: document for document in documents}
    originals = sorted(folder.glob("*.txt"))
    if not originals:
        raise KnowledgeBaseError(f"{folder} 里没有原文：每份文件放一个 <文件编号>.txt")
    strangers = [path.name for path in originals if path.stem not in known]
    if strangers:
        raise KnowledgeBaseError(
            f"{folder} 里的 {'、'.join(strangers)} 没有对应的文件编号，可用的编号见 python -m policies_kb coverage"
        )
    return [audit_document(known[path.stem], path.read_text(encoding="utf-8-sig")) for path in originals]


def audit_document(document: dict, text: str) -> Audit:
    """Compare one document with its original text."""
    result = Audit(document["id"])
    clauses = clauses_of(text, document["clauses"])
    for clause in document["clauses"]:
        if clause not in clauses:
            result.problems.append(f"条款 {clause}：原文里没有找到这一条")
    result.problems += _figures_not_found(document, clauses, result)
    for clause, body in clauses.items():
        result.gaps += _numbers_not_carried(document, clause, body, result)
    return result


def _figures_not_found(document: dict, clauses: dict[str, str], result: Audit) -> Iterator[str]:
    for clause, name, printed in _printed(document):
        result.figures += 1
        if squeeze(printed) not in clauses.get(clause, ""):
            yield f"条款 {clause}，{name}：原文这一条里没有印“{printed}”"


def _printed(document: dict) -> Iterator[tuple[str, str, str]]:
    """Yield (clause, what prints it, words) for every figure and every number left out on purpose."""
    for measure in document["measures"]:
        for figure in printed_figures(measure):
            yield measure["clause"], measure["id"], figure["printed"]
    for item in document.get("not_carried", []):
        yield item["clause"], "not_carried", item["printed"]


def _numbers_not_carried(document: dict, clause: str, body: str, result: Audit) -> Iterator[str]:
    spans = list(_spans(body, {squeeze(words) for place, _, words in _printed(document) if place == clause}))
    judged = set(_numbers_in_conditions(document, clause))
    for number in numbers_of(body):
        result.numbers += 1
        covered = any(start <= number.start and number.end <= end for start, end in spans)
        if not covered and not judged.issuperset(number.values or (None,)):
            yield f"条款 {clause}：{number.text}（…{_surroundings(body, number)}…）"


def _spans(body: str, printed: set[str]) -> Iterator[tuple[int, int]]:
    """Yield where the printed words stand in a clause, every time that they do."""
    for words in printed:
        start = body.find(words)
        while start >= 0:
            yield start, start + len(words)
            start = body.find(words, start + 1)


def _numbers_in_conditions(document: dict, clause: str) -> Iterator[float]:
    """Yield the bounds that conditions, payouts and brackets of a clause hold as data: 年满35周岁, 50到99个."""
    for measure in document["measures"]:
        if measure["clause"] == clause:
            parts = {part: measure.get(part, {}) for part in ("who", "payout", "amount")}
            for path, value in walk(parts, ()):
                bound = path[:1] != ("amount",) or path[-1] in ROW_BOUNDS
                if bound and isinstance(value, int | float) and not isinstance(value, bool):
                    yield float(value)


def _surroundings(body: str, number: Number) -> str:
    return body[max(0, number.start - AROUND) : number.end + AROUND]


def report(audits: list[Audit]) -> list[str]:
    """Return the lines of the report: a summary of each document, then what is wrong with it."""
    lines = []
    for item in audits:
        lines.append(
            f"{item.document}：核对了 {item.figures} 处数字的原文，{len(item.problems)} 处对不上；"
            f"原文有单位的数 {item.numbers} 个，{len(item.gaps)} 个没有收录"
        )
        lines += [f"  对不上　{problem}" for problem in item.problems]
        lines += [f"  没收录　{gap}" for gap in item.gaps]
    wrong = sum(len(item.problems) + len(item.gaps) for item in audits)
    return [
        *lines,
        f"还有 {wrong} 处要处理：改 printed，或收录成 figures，或在 not_carried 里写明理由"
        if wrong
        else "全部核对上了",
    ]
