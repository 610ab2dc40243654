"""What the knowledge base holds: a row for every document, clauses without a measure, places that have a benefit."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from policies_kb.build import printed_figures
from policies_kb.errors import KnowledgeBaseError
from policies_kb.regions import official_regions

COLUMNS = ("文件", "条款", "有措施", "没有（有理由）", "措施", "数字", "叫法", "可办可领")


def rows(documents: Iterable[dict]) -> list[tuple]:
    """Return one row for every document, in the order of COLUMNS, and the totals as the last row."""
    table = [_row(document) for document in documents]
    totals = tuple(sum(row[column] for row in table) for column in range(1, len(COLUMNS)))
    return [*table, ("合计", *totals)]


def _row(document: dict) -> tuple:
    measures = document["measures"]
    used = {measure["clause"] for measure in measures}
    return (
        document["id"],
        len(document["clauses"]),
        len(used),
        len({item["clause"] for item in document.get("without_measure", [])} - used),
        len(measures),
        sum(len(printed_figures(measure)) for measure in measures),
        sum(len(measure.get("aliases", [])) for measure in measures),
        sum(measure.get("entitlement", False) for measure in measures),
    )


def report(documents: Sequence[dict]) -> list[str]:
    """Return the table as lines, then every clause without a measure with its reason."""
    lines = table_lines([COLUMNS, *rows(documents)])
    reasons = [
        f"  {document['id']} {item['clause']}：{item['reason']}"
        for document in documents
        for item in document.get("without_measure", [])
    ]
    return [*lines, "", "没有措施的条款：", *(reasons or ["  没有"])]


def benefit_report(documents: Iterable[dict], benefits: Mapping[str, dict], wanted: str) -> list[str]:
    """Return which places have a benefit, and which covered places have none; KnowledgeBaseError for an unknown one."""
    name = find_benefit(benefits, wanted)
    names = {region.code: region.name for region in official_regions()}
    documents = list(documents)
    holders = [
        (document, measure) for document in documents for measure in document["measures"] if measure["benefit"] == name
    ]
    lines = [f"{benefits[name]['name']}（{name}）"]
    for document, measure in holders:
        figures = "、".join(dict.fromkeys(figure["printed"] for figure in printed_figures(measure)))
        full_id = f"{document['id']}/{measure['id']}"
        lines.append(f"  有　{names[document['region']]}　{full_id}　{measure['title']}　{figures or '没有数字'}")
    having = {document["region"] for document, _ in holders}
    missing = dict.fromkeys(names[document["region"]] for document in documents if document["region"] not in having)
    return [*lines, f"  没有　{'、'.join(missing) or '（都有）'}"]


def find_benefit(benefits: Mapping[str, dict], wanted: str) -> str:
    """Return the id of a benefit given by id, name or one of its words."""
    if wanted in benefits:
        return wanted
    for name, benefit in benefits.items():
        if wanted == benefit["name"] or wanted in benefit["words"]:
            return name
    near = [f"{benefit['name']}（{name}）" for name, benefit in benefits.items() if wanted in benefit["name"]]
    raise KnowledgeBaseError(
        f"没有叫“{wanted}”的待遇" + (f"，是不是：{'、'.join(near[:6])}" if near else "，名称见 vocabulary/benefits.yml")
    )


def table_lines(table: Sequence[Sequence]) -> list[str]:
    """Return the rows of a table as lines with columns of equal width; a Chinese character is two wide."""
    cells = [[str(value) for value in row] for row in table]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(_pad(cell, width, index > 0) for index, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int, right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if right else text + room
