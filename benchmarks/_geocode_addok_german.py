"""What Addok needs to read German addresses; runs inside Addok's environment.

Stock Addok takes a number for a house number only where it comes first. Here it may follow the street, its letter may
stand apart, and of a range the first number counts. Spellings of Straße and of umlauts are made one, in the index as
in the question.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

# Addok hands a question over in small letters without accents and punctuation.
_POSTCODE = re.compile(r"(?:\bd )?(\d{5})\b")
_RANGE = re.compile(r"\b(\d{1,4}(?: ?[a-z])?) \d{1,4}[a-z]?\b")
_LETTER_APART = re.compile(r"\b(\d{1,4}) ([a-z])\b")
_GLUED = re.compile(r"([a-z]{3,})(\d{1,4}[a-z]?)\b")
_NUMBER = re.compile(r"\d{1,4}[a-z]?$")
_STREET = re.compile(r"(?<=[a-z]{2})str$|^str$")
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def tidy(pipe: Iterable[str]) -> Iterator[str]:
    """Before a question is cut into words: ranges, letters apart, glued numbers."""
    for text in pipe:
        found = _GLUED.sub(r"\1 \2", _POSTCODE.sub(r" \1 ", text))
        yield _LETTER_APART.sub(r"\1\2", _RANGE.sub(r"\1", found))


def fold(tokens: Iterable[Any]) -> Iterator[Any]:
    """After Addok took accents off: one spelling for Straße, and for umlauts."""
    for token in tokens:
        text = _STREET.sub("strasse", str(token))
        for two, one in _UMLAUTS:
            text = text.replace(two, one)
        yield token.update(text)


def flag_number(tokens: Iterable[Any]) -> Iterator[Any]:
    """The house number of a question: the first number that is no postcode and follows a word, or comes first."""
    found = False
    for token in tokens:
        if not found and _NUMBER.match(token):
            token.kind = "housenumber"
            found = True
        yield token


def labels(_helper: object, result: Any) -> None:
    """What a question is compared with: street, number, postcode and city in the German order."""
    if result.labels:
        return
    street = result.name
    number = getattr(result, "housenumber", None)
    first = f"{street} {number}" if number else street
    place = " ".join(filter(None, (result.postcode, result.city)))
    result.labels = [f"{first} {place}", f"{first} {result.city}", first]
