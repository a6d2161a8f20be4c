"""Letters to print with: our own font, which knows all European names, or else those of every PDF reader."""

import unicodedata
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "fonts"
_FILES = {"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"}
#: letters that are no other letter with a mark, and signs, for readers without our own font
_LIKE = {"ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE", "„": '"', "“": '"', "”": '"', "‚": "'",
         "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "€": "EUR"}  # fmt: skip


def family(pdf: Any) -> str:
    """The letters to print with: our own, which know all European names, or else those of every PDF reader."""
    if all((FONTS / name).is_file() for name in _FILES.values()):
        for style, name in _FILES.items():
            pdf.add_font("letter", style, FONTS / name)
        return "letter"
    return "helvetica"


def known(text: str, font: str) -> str:
    """The text with the letters that a font has; without our own font only those of Western Europe."""
    return text if font == "letter" else "".join(map(_western, text))


def _western(character: str) -> str:
    """A letter as Western Europe writes it: "ş" becomes "s"; what has no like becomes a question mark."""
    for form in (character, _LIKE.get(character, ""), unicodedata.normalize("NFKD", character)):
        plain = form.encode("latin-1", "ignore").decode("latin-1")
        if plain:
            return plain
    return "?"
