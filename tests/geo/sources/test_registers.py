"""The official registers, each with files of its shape: invented streets, both encodings, broken lines."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from geo.layers import GazetteerError, KnownAddress
from geo.point import Point, distance_m
from geo.sources import recognise
from geo.sources.base import Options, Record, Rejected
from geo.sources.projection import transformer

HKDE = (
    "N;DEXXAL1;{quality};{state};1;12;000;0001;00123;{number};{more};{east};{north};{street};47051;Musterstadt;"
    "am Muster;Nord"
)  # fmt: skip
GEBREF = (
    "N;DEXXAL1;A;05;Nordrhein-Westfalen;1;Düsseldorf;12;Musterkreis;000;Musterstadt;01;{part};00123;{street};{number};"
    "{more};32;{east};{north};2024-01-01"
)  # fmt: skip
BERCHEM = Point(51.3704, 6.9488)


def records(path: Path, lines: Iterable[str], encoding: str = "utf-8", options: Options | None = None) -> list[Record]:
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return list(recognise(path).read(path, options or Options()))


def grid(crs: str, lat: float, lon: float) -> tuple[float, float]:
    """A point in a national grid."""
    east, north = transformer(crs).transform(lon, lat, direction="INVERSE")
    return float(east), float(north)


def hkde(**said: str) -> str:
    usual = {"quality": "A", "state": "05", "number": "7", "more": "", "east": "32357221,733", "north": "5693008,533",
             "street": "Mühlenstr."}  # fmt: skip
    return HKDE.format(**{**usual, **said})


def gebref(**said: str) -> str:
    usual = {"number": "7", "more": "", "east": "357221,73", "north": "5693008,53",
             "street": "Mühlenstr.", "part": "Nord"}  # fmt: skip
    return GEBREF.format(**{**usual, **said})


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_hkde_in_both_encodings(tmp_path: Path, encoding: str) -> None:
    lines = ["# Kommentar", hkde(), hkde(number="0008", more="b"), hkde(number="9", quality="C")]
    found = records(tmp_path / "hk.txt", lines, encoding)
    assert [(one.street, one.number, one.postcode, one.city, one.district, one.precision) for one in found] == [
        ("Mühlenstraße", "7", "47051", "Musterstadt am Muster", "Nord", "house"),
        ("Mühlenstraße", "8b", "47051", "Musterstadt am Muster", "Nord", "house"),
        ("Mühlenstraße", "9", "47051", "Musterstadt am Muster", "Nord", "interpolated"),
    ]
    assert all(distance_m(one.point, BERCHEM) < 20 for one in found)


def test_hkde_without_a_zone_goes_by_the_state(tmp_path: Path) -> None:
    west, east = records(tmp_path / "hk.txt", [hkde(east="357221,733"), hkde(east="357221,733", state="12")])
    assert east.point.lon - west.point.lon == pytest.approx(6)


def test_hkde_names_what_it_cannot_use(tmp_path: Path) -> None:
    lines = [hkde()] * 30 + [hkde(street="### Straßenname unbekannt"), hkde()[:60], hkde(east="x"), hkde() + ";", ""]
    found = records(tmp_path / "hk.txt", lines)
    assert [(one.line, one.reason) for one in found if isinstance(one, Rejected)] == [
        (32, "The line has 13 columns instead of 18."), (31, "The line names no street."),
        (33, "The line has no coordinates, or none that can be read."),
    ]  # fmt: skip
    assert sum(isinstance(one, KnownAddress) for one in found) == 31


@pytest.mark.parametrize("mark", [";", "|", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("east", ["357221,73", "32357221,73"])
def test_gebref_whatever_separates_its_fields(tmp_path: Path, mark: str, encoding: str, east: str) -> None:
    lines = [gebref(east=east), gebref(east=east, number="8", more="c", part="Musterstadt")]
    found = records(tmp_path / "gebref.txt", [line.replace(";", mark) for line in lines], encoding)
    assert [one[:5] for one in found] == [
        ("Mühlenstraße", "7", "", "Musterstadt", "Nord"), ("Mühlenstraße", "8c", "", "Musterstadt", ""),
    ]  # fmt: skip
    assert all(distance_m(one.point, BERCHEM) < 20 and one.precision == "house" for one in found)


def test_gebref_as_it_was_until_2019_says_no_municipality(tmp_path: Path) -> None:
    line = "N;DEXXAL1;A;05;1;12;000;0001;00123;7;a;32357221,733;5693008,533;Mühlenstr.;2018-01-01"
    (one,) = records(tmp_path / "gebref.txt", [line], options=Options(city="Musterstadt"))
    assert one[:5] == ("Mühlenstraße", "7a", "", "Musterstadt", "") and distance_m(one.point, BERCHEM) < 20


def test_gebref_comes_in_an_archive_with_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "gebref_EPSG25832_ASCII.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("gebref.txt", gebref() + "\n")
        file.writestr("gebref_schluessel.txt", "G;05;1;12;000;Musterstadt\n")
    assert recognise(path).FORMAT.name == "gebref"
    assert len(list(recognise(path).read(path, Options()))) == 1


def test_france_has_repeated_numbers_and_points_along_the_street(tmp_path: Path) -> None:
    head = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;nom_ancienne_commune"
    lines = [
        f"{head};x;y;lon;lat;type_position",
        "1;;7;bis;Rue de l'Étang;01000;01001;Exempleville;;1;2;5.2;46.2;entrée",
        "2;;8;a;Rue de l'Étang;01000;01001;Exempleville;Vieux-Bourg;1;2;5.2;46.2;segment",
        "3;;99999;;Le Moulin;01000;01001;Exempleville;Exempleville;1;2;5.2;46.2;",
        "4;;9;;Rue de l'Étang;01000;01001;Exempleville;;;;;;",
    ]  # fmt: skip
    found = records(tmp_path / "adresses-01.csv", lines)
    assert found[:3] == [
        KnownAddress("Rue de l'Étang", "7 bis", "01000", "Exempleville", "", Point(46.2, 5.2), "house"),
        KnownAddress("Rue de l'Étang", "8a", "01000", "Exempleville", "Vieux-Bourg", Point(46.2, 5.2), "interpolated"),
        KnownAddress("Le Moulin", "", "01000", "Exempleville", "", Point(46.2, 5.2), "street"),
    ]
    assert isinstance(found[3], Rejected) and found[3].line == 5


def test_switzerland_writes_postcode_and_place_in_one(tmp_path: Path) -> None:
    east, north = grid("EPSG:2056", 46.948, 7.447)
    lines = [
        "ADR_EGAID;STN_LABEL;ADR_NUMBER;ZIP_LABEL;COM_NAME;COM_CANTON;ADR_EASTING;ADR_NORTHING",
        f"1;Musterstrasse;4.1;3003 Bern;Bern;BE;{east:.3f};{north:.3f}",
        f"2;Dorfplatz;5;3145 Muster im Tal;Köniz;BE;{east:.3f};{north:.3f}",
        "3;Dorfplatz;6;3145 Muster im Tal;Köniz;BE;;",
    ]
    one, other, none = records(tmp_path / "amtliches.csv", lines, "utf-8-sig")
    assert one[:5] == ("Musterstrasse", "4.1", "3003", "Bern", "")
    assert other[:5] == ("Dorfplatz", "5", "3145", "Muster im Tal", "Köniz")
    assert distance_m(one.point, Point(46.948, 7.447)) < 1
    assert none == Rejected(4, "The line has no coordinates, or none that can be read.")


def test_the_netherlands_have_letters_and_additions(tmp_path: Path) -> None:
    head = "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;provincie"
    place = "1234AB;Voorbeelddorp;Voorbeeldgemeente;Utrecht"
    lines = [f"{head};x;y;lon;lat", f"Molenweg;12;A;2;{place};1;2;5.1;52.1", f"Molenweg;13;;;{place};1;2;5.1;52.1"]
    found = records(tmp_path / "bag.csv", lines)
    where = ("1234AB", "Voorbeelddorp", "Voorbeeldgemeente", Point(52.1, 5.1), "house")
    assert found == [KnownAddress("Molenweg", "12A-2", *where), KnownAddress("Molenweg", "13", *where)]
    x, y = grid("EPSG:28992", 52.1, 5.1)
    (one,) = records(tmp_path / "grid.csv", [f"{head};x;y", f"Molenweg;12;;;{place};{x:.2f};{y:.2f}"])
    assert distance_m(one.point, Point(52.1, 5.1)) < 1


VIENNA, INNSBRUCK, LINZ = Point(48.2, 16.37), Point(47.27, 11.4), Point(48.3, 14.29)


def austrian_tables(head: str, *, more: bool = True) -> dict[str, str]:
    rows = []
    for number, (crs, point) in enumerate((("31256", VIENNA), ("31254", INNSBRUCK), ("31255", LINZ)), 1):
        east, north = grid(f"EPSG:{crs}", point.lat, point.lon)
        parts = f'"{number}";"a";"-";"{number + 2}";"";' if more else f'"{number}a";'
        keys = f'"{number}";"9000{number}";"800{number}";"101{number}";"70000{number}"'
        rows.append(f'{keys};{parts}{east:.2f};{north:.2f};"{crs}"')
    rows.append('"4";"90001";"8001";"1010";"700001";' + ('"9";"";"";"";"";' if more else '"9";') + '1,5;2,5;"4326"')
    rows.append('"5";"90001";"8001";"1010";"999999";' + ('"9";"";"";"";"";' if more else '"9";') + '1;2;"31256"')
    return {
        "ADRESSE.csv": f"{head}\n" + "\n".join(rows) + "\n",
        "STRASSE.csv": '"SKZ";"STRASSENNAME";"ZUSTELLORT"\n"700001";"Mühlgasse";"Wien"\n"700002";"Am Inn";""\n'
        '"700003";"Lindenstraße";"Linz"\n',
        "GEMEINDE.csv": '"GKZ";"GEMEINDENAME"\n"90001";"Wien"\n"90002";"Innsbruck"\n"90003";"Linz"\n',
        "ORTSCHAFT.csv": '"GKZ";"OKZ";"ORTSNAME"\n"90001";"8001";"Wien, Wieden"\n"90002";"8002";"Innsbruck"\n',
    }


PARTS = "ADRCD;GKZ;OKZ;PLZ;SKZ;HAUSNRZAHL1;HAUSNRBUCHSTABE1;HAUSNRVERBINDUNG1;HAUSNRZAHL2;HAUSNRBUCHSTABE2;RW;HW;EPSG"
TOGETHER = "ADRCD;GKZ;OKZ;PLZ;SKZ;HNR_ADR_ZUSAMMEN;RW;HW;EPSG"


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("head", [PARTS, TOGETHER])
def test_austria_names_things_by_keys_and_has_three_grids_in_one_file(tmp_path: Path, packed: bool, head: str) -> None:
    tables = austrian_tables(head, more=head == PARTS)
    path = tmp_path / ("register.zip" if packed else "ADRESSE.csv")
    if packed:
        with zipfile.ZipFile(path, "w") as file:
            for name, text in tables.items():
                file.writestr(name, text)
    else:
        for name, text in tables.items():
            (tmp_path / name).write_text(text, encoding="utf-8-sig")
    assert recognise(path).FORMAT.name == "bev"
    found = list(recognise(path).read(path, Options()))
    numbers = ["1a-3", "2a-4", "3a-5"] if head == PARTS else ["1a", "2a", "3a"]
    assert [one[:5] for one in found[:3]] == [
        ("Mühlgasse", numbers[0], "1011", "Wien", "Wien, Wieden"), ("Am Inn", numbers[1], "1012", "Innsbruck", ""),
        ("Lindenstraße", numbers[2], "1013", "Linz", ""),
    ]  # fmt: skip
    for one, point in zip(found[:3], (VIENNA, INNSBRUCK, LINZ), strict=True):
        assert distance_m(one.point, point) < 5
    assert found[3:] == [
        Rejected(5, "The line has no coordinates, or none that can be read."), Rejected(6, "The line names no street."),
    ]  # fmt: skip


def test_austria_needs_the_tables_of_the_keys(tmp_path: Path) -> None:
    (tmp_path / "ADRESSE.csv").write_text(f"{TOGETHER}\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"ADRESSE.csv needs STRASSE.csv of the register beside it\."):
        list(recognise(tmp_path / "ADRESSE.csv").read(tmp_path / "ADRESSE.csv", Options()))


def test_austria_in_one_table(tmp_path: Path) -> None:
    lines = [
        "ADRCD,HNR_ADR_ZUSAMMEN,STRASSENNAME,ZUSTELLORT,PLZ,GEMEINDENAME,lat,lon",
        "1,7/2,Mühlgasse,Wien,1040,Wien,48.2,16.37", "2,8,Dorf,Musterpost,4000,Mustergemeinde,48.3,14.3",
    ]  # fmt: skip
    found = records(tmp_path / "at.csv", lines)
    assert found == [
        KnownAddress("Mühlgasse", "7/2", "1040", "Wien", "", Point(48.2, 16.37), "house"),
        KnownAddress("Dorf", "8", "4000", "Musterpost", "Mustergemeinde", Point(48.3, 14.3), "house"),
    ]


OA = "LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH"


def feature(**said: object) -> str:
    usual = {"street": '"M\\u00fchlenstr."', "number": '"7"', "city": '"Musterstadt"', "where": "[6.75,51.5]"}
    told = {**usual, **said}
    return (
        f'{{"type":"Feature","properties":{{"hash":"x","number":{told["number"]},"street":{told["street"]},"unit":"",'
        f'"city":{told["city"]},"district":"","region":"","postcode":"47051","id":""}},'
        f'"geometry":{{"type":"Point","coordinates":{told["where"]}}}}}'
    )


def test_openaddresses_as_a_table(tmp_path: Path) -> None:
    lines = [OA, '6.75,51.5,7,Mühlenstr.,,"Musterstadt",Nord,,47051,,x', "6.75,51.5,,Mühlenstr.,,,,,,,y"]
    found = records(tmp_path / "de.csv", lines, options=Options(city="Anderswo"))
    assert found == [
        KnownAddress("Mühlenstraße", "7", "47051", "Musterstadt", "Nord", Point(51.5, 6.75), "house"),
        KnownAddress("Mühlenstraße", "", "", "Anderswo", "", Point(51.5, 6.75), "street"),
    ]


def test_openaddresses_as_features(tmp_path: Path) -> None:
    lines = [feature(), feature(number="8"), feature(number="null", city="null")]
    found = records(tmp_path / "de.geojson", lines)
    assert [one[:4] for one in found] == [
        ("Mühlenstraße", "7", "47051", "Musterstadt"), ("Mühlenstraße", "8", "47051", "Musterstadt"),
        ("Mühlenstraße", "", "47051", ""),
    ]  # fmt: skip
    assert {one.point for one in found} == {Point(51.5, 6.75)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (feature()[:-20], "no GeoJSON feature"),
        ("[1,2]", "no GeoJSON feature"),
        ('{"type":"FeatureCollection","features":[]}', "no GeoJSON feature"),
        (feature() + "," + feature(), "no GeoJSON feature"),
        ("[" * 100_000, "no GeoJSON feature"),
        (feature(street='"\\ud800"'), "no GeoJSON feature"),
        (feature(where="null"), "no coordinates"),
        (feature(where='["a","b"]'), "no coordinates"),
        (feature(where="[6.75,151]"), "no place on the earth"),
        (feature(street="null"), "names no street"),
    ],
)
def test_a_broken_feature_costs_one_line(tmp_path: Path, line: str, reason: str) -> None:
    found = records(tmp_path / "de.geojson", [feature(), line, "", feature(number='"8"')])
    assert [one.number for one in found if isinstance(one, KnownAddress)] == ["7", "8"]
    (refused,) = (one for one in found if isinstance(one, Rejected))
    assert refused.line == 2 and reason in refused.reason
