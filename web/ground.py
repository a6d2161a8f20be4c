"""The quiet ground of the map: the outline of a region, the districts around it, and the names of places."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from geo.point import Box, Point
from model.region import Region
from store import Store

DATA = Path(__file__).resolve().parent.parent / "data"
DISTRICTS = DATA / "boundaries" / "kreise.geojson"
#: who drew the borders and wrote down the names; the imprint says it at length
ATTRIBUTION = "© GeoBasis-DE / BKG 2017, GeoNames, OpenStreetMap-Mitwirkende"
#: how important a name is where nobody counted heads, as if so many people lived there
WEIGHTS = {"borough": 40_000, "district": 15_000}
MOST_NAMES = 120


def ground_around(region: Region, store: Store) -> str:
    """GeoJSON of the region and its surroundings; without any outline the region's box stands for it."""
    outline = store.boundary(region.ags)
    geometry = json.loads(outline) if outline else _rectangle(region.box)
    view = _wider(region.box)
    neighbours = [
        _feature(name, "neighbour", shape)
        for ags, name, shape, box in _districts()
        if ags != region.ags and _touch(box, view)
    ]
    names = [
        _feature(name, "place" if inside else "neighbour", {"type": "Point", "coordinates": [point.lon, point.lat]})
        for name, point, inside in _named(view, geometry)
    ]
    features = [*neighbours, _feature(region.name, "region", geometry), *names]
    collection = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


@cache
def _districts() -> list[tuple[str, str, dict[str, Any], Box]]:
    """All German districts with their boxes, read once."""
    if not DISTRICTS.is_file():
        return []
    collection = json.loads(DISTRICTS.read_text(encoding="utf-8"))
    return [
        (feature["properties"]["ags"], feature["properties"]["name"], feature["geometry"], _box(feature["geometry"]))
        for feature in collection["features"]
    ]


def _named(view: Box, geometry: dict[str, Any]) -> list[tuple[str, Point, bool]]:
    """The places in a view, the most important first, each name once, and whether they lie in the area."""
    from shapely import contains_xy  # noqa: PLC0415 - only this ground needs it, once a day
    from shapely.geometry import shape  # noqa: PLC0415

    found: dict[str, Point] = {}
    for _, name, point in _places():
        if view.contains(point):
            found.setdefault(name, point)
    area = shape(geometry)
    return [(name, at, bool(contains_xy(area, at.lon, at.lat))) for name, at in list(found.items())[:MOST_NAMES]]


@cache
def _places() -> list[tuple[int, str, Point]]:
    """Towns and parts of towns from all lists of places, the most important first."""
    places = []
    for path in sorted((DATA / "places").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                weight = int(row.get("population") or WEIGHTS.get(row["kind"], 0))
                if weight:
                    places.append((weight, row["name"], Point(float(row["lat"]), float(row["lon"]))))
    return sorted(places, key=lambda place: -place[0])


def _feature(name: str, role: str, geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name, "role": role}, "geometry": geometry}


def _box(geometry: dict[str, Any]) -> Box:
    corners = list(_corners(geometry["coordinates"]))
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    return Box(min(lons), min(lats), max(lons), max(lats))


def _corners(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _corners(part)


def _touch(one: Box, other: Box) -> bool:
    apart = one.east < other.west or other.east < one.west or one.north < other.south or other.north < one.south
    return not apart


def _wider(box: Box) -> Box:
    """The box with half its size more on every side."""
    wide, high = (box.east - box.west) / 2, (box.north - box.south) / 2
    return Box(
        max(box.west - wide, -180), max(box.south - high, -90), min(box.east + wide, 180), min(box.north + high, 90)
    )


def _rectangle(box: Box) -> dict[str, Any]:
    west, south, east, north = box.west, box.south, box.east, box.north
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }
