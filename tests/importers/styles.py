"""One list of offices, written in six ways in which town halls really write lists; the truth stands here once."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook


@dataclass(frozen=True)
class Truth:
    """What one row means: what must come out of it, however it was written."""

    name: str
    provider: str
    street: str
    number: str
    postcode: str
    city: str
    phone: str
    email: str
    wheelchair: str
    lat: float
    lon: float


_NAMES = ("Bildungsberatung", "Weiterbildungsberatung", "Lernladen", "Studienberatung", "Anerkennungsberatung",
          "Berufswegeberatung", "Frauen und Beruf", "Jugendberatung", "Sprachberatung", "Alphabetisierung")  # fmt: skip
_PLACES = ("am Markt", "Nord", "im Rathaus", "Süd")
_STREETS = ("Lindenallee", "Straße der Einheit", "Große Klausstraße", "Am Gänsemarkt", "Schloßgasse")
_NUMBERS = ("1", "12a", "3-5", "7/9", "22")
_PROVIDERS = ("Stadt Musterhausen", "Verein für Übergänge e. V.", "Volkshochschule Musterhausen", "Jugendhilfe gGmbH")


def truths() -> list[Truth]:
    """Forty offices of an invented town in Saxony, where postcodes begin with a zero; sorted by provider."""
    found = []
    for number in range(40):
        provider = _PROVIDERS[number // 10]
        found.append(Truth(
            f"{_NAMES[number % 10]} {_PLACES[number // 10]}", provider, _STREETS[number % 5], _NUMBERS[number // 4 % 5],
            f"0{4100 + number % 7}", "Musterhausen", f"0341 55501{number:02}", f"stelle{number}@musterhausen.example",
            ("yes", "no", "limited", "")[number % 4], round(51.30 + number / 1000, 5), round(12.30 + number / 1000, 5),
        ))  # fmt: skip
    return found


def _yes_no(truth: Truth, words: tuple[str, str, str]) -> str:
    return dict(zip(("yes", "no", "limited"), words, strict=True)).get(truth.wheelchair, "")


def _csv(path: Path, rows: Iterable[list[str]], separator: str, encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def town_hall(path: Path, found: list[Truth]) -> None:
    """Semicolons, Windows-1252, a title above, headings broken over lines, empty columns at the end."""
    head = ["lfd.\nNr.", "Name der\nEinrichtung", "Angebot", "Straße /\nHausnummer", "PLZ", "Ort", "Telefon-\nnummer",
            "E-Mail\nAdresse", "barriere-\nfrei", "", ""]  # fmt: skip
    rows = [[str(n), t.provider, t.name, f"{t.street} {t.number}", t.postcode, t.city, t.phone.replace(" ", "/"),
             t.email, _yes_no(t, ("ja", "nein", "teilweise")), "", ""] for n, t in enumerate(found, 1)]  # fmt: skip
    title = [["Beratungsstellen in Musterhausen", *[""] * 10], ["Stand: 1. März 2026", *[""] * 10]]
    _csv(path.with_suffix(".csv"), [*title, head, *rows], ";", "cp1252")


def see_above(path: Path, found: list[Truth]) -> None:
    """Commas and UTF-8 with a mark; what is as in the row above is told in words or by a sign."""
    head = ["Träger", "Titel", "Str.", "Hausnr.", "Postleitzahl", "Stadt", "Tel.", "Mail", "Rollstuhl"]
    rows: list[list[str]] = [head]
    signs = ("siehe oben", "s. o.", "dito", '"')
    for number, t in enumerate(found):
        same = number > 0 and found[number - 1].provider == t.provider
        rows.append([
            signs[number % 4] if same else t.provider, t.name, t.street, t.number, t.postcode,
            "siehe oben" if number else t.city, f"Tel.: {t.phone}", t.email,
            _yes_no(t, ("Ja", "Nein", "eingeschränkt")),
        ])  # fmt: skip
    _csv(path.with_suffix(".csv"), rows, ",", "utf-8-sig")


def merged(path: Path, found: list[Truth]) -> None:
    """A workbook with a header of two rows, and the provider merged over all of its rows."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Träger", "Name des Angebots", "Straße", "Nr.", "PLZ", "Ort", "Kontakt", "", "Barrierefreiheit"])
    sheet.append(["", "", "", "", "", "", "Telefon", "E-Mail", ""])
    for letter in "ABCDEFI":
        sheet.merge_cells(f"{letter}1:{letter}2")
    sheet.merge_cells("G1:H1")
    first = 3
    for number, t in enumerate(found):
        sheet.append([t.provider if number == 0 or found[number - 1].provider != t.provider else None, t.name, t.street,
                      t.number, t.postcode, t.city, t.phone, t.email,
                      _yes_no(t, ("x", "nein", "bedingt"))])  # fmt: skip
        if number + 1 == len(found) or found[number + 1].provider != t.provider:
            sheet.merge_cells(f"A{first}:A{number + 3}")
            first = number + 4
    book.save(path.with_suffix(".xlsx"))


def numbers(path: Path, found: list[Truth]) -> None:
    """A workbook that took postcodes, telephone numbers and house numbers for quantities and days."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Bezeichnung", "Anbieter", "Straße", "Hausnummer", "PLZ", "Ort", "Telefon", "E-Mail-Adresse",
                  "Barrierefrei"])  # fmt: skip
    for t in found:
        house: object = int(t.number) if t.number.isdigit() else t.number
        sheet.append([t.name, t.provider, t.street, house, float(int(t.postcode)), t.city,
                      int(t.phone.replace(" ", "")), t.email, _yes_no(t, ("ja", "nein", "teilweise"))])  # fmt: skip
    book.save(path.with_suffix(".xlsx"))


def one_address(path: Path, found: list[Truth]) -> None:
    """Tabs and UTF-16 as Excel saves "Unicode text": the whole address in one cell, the provider in front."""
    rows = [["Institution", "Beratungsangebot", "Anschrift", "Rufnummer", "E-Mail", "barrierefreier Zugang"]]
    rows += [[t.provider, t.name, f"{t.street} {t.number}, {t.postcode} {t.city}", f"+49 (0){t.phone[1:]}",
              t.email.replace("@", " (at) "), _yes_no(t, ("ja", "nein", "zum Teil"))] for t in found]  # fmt: skip
    _csv(path.with_suffix(".txt"), rows, "\t", "utf-16")


def coordinates(path: Path, found: list[Truth]) -> None:
    """Bars between the columns; coordinates with a comma, in every third row the wrong way round."""
    rows = [["Angebotsname", "Träger/Einrichtung", "Straße", "Hausnummer", "PLZ", "Ort", "Telefon", "E-Mail",
             "Breitengrad", "Längengrad", "Rollstuhlgerecht"]]  # fmt: skip
    for number, t in enumerate(found):
        lat, lon = (f"{value}".replace(".", ",") for value in (t.lat, t.lon))
        if number % 3 == 0:
            lat, lon = lon, lat
        rows.append([t.name, t.provider, t.street, t.number, t.postcode, t.city, t.phone, t.email, lat, lon,
                     _yes_no(t, ("ja", "nein", "teilweise"))])  # fmt: skip
    _csv(path.with_suffix(".csv"), rows, "|", "utf-8")


STYLES: dict[str, Callable[[Path, list[Truth]], None]] = {
    "town_hall": town_hall, "see_above": see_above, "merged": merged, "numbers": numbers, "one_address": one_address,
    "coordinates": coordinates,
}  # fmt: skip
