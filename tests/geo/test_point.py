"""Points, boxes and distances."""

import math

import pytest

from geo.point import Box, Point, PointError, distance_m


@pytest.mark.parametrize("lat, lon", [(91, 0), (-91, 0), (0, 181), (math.nan, 0), (0, math.inf), ("51", 6), (True, 6)])
def test_what_is_no_place_on_the_earth_is_refused(lat, lon):
    with pytest.raises(PointError, match="latitude|longitude"):
        Point(lat, lon)


def test_the_edges_of_the_earth_are_on_it():
    assert Point(90, 180) and Point(-90, -180)


def test_a_box_holds_its_edges_and_has_a_middle():
    box = Box(6.5, 51.25, 7.0, 51.75)
    assert box.contains(Point(51.25, 6.5)) and box.contains(Point(51.75, 7.0))
    assert not box.contains(Point(51.76, 6.7))
    assert box.centre == Point(51.5, 6.75)


@pytest.mark.parametrize("edges", [(7, 51, 6, 52), (6, 52, 7, 51)])
def test_a_box_turned_round_is_refused(edges):
    with pytest.raises(PointError, match="box"):
        Box(*edges)


def test_the_distance_is_the_geodesic_on_the_ellipsoid():
    # Flinders Peak to Buninyong, the worked example of the Australian survey manual: 54,972.271 m on GRS80
    flinders = Point(-(37 + 57 / 60 + 3.72030 / 3600), 144 + 25 / 60 + 29.52440 / 3600)
    buninyong = Point(-(37 + 39 / 60 + 10.15610 / 3600), 143 + 55 / 60 + 35.38390 / 3600)
    assert distance_m(flinders, buninyong) == pytest.approx(54972.271, abs=0.005)
