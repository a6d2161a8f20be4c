"""The office's list as an Excel workbook: every cell a text, headings that stay on top, a filter, and no links."""

import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

from exporters.office_table import Row

#: what Excel cannot keep in a cell at all, and how much fits
_IMPOSSIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MOST = 32_767
WIDE, NARROW = 40, 16
WIDE_ONES = frozenset({"Name", "Träger", "Kurztext", "Beschreibung", "Sprechzeiten", "Tabelle", "Zeile", "Spalte"})


def write(rows: Iterable[Row], headings: Sequence[str], into: IO[bytes], title: str = "Angebote") -> int:
    """Write the table into a file, row by row, and return how many rows there are."""
    return write_sheets([(title, headings, rows)], into)


def write_sheets(sheets: Iterable[tuple[str, Sequence[str], Iterable[Row]]], into: IO[bytes]) -> int:
    """Write several tables into one file, each on a sheet of its own, and return how many rows there are in all."""
    from openpyxl import Workbook  # noqa: PLC0415 - a third of a second that only workbooks need

    book = Workbook(write_only=True)
    count = sum([_sheet(book, title, headings, rows) for title, headings, rows in sheets])
    book.save(into)
    return count


def _sheet(book: Any, title: str, headings: Sequence[str], rows: Iterable[Row]) -> int:
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    letters = [letter_of(number) for number in range(1, len(headings) + 1)]
    for letter, heading in zip(letters, headings, strict=True):
        sheet.column_dimensions[letter].width = WIDE if heading in WIDE_ONES else NARROW
    sheet.append([_cell(sheet, heading) for heading in headings])
    count = 0
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row.values()])
        count += 1
    sheet.auto_filter.ref = f"A1:{letters[-1]}{count + 1}"
    return count


def letter_of(number: int) -> str:
    """What Excel calls a column: A, B, … Z, AA, AB …"""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(sheet: Any, value: str) -> Any:
    """A cell that is a text whatever it looks like, also after somebody edits it."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    if not value:
        return None
    cell = WriteOnlyCell(sheet, value=_IMPOSSIBLE.sub("", value)[:MOST])
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
