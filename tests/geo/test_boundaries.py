"""Outlines: which area holds a point, who is next to whom, and a coarser line for drawing."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from geo.boundaries import Boundaries, BoundaryError
from geo.point import Box, Point

KREISE = Path(__file__).resolve().parents[2] / "data" / "boundaries" / "kreise.geojson"


def square(west: float, south: float, size: float = 1.0) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(scope="module")
def squares() -> Boundaries:
    """Two neighbours, one of them with a city inside, and one far away."""
    outlines = {"01": square(6, 51), "02": json.dumps(square(7, 51)), "01001": square(6.2, 51.2, 0.2)}
    return Boundaries({**outlines, "09": square(12, 48)}, {"01": "West", "02": "East"})


@pytest.fixture(scope="module")
def districts() -> Boundaries:
    """The committed districts of Germany."""
    return Boundaries.from_geojson(KREISE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("lon", "near"), [(6.5, True), (5.996, True), (5.99, False), (8.004, True), (8.01, False)])
def test_what_lies_a_little_outside_is_near(squares: Boundaries, lon: float, near: bool) -> None:
    assert squares.is_near(Point(51.5, lon), 500) is near


@pytest.mark.parametrize(
    ("lat", "lon", "ags"),
    [(51.5, 6.9, "01"), (51.5, 7.5, "02"), (51.3, 6.3, "01001"), (51.5, 7.0, "01"), (48.5, 12.5, "09"), (10, 10, None)],
)
def test_the_smallest_area_that_holds_a_point_is_found(
    squares: Boundaries, lat: float, lon: float, ags: str | None
) -> None:
    assert squares.containing(Point(lat, lon)) == ags


def test_neighbours_share_a_border_and_are_not_part_of_each_other(squares: Boundaries) -> None:
    assert squares.neighbours("01") == ("02",)
    assert squares.neighbours("02") == ("01",)
    assert squares.neighbours("01001") == ()
    assert squares.neighbours("09") == ()


def test_names_and_boxes_go_by_key(squares: Boundaries) -> None:
    assert squares.names == {"01": "West", "02": "East", "01001": "", "09": ""}
    assert squares.box("02") == Box(7, 51, 8, 52)


def test_an_area_may_consist_of_several_features() -> None:
    features = [
        {"type": "Feature", "properties": {"ARS": "01", "GEN": "Holstein", "BEZ": "Land"}, "geometry": square(west, 54)}
        for west in (9, 12)
    ]
    area = Boundaries.from_geojson({"type": "FeatureCollection", "features": features})
    assert area.names == {"01": "Holstein"}
    assert area.containing(Point(54.5, 9.5)) == area.containing(Point(54.5, 12.5)) == "01"
    assert area.containing(Point(54.5, 11)) is None


def test_a_ring_that_crosses_itself_is_mended() -> None:
    bow = {"type": "Polygon", "coordinates": [[[6, 51], [7, 52], [7, 51], [6, 52], [6, 51]]]}
    assert Boundaries({"x": bow}).containing(Point(51.5, 6.1)) == "x"


@pytest.mark.parametrize(
    ("outline", "sentence"),
    [
        ("{", "The outline of 05 is no JSON"),
        ("[]", "The outline of 05 is no GeoJSON object."),
        ({"type": "Circle"}, "The outline of 05 is no GeoJSON geometry."),
        ({"type": "Point", "coordinates": [6, 51]}, "The outline of 05 encloses no area."),
        ({"type": "Polygon", "coordinates": []}, "The outline of 05 encloses no area."),
        (None, "The outline of 05 is no GeoJSON object."),
    ],
)
def test_an_outline_that_is_none_is_refused_with_its_key(outline: Any, sentence: str) -> None:
    with pytest.raises(BoundaryError) as refused:
        Boundaries({"05": outline})
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("collection", "sentence"),
    [
        ("nonsense", "The collection is no JSON"),
        ({"type": "Polygon"}, "The collection has no list of features."),
        ({"features": [{"properties": {"name": "x"}, "geometry": square(6, 51)}]}, "Feature 1 has no key"),
        ({"features": [{"properties": None, "geometry": square(6, 51)}]}, "Feature 1 has no key"),
    ],
)
def test_a_collection_that_is_none_is_refused(collection: Any, sentence: str) -> None:
    with pytest.raises(BoundaryError) as refused:
        Boundaries.from_geojson(collection)
    assert sentence in str(refused.value)


def test_an_unknown_key_is_refused(squares: Boundaries) -> None:
    with pytest.raises(BoundaryError, match="There is no outline for the key '99'"):
        squares.outline("99")


def test_every_german_district_has_a_name_and_duisburg_its_neighbours(districts: Boundaries) -> None:
    assert len(districts.names) == 400
    assert all(districts.names.values())
    assert districts.names["05112"] == "Duisburg"
    assert districts.names["05170"] == "Kreis Wesel"
    assert districts.names["05162"] == "Rhein-Kreis Neuss"
    assert districts.containing(Point(51.4344, 6.7623)) == "05112"
    assert [districts.names[ags] for ags in districts.neighbours("05112")] == [
        "Düsseldorf", "Krefeld", "Mülheim an der Ruhr", "Oberhausen", "Kreis Mettmann", "Rhein-Kreis Neuss",
        "Kreis Wesel",
    ]  # fmt: skip


def test_being_neighbours_is_mutual(districts: Boundaries) -> None:
    beside = {ags: set(districts.neighbours(ags)) for ags in districts.names}
    assert all(ags in beside[other] for ags, others in beside.items() for other in others)
    assert not [districts.names[ags] for ags, others in beside.items() if not others]


def test_a_coarser_outline_is_shorter_and_still_the_same_place(districts: Boundaries) -> None:
    sizes = [len(json.dumps(districts.outline("05112", tolerance))) for tolerance in (0, 500, 2000)]
    assert sizes[0] > sizes[1] > sizes[2] > 50
    coarse = Boundaries({"05112": districts.outline("05112", 500)})
    assert coarse.containing(Point(51.4344, 6.7623)) == "05112"


def test_threads_may_share_it(districts: Boundaries) -> None:
    points = [Point(48 + i % 6, 8 + i % 5) for i in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(districts.containing, points)) == [districts.containing(point) for point in points]
