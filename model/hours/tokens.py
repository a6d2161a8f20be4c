"""Cuts the text of hours into tokens: days, numbers, times, dates, and German phrases with one meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

from model.hours.phrases import PHRASES
from model.hours.rules import ALL_DAYS, HoursError
from model.hours.words import WORKING_DAYS, Word, lexicon

LONGEST_TEXT: Final = 1000


class Token(NamedTuple):
    """One piece of the text with its meaning and its place in the text."""

    kind: str
    value: Any
    start: int
    end: int
    german: bool
    spaced: bool = False


# Order matters: what comes first wins.
_PATTERNS: Final = (
    ("comment", r'"[^"\n]{0,500}"'),
    *PHRASES,
    ("iso", r"\d{4}-\d\d-\d\d\b"),
    ("date", r"\d{1,2}\. ?\d{1,2}\. ?\d{4}\b|\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?:\d\d(?![\d:.]))?(?!\d)"),
    ("time", r"\d{1,2}[:.]\d\d(?::00)?(?!\d)|\d{1,2}h[0-5]\d(?!\d)"),
    ("ordinal", r"\d{1,2}\.(?!\d)"),
    ("year", r"(?:19|20)\d\d(?!\d)"),
    ("number", r"\d{1,2}(?!\d)"),
    ("stem", r"(?:mon|diens|mittwochs|donners|frei|sams|sonnabend|sonn)-(?= ?(?:und|u\.|oder|,|/|&))"),
    ("word", r"[^\W\d_]+"),
    ("fallback", r"\|\|"),
    ("hard", r"[;|]|\.(?!\d)"),
    ("and", r"[,&/\n]"),
    ("plus", r"\+"),
    ("range", r"-"),
    ("left", r"\["),
    ("right", r"\]"),
    ("filler", r"[ :()]+"),
)
# An abbreviation swallows its full stop; after any other word a full stop ends the sentence.
_ABBREVIATIONS: Final = (
    "mo di mi do fr sa so mon die mit don fre sam son tu we th su jan feb mär mrz apr jun jul aug sep sept okt nov dez "
    "u tgl bzw geschl jew std"
)
_DOTTED: Final = frozenset(_ABBREVIATIONS.split())
_TYPOGRAPHY: Final = str.maketrans({
    **dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("„“”«»", '"'),
    **dict.fromkeys("\u00a0\u2009\u202f\u2007\t\r\u00ad\u200b\ufeff*", " "), **dict.fromkeys("•·", ","),
})  # fmt: skip
_OSM_KINDS: Final = frozenset(
    ("comment", "always", "year", "number", "fallback", "hard", "and", "range", "left", "right", "plus", "filler")
)


@cache
def _scanner() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))


@cache
def _words() -> dict[str, Word]:
    return lexicon()


def tidy(text: str) -> str:
    """Return the text with plain dashes, quotes and single spaces."""
    return re.sub(" {2,}", " ", text.translate(_TYPOGRAPHY)).strip()


def _small(text: str) -> str:
    # A few letters grow when made small; they keep their size here, so that places stay the same.
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def tokens(text: str) -> list[Token]:
    """Cut tidied hours into tokens; words nobody has taught us raise HoursError."""
    if len(text) > LONGEST_TEXT:
        message = f"Opening hours may have at most {LONGEST_TEXT} characters, these have {len(text)}."
        raise HoursError(message, text[:40])
    found: list[Token] = []
    small, place, spaced = _small(text), 0, False
    match_at = _scanner().match
    while place < len(small):
        match = match_at(small, place)
        if match is None:
            raise not_understood(text, place, place + 1)
        token = _token(match, text)
        place = token.end
        if token.kind != "filler":
            found.append(token._replace(spaced=True) if spaced else token)
        spaced = token.kind == "filler"
    return found


def not_understood(text: str, start: int, end: int) -> HoursError:
    """Return the error for a piece of the text that has no meaning here."""
    part = text[start:end].strip() or text[start : start + 20].strip()
    return HoursError(f"In the opening hours the part “{part}” is not understood.", part)


def _token(match: re.Match[str], text: str) -> Token:
    name, raw = str(match.lastgroup), match.group()
    start, end = match.start(), match.end()
    if name in ("word", "stem"):
        return _word_token(raw, start, end, text)
    kind = name.rstrip("0123456789")
    make = _VALUES.get(kind)
    kind, value = make(text[start:end]) if make else (kind, text[start:end])
    german = name not in _OSM_KINDS and not (kind == "time" and ":" in raw)
    return Token(kind, value, start, end, german)


def _word_token(raw: str, start: int, end: int, text: str) -> Token:
    word = _words().get(raw)
    if word is None:
        raise not_understood(text, start, end)
    if raw in _DOTTED and text[end : end + 1] == ".":
        end += 1
    return Token(word.kind, word.value, start, end, word.german)


def _clock(raw: str) -> tuple[str, object]:
    hour, minute = re.split(r"[:.hH]", raw)[:2]
    return "time", (int(hour), int(minute))


def _date(raw: str) -> tuple[str, object]:
    day, month, *rest = (int(piece) for piece in re.split(r"[. ]+", raw) if piece)
    year = rest[0] if rest else None
    return "date", (year + 2000 if year is not None and year < 100 else year, month, day)


def _iso(raw: str) -> tuple[str, object]:
    year, month, day = raw.split("-")
    return "date", (int(year), int(month), int(day))


_VALUES: Final[dict[str, Callable[[str], tuple[str, object]]]] = {
    "comment": lambda raw: ("comment", raw[1:-1].strip()),
    "time": _clock,
    "date": _date,
    "iso": _iso,
    "ordinal": lambda raw: ("ordinal", int(raw[:-1])),
    "year": lambda raw: ("year", int(raw)),
    "number": lambda raw: ("number", int(raw)),
    "everyday": lambda raw: ("days", ALL_DAYS),
    "workweek": lambda raw: ("days", WORKING_DAYS),
    "closing": lambda raw: ("filler", raw),
    "forever": lambda raw: ("filler", raw),
}
