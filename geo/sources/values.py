"""Cells as we keep them: street names written out, house numbers in one piece, numbers with point or comma."""

import re
from collections.abc import Sequence
from functools import lru_cache
from math import isfinite, nan

from geo.spelling import key, plain

_STREET = re.compile(r"(Str|str|STR)(?:\.(?=\w)|\.|(?!\w))")
_WRITTEN_OUT = {"Str": "Straße", "str": "straße", "STR": "STRASSE"}
_UNKNOWN = ("unbekannt", "ohne namen", "unbenannt")
_NOTHING = frozenset(("", "null", "none", "nan", "-", "*"))


@lru_cache(50_000)
def place_name(cell: str) -> str:
    """A name as we show it: in one Unicode form, without control characters and blanks around it."""
    return " ".join(plain(cell).split())


@lru_cache(200_000)
def street_name(cell: str) -> str:
    """A street as we show it, "Str." written out; nothing where the cell names no street."""
    name = place_name(cell)
    if name.startswith("#") or name.lower() in _NOTHING or not key(name):
        return ""
    if "nbekannt" in name and any(name.lower().endswith(word) for word in _UNKNOWN):
        return ""
    return written_out(name)


def written_out(name: str) -> str:
    """A street name with its ending in full: Aachener Str. -> Aachener Straße, Abteistr. -> Abteistraße."""
    return _STREET.sub(_in_full, name) if "tr" in name or "TR" in name else name


def _in_full(found: re.Match[str]) -> str:
    glued = found.end() < len(found.string) and found.string[found.end()].isalnum()
    return _WRITTEN_OUT[found[1]] + " " * glued


@lru_cache(200_000)
def house_number(number: str, suffix: str = "") -> str:
    """A house number in one piece: 12 and a -> 12a, 12 and bis -> 12 bis; nothing for a point of the street."""
    number, suffix = _whole(number.strip()), suffix.strip()
    if suffix.lower() in _NOTHING or not number:
        return number
    return f"{number}{suffix}" if len(suffix) == 1 or not suffix[0].isalnum() else f"{number} {suffix}"


def _whole(number: str) -> str:
    """A number without the zeros that some tables put around it: 0012 and 12,0 are 12."""
    if number.lower() in _NOTHING:
        return ""
    for mark in (".", ","):
        whole, point, rest = number.partition(mark)
        if point and whole.isdecimal() and not rest.strip("0"):
            number = whole
    return number.lstrip("0") if number[0] == "0" else number


def clean(cells: Sequence[str]) -> list[str]:
    """Cells without blanks around them."""
    return list(map(str.strip, cells))


def floats(cells: Sequence[str]) -> list[float]:
    """Cells as numbers, with point or comma; not a number where there is none."""
    try:
        return list(map(float, cells))
    except ValueError:
        pass
    try:
        return [float(cell.replace(",", ".")) for cell in cells]
    except ValueError:
        return [_float(cell) for cell in cells]


def _float(cell: str) -> float:
    try:
        number = float(cell.replace(",", "."))
    except ValueError:
        return nan
    return number if isfinite(number) else nan
