"""Contestants that run in the benchmark's own process."""

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from _data import Offers
from _method import WANTED, best_start, degrees_around, key

from geo.ecef import ecef, ecef_of
from geo.index import PointIndex, distances_m
from geo.point import Point
from search.columns import Filter


class Ours:
    """Columns and index of this project, from filter and point to rows and metres."""

    name = "this project"

    def __init__(self, offers: Offers) -> None:
        began = time.perf_counter()
        self.asked = [point.lat for point in offers.points], [point.lon for point in offers.points]
        self.columns = offers.columns()
        self.index = PointIndex(offers.lat, offers.lon)
        self.index.nearest(offers.points[0], 1)
        self.build_s = time.perf_counter() - began

    def prepare(self, require: Filter, training: Sequence[Point], reach_m: Sequence[float], wanted: int) -> None:
        for point in training[:3]:
            self.answer(require, point)

    def answer(self, require: Filter, point: Point, count: int = WANTED) -> np.ndarray:
        return self.index.nearest(point, count, self.columns.select(require)).rows

    def together(self) -> int:
        """All questions in one call, one nearest offer for each; the number of answers."""
        return len(self.index.nearest_of_each(*self.asked))

    def close(self) -> None:
        pass


class Numpy:
    """Every offer's booleans and distance, with numpy."""

    name = "numpy, every row"

    def __init__(self, offers: Offers) -> None:
        began = time.perf_counter()
        self.offers, self.xyz = offers, ecef(offers.lat, offers.lon)
        self.build_s = time.perf_counter() - began

    def prepare(self, require: Filter, training: Sequence[Point], reach_m: Sequence[float], wanted: int) -> None:
        self.answer(require, training[0])

    def answer(self, require: Filter, point: Point) -> np.ndarray:
        rows = np.flatnonzero(self.offers.mask(require)) if require else None
        apart = (self.xyz if rows is None else self.xyz.take(rows, axis=0)) - ecef_of(point)
        squared = np.einsum("ij,ij->i", apart, apart)
        spare = WANTED + 4
        near = np.argpartition(squared, spare)[:spare] if len(squared) > spare else np.arange(len(squared))
        near = near if rows is None else rows[near]
        metres = distances_m(point, self.offers.lat[near], self.offers.lon[near])
        return near[np.lexsort((near, metres))[:WANTED]]

    def close(self) -> None:
        pass


class RTree:
    """SQLite's R*Tree with all values as auxiliary columns; the box is doubled until enough are found."""

    name = "SQLite R*Tree"

    def __init__(self, offers: Offers, folder: Path) -> None:
        began = time.perf_counter()
        self.database = sqlite3.connect(folder / f"offers_{len(offers)}.sqlite")
        self.database.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA mmap_size = 4294967296;"
            "CREATE VIRTUAL TABLE offers USING rtree(id, south, north, west, east, +lat REAL, +lon REAL,"
            " +flag INTEGER, +topic INTEGER, +language INTEGER, +audience INTEGER)"
        )
        bits = [_as_bits(offers.carries[facet]).tolist() for facet in ("flag", "topic", "language", "audience")]
        lat, lon = offers.lat.tolist(), offers.lon.tolist()
        places = zip(range(len(offers)), lat, lat, lon, lon, lat, lon, *bits, strict=True)
        with self.database:
            self.database.executemany(f"INSERT INTO offers VALUES ({', '.join('?' * 11)})", places)
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.plans: dict[str, tuple[str, int, float]] = {}
        self.build_s = time.perf_counter() - began

    def prepare(self, require: Filter, training: Sequence[Point], reach_m: Sequence[float], wanted: int) -> None:
        conditions = ["south <= ? AND north >= ? AND west <= ? AND east >= ?"]
        conditions += [
            "(" + " OR ".join(f"{facet} & {1 << value} != 0" for facet, value in group) + ")" for group in require
        ]
        sql = f"SELECT id, lat, lon FROM offers WHERE {' AND '.join(conditions)}"
        best = best_start(lambda point, start_m: self._search(sql, wanted, point, start_m), training, reach_m)
        self.plans[key(require)] = sql, wanted, best

    def answer(self, require: Filter, point: Point) -> Sequence[int]:
        sql, wanted, start_m = self.plans[key(require)]
        return self._search(sql, wanted, point, start_m)

    def _search(self, sql: str, wanted: int, point: Point, reach_m: float) -> Sequence[int]:
        while True:
            south, north, west, east = degrees_around(point, reach_m)
            found = self.database.execute(sql, (north, south, east, west)).fetchall()
            if len(found) >= wanted:
                rows, lat, lon = (np.array(part) for part in zip(*found, strict=True))
                order, metres = _nearest(point, rows, lat, lon, wanted)
                if metres[-1] <= reach_m:
                    return rows[order].tolist()
            reach_m *= 2

    def close(self) -> None:
        self.database.close()


def _nearest(
    point: Point, rows: np.ndarray, lat: np.ndarray, lon: np.ndarray, wanted: int
) -> tuple[np.ndarray, np.ndarray]:
    squared = ((ecef(lat, lon) - ecef_of(point)) ** 2).sum(axis=1)
    spare = wanted + 4
    near = np.argpartition(squared, spare)[:spare] if len(rows) > spare else np.arange(len(rows))
    metres = distances_m(point, lat[near], lon[near])
    order = np.lexsort((rows[near], metres))[:wanted]
    return near[order], metres[order]


def _as_bits(lines: np.ndarray) -> np.ndarray:
    bits = np.zeros(lines.shape[1], dtype=np.int64)
    for value, line in enumerate(lines):
        bits |= line.astype(np.int64) << value
    return bits


class Geopandas:
    """geopandas.sjoin_nearest on metric coordinates, which knows only the one nearest; questions come projected."""

    name = "geopandas, k = 1"

    def __init__(self, offers: Offers) -> None:
        import geopandas  # noqa: PLC0415 - only where the contestant runs

        began = time.perf_counter()
        self.table = geopandas.GeoDataFrame(
            {"row": np.arange(len(offers))}, geometry=geopandas.points_from_xy(offers.lon, offers.lat), crs=4326
        ).to_crs(25832)
        self.table.sindex.size  # noqa: B018 - builds the index
        self.build_s = time.perf_counter() - began
        asked = geopandas.points_from_xy([p.lon for p in offers.points], [p.lat for p in offers.points])
        self.asked = geopandas.GeoDataFrame(geometry=asked, crs=4326).to_crs(25832)
        self.single = {point: self.asked.iloc[place : place + 1] for place, point in enumerate(offers.points)}

    def prepare(self, require: Filter, training: Sequence[Point], reach_m: Sequence[float], wanted: int) -> None:
        for point in training[:3]:
            self.answer(require, point)

    def answer(self, require: Filter, point: Point) -> Sequence[int]:
        return self.single[point].sjoin_nearest(self.table, distance_col="metres")["row"].tolist()

    def together(self) -> int:
        """All questions in one call; the number of answers, ties counted."""
        return len(self.asked.sjoin_nearest(self.table, distance_col="metres"))

    def close(self) -> None:
        pass
