"""Street and house number that share a cell."""

import re

_NUMBER_BEHIND = re.compile(
    r"^(?P<street>.*?[^\s\d,].*?)[\s,]+"
    r"(?P<number>\d+(?: 1/2)?(?:\s?[a-zA-Z])?(?:\s?[-–/+&]\s?(?:\d+(?:\s?[a-zA-Z])?|[a-zA-Z]))*)$"
)


def street_and_number(cell: str) -> tuple[str, str]:
    """The two parts of "Walder Str. 15a" or "Am Markt 8 - 10"; no number where the cell does not end with one."""
    text = " ".join(cell.split())
    found = _NUMBER_BEHIND.match(text)
    return (found["street"].rstrip(" ,"), found["number"]) if found else (text, "")
