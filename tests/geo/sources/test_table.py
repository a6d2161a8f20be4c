"""Tables with guessed or told columns."""

from pathlib import Path

import pytest

from geo.layers import Entry, GazetteerError, KnownAddress
from geo.point import Point, distance_m
from geo.sources import table
from geo.sources.base import Options, Record, Rejected


@pytest.fixture
def read(tmp_path: Path):
    def run(text: str, options: Options | None = None, encoding: str = "utf-8") -> list[Record]:
        path = tmp_path / "liste.csv"
        path.write_text(text, encoding=encoding)
        return list(table.read(path, options or Options()))

    return run


def test_german_headings_are_guessed(read) -> None:
    text = (
        "Straße;Hausnr.;Hausnummernzusatz;PLZ;Ort;Ortsteil;Geo-Breite;Geo-Länge\n"
        "Mühlenstr.;7;b;01067;Musterstadt;Nord;51,5;6,75\n"
    )
    expected = KnownAddress("Mühlenstraße", "7b", "01067", "Musterstadt", "Nord", Point(51.5, 6.75), "house")
    assert read(text) == read(text, encoding="cp1252") == read(text, encoding="utf-8-sig") == [expected]


def test_english_headings_are_guessed(read) -> None:
    text = (
        "id,street,house_number,postcode,city,suburb,latitude,longitude\n"
        "1,Elm Street,7,12345,Sampleton,Old Town,51.5,6.75\n"
    )
    assert read(text) == [
        KnownAddress("Elm Street", "7", "12345", "Sampleton", "Old Town", Point(51.5, 6.75), "house")
    ]


def test_told_columns_count_more_than_guessed_ones(read) -> None:
    text = "Ort;Wo;Straße;lat;lon;y;x\nA;B;Musterweg 1;0;0;51.5;6.75\n"
    options = Options(columns={"city": "Wo", "lat": "Y", "lon": "X", "district": "ort"})
    assert read(text, options) == [KnownAddress("Musterweg", "1", "", "B", "A", Point(51.5, 6.75), "house")]


def test_the_number_is_what_stands_behind_the_street_in_a_whole_address(read) -> None:
    text = (
        "strschl,street,address,lat,lon\n1,Straße 42,Straße 42 *,51.5,6.75\n1,Straße 42,Straße 42 7g,51.6,6.75\n"
        '1,Musterstr.,"Musterstr. 8, 47051 Musterstadt",51.6,6.75\n1,Musterstr.,Musterstraße 9,51.6,6.75\n'
    )
    found = read(text, Options(city="Musterstadt"))
    assert [(one.street, one.number, one.precision) for one in found] == [
        ("Straße 42", "", "street"), ("Straße 42", "7g", "house"), ("Musterstraße", "8", "house"),
        ("Musterstraße", "9", "house"),
    ]  # fmt: skip
    assert {one.city for one in found} == {"Musterstadt"}


def test_one_cell_may_hold_the_whole_address(read) -> None:
    text = (
        'Adresse;lat;lon\n"Am Markt 8 - 10, 47051 Musterstadt";51.5;6.75\n'
        "Musterstr. 7 b;51.5;6.75\nAm Markt;51.5;6.75\n"
    )
    assert [one[:4] for one in read(text, Options(city="X"))] == [
        ("Am Markt", "8 - 10", "47051", "Musterstadt"), ("Musterstraße", "7 b", "", "X"), ("Am Markt", "", "", "X"),
    ]  # fmt: skip


def test_a_town_of_the_file_counts_more_than_the_one_told_for_all(read) -> None:
    text = "street,number,city,lat,lon\nWeg,1,Eins,51,6\nWeg,2,,51,6\n"
    assert [one.city for one in read(text, Options(city="Zwei"))] == ["Eins", "Zwei"]


def test_rows_with_a_kind_are_places(read) -> None:
    text = (
        "name,kind,street,number,city,lat,lon\nMusterschule,school,,,Musterstadt,51.5,6.75\n"
        ",,Weg,7,Musterstadt,51.6,6.75\nBaum,tree,,,,51.5,6.75\n!!,school,,,,51.5,6.75\nHalle,school,,,,,\n"
    )
    found = read(text)
    places = [one for one in found if isinstance(one, Entry)]
    assert [(one.name, one.kind, one.city) for one in places] == [("Musterschule", "school", "Musterstadt")]
    assert [one[:2] for one in found if isinstance(one, KnownAddress)] == [("Weg", "7")]
    refused = {one.line: one.reason for one in found if isinstance(one, Rejected)}
    assert "'tree' is none of" in refused[4] and "no name" in refused[5] and "no coordinates" in refused[6]
    assert len(found) == 5


def test_a_table_of_places_alone_needs_a_kind_in_every_row(read) -> None:
    found = read("name,kind,lat,lon\nHalle,school,51,6\nBaum,,51,6\n")
    assert isinstance(found[0], Entry) and found[1] == Rejected(3, "The line has no kind.")


def test_art_is_not_taken_for_a_kind(read) -> None:
    (one,) = read("Name;Art;Straße;Nr;lat;lon\nMusterschule;Grundschule;Weg;7;51.5;6.75\n")
    assert one[:2] == ("Weg", "7")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";7;51.5;6.75", "The line names no street."),
        ("### Straßenname unbekannt;7;51.5;6.75", "The line names no street."),
        ("Weg;7;;6.75", "The line has no coordinates, or none that can be read."),
        ("Weg;7;x;y", "The line has no coordinates, or none that can be read."),
        ("Weg;7;0;0,0", "The coordinates are 0/0, which stands for none."),
        ("Weg;7;51.5", "The line has 3 columns instead of 4."),
    ],
)
def test_a_line_of_no_use_is_named_and_the_others_go_in(read, row: str, reason: str) -> None:
    found = read(f"Straße;Nr;lat;lon\nWeg;1;51.5;6.75\n{row}\nWeg;2;51.5;6.75\n")
    assert [one for one in found if isinstance(one, Rejected)] == [Rejected(3, reason)]
    assert [one.number for one in found if isinstance(one, KnownAddress)] == ["1", "2"]


def test_a_point_beyond_the_pole_is_rejected_where_degrees_were_told(read) -> None:
    (one,) = read("Straße;Nr;lat;lon\nWeg;1;91;6\n", Options(crs="EPSG:4326"))
    assert one == Rejected(2, "The coordinates 91/6 are no place on the earth.")


@pytest.mark.parametrize(
    ("headings", "values", "crs"),
    [
        ("Rechtswert;Hochwert", "32357221,733;5693008,533", ""),
        ("Rechtswert;Hochwert", "32357221,733;5693008,533", "EPSG:4647"),
        ("Rechtswert;Hochwert", "357221.733;5693008.533", "EPSG:25832"),
        ("Rechtswert;Hochwert", "32357221.733;5693008.533", "EPSG:25832"),
        ("Y;X", "32357221.733;5693008.533", ""),
    ],
)
def test_coordinates_of_a_grid_become_degrees(read, headings: str, values: str, crs: str) -> None:
    (one,) = read(f"Straße;Nr;{headings}\nWeg;1;{values}\n", Options(crs=crs))
    assert distance_m(one.point, Point(51.3709, 6.9493)) < 200


def test_gauss_krueger_needs_to_be_told(read) -> None:
    text = "Straße;Nr;Rechtswert;Hochwert\nWeg;1;2566000;5700000\n"
    with pytest.raises(GazetteerError, match=r"liste.csv the coordinates \(2.566e\+06/5.7e\+06 for inst"):
        read(text)
    (one,) = read(text, Options(crs="EPSG:31466"))
    assert 6.5 < one.point.lon < 7.5 and 51 < one.point.lat < 52


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("a;b\n1;2\n", Options(), "no column was found for street, lat, lon. It has: a, b. Say which it is: --column"),
        ("Straße;b\n1;2\n", Options(), "no column was found for lat, lon"),
        ("Straße;lat;lon\n", Options(columns={"city": "Stadt"}), "has no column 'Stadt'. It has: Straße, lat, lon."),
        ("Straße;lat;lon\n", Options(columns={"town": "lat"}), "There is no column of ours called 'town'"),
        ("Straße;lat;lon\nWeg 1;51;6\n", Options(crs="EPSG:nix"), "'EPSG:NIX' is no coordinate system"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(read, text: str, options: Options, words: str) -> None:
    with pytest.raises(GazetteerError) as refused:
        read(text, options)
    assert words in str(refused.value)
