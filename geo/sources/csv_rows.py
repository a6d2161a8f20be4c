"""Cutting blocks of text into rows: fast while all is well, line by line where quotation marks are in disorder."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from operator import itemgetter

from geo.sources.base import Rejected

BLOCK_BYTES = 65_536
"""So little that its rows stay in the cache of the processor; larger blocks were read at half the speed."""
MAX_LINE = 100_000
MAX_ROW_LINES = 50

Row = list[str]


@dataclass(slots=True)
class Batch:
    """Some rows of a table, the number of the line each begins on, and the lines that were no rows."""

    lines: Sequence[int]
    rows: list[Row]
    rejected: list[Rejected] = field(default_factory=list)

    def fitted(self, width: int, *, or_more: bool = False) -> "Batch":
        """The rows cut to so many cells. Those that have more are refused, unless the rest is empty or said to be."""
        if set(map(len, self.rows)) <= {width}:
            return self
        kept, lines, rejected = [], [], list(self.rejected)
        for line, row in zip(self.lines, self.rows, strict=True):
            if len(row) == width or (len(row) > width and (or_more or not any(row[width:]))):
                kept.append(row[:width])
                lines.append(line)
            elif any(map(str.strip, row)):
                rejected.append(Rejected(line, f"The line has {len(row)} columns instead of {width}."))
        return Batch(lines, kept, rejected)

    def columns(self, *numbers: int) -> list[tuple[str, ...]]:
        """The cells column by column, of some columns or of all; all rows must have the same number of them."""
        if not self.rows:
            return [()] * len(numbers)
        if len(numbers) < 2:
            numbers = numbers or tuple(range(len(self.rows[0])))
            return [tuple(row[number] for row in self.rows) for number in numbers]
        return list(zip(*map(itemgetter(*numbers), self.rows), strict=True))


def blocks(start: bytes, read: Callable[[int], bytes]) -> Iterator[tuple[bytes, int]]:
    """Blocks of whole lines with the number of their first line, all line breaks made equal.

    Of a line that does not end only so much is kept that one can see that it is too long.
    """
    number, rest, keep = 1, start, 4 * MAX_LINE + 1
    while data := read(BLOCK_BYTES):
        rest = _same_breaks(rest + data)
        end = rest.rfind(b"\n")
        if end < 0:
            rest = rest[:keep]
            continue
        block, rest = rest[:end], rest[end + 1 :]
        yield block, number
        number += block.count(b"\n") + 1
    rest = _same_breaks(rest + b"\n").rstrip(b"\n")
    if rest:
        yield rest, number


def _same_breaks(data: bytes) -> bytes:
    """Text with one line break for all; one at the very end may be the half of a longer one, so it stays."""
    if b"\r" not in data:
        return data
    body = data.removesuffix(b"\r")
    return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n") + data[len(body) :]


def decoded(data: bytes) -> str:
    """Text as UTF-8, Windows-1252 or Latin-1: the first that fits."""
    for encoding in ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("latin-1")


def parsed(text: str, delimiter: str, *, strict: bool = False) -> Row | None:
    """The cells of one row, or None if it is not well formed."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=strict), None)
    except csv.Error:
        return None


def says_separator(line: str) -> bool:
    """Whether a first line is no row but tells the separator, as Excel writes it."""
    bare = line.strip().strip('"')
    return len(bare) <= 5 and bare.lower().startswith("sep=")


class RowCutter:
    """Cuts blocks into rows. A quotation may run over several lines, and so over the end of a block."""

    def __init__(self, delimiter: str, comment: str = "") -> None:
        """Lines that begin with `comment` are left out."""
        self._delimiter = delimiter
        self._comment = comment
        self._width = 0
        #: lines of the block before whose quotation did not end in it
        self._waiting: tuple[list[int], list[str]] = [], []

    def rows(self, block: bytes, number: int) -> Batch:
        """The rows of a block whose first line has this number."""
        lines = _text(block).split("\n")
        numbers: Sequence[int] = range(number, number + len(lines))
        rejected: list[Rejected] = []
        if number == 1 or b"\0" in block or self._comment or "" in lines or max(map(len, lines)) > MAX_LINE:
            numbers, lines, rejected = self._usable(numbers, lines)
        if b'"' not in block and not self._waiting[0]:
            rows = [line.split(self._delimiter) for line in lines]
        else:
            numbers, lines = [*self._waiting[0], *numbers], self._waiting[1] + lines
            self._waiting = [], []
            rows = self._at_once(lines)
            if len(rows) != len(lines):
                numbers, rows = self._one_by_one(numbers, lines, rejected)
        self._width = self._width or (len(rows[0]) if rows else 0)
        return Batch(numbers, rows, rejected)

    def last(self) -> Batch:
        """What still waited for the end of a quotation when the file ended."""
        numbers, lines = self._waiting
        batch = Batch([], [])
        batch.lines, batch.rows = self._one_by_one(numbers, lines, batch.rejected, at_end=True)
        return batch

    def _usable(self, numbers: Sequence[int], lines: list[str]) -> tuple[list[int], list[str], list[Rejected]]:
        """The lines that say something and can be read."""
        kept, texts, rejected = [], [], []
        for number, line in zip(numbers, lines, strict=True):
            if "\0" in line:
                rejected.append(Rejected(number, "The line contains NUL bytes."))
            elif len(line) > MAX_LINE:
                rejected.append(Rejected(number, f"The line is longer than {MAX_LINE:,} characters."))
            elif line.strip() and not self._is_aside(number, line):
                kept.append(number)
                texts.append(line)
        return kept, texts, rejected

    def _is_aside(self, number: int, line: str) -> bool:
        return (number == 1 and says_separator(line)) or bool(self._comment and line.startswith(self._comment))

    def _at_once(self, lines: list[str]) -> list[Row]:
        """The rows of many lines; fewer than there are lines if some quotation runs over the end of its line."""
        if lines and lines[-1].count('"') % 2:
            return []
        try:
            return list(csv.reader(lines, delimiter=self._delimiter))
        except csv.Error:
            return []

    def _one_by_one(
        self, numbers: Sequence[int], lines: list[str], rejected: list[Rejected], at_end: bool = False
    ) -> tuple[list[int], list[Row]]:
        """Each row by itself: a quotation mark that is never closed costs its line, not those behind it."""
        rows: list[Row] = []
        starts: list[int] = []
        at = 0
        while at < len(lines):
            cells, taken = parsed(lines[at], self._delimiter, strict=True), 1
            if cells is None:
                taken = _lines_of_row(lines, at)
                if not taken and not at_end and len(lines) - at < MAX_ROW_LINES:
                    self._waiting = list(numbers[at:]), lines[at:]
                    break
                cells = self._over_lines(lines[at : at + taken])
                if cells is None:
                    taken, cells = 1, self._carelessly_quoted(lines[at])
            if cells is None:
                rejected.append(
                    Rejected(numbers[at], "A quotation mark opens on this line and is never properly closed.")
                )
            else:
                rows.append(cells)
                starts.append(numbers[at])
            at += taken
        return starts, rows

    def _over_lines(self, lines: list[str]) -> Row | None:
        """One row that runs over several lines, if that makes a whole row and no more."""
        cells = parsed("\n".join(lines), self._delimiter, strict=True) if len(lines) > 1 else None
        return None if cells is None or len(cells) > self._width > 0 else cells

    def _carelessly_quoted(self, line: str) -> Row | None:
        """A row with quotation marks inside its quotations, which belong in pairs all the same."""
        return parsed(line, self._delimiter) if line.count('"') % 2 == 0 else None


def _text(block: bytes) -> str:
    """A block of lines as text: as UTF-8, or line by line as whatever each of them is."""
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(map(decoded, block.split(b"\n")))


def _lines_of_row(lines: list[str], at: int) -> int:
    """How many lines a row runs over that begins here; 0 if its quotation does not end in sight."""
    is_open = False
    for count, line in enumerate(lines[at : at + MAX_ROW_LINES], 1):
        is_open ^= line.count('"') % 2 == 1
        if not is_open:
            return count
    return 0
