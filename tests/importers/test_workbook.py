"""Reading Excel workbooks: typed cells, several sheets, and packed files that would swell."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from importers import workbook
from importers.base import ImportRefused, Note
from importers.readers import Row
from importers.workbook import cell_text, read_workbook


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook with the given sheets."""

    def write(**sheets: list[list[Any]]) -> Path:
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "liste.xlsx"
        made.save(path)
        return path

    return write


def rows_of(path: Path, sheet: str = "") -> list[list[str]]:
    return [piece.cells for piece in read_workbook(path, sheet) if isinstance(piece, Row)]


def packed(path: Path, **parts: bytes) -> Path:
    """A packed file with these parts, slashes written as double underscores."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return path


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (47051.0, "47051"), (1234, "1234"), (51.4336, "51.4336"), (True, "ja"), (False, "nein"),
        (datetime(2021, 3, 4), "2021-03-04"), (datetime(2021, 3, 4, 9, 30), "2021-03-04 09:30"),
        (date(2021, 3, 4), "2021-03-04"), (time(9, 30), "09:30"), ("Büro", "Büro"), (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_typed_cells_become_what_a_person_would_write(value: Any, text: str) -> None:
    assert cell_text(value) == text


def test_rows_keep_the_numbers_they_have_in_excel(book: Callable[..., Path]) -> None:
    path = book(Liste=[["Name", "PLZ"], [], ["VHS", 47051]])
    pieces = [piece for piece in read_workbook(path) if isinstance(piece, Row)]
    assert [(piece.line, piece.cells) for piece in pieces] == [(1, ["Name", "PLZ"]), (3, ["VHS", "47051"])]


def test_the_first_sheet_with_data_is_read_and_the_others_are_named(book: Callable[..., Path]) -> None:
    path = book(Deckblatt=[["Stand 2026"]], Liste=[["Name", "Ort"], ["VHS", "Moers"]], Alt=[["a", "b"], ["c", "d"]])
    assert rows_of(path)[1] == ["VHS", "Moers"]
    notes = [piece.sentence for piece in read_workbook(path) if isinstance(piece, Note)]
    assert len(notes) == 1
    assert "Alt" in notes[0]


def test_a_sheet_can_be_chosen_and_a_missing_one_is_named(book: Callable[..., Path]) -> None:
    path = book(Liste=[["Name"], ["VHS"]], Alt=[["Name"], ["Kita"]])
    assert rows_of(path, "Alt")[1] == ["Kita"]
    with pytest.raises(ImportRefused, match="'Neu'.*'Liste', 'Alt'"):
        rows_of(path, "Neu")


def test_excel_errors_become_empty_cells_with_a_note(book: Callable[..., Path]) -> None:
    path = book(Liste=[["Name", "PLZ"], ["VHS", "#N/A"]])
    pieces = list(read_workbook(path))
    assert rows_of(path)[1] == ["VHS", ""]
    assert any(isinstance(piece, Note) and piece.line == 2 and "#N/A" in piece.sentence for piece in pieces)


def test_an_empty_workbook_is_refused(book: Callable[..., Path]) -> None:
    with pytest.raises(ImportRefused, match="no sheet with data"):
        rows_of(book(Leer=[]))


def test_a_cut_off_workbook_is_refused(book: Callable[..., Path]) -> None:
    path = book(Liste=[["Name"], ["VHS"]])
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(ImportRefused, match="damaged or cut off"):
        rows_of(path)


def test_a_workbook_with_a_broken_sheet_is_refused(tmp_path: Path, book: Callable[..., Path]) -> None:
    good = book(Liste=[["Name"], ["VHS"]])
    broken = tmp_path / "kaputt.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(broken, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if "sheet1" in part.filename else content)
    with pytest.raises(ImportRefused, match="kaputt.xlsx"):
        rows_of(broken)


@pytest.mark.parametrize(
    ("parts", "word"),
    [({"word__document_xml": b"<x/>"}, "no Excel workbook"), ({"mimetype": b"application/vnd"}, "OpenDocument")],
)
def test_other_packed_files_are_refused(tmp_path: Path, parts: dict[str, bytes], word: str) -> None:
    with pytest.raises(ImportRefused, match=word):
        rows_of(packed(tmp_path / "x.xlsx", **parts))


def test_a_file_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "bombe.xlsx", xl__workbook_xml=b"<x/>", xl__sheet_xml=b" " * 30_000_000)
    with pytest.raises(ImportRefused, match="suspiciously"):
        rows_of(path)


def test_a_file_with_too_many_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ENTRIES", 3)
    path = packed(tmp_path / "viele.xlsx", a=b"", b=b"", c=b"", d=b"")
    with pytest.raises(ImportRefused, match="4 parts"):
        rows_of(path)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
    path = packed(tmp_path / "gross.xlsx", xl__workbook_xml=b"<x/>", xl__sheet_xml=b"ab" * 600_000)
    with pytest.raises(ImportRefused, match="too much"):
        rows_of(path)


def test_entities_that_multiply_are_refused(tmp_path: Path, book: Callable[..., Path]) -> None:
    good = book(Liste=[["Name"], ["VHS"]])
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    attack = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.infolist():
            new.writestr(part, attack.encode() if "sheet1" in part.filename else old.read(part))
    path = tmp_path / "lachen.xlsx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ImportRefused, match=r"lachen\.xlsx"):
        rows_of(path)


def test_a_claimed_size_is_not_believed(tmp_path: Path, book: Callable[..., Path]) -> None:
    good = book(Liste=[["Name", "Ort"], ["VHS", "Moers"]])
    path = tmp_path / "gross.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert rows_of(path) == [["Name", "Ort"], ["VHS", "Moers"]]
