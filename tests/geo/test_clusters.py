"""Markers on the map: everything is counted once, nothing overlaps, nothing jumps."""

import math
import random

import numpy as np
import pytest

from geo.clusters import FIRST_ROWS, Cluster, clusters
from geo.point import Box, Point

COUNT = 20_000
SCREEN = (1280, 800)


class Land:
    """Offers around 150 towns; a tenth share another one's address, some have no place."""

    def __init__(self) -> None:
        chance = np.random.default_rng(3)
        towns = chance.uniform((47.5, 6.0), (55.0, 15.0), (150, 2))
        weight = 1 / np.arange(1, 151) ** 0.9
        at = towns[chance.choice(150, COUNT, p=weight / weight.sum())] + chance.normal(0, 0.05, (COUNT, 2))
        shared = chance.choice(COUNT, COUNT // 10, replace=False)
        at[shared] = at[chance.integers(0, COUNT, COUNT // 10)]
        at[::100] = math.nan
        self.lat, self.lon = at.T.copy()

    def placed(self) -> np.ndarray:
        return np.flatnonzero(np.isfinite(self.lat))


@pytest.fixture(scope="module")
def land() -> Land:
    return Land()


def _pixel(point: Point, zoom: int) -> tuple[float, float]:
    world = 256 * 2**zoom
    north = math.log(math.tan(math.pi / 4 + math.radians(point.lat) / 2)) / (2 * math.pi)
    return (point.lon / 360 + 0.5) * world, (0.5 - north) * world


def _screen(centre: Point, zoom: int) -> Box:
    world = 256 * 2**zoom
    x, y = _pixel(centre, zoom)
    degrees_wide = SCREEN[0] / world * 360
    west = (x / world - 0.5) * 360 - degrees_wide / 2

    def latitude(pixel: float) -> float:
        return math.degrees(2 * math.atan(math.exp((0.5 - pixel / world) * 2 * math.pi)) - math.pi / 2)

    return Box(west, latitude(y + SCREEN[1] / 2), west + degrees_wide, latitude(y - SCREEN[1] / 2))


def _in(box: Box, land: Land) -> list[int]:
    return [row for row in land.placed().tolist() if box.contains(Point(float(land.lat[row]), float(land.lon[row])))]


GERMANY = Box(5.0, 46.0, 16.0, 56.0)


@pytest.mark.parametrize("zoom", [0, 4, 6, 8, 10])
def test_every_placed_offer_is_counted_exactly_once(land: Land, zoom: int) -> None:
    found = clusters(land.lat, land.lon, None, GERMANY, zoom)
    assert sum(marker.count for marker in found) == COUNT - COUNT // 100


def test_a_selection_draws_only_its_own_rows(land: Land) -> None:
    rows = np.arange(0, COUNT, 7)
    found = clusters(land.lat, land.lon, rows, GERMANY, 8)
    assert sum(marker.count for marker in found) == np.isfinite(land.lat[rows]).sum()
    assert all(row % 7 == 0 for marker in found for row in marker.rows)


@pytest.mark.parametrize("zoom", [5, 7, 9, 11, 13, 16])
def test_no_two_markers_overlap(land: Land, zoom: int) -> None:
    for row in land.placed()[:2000:200].tolist():
        found = clusters(land.lat, land.lon, None, _screen(Point(land.lat[row], land.lon[row]), zoom), zoom)
        pixels = np.array([_pixel(marker.point, zoom) for marker in found])
        apart = np.hypot(*(pixels[:, None, :] - pixels[None, :, :]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        assert found
        assert apart.min() >= 40 - 1e-6


def test_moving_the_map_leaves_the_markers_where_they_are(land: Land) -> None:
    chance = random.Random(5)
    compared = 0
    for row in chance.sample(land.placed().tolist(), 60):
        zoom = chance.randint(6, 16)
        here = _screen(Point(land.lat[row], land.lon[row]), zoom)
        up, right = (chance.uniform(-0.5, 0.5) for _ in range(2))
        there = _screen(
            Point(land.lat[row] + up * (here.north - here.south), land.lon[row] + right * (here.east - here.west)), zoom
        )
        before = {m for m in clusters(land.lat, land.lon, None, here, zoom) if there.contains(m.point)}
        after = {m for m in clusters(land.lat, land.lon, None, there, zoom) if here.contains(m.point)}
        assert before == after
        compared += len(before)
    assert compared > 500


def test_the_same_question_gets_the_same_answer_from_south_to_north(land: Land) -> None:
    found = clusters(land.lat, land.lon, None, GERMANY, 8)
    assert found == clusters(land.lat, land.lon, None, GERMANY, 8)
    assert [m.point.lat for m in found] == sorted(m.point.lat for m in found)


def test_a_marker_stands_within_the_box_of_its_points_and_names_its_first_rows(land: Land) -> None:
    for marker in clusters(land.lat, land.lon, None, GERMANY, 9):
        assert marker.box.contains(marker.point)
        assert list(marker.rows) == sorted(marker.rows)
        assert len(marker.rows) == (marker.count if marker.same_place else min(marker.count, FIRST_ROWS))
        assert all(marker.box.contains(Point(float(land.lat[row]), float(land.lon[row]))) for row in marker.rows)


def test_offers_at_one_address_are_one_place_with_all_their_rows() -> None:
    lat, lon = np.array([51.1] * 8 + [51.9]), np.array([7.3] * 8 + [7.9])
    found = clusters(lat, lon, None, Box(7, 51, 8, 52), 9)
    assert found == [
        Cluster(Point(51.1, 7.3), 8, tuple(range(8)), Box(7.3, 51.1, 7.3, 51.1)),
        Cluster(Point(51.9, 7.9), 1, (8,), Box(7.9, 51.9, 7.9, 51.9)),
    ]
    assert all(marker.same_place for marker in found)


def test_at_street_level_only_the_same_place_is_drawn_as_one(land: Land) -> None:
    row = int(land.placed()[11])
    box = _screen(Point(land.lat[row], land.lon[row]), 13)
    inside = _in(box, land)
    found = clusters(land.lat, land.lon, None, box, 17)
    places = {(float(land.lat[row]), float(land.lon[row])) for row in inside}
    assert {(m.point.lat, m.point.lon) for m in found} == places
    assert sorted(row for marker in found for row in marker.rows) == inside
    assert len(places) > 20


def test_too_large_a_box_gets_larger_cells_and_not_more_markers(land: Land) -> None:
    for zoom in (12, 16, 17, 22):
        found = clusters(land.lat, land.lon, None, GERMANY, zoom)
        assert sum(marker.count for marker in found) == COUNT - COUNT // 100
        assert len(found) < 10_000


def test_the_ends_of_the_world_are_on_the_map() -> None:
    lat, lon = np.array([90.0, -90.0, 0.0, 0.0, np.nan]), np.array([0.0, 0.0, -180.0, 180.0, np.nan])
    found = clusters(lat, lon, None, Box(-180, -90, 180, 90), 2)
    assert sorted(row for marker in found for row in marker.rows) == [0, 1, 2, 3]


def test_no_points_make_no_markers() -> None:
    none = np.empty(0)
    for zoom in (5, 18):
        assert clusters(none, none, None, GERMANY, zoom) == []
        assert clusters(none, none, np.empty(0, dtype=np.int32), GERMANY, zoom) == []
