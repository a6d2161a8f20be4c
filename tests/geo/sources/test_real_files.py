"""The real tables: every row is an address, a postcode, or named as neither."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from geo.layers import Entry, GazetteerError, KnownAddress
from geo.point import Point, distance_m
from geo.sources import recognise
from geo.sources.base import Options, Record, Rejected
from geo.sources.projection import utm_to_degrees


def records(path: Path, options: Options | None = None) -> list[Record]:
    return list(recognise(path).read(path, options or Options()))


def test_the_houses_of_essen(shared_data: Path) -> None:
    found = records(shared_data / "addresses" / "essen_hauskoordinaten.csv.gz", Options(city="Essen"))
    assert Counter(one.precision for one in found) == {"house": 99_581, "street": 3_396}
    houses = {(one.street, one.number): one.point for one in found if one.precision == "house"}
    assert len({one.street for one in found if one.number}) == 3_318
    assert sum(number[-1].isalpha() for _, number in houses) == 9_597
    assert not [street for street, _ in houses if street.endswith(("Str.", "str.", "Str", "str"))]
    assert ("Am EUROPA-CENTER", "1") in houses or any("EUROPA-CENTER" in street for street, _ in houses)
    assert {one.city for one in found} == {"Essen"} and {one.postcode for one in found} == {""}


@pytest.mark.parametrize(
    ("street", "number", "east", "north"),
    [("Berchemer Weg", "15", 32357221.733, 5693008.533), ("Dahlhauser Straße", "146F", 32368022.226, 5700060.441)],
)
def test_coordinates_of_the_city_agree_with_those_it_gives_in_its_grid(
    shared_data: Path, street: str, number: str, east: float, north: float
) -> None:
    found = records(shared_data / "addresses" / "essen_hauskoordinaten.csv.gz")
    (point,) = [one.point for one in found if one[:2] == (street, number)]
    for easts, norths in (([east], [north]), ([north], [east])):
        ((lat,), (lon,)) = utm_to_degrees(easts, norths)
        assert distance_m(point, Point(lat, lon)) < 1


@pytest.mark.parametrize(
    ("file", "houses", "without_street"),
    [
        ("brouter_dreieich", 915, 0), ("graphhopper_north-bayreuth", 800, 0), ("ors_heidelberg", 620, 4),
        ("osr_miraustr", 2_680, 0), ("valhalla_liechtenstein-latest", 999, 7),
    ],
)  # fmt: skip
def test_address_lists_of_openstreetmap(shared_data: Path, file: str, houses: int, without_street: int) -> None:
    path = shared_data / "addresses" / "osm" / f"{file}_addresses.csv"
    found = records(path)
    assert Counter(type(one) for one in found) == +Counter({KnownAddress: houses, Rejected: without_street})
    with path.open(encoding="utf-8", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["street"]]
    read = [one for one in found if isinstance(one, KnownAddress)]
    for row, one in zip(rows, read, strict=True):
        assert (one.number, one.postcode, one.city, one.district) == tuple(
            row[name].strip() for name in ("housenumber", "postcode", "city", "suburb")
        )
        assert one.point == Point(float(row["lat"]), float(row["lon"])) and one.precision == "house"


@pytest.mark.parametrize(
    ("country", "codes", "customers"), [("de", 8_310, 6_819), ("at", 2_217, 0), ("ch", 3_362, 0), ("nl", 4_086, 0)]
)
def test_postcodes_of_geonames(shared_data: Path, country: str, codes: int, customers: int) -> None:
    found = records(shared_data / "postcodes" / f"zipcodes.{country}.csv")
    assert Counter(type(one) for one in found) == +Counter({Entry: codes, Rejected: customers})
    places = [one for one in found if isinstance(one, Entry)]
    assert {one.kind for one in places} == {"postcode"} and len({one.name for one in places}) == codes
    assert all(one.radius_m >= 4_000 for one in places)


def test_postcodes_on_the_centre_of_their_city_are_uncertain(shared_data: Path) -> None:
    found = {one.name: one for one in records(shared_data / "postcodes" / "zipcodes.de.csv") if isinstance(one, Entry)}
    assert {found[code].radius_m for code in ("47138", "47178", "47179", "47199")} == {12_000}
    assert "45116" not in found, "it belongs to big customers of the post only"
    assert (found["47138"].city, found["47138"].ags) == ("Duisburg", "05112")


def test_nine_of_ten_schools_lie_within_the_radius_of_their_postcode(shared_data: Path) -> None:
    """Both tables, measured with the schools of North Rhine-Westphalia, whose postcodes and points are known."""
    schools = [
        one
        for one in records(shared_data / "institutions" / "schuldaten_nrw_2021_excerpt.csv")
        if isinstance(one, KnownAddress) and one.point and one.precision == "house"
    ]
    for file in ("zipcodes.de.csv", "opengeodb_PLZ.tab"):
        codes = {one.name: one for one in records(shared_data / "postcodes" / file) if isinstance(one, Entry)}
        known = [one for one in schools if one.postcode in codes]
        inside = sum(distance_m(one.point, codes[one.postcode].point) <= codes[one.postcode].radius_m for one in known)
        assert len(known) > 4_000 and inside / len(known) > 0.88


def test_postcodes_of_opengeodb(shared_data: Path) -> None:
    found = records(shared_data / "postcodes" / "opengeodb_PLZ.tab")
    assert len(found) == 8_289 and all(isinstance(one, Entry) for one in found)
    assert {one.city for one in found if one.name == "47138"} == {"Duisburg"}


def test_a_table_without_points_is_refused(shared_data: Path) -> None:
    with pytest.raises(GazetteerError, match="no column was found for street, lat, lon"):
        records(shared_data / "postcodes" / "de_postcode_municipality.csv")


def test_the_houses_of_essen_cut_off_are_refused(shared_data: Path, tmp_path: Path) -> None:
    whole = (shared_data / "addresses" / "essen_hauskoordinaten.csv.gz").read_bytes()
    cut = tmp_path / "essen.csv.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GazetteerError, match="cut off or damaged"):
        records(cut)
    text = gzip.decompress(whole)[:1_000_010]
    (tmp_path / "essen.csv").write_bytes(text)
    found = records(tmp_path / "essen.csv")
    assert [one.line for one in found if isinstance(one, Rejected)] in ([], [text.count(b"\n") + 1])
    assert len(found) == text.count(b"\n")
