"""The table of schools: names people use, addresses with their numbers, coordinates in their own system."""

from pathlib import Path

import pytest

from geo.layers import Entry, GazetteerError, KnownAddress
from geo.point import Point, distance_m
from geo.sources import schools
from geo.sources.base import Options, Record, Rejected
from geo.sources.one_cell import street_and_number
from geo.sources.unpack import sample_of

HEAD = (
    "sep=;\nSchulnummer;Schulform;Schulbezeichnung_1;Schulbezeichnung_2;Kurzbezeichnung;PLZ;Ort;Strasse;"
    "Gemeindeschluessel;EPSG;UTMRechtswert;UTMHochwert;\n"
)
ROWS = """"1";"02";"Städt. Gem. Grundschule";"- Primarstufe -";"Musterstadt, GG Eschenstr.";"47051";"Musterstadt";"Eschenstr. 53";"05112000";"EPSG:25832";"344000";"5700000"
"2";"20";"Erika-Muster-Gymnasium";"für alle";"Musterstadt, Gym Erika-Muster";"47052";"Musterstadt";"Am Markt 8 - 10";"05112000";"null";"344100";"5700000"
"3";"0A";"Schulamt";"für den Kreis Muster";"Musterstadt, Schulamt Kreis Muster";"47052";"Musterstadt";"Im Schloßpark";"x";"EPSG:25832";"344100";"5700000"
"4";"02";"";"";"";"47052";"Musterstadt";"";"05112000";"EPSG:25832";"344100";"5700000"
"5";"02";"Lindenschule";"";"";"47052";"Musterstadt";"Weg 1";"05112000";"EPSG:25832";"";""
"""  # noqa: E501


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of five schools, two of them broken."""
    path = tmp_path / "schuldaten.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


def read(path: Path) -> list[Record]:
    return list(schools.read(path, Options()))


def test_a_school_is_a_place_and_an_address(table: Path) -> None:
    place, address = read(table)[:2]
    assert isinstance(place, Entry) and isinstance(address, KnownAddress)
    assert (place.name, place.kind, place.city, place.ags) == (
        "Grundschule Eschenstraße", "school", "Musterstadt", "05112000",
    )  # fmt: skip
    assert place.aliases == ("GG Eschenstraße",)
    assert address[:5] == ("Eschenstraße", "53", "47051", "Musterstadt", "")
    assert (address.point, address.precision) == (place.point, "house")


def test_coordinates_without_a_system_are_in_that_of_the_others(table: Path) -> None:
    first, second = (one.point for one in read(table)[1:4:2] if isinstance(one, KnownAddress))
    assert first and second and distance_m(first, second) == pytest.approx(100, abs=0.1)
    assert distance_m(first, Point(51.4306, 6.7563)) < 200


def test_a_name_that_says_something_comes_first(table: Path) -> None:
    entries = {one.name: one for one in read(table) if isinstance(one, Entry)}
    assert entries["Erika-Muster-Gymnasium"].aliases == ("Gymnasium Erika-Muster", "Gym Erika-Muster")
    assert (entries["Schulamt Kreis Muster"].kind, entries["Schulamt Kreis Muster"].ags) == ("office", "")


@pytest.mark.parametrize(
    ("title", "more", "short", "names"),
    [
        ("Städt. Gem. Grundschule Nord", "", "Stadt, GG Plutoweg",
         ["Städt. Gem. Grundschule Nord", "Grundschule Nord", "Grundschule Plutoweg", "GG Plutoweg"]),
        ("Städtische Realschule", "", "Stadt, RS Anna-Muster-Schule",
         ["Anna-Muster-Schule", "Anna-Muster-Realschule", "RS Anna-Muster-Schule"]),
        ("Förderschule", "", "Stadt,FÖ LE,ES,SQ Am Teich", ["Förderschule Am Teich", "FÖ Am Teich"]),
        ("Sonnenschule, Förderschule d.", "Kreises", "Stadt, GG (Verb.) Sonnenschule",
         ["Sonnenschule", "GG Sonnenschule", "Sonnenschule, Förderschule d."]),
        ("Freie Schule", "Oberland", "", ["Freie Schule Oberland"]),
        ("Städt. Gesamtschule", "", "Stadt, GE ein Name, der bis zum Rand ging", ["Städt. Gesamtschule"]),
    ],
)  # fmt: skip
def test_the_names_people_use(title: str, more: str, short: str, names: list[str]) -> None:
    assert schools.names_of(title, more, short) == names


def test_lines_that_cannot_be_used_are_named(table: Path) -> None:
    rejected = [(one.line, one.reason) for one in read(table) if isinstance(one, Rejected)]
    assert rejected == [
        (6, "The school has no name."),
        (6, "The school has no street that can be read: ''."),
        (7, "The line has no coordinates, or none that can be read."),
    ]


def test_it_is_recognised_by_its_headings(table: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Schulnummer;Ort;Strasse\n1;Musterstadt;Weg 1\n", encoding="utf-8")
    assert schools.recognise(sample_of(table))
    assert not schools.recognise(sample_of(other))
    with pytest.raises(GazetteerError, match=r"other\.csv has no column"):
        read(other)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Walder Str. 15", ("Walder Str.", "15")),
        ("Ostwall 7a", ("Ostwall", "7a")),
        ("Weg 34 a", ("Weg", "34 a")),
        ("Kastanienallee 19 - 21", ("Kastanienallee", "19 - 21")),
        ("Wilhelminenstr. 22c-22d", ("Wilhelminenstr.", "22c-22d")),
        ("Hof 5/b", ("Hof", "5/b")),
        ("Gasse, 12 1/2", ("Gasse", "12 1/2")),
        ("Straße des 17. Juni 135", ("Straße des 17. Juni", "135")),
        ("Straße 52a 63", ("Straße 52a", "63")),
        ("Am Markt", ("Am Markt", "")),
        ("Gebäude C 104-West", ("Gebäude C 104-West", "")),
        ("17", ("17", "")),
        ("", ("", "")),
    ],
)
def test_street_and_number_are_told_apart(cell: str, parts: tuple[str, str]) -> None:
    assert street_and_number(cell) == parts


def test_the_schools_of_half_of_the_state(shared_data: Path) -> None:
    records = read(shared_data / "institutions" / "schuldaten_nrw_2021_excerpt.csv")
    places = [one for one in records if isinstance(one, Entry)]
    addresses = [one for one in records if isinstance(one, KnownAddress)]
    assert len(places) == len(addresses) == 4083
    assert not [one for one in records if isinstance(one, Rejected)]
    assert sum(one.ags == "05112000" for one in places) == 136
    assert sum(one.precision == "house" for one in addresses) == 4069
    assert all(50.3 < one.point.lat < 52.6 and 5.8 < one.point.lon < 9.5 for one in places)
