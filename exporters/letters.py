"""Letters as one PDF: A4 after DIN 5008 B, so that the address stands in the window, with a QR code and a short code.

Lengths are millimetres from the upper left corner of the sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exporters.pdf_fonts import family, known

LEFT, RIGHT, WIDTH = 25.0, 20.0, 210.0
#: where the text must end so that the lines that fold and punch the sheet stay free
BOTTOM = 272.0
TEXT = 10.5
LINE = 5.2
#: the side of the QR code with its quiet zone
QR_MM = 38.0


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the line above the window, and the block beside it."""

    line: str
    block: tuple[str, ...]
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: to whom, what it says, and the way to the form."""

    address: tuple[str, ...]
    date: str
    subject: str
    text: str
    #: what the QR code holds, the code to type, where to type it, and until when
    link: str
    code: str
    site: str
    until: str


def letters_pdf(sender: Sender, letters: Iterable[Letter]) -> bytes:
    """All letters as one file, each on a page of its own."""
    import fpdf  # noqa: PLC0415 - a third of a second that only letters need

    pdf = fpdf.FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(f"Briefe – {sender.line}")
    pdf.set_lang("de-DE")
    pages = _Pages(pdf, family(pdf))
    for letter in letters:
        pdf.add_page()
        pages.write(sender, letter)
    return bytes(pdf.output())


class _Pages:
    """Writes letters, each on the current page."""

    def __init__(self, pdf: Any, family: str) -> None:
        self._pdf, self._family = pdf, family
        #: how wide words are, since nearly all of them come again on the next page
        self._widths: dict[tuple[str, float, str], float] = {}
        self._y = 0.0

    def write(self, sender: Sender, letter: Letter) -> None:
        """Everything from top to bottom."""
        whole, aside = WIDTH - LEFT - RIGHT, WIDTH - RIGHT - 125
        self._marks()
        self._at(LEFT, 57.8, [sender.line], size=6.5, width=80)
        self._pdf.line(LEFT, 61.3, LEFT + 80, 61.3)
        self._at(LEFT, 62.7, letter.address[:6], size=10, width=80, line=4.55, most=6)
        self._at(125, 45, sender.block, size=9, width=aside, line=4.3, most=8)
        self._at(125, 84, [letter.date], size=9, width=aside)
        self._at(LEFT, 98.5, [letter.subject], size=TEXT, width=whole, style="B", most=3)
        self._text(letter.text, max(108.0, self._y + 4))
        self._way(letter)
        self._at(LEFT, 282, [sender.foot], size=7.5, width=whole)

    def _marks(self) -> None:
        """Where to fold and to punch."""
        self._pdf.set_line_width(0.15)
        for y, length in ((105, 4.0), (148.5, 6.0), (210, 4.0)):
            self._pdf.line(4, y, 4 + length, y)

    def _text(self, text: str, top: float) -> None:
        """The greeting, in smaller letters where it would not fit otherwise."""
        width, room = WIDTH - LEFT - RIGHT, BOTTOM - 52 - top
        for size in (TEXT, 9.5, 8.5, 7.5, 6.5):
            line = LINE * size / TEXT
            lines = [part for one in text.splitlines() for part in self._wrapped(one, size, "", width)]
            if len(lines) * line <= room:
                break
        self._at(LEFT, top, lines, size=size, width=width, line=line, most=int(room / line))

    def _way(self, letter: Letter) -> None:
        """The QR code, and beside it what to do with it and what to do without it."""
        top = self._y + 6
        self._pdf.set_line_width(0.3)
        self._pdf.set_draw_color(120)
        self._pdf.rect(LEFT, top, WIDTH - LEFT - RIGHT, QR_MM + 6)
        self._pdf.set_draw_color(0)
        self._qr(letter.link, LEFT + 3, top + 3)
        left, width = LEFT + QR_MM + 9, WIDTH - LEFT - RIGHT - QR_MM - 12
        self._at(left, top + 4, ["So kommen Sie zu Ihrem Formular"], size=TEXT, width=width, style="B")
        self._next(left, ["Mit dem Telefon: Halten Sie die Kamera auf das Bild."], 9.5, width)
        self._next(left, [f"Am Computer: Öffnen Sie {letter.site}", "und geben Sie diesen Code ein:"], 9.5, width)
        self._next(left, [letter.code.upper()], 17, width, style="B")
        self._next(left, [f"Groß und klein ist gleich. Der Code gilt bis zum {letter.until}."], 8, width)

    def _qr(self, link: str, left: float, top: float) -> None:
        """The QR code as black squares, neighbours in a row drawn as one."""
        import segno  # noqa: PLC0415 - see above

        rows = [list(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=4)]
        side = QR_MM / len(rows)
        self._pdf.set_fill_color(0)
        for y, row in enumerate(rows):
            x = 0
            while x < len(row):
                run = x
                while run < len(row) and row[run]:
                    run += 1
                if run > x:
                    # a hair wider than they are, so that no reader sees a white line between two rows
                    self._pdf.rect(left + x * side, top + y * side, (run - x) * side, side + 0.02, style="F")
                x = max(run, x + 1)

    def _next(self, left: float, lines: Iterable[str], size: float, width: float, style: str = "") -> None:
        self._at(left, self._y + 1.2, lines, size=size, width=width, style=style)

    def _at(
        self, left: float, top: float, lines: Iterable[str], *, size: float, width: float, style: str = "",
        line: float = 0, most: int = 99,
    ) -> None:  # fmt: skip
        """Lines at a place; one that is too wide goes on below."""
        self._pdf.set_font(self._family, style, size)
        height, self._y = line or size * 0.48, top
        for one in [part for text in lines for part in self._wrapped(text, size, style, width)][:most]:
            if one:
                # the height of small letters lies about so far above the foot of a line
                self._pdf.text(left, self._y + height / 2 + size * 0.125, one)
            self._y += height

    def _wrapped(self, text: str, size: float, style: str, width: float) -> list[str]:
        """A line as the lines in which it fits, broken between words, or within one that is too long by itself."""
        lines, now, used = [], "", 0.0
        space = self._width(" ", size, style)
        for word in self._known(text).split():
            rest = word
            while self._width(rest, size, style) > width:
                fits = next(
                    end for end in range(len(rest) - 1, 0, -1)
                    if end == 1 or self._width(rest[:end], size, style) <= width
                )  # fmt: skip
                lines += [now, rest[:fits]] if now else [rest[:fits]]
                now, used, rest = "", 0.0, rest[fits:]
            long = self._width(rest, size, style)
            if now and used + space + long > width:
                lines.append(now)
                now, used = "", 0.0
            now, used = (f"{now} {rest}", used + space + long) if now else (rest, long)
        return [*lines, now]

    def _width(self, text: str, size: float, style: str) -> float:
        key = text, size, style
        if key not in self._widths:
            self._pdf.set_font(self._family, style, size)
            self._widths[key] = self._pdf.get_string_width(text)
        return self._widths[key]

    def _known(self, text: str) -> str:
        """The text with the letters that the font has; without our own font only those of Western Europe."""
        return known(text, self._family)
