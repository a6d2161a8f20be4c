"""Reading text tables: separators, encodings, quotation marks in disorder, lines that are cut off."""

import gzip
import zipfile
from pathlib import Path

import pytest

from geo.layers import GazetteerError
from geo.sources import csv_rows, unpack
from geo.sources.base import Options, Rejected
from geo.sources.csv_rows import Batch, RowCutter, blocks
from geo.sources.tables import delimiter_of, read_columns, read_headed, read_lines, read_rows
from geo.sources.unpack import sample_of


def rows_of(path: Path) -> tuple[list[list[str]], list[Rejected]]:
    batches = list(read_rows(path, Options()))
    return [row for batch in batches for row in batch.rows], [one for batch in batches for one in batch.rejected]


def cut(text: str, delimiter: str = ",") -> Batch:
    cutter = RowCutter(delimiter)
    batch = cutter.rows(text.encode(), 1)
    rest = cutter.last()
    return Batch([*batch.lines, *rest.lines], batch.rows + rest.rows, batch.rejected + rest.rejected)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_table_reads_the_same_however_it_is_written(
    tmp_path: Path, encoding: str, newline: str, delimiter: str
) -> None:
    path = tmp_path / "table.txt"
    lines = [["Straße", "Größe", "x"], ["Äußere Mühle", "1", "2"], ["Öl", "3", "4"]]
    path.write_bytes(newline.join(map(delimiter.join, [*lines, []])).encode(encoding))
    assert rows_of(path) == (lines, [])


def test_one_line_in_another_encoding_does_not_spoil_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes("a;b\nMühle;1\n".encode() + "Mühle;2\n".encode("cp1252") + b"M\x81;3\n")
    assert rows_of(path)[0] == [["a", "b"], ["Mühle", "1"], ["Mühle", "2"], ["M\x81", "3"]]


def test_the_separator_is_that_which_every_line_has() -> None:
    assert delimiter_of(["N;A;1,5;2,5", "N;B;3,5;4,5"]) == ";"
    assert delimiter_of(["a,b;c", "a,b"]) == ","
    assert delimiter_of(['"a;b;c;d",e', '"f",g']) == ","
    assert delimiter_of([]) == ","


def test_a_line_that_tells_the_separator_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_text('sep=;\n"a";"b"\n1;2\n', encoding="utf-8")
    assert rows_of(path)[0] == [["a", "b"], ["1", "2"]]


def test_a_quotation_may_run_over_lines() -> None:
    assert cut('a,b\n"x\ny",2\n3,4').rows == [["a", "b"], ["x\ny", "2"], ["3", "4"]]


def test_a_quotation_that_never_ends_costs_one_line() -> None:
    batch = cut('a,b\n"x,1\n3,4\n5,6\n"y,7')
    assert batch.rows == [["a", "b"], ["3", "4"], ["5", "6"]]
    assert [one.line for one in batch.rejected] == [2, 5]
    assert "never properly closed" in batch.rejected[0].reason


@pytest.mark.parametrize("line", ['5" pipe,1', 'a,"b ""c"" d"', '"a "b" c",1'])
def test_quotation_marks_inside_a_cell_are_kept(line: str) -> None:
    batch = cut(f"a,b\n{line}\n3,4")
    assert len(batch.rows) == 3 and not batch.rejected and '"' in "".join(batch.rows[1])


def test_a_quotation_may_run_over_the_end_of_a_block() -> None:
    cutter = RowCutter(",")
    first, second = cutter.rows(b'a,b\n1,2\n"x', 1), cutter.rows(b'y",5\n6,7', 4)
    assert first.rows + second.rows == [["a", "b"], ["1", "2"], ["x\ny", "5"], ["6", "7"]]
    assert list(second.lines) == [3, 5]
    assert cutter.last().rows == []


def test_rows_are_numbered_by_the_line_they_begin_on() -> None:
    batch = cut('a,b\n\n1,2\n\n"x\ny",3\n4,5')
    assert list(batch.lines) == [1, 3, 5, 7]


def test_lines_with_too_few_or_too_many_cells_are_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\n1,2,3\n1,2\n1,2,3,\n1,2,3,4\n,,\n\n5,6", encoding="utf-8")
    _, batches = read_headed(path, Options())
    (batch, last) = list(batches)
    assert batch.rows == [["1", "2", "3"], ["1", "2", "3"], ["", "", ""]]
    assert [(one.line, one.reason) for one in batch.rejected] == [
        (3, "The line has 2 columns instead of 3."), (5, "The line has 4 columns instead of 3."),
        (8, "The line has 2 columns instead of 3."),
    ]  # fmt: skip
    assert last.rows == []


def test_lines_with_nuls_and_lines_without_end_are_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n1,\x002\n" + b"x" * (csv_rows.MAX_LINE * 6) + b",9\n3,4\n")
    rows, rejected = rows_of(path)
    assert rows == [["a", "b"], ["3", "4"]]
    assert [(one.line, one.reason.split(" ")[2]) for one in rejected] == [(2, "contains"), (3, "is")]


def test_a_long_file_comes_in_blocks_of_whole_lines_with_their_numbers() -> None:
    text = "".join(f"{number};Mühlenweg\r\n" for number in range(1, 20_001)).encode()
    parts = [text[at : at + 1000] for at in range(0, len(text), 1000)]
    count = 0
    for block, number in blocks(b"", lambda _: parts.pop(0) if parts else b""):
        assert block.split(b"\n")[0].startswith(b"%d;" % number)
        count += block.count(b"\n") + 1
    assert count == 20_000


def test_progress_ends_with_all_bytes(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 700_000))
    told: list[tuple[int, int]] = []
    count = sum(len(batch.rows) for batch in read_rows(path, Options(progress=lambda *news: told.append(news))))
    assert count == 700_001
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert len(told) > 1 and sorted(told) == told and told[0][0] > 0


def test_known_headings_are_found_in_any_case_and_order(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("B,x, A \n1,2, 3 \n", encoding="utf-8")
    (sheet, _) = list(read_columns(path, Options(), {"one": "a"}, {"two": "b", "three": "c"}))
    assert [sheet.cells(name) for name in ("one", "two", "three")] == [["3"], ["1"], [""]]
    with pytest.raises(GazetteerError, match=r"The file table.csv has no column q\."):
        next(read_columns(path, Options(), {"one": "q"}))


def test_a_file_of_nothing_but_blanks_has_no_headings(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n \n\t\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="no line that can be read"):
        read_headed(path, Options())


def test_what_counts_is_found_in_archives(tmp_path: Path) -> None:
    table, packed, archive = tmp_path / "A.csv", tmp_path / "A.csv.gz", tmp_path / "A.zip"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    packed.write_bytes(gzip.compress(table.read_bytes()))
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("data/GebRef.txt", table.read_bytes())
        file.writestr("data/gebref_schluessel.txt", "x")
        file.writestr("data/readme.txt", "x")
        file.writestr("data/plan.pdf", "x")
        file.writestr("__MACOSX/GebRef.txt", "x")
    assert [sample_of(path).name for path in (table, packed, archive)] == ["a.csv", "a.csv", "gebref.txt"]
    assert [rows_of(path)[0] for path in (table, packed, archive)] == [[["a", "b"], ["1", "2"]]] * 3
    assert [lines for _, lines in read_lines(archive, Options())] == [[b"a,b", b"1,2"]]


def test_an_archive_of_several_tables_stays_closed(tmp_path: Path) -> None:
    archive = tmp_path / "A.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("one.csv", "a,b")
        file.writestr("two.csv", "a,b")
    assert sample_of(archive).head.startswith(b"PK")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "nothing.csv"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"The file nothing.csv is empty\."):
        sample_of(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="There is no file"):
        sample_of(tmp_path / "nowhere.csv")


def test_a_file_that_was_cut_off_while_packed_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(b"%d,Weg\n" % number for number in range(200_000)))
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GazetteerError, match="cut.csv.gz cannot be read to its end: it is cut off or damaged"):
        rows_of(path)


def test_an_archive_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("one.csv", "a,b\n" * 1000)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(GazetteerError, match=r"cut.zip cannot be opened: it is cut off or damaged"):
        sample_of(path)


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_an_archive_bomb_is_refused_before_it_fills_anything(
    tmp_path: Path, pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "SMALL", 1024**2)
    path = tmp_path / f"bomb.{pack}"
    content = b"1,2\n" * 1_000_000
    if pack == "gz":
        path.write_bytes(gzip.compress(content, 9))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("one.csv", content)
    with pytest.raises(GazetteerError, match=r"unpacks to more than 1 MB; no table does that"):
        rows_of(path)
