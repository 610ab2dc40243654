"""Tables as files for Excel: XLSX and CSV, in which no cell can act as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection"""
MARK = "'"
WIDEST = 48
Value = str | int | date | datetime


@dataclass(frozen=True)
class Sheet:
    """One table; its title is at most 31 signs long, none of them []:*?/\\, or Excel refuses it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a CSV file in UTF-8 with a mark at its beginning by which Excel knows the encoding."""
    return _csv_of([head, *rows])


def sheets_as_csv(sheets: Iterable[Sheet]) -> bytes:
    """Return several tables as one CSV file: the title, the table, an empty line, the next title."""
    return _csv_of(row for sheet in sheets for row in ([sheet.title], sheet.head, *sheet.rows, []))


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return an XLSX file; texts are stored as texts, so nothing in them is ever worked out."""
    return sheets_as_xlsx([Sheet("通话记录", head, list(rows))])


def sheets_as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return several tables as an XLSX file, a sheet each; see as_xlsx."""
    book = Workbook(write_only=True)
    for table in sheets:
        _append(book.create_sheet(table.title), table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def harmless(value: Value) -> Value:
    """Return a value that no spreadsheet takes for a formula: a text that begins like one gets a mark in front."""
    return MARK + value if isinstance(value, str) and value.lstrip(" 　").startswith(ACTS) else value


def _csv_of(rows: Iterable[Sequence[Value]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _append(sheet: WriteOnlyWorksheet, table: Sheet) -> None:
    sheet.freeze_panes = "A2"
    for index, name in enumerate(table.head):
        widest = max((len(str(row[index])) for row in table.rows), default=0)
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(WIDEST, 2 * max(len(name), widest) + 2)
    sheet.append([_cell(sheet, name, bold=True) for name in table.head])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: Value, bold: bool = False) -> Cell:
    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, harmless(text))
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
