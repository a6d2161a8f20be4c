"""Filling in what sources leave out: postcodes by area or nearest point, towns and districts by outline."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo.layers import Entry, GazetteerError, KnownAddress
from geo.point import Point
from geo.sources import enrich, schools
from geo.sources.base import Options, Record, Rejected
from geo.sources.enrich import PostcodePoints, enriched, postcode_points
from geo.spelling import key

HERE = Point(51.0, 7.0)


def address(lat: float = 51.0, lon: float = 7.0, **known: Any) -> KnownAddress:
    return KnownAddress("Weg", "5", point=Point(lat, lon), precision="house")._replace(**known)


def postcode(code: str, lat: float, lon: float, city: str = "") -> Entry:
    return Entry(code, "postcode", Point(lat, lon), city=city)


def areas(path: Path, *squares: tuple[float, float, float, dict[str, Any]]) -> Path:
    """A map of squares: west, south, size and what is known of each."""
    features = []
    for west, south, size, known in squares:
        east, north = west + size, south + size
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": known, "geometry": shape})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    """Two towns side by side."""
    west, east = {"AGS": "05999001", "GEN": "Weststadt (Rhein)"}, {"AGS": "05999002", "GEN": "Ost"}
    return areas(tmp_path / "towns.geojson", (6.9, 50.9, 0.2, west), (7.1, 50.9, 0.2, east))


@pytest.fixture
def points() -> PostcodePoints:
    """Two postcodes of one town, one of another that is nearer to its border."""
    return PostcodePoints(
        [postcode("10001", 51.0, 7.0, "Weststadt"), postcode("10002", 51.05, 7.0, "Weststadt"),
         postcode("20001", 51.0, 7.02, "Ost")]
    )  # fmt: skip


def only(records: list[Record], *args: Any, **more: Any) -> Any:
    [one] = enriched(records, *args, **more)
    return one


def test_an_empty_postcode_is_the_nearest_one_and_marked_as_estimated(points: PostcodePoints) -> None:
    found = only([address(51.001, 7.001)], points)
    assert (found.postcode, found.postcode_estimated) == ("10001", True)
    assert found[0:2] == ("Weg", "5") and found.point == Point(51.001, 7.001)


def test_a_known_postcode_stays_and_is_not_estimated(points: PostcodePoints) -> None:
    known = address(postcode="99999", city="Weststadt")
    assert only([known], points) is known


def test_only_postcodes_of_the_same_town_count_where_it_has_any(points: PostcodePoints) -> None:
    near_the_border = address(51.0, 7.018)
    assert only([near_the_border], points).postcode == "20001"
    assert only([near_the_border._replace(city="WESTSTADT")], points).postcode == "10001"
    assert only([near_the_border._replace(city="Anderswo")], points).postcode == "20001"


def test_a_point_that_is_too_far_away_says_nothing(points: PostcodePoints) -> None:
    found = only([address(51.2, 7.0)], points)
    assert (found.postcode, found.postcode_estimated) == ("", False)


def test_a_point_of_several_postcodes_says_nothing_unless_they_have_others() -> None:
    centre = [postcode("10001", 51.0, 7.0), postcode("10002", 51.0, 7.0)]
    assert only([address()], PostcodePoints(centre)).postcode == ""
    own = [postcode("10001", 51.01, 7.0), postcode("10002", 51.05, 7.0)]
    assert only([address()], PostcodePoints(centre + own)).postcode == "10001"


def test_the_area_around_it_tells_the_postcode_for_certain(tmp_path: Path, points: PostcodePoints) -> None:
    path = areas(tmp_path / "plz.geojson", (6.9, 50.9, 0.2, {"plz": "01067"}))
    found = only([address()], points, path)
    assert (found.postcode, found.postcode_estimated) == ("01067", False)
    guessed = only([address(postcode="10002", postcode_estimated=True)], points, path)
    assert (guessed.postcode, guessed.postcode_estimated) == ("01067", False)
    outside = only([address(51.0, 7.13, postcode="10002", postcode_estimated=True)], points, path)
    assert (outside.postcode, outside.postcode_estimated) == ("10002", True)


def test_postcodes_kept_as_numbers_get_their_zeros_back(tmp_path: Path) -> None:
    path = areas(tmp_path / "plz.geojson", (6.9, 50.9, 0.2, {"PLZ": 1067}), (7.2, 50.9, 0.2, {"PLZ": 47051}))
    assert only([address()], None, path).postcode == "01067"


def test_an_empty_town_is_that_of_its_outline_or_of_the_nearest(towns: Path) -> None:
    found = list(enriched([address(), address(51.0, 7.2), address(51.0, 7.305), address(52.0, 7.0)], None, None, towns))
    assert [one.city for one in found if isinstance(one, KnownAddress)] == ["Weststadt (Rhein)", "Ost", "Ost", ""]


def test_a_town_that_is_told_goes_before_outlines_but_not_before_what_is_known(towns: Path) -> None:
    assert only([address()], None, None, towns, "Musterstadt").city == "Musterstadt"
    assert only([address(city="Ost")], None, None, towns, "Musterstadt").city == "Ost"
    assert only([Entry("Markt", "stop", HERE)], None, None, None, "Musterstadt").city == "Musterstadt"


def test_the_smallest_of_nested_outlines_is_the_district(tmp_path: Path) -> None:
    path = areas(
        tmp_path / "parts.geojson",
        (6.99, 50.99, 0.02, {"name": "Altstadt"}),
        (6.9, 50.9, 0.2, {"name": "Mitte"}),
        (6.0, 50.0, 2, {"name": "Stadt"}),
    )
    found = list(enriched([address(), address(51.05), address(50.5)], None, None, None, "Stadt", path))
    assert [one.district for one in found if isinstance(one, KnownAddress)] == ["Altstadt", "Mitte", ""]


def test_a_place_learns_its_town(towns: Path) -> None:
    assert only([Entry("Markt", "stop", HERE)], None, None, towns).city == "Weststadt (Rhein)"
    assert only([Entry("Markt", "stop", HERE, city="Ost")], None, None, towns).city == "Ost"


def test_a_village_that_lies_in_a_town_is_a_part_of_it(towns: Path) -> None:
    village = Entry("Dorf", "village", HERE, radius_m=900, city="Dorf")
    assert only([village], None, None, towns) == Entry("Dorf", "place", HERE, city="Weststadt (Rhein)")
    itself = only([Entry("Weststadt", "town", HERE, city="Weststadt")], None, None, towns)
    assert (itself.kind, itself.city, itself.ags) == ("town", "Weststadt", "05999001")
    known = Entry("Dorf", "village", HERE, city="Dorf", ags="05999003")
    assert only([known], None, None, towns) is known


def test_everything_else_passes_in_its_order(
    points: PostcodePoints, towns: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrich, "CHUNK", 2)
    nowhere = KnownAddress("Weg")
    records: list[Record] = [address(), Rejected(7, "It is broken."), nowhere, postcode("10001", 51, 7), address(51.04)]
    found = list(enriched(records, points, None, towns))
    assert found[1:4] == records[1:4]
    assert [one.postcode for one in found if isinstance(one, KnownAddress)] == ["10001", "", "10002"]
    assert list(enriched(iter(()), points)) == []
    assert list(enriched([nowhere, address()], PostcodePoints([]))) == [nowhere, address()]


def test_points_come_from_any_table_with_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("PLZ;Ort;lat;lon\n10001;Weststadt;51,0;7,0\n;Ohne;51,0;7,0\n10003;Weit;x;7\n", encoding="utf-8")
    points = postcode_points(path)
    assert len(points) == 1
    assert only([address()], points).postcode == "10001"
    path.write_text("PLZ;Ort\n10001;Weststadt\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"In codes\.csv no column was found for lat, lon\. It has: PLZ, Ort\."):
        postcode_points(path)


def test_a_list_of_towns_leaves_out_what_it_does_not_have(tmp_path: Path) -> None:
    codes, towns = tmp_path / "codes.csv", tmp_path / "towns.csv"
    codes.write_text("plz;lat;lon\n10001;51.0;7.0\n10002;51.05;7.0\n10009;51.0;7.001\n", encoding="utf-8")
    towns.write_text("ags,ort,plz\n1,Weststadt,10001\n2,Dorf,10002\n3,Weststadt,10002\n", encoding="utf-8")
    points = postcode_points(codes, towns=towns)
    assert len(points) == 2
    assert only([address(51.0, 7.001)], points).postcode == "10001"
    assert only([address(51.0, 7.001, city="Dorf")], points).postcode == "10002"


@pytest.mark.parametrize(
    ("known", "sentence"),
    [({"foo": "1"}, r"has no column gen or name"), (None, r"holds no areas")],
)
def test_a_map_that_is_of_no_use_is_refused(tmp_path: Path, known: dict[str, str] | None, sentence: str) -> None:
    squares = [(6.9, 50.9, 0.2, known)] if known else [(6.9, 50.9, 0.0, {"name": "Punkt"})]
    with pytest.raises(GazetteerError, match=sentence):
        list(enriched([address()], None, None, areas(tmp_path / "a.geojson", *squares)))


@pytest.fixture(scope="module")
def known_schools(shared_data: Path) -> list[KnownAddress]:
    """Schools of half of North Rhine-Westphalia, whose postcodes and towns are known."""
    records = schools.read(shared_data / "institutions" / "schuldaten_nrw_2021_excerpt.csv", Options())
    return [one for one in records if isinstance(one, KnownAddress)]


def share(found: list[Record], known: list[KnownAddress], field: str) -> float:
    """How many of a hundred are right."""
    pairs = zip(found, known, strict=True)
    return 100 * sum(key(getattr(a, field)) == key(getattr(b, field)) for a, b in pairs) / len(known)


def test_nine_of_ten_postcodes_of_schools_are_told_from_their_town(
    shared_data: Path, known_schools: list[KnownAddress]
) -> None:
    folder = shared_data / "postcodes"
    points = postcode_points(folder / "zipcodes.de.csv", folder / "opengeodb_PLZ.tab")
    without = [one._replace(postcode="") for one in known_schools]
    found = list(enriched(without, points))
    assert share(found, known_schools, "postcode") > 90
    assert all(one.postcode_estimated == bool(one.postcode) for one in found if isinstance(one, KnownAddress))
    alone = list(enriched(without, postcode_points(folder / "zipcodes.de.csv")))
    assert 83 < share(alone, known_schools, "postcode") < share(found, known_schools, "postcode")


def test_the_towns_of_schools_are_told_from_outlines(shared_data: Path, known_schools: list[KnownAddress]) -> None:
    outlines = shared_data / "boundaries" / "vg5000_gemeinden_2021_wgs84.geojson"
    found = list(enriched([one._replace(city="") for one in known_schools], None, None, outlines))
    assert share(found, known_schools, "city") > 99
    assert all(one.city for one in found if isinstance(one, KnownAddress))


def test_the_districts_of_a_city_are_told_from_outlines(shared_data: Path, known_schools: list[KnownAddress]) -> None:
    here = [one for one in known_schools if one.city == "Duisburg"]
    outlines = shared_data / "boundaries" / "duisburg_districts.geojson"
    found = list(enriched(here, None, None, None, "Duisburg", outlines))
    names = [one.district for one in found if isinstance(one, KnownAddress)]
    assert len(names) == 136 and all(names) and "Duisburg" not in names
