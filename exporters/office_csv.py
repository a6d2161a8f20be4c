"""The office's list as CSV that a German Excel opens right: byte order mark, semicolons, CRLF, nothing that it runs.

Excel makes a formula of a cell that begins with = + - @, and of 0203 12 it makes the number 20312. An apostrophe before
such a cell keeps it a text; whoever reads the file in again takes the apostrophe away.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from exporters.office_table import Row

MARK = "\ufeff"
#: what Excel would run; what it would take for a number, a day or a time, and not give back as it was
_ALIVE = re.compile(r"[=+\-@\t\r\n\x00]|(?:0\d+|\d{16,}|\d+[eE]\d+|\d{1,4}(?:[./:-]\d{1,4}){1,2}\.?)$")
#: columns that Excel may well take for numbers or days: nothing is lost
_NUMBERS = frozenset({"Breite", "Länge", "Geprüft am"})


def write(rows: Iterable[Row], headings: Sequence[str]) -> Iterator[str]:
    """The table piece by piece, the headings first."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    yield MARK + _taken(out)
    for row in rows:
        writer.writerow([value if name in _NUMBERS else harmless(value) for name, value in row.items()])
        yield _taken(out)


def harmless(value: str) -> str:
    """A cell that Excel shows as the text that it is."""
    return f"'{value}" if _ALIVE.match(value) else value


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
