"""The outlines of the districts: complete, valid, and lying edge to edge."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import Point, shape

from tests.data.tables import DATA, rows

FILE = DATA / "boundaries" / "kreise.geojson"
CITIES = ("Kreisfreie Stadt", "Stadtkreis")


@pytest.fixture(scope="module")
def districts() -> list[dict]:
    return json.loads(FILE.read_text(encoding="utf-8"))["features"]


@pytest.fixture(scope="module")
def outlines(districts: list[dict]) -> np.ndarray:
    return np.array([shape(district["geometry"]) for district in districts])


def test_there_are_400_districts_with_their_present_keys(districts: list[dict]) -> None:
    keys = [district["properties"]["ags"] for district in districts]
    assert len(keys) == len(set(keys)) == 400
    assert keys == sorted(keys)
    assert {"05112", "03159", "16063"} <= set(keys)
    assert {"03152", "03156", "16056"}.isdisjoint(keys)


def test_every_district_says_what_it_is(districts: list[dict]) -> None:
    for district in districts:
        told = district["properties"]
        assert list(told) == ["ags", "name", "kind", "land", "nuts"]
        assert len(told["ags"]) == 5 and told["ags"].startswith(told["land"]) and told["name"]
        assert told["kind"] in (*CITIES, "Kreis", "Landkreis")
        assert told["nuts"].startswith("DE") or told["ags"] == "16063"
    assert len(Counter(district["properties"]["land"] for district in districts)) == 16


def test_every_outline_is_a_valid_area_in_germany(outlines: np.ndarray) -> None:
    assert set(shapely.get_type_id(outlines)) <= {3, 6}
    assert shapely.is_valid(outlines).all()
    west, south, east, north = shapely.total_bounds(outlines)
    assert 5.8 < west < 5.9 and 47.2 < south < 47.3 and 15.0 < east < 15.1 and 55.0 < north < 55.1


def test_neighbours_neither_overlap_nor_leave_gaps(outlines: np.ndarray) -> None:
    together = shapely.union_all(outlines)
    assert abs(shapely.area(outlines).sum() - together.area) < 1e-9
    broken = [edges for edges in shapely.coverage_invalid_edges(outlines) if not edges.is_empty]
    assert len(broken) <= 2  # one crossing that came from rounding was mended on one side only


def test_a_city_contains_its_own_centre(districts: list[dict], outlines: np.ndarray) -> None:
    places = [row for row in rows("places/germany.csv") if row["kind"] in ("city", "town")]
    outside = []
    for district, outline in zip(districts, outlines, strict=True):
        told = district["properties"]
        if told["kind"] in CITIES:
            own = [row for row in places if row["ags"] == told["ags"]]
            if not any(outline.contains(Point(float(row["lon"]), float(row["lat"]))) for row in own):
                outside.append(told["name"])
    assert outside == []


def test_official_school_points_fall_into_duisburg(
    shared_data: Path, districts: list[dict], outlines: np.ndarray
) -> None:
    transform = Transformer.from_crs("EPSG:25832", "EPSG:4326", always_xy=True).transform
    keys = [district["properties"]["ags"] for district in districts]
    duisburg = outlines[keys.index("05112")]
    lines = (shared_data / "institutions" / "schuldaten_nrw_2021_excerpt.csv").read_text(encoding="utf-8").splitlines()
    header = [cell.strip('"') for cell in lines[1].split(";")]
    schools = [dict(zip(header, [cell.strip('"') for cell in line.split(";")], strict=False)) for line in lines[2:]]
    own = [school for school in schools if school["Gemeindeschluessel"].startswith("05112")]
    inside = sum(duisburg.contains(Point(transform(float(s["UTMRechtswert"]), float(s["UTMHochwert"])))) for s in own)
    assert len(own) == 136
    assert inside >= 135
