"""Finding the header of a table."""

from importers.table import headings


def test_headings_are_tidy_and_each_different_from_the_others() -> None:
    assert headings([" Name ", "Telefon", "Telefon", "", "Ort\nTeil", "", " "]) == (
        "Name", "Telefon", "Telefon (2)", "Spalte 4", "Ort Teil",
    )  # fmt: skip
