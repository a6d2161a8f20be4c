"""Text tables of any make: their separator and headings, and their rows some thousands at a time."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from geo.layers import GazetteerError
from geo.sources.base import SAMPLE_BYTES, Options, Rejected, Sample
from geo.sources.csv_rows import Batch, Row, RowCutter, blocks, decoded, parsed, says_separator
from geo.sources.unpack import opened
from geo.sources.values import clean, place_name

DELIMITERS = ";,\t|"
BOM = b"\xef\xbb\xbf"
SNIFFED_LINES = 20
BLOCKS_PER_NEWS = 32
"""After so many blocks, some 20,000 rows, it is told how far a file is read."""
NONE: Mapping[str, str] = MappingProxyType({})


def first_lines(head: bytes) -> list[str]:
    """The first lines of a file that say something; one that may be cut off by the end of the sample is left out."""
    lines = decoded(_whole_letters(head.removeprefix(BOM))).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(head) >= SAMPLE_BYTES and len(lines) > 1:
        lines.pop()
    return [line for line in lines if line.strip() and not says_separator(line)][:SNIFFED_LINES]


def delimiter_of(lines: Sequence[str]) -> str:
    """The mark that separates the cells: of those that every line has, the one with most cells in the first."""
    if not lines:
        return ","
    widths = {mark: [len(cells_of(line, mark)) for line in lines] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (min(widths[mark]) > 1, widths[mark][0]))


def cells_of(line: str, delimiter: str) -> Row:
    """The cells of one line, however it is quoted."""
    return parsed(line, delimiter) or line.split(delimiter)


def headings(row: Sequence[str]) -> list[str]:
    """The cells of a first row as they are compared."""
    return [cell.strip().strip("\ufeff#").lower() for cell in row]


def has_headings(sample: Sample, *wanted: str) -> bool:
    """Whether the first line of a file bears all of some headings."""
    lines = first_lines(sample.head)
    return bool(lines) and set(wanted) <= set(headings(cells_of(lines[0], delimiter_of(lines))))


def first_rows(sample: Sample, delimiter: str = "", comment: str = "#") -> list[Row]:
    """The cells of the first lines of a file without headings."""
    lines = [line for line in first_lines(sample.head) if not line.startswith(comment)]
    mark = delimiter or delimiter_of(lines)
    return [cells_of(line, mark) for line in lines]


def read_headed(path: Path, options: Options, member: str = "") -> tuple[list[str], Iterator[Batch]]:
    """The headings of a table as written in it, and its rows below them, each with just as many cells."""
    batches = read_rows(path, options, member=member)
    first = next((batch for batch in batches if batch.rows), None)
    if first is None:
        raise GazetteerError(f"The file {member or path.name} has no line that can be read.")
    head = [cell.strip().lstrip("\ufeff") for cell in first.rows[0]]
    while head and not head[-1]:
        head.pop()
    rest = Batch(first.lines[1:], first.rows[1:], first.rejected)

    def below() -> Iterator[Batch]:
        yield rest.fitted(len(head))
        for batch in batches:
            yield batch.fitted(len(head))

    return head, below()


class Sheet(NamedTuple):
    """Some rows of a table, of which a format knows the columns by names of ours."""

    lines: Sequence[int]
    rejected: list[Rejected]
    columns: Mapping[str, Sequence[str]]

    def cells(self, name: str) -> list[str]:
        """One column without blanks around its cells; empty where the table does not have it."""
        return clean(self.raw(name))

    def names(self, name: str) -> list[str]:
        """One column of names of towns and the like."""
        return list(map(place_name, self.raw(name)))

    def raw(self, name: str) -> Sequence[str]:
        """One column as it is, for what does not mind blanks: numbers, and names and house numbers that are read."""
        return self.columns[name] if name in self.columns else [""] * len(self.lines)


def read_columns(
    path: Path, options: Options, needed: Mapping[str, str], welcome: Mapping[str, str] = NONE, member: str = ""
) -> Iterator[Sheet]:
    """A table with known headings, some thousands of rows at a time: our word -> its heading, in small letters.

    It is refused if it lacks a needed column; one that is only welcome may be missing.
    """
    head, batches = read_headed(path, options, member)
    names = headings(head)
    absent = [heading for heading in needed.values() if heading not in names]
    if absent:
        raise GazetteerError(f"The file {member or path.name} has no column {', '.join(absent)}.")
    at = {ours: names.index(heading) for ours, heading in {**welcome, **needed}.items() if heading in names}
    for batch in batches:
        yield Sheet(batch.lines, batch.rejected, dict(zip(at, batch.columns(*at.values()), strict=True)))


def read_rows(path: Path, options: Options, comment: str = "", member: str = "") -> Iterator[Batch]:
    """All rows of a table, some thousands at a time; tells how far it is.

    Lines that begin with `comment` are left out; `member` is the table of an archive that is meant.
    """
    with opened(path, member) as source:
        head = source.read(SAMPLE_BYTES)
        lines = [line for line in first_lines(head) if not comment or not line.startswith(comment)]
        cutter = RowCutter(delimiter_of(lines), comment)
        for turn, (block, number) in enumerate(blocks(head.removeprefix(BOM), source.read)):
            yield cutter.rows(block, number)
            if turn % BLOCKS_PER_NEWS == 0:
                options.progress(min(source.done(), source.total), source.total)
        yield cutter.last()
    options.progress(source.total, source.total)


def read_lines(path: Path, options: Options) -> Iterator[tuple[int, list[bytes]]]:
    """The lines of a file, some thousands at a time, with the number of the first of them."""
    with opened(path) as source:
        for turn, (block, number) in enumerate(blocks(b"", source.read)):
            yield number, block.split(b"\n")
            if turn % BLOCKS_PER_NEWS == 0:
                options.progress(min(source.done(), source.total), source.total)
    options.progress(source.total, source.total)


def _whole_letters(head: bytes) -> bytes:
    """A sample without the half of a UTF-8 letter at its end, which would make the rest of it look like Latin-1."""
    cut = head.rfind(b"\n")
    return head[: cut + 1] if len(head) >= SAMPLE_BYTES and cut > 0 else head
