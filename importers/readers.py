"""Read CSV in any shape, row by row, with line numbers and a clear sentence for whatever is broken.

A broken row must not take its neighbours with it: a quotation mark that is never closed costs one line, not the file.
"""

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from importers.base import HEAD_BYTES, ImportRefused, Note, Reject

DELIMITERS = ";,\t|"
MAX_LINE = 1_000_000
MAX_ROW_LINES = 200
SNIFF_ROWS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with the number of the line it begins on."""

    line: int
    cells: list[str]
    #: whether its line ends as lines do; only the last of a file may not
    whole: bool = True


class Line(NamedTuple):
    """One line of a text file; `whole` means that a line break follows."""

    number: int
    text: str
    whole: bool = True


#: what reading a table yields, in the order of the file
RowPiece = Row | Reject | Note


@dataclass(frozen=True, slots=True)
class Form:
    """How a CSV file is written: its encoding, its separator, how many columns it has, whether it says `sep=`."""

    encoding: str
    delimiter: str
    width: int
    says_separator: bool = False


def form_of(head: bytes) -> Form:
    """Work out from the beginning of a file how it is written."""
    encoding = encoding_of(head)
    text = head.decode("latin-1" if encoding == "bytes" else encoding, errors="replace").lstrip("\ufeff")
    text = text.removeprefix("ï»¿")
    lines = text.replace("\x00", "").splitlines()
    if len(head) >= HEAD_BYTES and len(lines) > 1:
        lines.pop()  # its end is missing
    declared = lines[0].strip().strip('"') if lines else ""
    if declared.lower().startswith("sep=") and len(declared) <= 5:
        delimiter = declared[4:] or (lines[0][4:5] or ";")
        return Form(encoding, delimiter, _width(lines[1:], delimiter), says_separator=True)
    best = max(DELIMITERS, key=lambda mark: _agreement(lines, mark))
    return Form(encoding, best, _width(lines, best))


def encoding_of(head: bytes) -> str:
    """The encoding of a text: "utf-16…" or "bytes", which means UTF-8, or Windows-1252 in the lines that are not."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[:4096]
    half = len(sample) // 2
    if half >= 8 and sample[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    if half >= 8 and sample[0::2].count(0) > 0.7 * half:
        return "utf-16-be"
    return "bytes"


def read_csv(path: Path) -> Iterator[RowPiece]:
    """The rows of a CSV file; broken lines come as a Reject with their number."""
    with path.open("rb") as file:
        form = form_of(file.read(HEAD_BYTES))
        file.seek(0)
        yield from _rows(_lines(file, form), form)


def _lines(file: io.BufferedReader, form: Form) -> Iterator[Line | Reject | Note]:
    """The lines of a file with their numbers, decoded; too long ones are left out, oddities are noted once."""
    encoding = "latin-1" if form.encoding == "bytes" else form.encoding
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)
    number, noted = 0, set()
    while line := text.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            while (rest := text.readline(MAX_LINE)) and not rest.endswith("\n"):
                pass
            yield Reject(number, "", f"The line is longer than {MAX_LINE:,} characters; it was left out.")
            continue
        whole = line.endswith("\n")
        line = line.removesuffix("\n")
        if form.encoding == "bytes":
            line, odd = _decode(line)
            if odd and "cp1252" not in noted:
                noted.add("cp1252")
                yield Note(number, "The text is not UTF-8; such lines were read as Windows-1252.")
        if "\x00" in line:
            line = line.replace("\x00", "")
            yield Note(number, "The line contained NUL bytes; they were left out.")
        if number == 1:
            line = line.removeprefix("\ufeff")
            if form.says_separator:
                continue
        yield Line(number, line, whole)


def _decode(line: str) -> tuple[str, bool]:
    """A line whose bytes were taken as they are: as UTF-8, or else as Windows-1252; and whether it was the latter."""
    if line.isascii():
        return line, False
    raw = line.encode("latin-1")
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), True


def _rows(lines: Iterable[Line | Reject | Note], form: Form) -> Iterator[RowPiece]:
    """Put lines together to rows. Lines taken in vain for a quotation that never ends are given back."""
    source, waiting = iter(lines), deque[Line]()
    while True:
        piece = waiting.popleft() if waiting else next(source, None)
        if piece is None:
            return
        if not isinstance(piece, Line):
            yield piece
            continue
        number, line, whole = piece
        if '"' not in line:
            if line.strip():
                yield Row(number, line.split(form.delimiter), whole)
            continue
        taken, others, at_end = _take(piece, source, waiting)
        yield from others
        cells = _parse("\n".join(taken_line.text for taken_line in taken), form.delimiter)
        if cells is None or (len(taken) > 1 and len(cells) > form.width > 0):
            cells = _parse(line, form.delimiter, lenient=line.count('"') % 2 == 0)
            waiting.extendleft(reversed(taken[1:]))
            if cells is None or (len(taken) > 1 and abs(len(cells) - form.width) > 1):
                cut = " The file may have been cut off." if at_end else ""
                reason = f"A quotation mark opens on this line and is never properly closed.{cut}"
                yield Reject(number, "", reason, ends_early=at_end)
                continue
            taken = taken[:1]
        yield Row(number, cells, taken[-1].whole)


def _take(
    first: Line, source: Iterator[Line | Reject | Note], waiting: deque[Line]
) -> tuple[list[Line], list[Reject | Note], bool]:
    """The lines that belong together because a quotation runs over them; what else came up; whether the file ended."""
    taken, length = [first], len(first.text)
    others: list[Reject | Note] = []
    is_open = first.text.count('"') % 2 == 1
    while is_open and len(taken) < MAX_ROW_LINES and length < MAX_LINE:
        piece = waiting.popleft() if waiting else next(source, None)
        if piece is None:
            return taken, others, True
        if not isinstance(piece, Line):
            others.append(piece)
            continue
        taken.append(piece)
        length += len(piece.text)
        is_open ^= piece.text.count('"') % 2 == 1
    return taken, others, False


def _parse(text: str, delimiter: str, lenient: bool = False) -> list[str] | None:
    """The cells of one row, or None if it is not well formed."""
    for strict in (True, False) if lenient else (True,):
        try:
            return next(csv.reader([text], delimiter=delimiter, strict=strict))
        except (csv.Error, StopIteration):
            continue
    return None


def _sniffed(lines: list[str], delimiter: str) -> list[int]:
    numbered = (Line(number, line) for number, line in enumerate(lines, 1))
    widths = []
    for piece in _rows(numbered, Form("bytes", delimiter, 0)):
        if isinstance(piece, Row):
            widths.append(len(piece.cells))
        if len(widths) >= SNIFF_ROWS:
            break
    return widths


def _width(lines: list[str], delimiter: str) -> int:
    counts = Counter(_sniffed(lines, delimiter))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _agreement(lines: list[str], delimiter: str) -> float:
    """How well a separator explains the first rows: by its columns, but more by how many rows agree on them."""
    widths = _sniffed(lines, delimiter)
    scores = (
        (width - 1) * (count / len(widths)) ** 4 * (1.0 if widths[0] == width else 0.5)
        for width, count in Counter(widths).items()
    )
    return max(scores, default=0.0)


def refuse_unreadable(name: str, head: bytes) -> None:
    """Refuse what is no table at all, with a sentence that says what it is and what to do."""
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise ImportRefused(f"The file {name} is empty.")
    for mark, what in (
        (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or one with a password; save it as .xlsx or CSV"),
        (b"%PDF", "a PDF; a table is needed, as CSV or XLSX"),
        (b"\x1f\x8b", "a compressed file; unpack it first"),
        (b"7z\xbc\xaf", "a compressed file; unpack it first"),
        (b"Rar!", "a compressed file; unpack it first"),
        (b"\x89PNG", "a picture; a table is needed, as CSV or XLSX"),
        (b"\xff\xd8\xff", "a picture; a table is needed, as CSV or XLSX"),
        (b"SQLite format 3", "a database file; export the table as CSV"),
    ):
        if head.startswith(mark):
            raise ImportRefused(f"The file {name} is {what}.")
    control = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    nul = 0 if encoding_of(head).startswith("utf-16") else head.count(0)
    if not head.startswith(b"PK") and control + nul > max(4, len(head) // 50):
        raise ImportRefused(f"The file {name} is not a text file; a table is needed, as CSV or XLSX.")
