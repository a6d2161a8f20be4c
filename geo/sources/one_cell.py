"""Street, house number and town that share a cell."""

import re

_NUMBER_BEHIND = re.compile(
    r"^(?P<street>.*?[^\s\d,].*?)[\s,]+"
    r"(?P<number>\d+(?: 1/2)?(?:\s?[a-zA-Z])?(?:\s?[-–/+&]\s?(?:\d+(?:\s?[a-zA-Z])?|[a-zA-Z]))*)$"
)


_TOWN = re.compile(r"^(?:[A-Z]{1,2}-)?(\d{4,5}\b)? *([^\d]*)$")


def street_and_number(cell: str) -> tuple[str, str]:
    """The two parts of "Walder Str. 15a" or "Am Markt 8 - 10"; no number where the cell does not end with one."""
    text = " ".join(cell.split())
    found = _NUMBER_BEHIND.match(text)
    return (found["street"].rstrip(" ,"), found["number"]) if found else (text, "")


def address_parts(cell: str) -> tuple[str, str, str, str]:
    """Street, number, postcode and town of "Walder Str. 15, 42781 Haan"; empty what it does not say."""
    first, *rest = (part.strip() for part in cell.split(","))
    street, number = street_and_number(first)
    town = next(filter(None, map(_TOWN.match, rest)), None)
    return street, number, *((town[1] or "", town[2].strip()) if town else ("", ""))
