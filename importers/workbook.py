"""Read XLSX workbooks, after a look at the packed file that refuses whatever would swell when unpacked."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from importers.base import ImportRefused, Note
from importers.readers import Row, RowPiece

MAX_ENTRIES = 2_000
MAX_UNPACKED = 400_000_000
MAX_PART = 250_000_000
MAX_RATIO = 200
SMALL_PART = 2_000_000
MAX_COLUMNS = 400
MAX_MERGED = 20_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+)(\d+):[A-Z]+(\d+)"')
ERRORS = frozenset({"#REF!", "#N/A", "#NV", "#VALUE!", "#WERT!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#BEZUG!"})


def check_packed(path: Path) -> None:
    """Refuse a packed file that is no workbook, or that would unpack to more than a workbook of offers can be."""
    names = check_sizes(path)
    if "mimetype" in names:
        raise ImportRefused(f"The file {path.name} is an OpenDocument file; save the table as .xlsx or CSV.")
    if not any(name.lower() == "xl/workbook.xml" for name in names):
        raise ImportRefused(f"The file {path.name} is packed but no Excel workbook; save the table as .xlsx or CSV.")


def check_sizes(path: Path) -> set[str]:
    """Refuse a packed file that would unpack to more than a file of offers can be; gives the names of its parts."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ImportRefused(f"The workbook {path.name} is damaged or cut off; save it again.") from error
    if len(parts) > MAX_ENTRIES:
        raise ImportRefused(f"The workbook {path.name} has {len(parts):,} parts; at most {MAX_ENTRIES:,} are read.")
    total = sum(part.file_size for part in parts)
    if total > MAX_UNPACKED or any(part.file_size > MAX_PART for part in parts):
        raise ImportRefused(f"The workbook {path.name} would unpack to {total // 1_000_000:,} MB; that is too much.")
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise ImportRefused(f"The workbook {path.name} is packed suspiciously tightly ({part.filename[:60]}).")
    return {part.filename for part in parts}


def read_workbook(path: Path, sheet: str = "") -> Iterator[RowPiece]:
    """The rows of one sheet: the one named, or the first that has data."""
    check_packed(path)
    import openpyxl  # noqa: PLC0415 - a third of a second that only workbooks need

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise ImportRefused(f"The workbook {path.name} cannot be read: {_short(error)}") from error
    try:
        chosen, others = _choose(book, path, sheet)
        if others:
            yield Note(0, f"The sheet {chosen.title!r} was read; not read were: {', '.join(others)}.")
        yield from _filled(_rows(chosen, path), merged_cells(path, chosen))
    finally:
        book.close()


class Merged(NamedTuple):
    """Cells of one column that are merged downwards, by row from 1 and column from 0."""

    column: int
    first: int
    last: int


def merged_cells(path: Path, sheet: Any) -> list[Merged]:
    """Which cells of a sheet are merged downwards; the reader that streams rows does not tell."""
    part, found, tail = getattr(sheet, "_worksheet_path", ""), [], b""
    with zipfile.ZipFile(path) as archive:
        if part not in archive.namelist():
            return []
        with archive.open(part) as file:
            while piece := file.read(1 << 20):
                piece = tail + piece
                for letters, first, last in _MERGED.findall(piece):
                    if int(last) > int(first) and len(letters) <= 3:
                        found.append(Merged(_column(letters.decode()), int(first), int(last)))
                tail = piece[-100:]
    return sorted(set(found), key=lambda one: one.first)[:MAX_MERGED]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _filled(rows: Iterator[RowPiece], merged: list[Merged]) -> Iterator[RowPiece]:
    """The rows with what is merged over several of them told in each."""
    waiting, open_cells = merged[::-1], {}
    for row in rows:
        if not isinstance(row, Row):
            yield row
            continue
        while waiting and waiting[-1].first <= row.line:
            cell = waiting.pop()
            text = row.cells[cell.column] if cell.first == row.line and cell.column < len(row.cells) else ""
            open_cells[cell.column] = (cell.last, text)
        for column, (last, text) in open_cells.items():
            if row.line <= last and text:
                row.cells.extend([""] * (column + 1 - len(row.cells)))
                row.cells[column] = row.cells[column] or text
        yield row


def _choose(book: Any, path: Path, name: str) -> tuple[Any, list[str]]:
    """The sheet to read, and the names of others that have data too."""
    sheets = list(book.worksheets)
    if name:
        for sheet in sheets:
            if sheet.title == name:
                return sheet, []
        known = ", ".join(repr(sheet.title) for sheet in sheets)
        raise ImportRefused(f"The workbook {path.name} has no sheet {name!r}. It has: {known}.")
    filled = [sheet for sheet in sheets if _has_data(sheet, path)]
    if not filled:
        raise ImportRefused(f"The workbook {path.name} has no sheet with data.")
    visible = [sheet for sheet in filled if sheet.sheet_state == "visible"] or filled
    return visible[0], [sheet.title for sheet in filled if sheet is not visible[0]]


def _has_data(sheet: Any, path: Path) -> bool:
    found = 0
    for row in _rows(sheet, path):
        found += isinstance(row, Row)
        if found >= 2:
            return True
    return False


def _rows(sheet: Any, path: Path) -> Iterator[RowPiece]:
    """The filled rows of a sheet as text; the size a sheet claims to have is not believed."""
    sheet.reset_dimensions()
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [cell_text(value) for value in values[:MAX_COLUMNS]]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            wrong = sorted({cell for cell in cells if cell in ERRORS})
            if wrong:
                cells = ["" if cell in ERRORS else cell for cell in cells]
                yield Note(number, f"The row holds Excel errors ({', '.join(wrong)}); such cells were left empty.")
            yield Row(number, cells)
    except ImportRefused:
        raise
    except Exception as error:
        raise ImportRefused(f"The workbook {path.name} breaks off while it is read: {_short(error)}") from error


def cell_text(value: Any) -> str:
    """A typed cell as the text a person would have written: 47051.0 is 47051, a day is 2021-03-04."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "ja", False: "nein"}[value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
