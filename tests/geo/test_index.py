"""Nearest points, held against looking at every point and measuring the way with Karney's algorithm."""

import math
import threading

import numpy as np
import pytest
from pyproj import Geod

from geo.ecef import WAY_UP_TO_M, ecef, ecef_of, longest_chord_m, ways_m
from geo.index import Hits, PointIndex, merge
from geo.point import Box, Point, PointError, distance_m
from geo.rows import RowSet

COUNT = 20_000
WITHOUT_PLACE = 300
QUERIES = 1_000
MICROMETRE = 1e-6
SHARES = {"half": 0.5, "27 %": 0.27, "5 %": 0.05, "1 %": 0.01, "0.1 %": 0.001}


class Land:
    """Offers around 60 towns: a tenth share another one's address, some have no place, two dozen share one house."""

    def __init__(self) -> None:
        random = np.random.default_rng(7)
        towns = random.uniform((47.6, 6.2), (54.8, 14.6), (60, 2))
        town = random.choice(60, COUNT, p=_zipf(60))
        self.lat, self.lon = (towns[town] + random.normal(0, 0.05, (COUNT, 2))).T.copy()
        shared = random.choice(COUNT, COUNT // 10, replace=False)
        original = random.integers(0, COUNT, COUNT // 10)
        self.lat[shared], self.lon[shared] = self.lat[original], self.lon[original]
        self.lat[5000:5024], self.lon[5000:5024] = self.lat[5000], self.lon[5000]
        placeless = random.choice(COUNT, WITHOUT_PLACE, replace=False)
        self.lat[placeless] = self.lon[placeless] = math.nan
        self.selections = {name: RowSet.where(random.random(COUNT) < share) for name, share in SHARES.items()}
        near_towns = towns[random.integers(0, 60, QUERIES)] + random.normal(0, 0.08, (QUERIES, 2))
        near_towns[::10] = random.uniform((47.3, 5.9), (55.0, 15.0), (QUERIES // 10, 2))
        near_towns[5] = self.lat[5000], self.lon[5000]
        self.queries = [Point(float(lat), float(lon)) for lat, lon in near_towns]
        self.index = PointIndex(self.lat, self.lon)


def _zipf(count: int) -> np.ndarray:
    weight = 1 / np.arange(1, count + 1) ** 0.9
    return weight / weight.sum()


@pytest.fixture(scope="module")
def land() -> Land:
    return Land()


class Everyone:
    """The plain way: look at every point of a selection, and measure exactly all of them or the closest 400."""

    def __init__(self, lat: np.ndarray, lon: np.ndarray, rows: np.ndarray) -> None:
        self.rows = rows[np.isfinite(lat[rows])]
        self.lat, self.lon = lat[self.rows], lon[self.rows]
        self.xyz = ecef(self.lat, self.lon)
        self.geod = Geod(ellps="WGS84")

    def nearest(self, point: Point, count: int, measured: int = 400) -> tuple[list[int], list[float]]:
        squared = ((self.xyz - ecef_of(point)) ** 2).sum(axis=1)
        near = np.argpartition(squared, measured)[:measured] if len(squared) > measured else np.arange(len(squared))
        here = np.full(len(near), point.lon), np.full(len(near), point.lat)
        metres = self.geod.inv(*here, self.lon[near], self.lat[near])[2]
        order = np.lexsort((self.rows[near], metres))[:count]
        return self.rows[near][order].tolist(), metres[order].tolist()


def _way(point: Point, land: Land, row: int) -> float:
    return distance_m(point, Point(float(land.lat[row]), float(land.lon[row])))


def _same(hits: Hits, expected: tuple[list[int], list[float]]) -> bool:
    return hits.rows.tolist() == expected[0] and bool((np.abs(hits.distance_m - expected[1]) < MICROMETRE).all())


@pytest.mark.parametrize("name", [None, *SHARES])
def test_a_thousand_answers_equal_those_of_looking_at_every_point(land: Land, name: str | None) -> None:
    rows = None if name is None else land.selections[name]
    everyone = Everyone(land.lat, land.lon, np.arange(COUNT) if rows is None else rows.rows)
    wrong = [
        point
        for point in land.queries
        if not _same(land.index.nearest(point, 20, rows), everyone.nearest(point, 20))
    ]
    assert not wrong


@pytest.mark.parametrize("name", [None, *SHARES])
def test_answers_equal_those_of_measuring_the_way_to_every_point(land: Land, name: str | None) -> None:
    rows = None if name is None else land.selections[name]
    everyone = Everyone(land.lat, land.lon, np.arange(COUNT) if rows is None else rows.rows)
    for point in land.queries[:25]:
        assert _same(land.index.nearest(point, 20, rows), everyone.nearest(point, 20, measured=COUNT))


def test_answers_hold_all_over_the_earth() -> None:
    random = np.random.default_rng(11)
    lat, lon = np.degrees(np.arcsin(random.uniform(-1, 1, 3_000))), random.uniform(-180, 180, 3_000)
    index, everyone = PointIndex(lat, lon), Everyone(lat, lon, np.arange(3_000))
    for _ in range(30):
        point = Point(float(random.uniform(-90, 90)), float(random.uniform(-180, 180)))
        for count in (10, 2_500):
            assert _same(index.nearest(point, count), everyone.nearest(point, count, measured=3_000))


def test_the_first_answers_to_fresh_selections_are_right_too(land: Land) -> None:
    random = np.random.default_rng(3)
    for share in (0.9, 0.3, 0.15, 0.1, 0.03, 0.002):
        rows = RowSet.where(random.random(COUNT) < share)
        everyone = Everyone(land.lat, land.lon, rows.rows)
        for point in land.queries[:6]:
            assert _same(land.index.nearest(point, 20, rows), everyone.nearest(point, 20)), share


@pytest.mark.parametrize("count", [1, 2, 19, 24, 25, 300])
def test_any_number_of_hits_can_be_asked_for(land: Land, count: int) -> None:
    everyone = Everyone(land.lat, land.lon, np.arange(COUNT))
    for point in land.queries[:20]:
        assert _same(land.index.nearest(point, count), everyone.nearest(point, count))


def test_offers_at_one_address_come_in_row_order_and_the_lowest_rows_win_the_last_places(land: Land) -> None:
    hits = land.index.nearest(Point(float(land.lat[5000]), float(land.lon[5000])), 10)
    same_place = np.flatnonzero((land.lat == land.lat[5000]) & (land.lon == land.lon[5000]))
    assert len(same_place) >= 20
    assert hits.rows.tolist() == same_place[:10].tolist()
    assert hits.distance_m.tolist() == [0.0] * 10


def test_a_selection_far_from_the_visitor_is_found(land: Land) -> None:
    south = RowSet.where(np.nan_to_num(land.lat, nan=99.0) < np.nanquantile(land.lat, 0.25))
    everyone = Everyone(land.lat, land.lon, south.rows)
    for _ in range(4):
        assert _same(land.index.nearest(Point(54.8, 9.4), 20, south), everyone.nearest(Point(54.8, 9.4), 20))


def test_a_distance_limits_the_hits_and_is_itself_included(land: Land) -> None:
    point = land.queries[0]
    unlimited = land.index.nearest(point, 50)
    for wanted in (1, 7, 50):
        limit = float(unlimited.distance_m[wanted - 1])
        for rows in (None, RowSet.everything(COUNT)):
            assert land.index.nearest(point, 50, rows, within_m=limit).rows.tolist() == [
                row for row, metres in unlimited if metres <= limit
            ]
        short = math.nextafter(float(unlimited.distance_m[wanted - 1]), 0.0)
        assert unlimited.rows[wanted - 1] not in land.index.nearest(point, 50, within_m=short).rows


@pytest.mark.parametrize("name", [None, "half", "1 %", "0.1 %"])
def test_a_distance_and_a_selection_work_together(land: Land, name: str | None) -> None:
    rows = None if name is None else land.selections[name]
    everyone = Everyone(land.lat, land.lon, np.arange(COUNT) if rows is None else rows.rows)
    for point in land.queries[:100]:
        found, metres = everyone.nearest(point, 20)
        close = sum(way <= 5_000 for way in metres)
        assert _same(land.index.nearest(point, 20, rows, within_m=5_000), (found[:close], metres[:close]))


@pytest.mark.parametrize("name", [None, "half", "1 %"])
def test_left_out_rows_are_replaced_by_the_next_ones(land: Land, name: str | None) -> None:
    rows = None if name is None else land.selections[name]
    selected = np.arange(COUNT) if rows is None else rows.rows
    for point in land.queries[:30]:
        nearest = land.index.nearest(point, 100, rows).rows
        without = np.unique(np.concatenate((nearest[::2], np.arange(0, COUNT, 40))))
        everyone = Everyone(land.lat, land.lon, np.setdiff1d(selected, without))
        assert _same(land.index.nearest(point, 20, rows, without=without), everyone.nearest(point, 20))


def test_fewer_hits_than_wanted_means_there_are_no_more(land: Land) -> None:
    rows = RowSet(COUNT, rows=np.flatnonzero(np.isfinite(land.lat))[[3, 700, 9_000]])
    assert sorted(land.index.nearest(land.queries[0], 20, rows).rows.tolist()) == rows.rows.tolist()
    assert len(land.index.nearest(land.queries[0], COUNT)) == COUNT - WITHOUT_PLACE


def test_offers_without_a_place_are_never_found(land: Land) -> None:
    placeless = RowSet.where(np.isnan(land.lat))
    assert placeless.size == WITHOUT_PLACE
    assert len(land.index.nearest(land.queries[0], 20, placeless)) == 0
    assert len(land.index.nearest(land.queries[0], 20, placeless)) == 0


def test_nothing_is_found_among_nothing() -> None:
    empty = PointIndex([], [])
    assert len(empty.nearest(Point(51.4, 6.8), 20)) == 0
    assert len(empty.inside(Box(0, 0, 10, 60))) == 0
    nowhere = PointIndex([math.nan] * 3, [math.nan] * 3)
    assert len(nowhere.nearest(Point(51.4, 6.8), 20)) == 0
    one = PointIndex([51.0], [7.0])
    assert len(one.nearest(Point(51.4, 6.8), 20, RowSet(1, rows=np.empty(0, dtype=int)))) == 0
    assert len(one.nearest(Point(51.4, 6.8), 0)) == 0
    assert one.nearest(Point(51.0, 7.0), 5).distance_m.tolist() == [0.0]


def test_the_date_line_and_the_poles_are_places_like_others() -> None:
    lat = np.array([0.0, 0.0, 89.999, -89.0, 0.0])
    lon = np.array([179.999, -179.998, 10.0, 0.0, 0.0])
    index = PointIndex(lat, lon)
    assert index.nearest(Point(0.0, -179.9999), 5).rows.tolist()[:2] == [0, 1]
    assert index.nearest(Point(89.999, -170.0), 1).rows.tolist() == [2]
    assert index.nearest(Point(-90.0, 123.0), 1).rows.tolist() == [3]


def test_no_way_on_the_earth_is_shorter_than_its_chord_claims() -> None:
    random = np.random.default_rng(5)
    lat = np.degrees(np.arcsin(random.uniform(-1, 1, (2, 200_000))))
    lon = random.uniform(-180, 180, (2, 200_000))
    near = random.random(200_000) < 0.7
    lat[1, near] = np.clip(lat[0, near] + random.normal(0, 1, near.sum()), -90, 90)
    lon[1, near] = np.clip(lon[0, near] + random.normal(0, 1, near.sum()), -180, 180)
    lat[:, :1000], lat[0, :500] = np.abs(lat[:, :1000]) / 90 * 0.01 + 89.99, 90.0
    chords = np.sqrt(((ecef(lat[0], lon[0]) - ecef(lat[1], lon[1])) ** 2).sum(axis=1))
    ways = Geod(ellps="WGS84").inv(lon[0], lat[0], lon[1], lat[1])[2]
    bounds = np.array([longest_chord_m(way) for way in ways.tolist()])
    assert (chords <= bounds).all()
    assert (bounds[near] - chords[near] < 1e-3 * ways[near] + 1e-3).all()


def test_the_way_told_from_the_chord_is_that_of_karneys_algorithm() -> None:
    random = np.random.default_rng(6)
    geod = Geod(ellps="WGS84")
    for length, error in ((1.0, 1e-8), (1_000.0, 1e-8), (20_000.0, 1e-8), (WAY_UP_TO_M, MICROMETRE), (300_000.0, 1e-4)):
        lat = np.degrees(np.arcsin(random.uniform(-1, 1, 50_000)))
        lon, azimuth = random.uniform(-180, 180, (2, 50_000))
        there = geod.fwd(lon, lat, azimuth, np.full(50_000, length))
        here, far = ecef(lat, lon), ecef(there[1], there[0])
        exact = geod.inv(lon, lat, there[0], there[1])[2]
        chords = np.sqrt(((here - far) ** 2).sum(axis=1))
        ways = np.array([ways_m(chords[[row]], here[row, 2], far[[row], 2])[0] for row in range(2_000)])
        assert np.abs(ways - exact[:2_000]).max() < error + 3e-9
    assert ways_m(np.zeros(1), 4e6, np.full(1, 4e6)).tolist() == [0.0]


def test_one_point_has_the_same_coordinates_as_many() -> None:
    for lat, lon in ((51.43, 6.76), (-33.9, 151.2), (90.0, 0.0)):
        assert np.abs(ecef([lat], [lon])[0] - ecef_of(Point(lat, lon))).max() < 1e-8


@pytest.mark.parametrize("name", [None, "half", "0.1 %"])
def test_the_nearest_of_each_place_is_the_first_that_each_gets_alone(land: Land, name: str | None) -> None:
    rows = None if name is None else land.selections[name]
    asked = [*land.queries[:300], Point(-51.4, -173.0)]
    together = land.index.nearest_of_each([point.lat for point in asked], [point.lon for point in asked], rows)
    alone = [land.index.nearest(point, 1, rows) for point in asked]
    assert together.rows.tolist() == [int(hits.rows[0]) for hits in alone]
    assert together.distance_m == pytest.approx([float(hits.distance_m[0]) for hits in alone], abs=MICROMETRE)


def test_without_points_each_place_gets_none(land: Land) -> None:
    placeless = RowSet.where(np.isnan(land.lat))
    nowhere = PointIndex([math.nan], [math.nan])
    for index, rows in ((PointIndex([], []), None), (land.index, placeless), (nowhere, None)):
        assert list(index.nearest_of_each([51.0, 52.0], [7.0, 8.0], rows)) == [(-1, math.inf)] * 2
    assert len(land.index.nearest_of_each([], [])) == 0


def test_a_box_holds_its_edges_and_respects_a_selection(land: Land) -> None:
    west, east = np.sort(land.lon[np.isfinite(land.lon)])[[6_000, 17_000]].tolist()
    south, north = np.sort(land.lat[np.isfinite(land.lat)])[[4_000, 12_000]].tolist()
    box = Box(west, south, east, north)
    rows = land.index.inside(box)
    expected = [
        row
        for row, (lat, lon) in enumerate(zip(land.lat.tolist(), land.lon.tolist(), strict=True))
        if box.south <= lat <= box.north and box.west <= lon <= box.east
    ]
    assert len(expected) > 1_000
    assert rows.tolist() == expected
    half = land.selections["half"]
    assert land.index.inside(box, half).tolist() == sorted(set(expected) & set(half.rows.tolist()))


def test_changed_points_are_merged_in_by_distance_and_tie() -> None:
    base = Hits(np.array([2, 5, 9]), np.array([10.0, 20.0, 20.0]))
    more = Hits(np.array([101, 100]), np.array([20.0, 25.0]))
    names = {2: "b", 5: "c", 9: "z", 101: "m", 100: "a"}
    merged = merge(base, more, 4, tie=names.__getitem__)
    assert list(merged) == [(2, 10.0), (5, 20.0), (101, 20.0), (9, 20.0)]
    assert list(merge(base, more, 2)) == [(2, 10.0), (5, 20.0)]


def test_many_threads_get_the_answers_of_one(land: Land) -> None:
    index = PointIndex(land.lat, land.lon)
    random = np.random.default_rng(8)
    selections = [RowSet.where(random.random(COUNT) < share) for share in (0.3, 0.15, 0.15, 0.15, 0.06, 0.01) * 3]
    expected = {
        (which, place): land.index.nearest(point, 20, rows).rows.tolist()
        for which, rows in enumerate(selections)
        for place, point in enumerate(land.queries[:10])
    }
    wrong: list[object] = []

    def ask(seed: int) -> None:
        pairs = list(expected)
        np.random.default_rng(seed).shuffle(pairs)
        for which, place in pairs:
            found = index.nearest(land.queries[place], 20, selections[which]).rows.tolist()
            if found != expected[which, place]:
                wrong.append((which, place))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_what_is_kept_for_selections_stays_within_its_limit(land: Land) -> None:
    index = PointIndex(land.lat, land.lon)
    random = np.random.default_rng(9)
    for _ in range(60):
        rows = RowSet.where(random.random(COUNT) < 0.15)
        for _ in range(3):
            index.nearest(land.queries[0], 20, rows)
    assert 2 * COUNT < index._parts.held <= 3 * COUNT


def test_selections_that_are_used_once_leave_nothing_behind(land: Land) -> None:
    index = PointIndex(land.lat, land.lon)
    random = np.random.default_rng(10)
    often = RowSet.where(random.random(COUNT) < 0.1)
    for _ in range(3):
        index.nearest(land.queries[0], 20, often)
    for share in (0.0005, 0.05, 0.15, 0.35, 0.8) * 20:
        index.nearest(land.queries[0], 20, RowSet.where(random.random(COUNT) < share))
    assert index._parts.held == often.size


def test_a_wrong_selection_or_place_is_refused_with_a_reason(land: Land) -> None:
    with pytest.raises(ValueError, match="is of 10 rows"):
        land.index.nearest(land.queries[0], 5, RowSet.everything(10))
    with pytest.raises(PointError, match="Row 1 is no place on the earth: latitude 91"):
        PointIndex([50.0, 91.0], [7.0, 7.0])
    with pytest.raises(PointError, match="Row 0"):
        PointIndex([math.nan], [7.0])
    with pytest.raises(PointError, match="same length"):
        PointIndex([50.0, 51.0], [7.0])


def test_distances_are_those_between_two_points(land: Land) -> None:
    point = land.queries[3]
    for row, metres in land.index.nearest(point, 20):
        assert metres == pytest.approx(_way(point, land, row), abs=MICROMETRE)
