"""Turn the rows of a table into records: find the header, name every column once, notice a file that was cut off."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from importers.clean.text import fold, one_line
from importers.readers import Row, RowPiece, read_csv, refuse_unreadable
from importers.workbook import read_workbook

HEADER_WITHIN = 25
#: a word of a heading that was divided to fit a narrow column
_SPLIT = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n\s*(?=[a-zäöüß])")
#: what people write into a cell that says the same as the one above it
SAME = frozenset({"siehe oben", "s o", "s oben", "wie oben", "dito", "ditto", "idem", "see above"})
_MARKS = frozenset({'"', "''", '-"-', "„", "”", "“", '" "', "- “ -", "-„-", "-”-"})
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings, each of them different, and the rows below."""

    headings: tuple[str, ...]
    header_line: int
    rows: Iterator[RowPiece]
    #: what was said before the header
    notes: tuple[Reject | Note, ...] = field(default=())


def open_table(path: Path, options: Options, knows: Callable[[str], bool]) -> Table:
    """Open a CSV or XLSX file at its header; `knows` tells whether a heading means something."""
    sample = Sample.of(path)
    refuse_unreadable(sample.name, sample.head)
    is_book = sample.head.startswith(b"PK")
    rows = read_workbook(path, options.sheet) if is_book else read_csv(path)
    begun: list[Row] = []
    notes: list[Reject | Note] = []
    for piece in rows:
        if not isinstance(piece, Row):
            notes.append(piece)
            continue
        if not any(map(str.strip, piece.cells)):
            continue
        begun.append(piece)
        if len(begun) >= HEADER_WITHIN:
            break
    if not begun:
        raise ImportRefused(f"The file {path.name} has no row that can be read.")
    best = _header(begun[: HEADER_WITHIN - 1], knows)
    while best + 2 < len(begun) and _goes_on(begun[best], begun[best + 1], knows):
        best += 1
    _refuse_single_column(path.name, begun[best], knows)
    if not begun[best + 1 :]:
        raise ImportRefused(f"The file {path.name} has a header but no rows below it.")
    if best:
        notes.append(Note(begun[best].line, "The lines above this header were left out."))
    return Table(headings(begun[best].cells), begun[best].line, chain(begun[best + 1 :], rows), tuple(notes))


def _header(rows: list[Row], knows: Callable[[str], bool]) -> int:
    """The row that is the header: the first of those with the most headings that mean something, or nearly so."""
    known = [sum(map(knows, row.cells)) for row in rows]
    return next(number for number, count in enumerate(known) if count * 2 > max(known) or not max(known))


def _goes_on(row: Row, below: Row, knows: Callable[[str], bool]) -> bool:
    """Whether a header has a second row: it repeats what is merged with the first, and tells more."""
    pairs = list(zip(row.cells, below.cells, strict=False))
    same = sum(bool(above.strip()) and above == cell for above, cell in pairs)
    return same >= 2 and sum(map(knows, below.cells)) > sum(map(knows, row.cells))


def _refuse_single_column(name: str, header: Row, knows: Callable[[str], bool]) -> None:
    filled = [cell for cell in header.cells if cell.strip()]
    if len(filled) < 2 and not any(map(knows, filled)):
        raise ImportRefused(
            f"The file {name} has only one column ({filled[0].strip()[:60]!r}). "
            "Columns must be separated by semicolon, comma, tab or |."
        )


def headings(cells: list[str]) -> tuple[str, ...]:
    """The headings of a header row: tidy, without empty ones at the end, each different from the others."""
    names = [one_line(_SPLIT.sub("", cell)) for cell in cells]
    while names and not names[-1]:
        names.pop()
    seen: dict[str, int] = {}
    result = []
    for number, name in enumerate(names, 1):
        unique = name or f"Spalte {number}"
        seen[unique] = seen.get(unique, 0) + 1
        result.append(unique if seen[unique] == 1 else f"{unique} ({seen[unique]})")
    return tuple(result)


def records(
    table: Table, columns: Mapping[str, str], without: Collection[str] = (), more: Mapping[str, str] = NOTHING
) -> Iterator[Piece]:
    """The records of a table, each cell under its heading; rows that do not fit the header are named.

    Columns in `without` are not taken into memory at all; the values in `more` are added to every record.
    """
    yield from table.notes
    width, narrowest = len(table.headings), len(table.headings)
    above: dict[str, str] = {}
    for piece in table.rows:
        if not isinstance(piece, Row):
            yield piece
            continue
        cells = piece.cells
        if not any(map(str.strip, cells)):
            continue
        if not piece.whole and len(cells) < narrowest:
            reason = f"The file ends in the middle of this line (after {len(cells)} of {width} columns)."
            yield Reject(piece.line, "", reason, ends_early=True)
            continue
        if any(map(str.strip, cells[width:])):
            reason = f"The row has {len(cells)} values but the header has {width} columns; put texts into quotes."
            yield Reject(piece.line, "", reason)
            continue
        if [one_line(cell) for cell in cells[:2]] == list(table.headings[:2]):
            yield Note(piece.line, "The header is repeated here; the line was left out.")
            continue
        narrowest = min(narrowest, len(cells))
        filled = zip(table.headings, cells, strict=False)
        values = {name: cell.strip() for name, cell in filled if name not in without}
        meant = [name for name, cell in values.items() if _is_same(cell) and above.get(name)]
        values |= {name: above[name] for name in meant}
        above = values
        if meant:
            yield Note(piece.line, f"What stands above was taken for {', '.join(map(repr, meant))}, as the row says.")
        yield Record(piece.line, {**values, **more}, columns=columns)


def _is_same(cell: str) -> bool:
    """Whether a cell says only that it is as the one above."""
    return bool(cell) and (cell in _MARKS or fold(cell) in SAME)
