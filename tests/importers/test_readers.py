"""Reading CSV: every shape a town hall may send, and every way in which a file can be broken."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.base import ImportRefused, Note, Reject
from importers.readers import MAX_LINE, Row, encoding_of, form_of, read_csv, refuse_unreadable


def rows_of(path: Path) -> list[list[str]]:
    return [piece.cells for piece in read_csv(path) if isinstance(piece, Row)]


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "liste.csv"


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_separator_is_found(file: Path, mark: str) -> None:
    write(file, "\n".join(mark.join(row) for row in (("Name", "Ort", "Telefon"), ("VHS", "Moers", "1"))))
    assert rows_of(file) == [["Name", "Ort", "Telefon"], ["VHS", "Moers", "1"]]


def test_commas_in_texts_do_not_win_against_the_separator(file: Path) -> None:
    write(file, "Name;Text\nVHS;eins, zwei, drei, vier\nKita;fünf, sechs, sieben, acht\n")
    assert rows_of(file)[1] == ["VHS", "eins, zwei, drei, vier"]


def test_the_separator_may_be_declared(file: Path) -> None:
    write(file, "sep=|\r\nName|Text\r\nVHS|a;b\r\n")
    assert rows_of(file) == [["Name", "Text"], ["VHS", "a;b"]]


def test_a_declared_separator_behind_a_byte_order_mark_counts(file: Path) -> None:
    write(file, codecs.BOM_UTF8 + b"sep=;\nName;Text\nVHS;a,b\n")
    assert rows_of(file) == [["Name", "Text"], ["VHS", "a,b"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_umlauts_survive_every_encoding(file: Path, encoding: str) -> None:
    write(file, "Name;Straße\nBüro für Bildung;Königstraße 10\n".encode(encoding))
    assert rows_of(file) == [["Name", "Straße"], ["Büro für Bildung", "Königstraße 10"]]


def test_one_old_line_does_not_spoil_the_others(file: Path) -> None:
    write(file, "Name;Ort\nBüro;Köln\n".encode() + "Küche;Düren\n".encode("cp1252"))
    pieces = list(read_csv(file))
    assert [piece.cells for piece in pieces if isinstance(piece, Row)][1:] == [["Büro", "Köln"], ["Küche", "Düren"]]
    assert [piece.line for piece in pieces if isinstance(piece, Note)] == [3]


def test_line_breaks_in_quotes_belong_to_the_text_and_lines_are_counted_as_in_an_editor(file: Path) -> None:
    write(file, 'Name;Text\r\nVHS;"erste\r\nzweite ""Zeile"""\r\nKita;kurz\r\n')
    rows = [piece for piece in read_csv(file) if isinstance(piece, Row)]
    assert rows[1].cells == ["VHS", 'erste\nzweite "Zeile"']
    assert [row.line for row in rows] == [1, 2, 4]


def test_an_old_mac_file_has_lines_too(file: Path) -> None:
    write(file, b"Name;Ort\rVHS;Moers\rKita;Wesel\r")
    assert len(rows_of(file)) == 3


def test_a_quotation_mark_that_never_closes_costs_one_line(file: Path) -> None:
    write(file, 'Name;Text;Ort\nA;"offen;Moers\nB;"gut";Wesel\nC;gut;Kleve\n')
    pieces = list(read_csv(file))
    assert [piece.line for piece in pieces if isinstance(piece, Reject)] == [2]
    assert [row[0] for row in rows_of(file)] == ["Name", "B", "C"]


def test_an_inch_mark_inside_a_text_is_no_quotation(file: Path) -> None:
    write(file, 'Name;Text;Ort\nA;Bildschirm 27" groß;Moers\nB;gut;Wesel\n')
    assert rows_of(file)[1:] == [["A", 'Bildschirm 27" groß', "Moers"], ["B", "gut", "Wesel"]]


def test_a_file_cut_off_inside_a_quotation_says_so(file: Path) -> None:
    write(file, 'Name;Text\nA;gut\nB;"mitten im Sa')
    rejects = [piece for piece in read_csv(file) if isinstance(piece, Reject)]
    assert len(rejects) == 1
    assert rejects[0].ends_early
    assert "cut off" in rejects[0].reason


def test_nul_bytes_are_left_out_and_named(file: Path) -> None:
    write(file, b"Name;Ort\nV\x00HS;Moers\n")
    pieces = list(read_csv(file))
    assert rows_of(file)[1] == ["VHS", "Moers"]
    assert any(isinstance(piece, Note) and piece.line == 2 and "NUL" in piece.sentence for piece in pieces)


def test_an_endless_line_is_left_out_and_the_rest_goes_on(file: Path) -> None:
    write(file, "Name;Ort\nA;" + "x" * (MAX_LINE * 3) + "\nB;Moers\n")
    pieces = list(read_csv(file))
    assert [piece.line for piece in pieces if isinstance(piece, Reject)] == [2]
    assert rows_of(file)[-1] == ["B", "Moers"]
    assert [piece.line for piece in pieces if isinstance(piece, Row)] == [1, 3]


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"\x00" * 200, "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Excel"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (bytes(range(256)) * 8, "not a text file"),
    ],
)
def test_what_is_no_table_is_refused_in_words(head: bytes, word: str) -> None:
    with pytest.raises(ImportRefused, match=word):
        refuse_unreadable("liste.csv", head)


def test_plain_text_and_utf16_are_no_binary() -> None:
    for head in (b"Name;Ort\n", "Name;Ort\n".encode("utf-16"), "Name;Ort;Text\nBüro;Köln;\n".encode("utf-16-le")):
        refuse_unreadable("liste.csv", head)


def test_utf16_without_a_mark_is_noticed() -> None:
    assert encoding_of("Name;Ort;Telefon".encode("utf-16-le")) == "utf-16-le"
    assert encoding_of("Name;Ort;Telefon".encode("utf-16-be")) == "utf-16-be"
    assert encoding_of(b"Name;Ort;Telefon") == "bytes"


def test_the_form_tells_how_many_columns_there_are() -> None:
    assert form_of(b"a;b;c\n1;2;3\n4;5;6\n").width == 3


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=4000))
def test_any_bytes_give_rows_or_rejects_but_no_surprise(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "beliebig.csv"
    path.write_bytes(content)
    for piece in read_csv(path):
        assert isinstance(piece, (Row, Reject, Note))
        assert piece.line >= 1


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_was_quoted_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    lines = [";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in [["a", "b", "c"], *table]]
    path = tmp_path_factory.getbasetemp() / "zitiert.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    assert rows_of(path)[1:] == table
