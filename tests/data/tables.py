"""Reads the committed tables the way the tests want them."""

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
SEEDS = ("05112_counselling.csv", "05112_learning.csv")
VOCABULARIES = ("topics", "phases", "audiences", "languages", "formats", "costs", "funding", "carriers")


def rows(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table below data/, refused if a row has more or fewer cells than the header."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        header, *body = list(csv.reader(file, delimiter=delimiter, strict=True))
    assert len(set(header)) == len(header), name
    for line in body:
        assert len(line) == len(header), (name, line)
    return [dict(zip(header, line, strict=True)) for line in body]


def offers() -> list[dict[str, str]]:
    """All offers of both seed tables."""
    return [row for name in SEEDS for row in rows(f"seeds/{name}", ";")]
