"""Coordinates of national grids as degrees."""

from math import isfinite, isnan, nan

import pytest

from geo.layers import GazetteerError
from geo.point import Point, distance_m
from geo.sources.projection import by_system, to_degrees, utm_to_degrees

#: a spot in the middle of Essen, in degrees and roughly in UTM zone 32
ESSEN = Point(51.4582, 7.0158)
EAST, NORTH = 362_131.0, 5_702_577.0


def near(lats: list[float], lons: list[float], point: Point, metres: float) -> bool:
    return all(distance_m(Point(lat, lon), point) < metres for lat, lon in zip(lats, lons, strict=True))


def test_a_zone_before_the_easting_says_which_one_it_is() -> None:
    easts, norths = [EAST + 32e6, EAST + 33e6], [NORTH, NORTH]
    lats, lons = utm_to_degrees(easts, norths)
    assert lons[1] - lons[0] == pytest.approx(6)
    assert lats[0] == pytest.approx(lats[1])


def test_utm_needs_a_zone_or_a_system() -> None:
    lats, lons = utm_to_degrees([EAST], [NORTH])
    assert isnan(lats[0]) and isnan(lons[0])
    lats, lons = utm_to_degrees([EAST, EAST + 32e6, EAST + 99e6], [NORTH] * 3, "EPSG:25832")
    assert near(lats[:2], lons[:2], ESSEN, 300) and isnan(lats[2])


def test_east_and_north_may_be_exchanged() -> None:
    straight = utm_to_degrees([EAST + 32e6, EAST], [NORTH, NORTH], "EPSG:25832")
    assert utm_to_degrees([NORTH, NORTH], [EAST + 32e6, EAST], "EPSG:25832") == straight


def test_what_is_no_number_stays_unknown() -> None:
    lats, lons = utm_to_degrees([nan, EAST + 32e6], [NORTH, NORTH])
    assert isnan(lats[0]) and isnan(lons[0]) and near(lats[1:], lons[1:], ESSEN, 300)
    lats, _ = to_degrees("EPSG:25832", [nan, EAST], [NORTH, NORTH])
    assert not isfinite(lats[0]) and isfinite(lats[1])


def test_each_record_may_be_in_a_system_of_its_own() -> None:
    """The origins of the three Austrian strips lie on their own meridians."""
    systems = ["EPSG:31254", "EPSG:31255", "", "EPSG:31256"]
    lats, lons = by_system(systems, [0.0] * 4, [300_000.0] * 4)
    assert [lons[0], lons[1], lons[3]] == pytest.approx([10 + 1 / 3, 13 + 1 / 3, 16 + 1 / 3], abs=0.01)
    assert isnan(lats[2]) and isnan(lons[2]) and lats[0] == pytest.approx(47.85, abs=0.05)


def test_a_system_that_is_not_known_is_refused() -> None:
    with pytest.raises(GazetteerError, match=r"'EPSG:99' is no coordinate system"):
        to_degrees("EPSG:99", [1.0], [1.0])
    assert to_degrees("EPSG:99", [], []) == ([], [])
