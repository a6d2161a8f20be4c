"""Areas from any polygon file that GDAL reads, brought to WGS84."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from geo.point import Box

KEY_COLUMNS = ("AGS", "ARS", "ags", "ars", "AGS_0", "ARS_0", "code")
NAME_COLUMNS = ("GEN", "gen", "name", "NAME", "Name")
#: OpenStreetMap files, of which GDAL reads the administrative areas
OSM = (".osm", ".osm.gz", ".osm.bz2", ".pbf")
_TAG = re.compile(r'"([^"]+)"=>"([^"]*)"')
#: outlines that were simplified apart leave gaps of about so many degrees, 50 m
GAP = 0.0005
#: coordinates are kept to about ten metres, which is finer than any outline drawn here
DECIMALS = 4


class AreaError(ValueError):
    """A polygon file that cannot be used: the sentence says why."""


@dataclass(frozen=True, slots=True)
class Area:
    """A named area as a GeoJSON geometry."""

    name: str
    geometry: dict[str, Any]
    box: Box


class _Row(NamedTuple):
    """One feature of a file: what it tells, and its shape in degrees."""

    told: Mapping[str, Any]
    shape: Any


def read_area(path: Path, key: str, name: str = "") -> Area:
    """The area with a key (AGS or ARS), else the one with a name; a file with one area only is taken as that.

    The parts of an area are joined.
    """
    from shapely import make_valid, union_all  # noqa: PLC0415 - only needed here

    rows = _chosen(_read(path), path, key, name)
    if any(_is_land(row) for row in rows):  # VG250 has rows of water for the same area
        rows = [row for row in rows if _is_land(row)]
    shape = union_all([make_valid(row.shape) for row in rows]).normalize()
    if shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise AreaError(f"{path.name} holds no area for {key}, but {shape.geom_type}.")
    west, south, east, north = shape.bounds
    if west < -180 or south < -90 or east > 180 or north > 90:
        raise AreaError(f"{path.name} is not in degrees, and does not say in which coordinates it is.")
    label = next((str(rows[0].told[column]) for column in NAME_COLUMNS if rows[0].told.get(column)), "")
    return _area(label, shape)


def joined(label: str, outlines: Sequence[str]) -> Area:
    """Several areas as one, from their GeoJSON geometries; what lies between simplified outlines is closed."""
    from shapely import from_geojson, union_all  # noqa: PLC0415 - only needed here

    shapes = [from_geojson(outline).buffer(GAP) for outline in outlines]
    return _area(label, union_all(shapes).buffer(-GAP).normalize())


def _area(label: str, shape: Any) -> Area:
    west, south, east, north = (round(edge, DECIMALS) for edge in shape.bounds)
    return Area(label, _rounded(shape), Box(west, south, east, north))


def _is_land(row: _Row) -> bool:
    return str(row.told.get("GF", "")) in ("4", "4.0")


def _chosen(rows: list[_Row], path: Path, key: str, name: str) -> list[_Row]:
    """The rows of one area."""
    for column in KEY_COLUMNS:
        if found := [row for row in rows if _same_area(str(row.told.get(column, "")), key)]:
            return found
    asked = name.casefold().strip()
    for column in NAME_COLUMNS:
        found = [row for row in rows if name and str(row.told.get(column, "")).casefold().strip() == asked]
        if found:
            return found
    has_keys = next((column for column in KEY_COLUMNS if any(row.told.get(column) for row in rows)), None)
    if has_keys is None and not path.name.endswith(OSM):
        return rows
    called = f", and none called {name!r}" if name else ""
    raise AreaError(f"{path.name} has no area whose {has_keys or 'key'} is {key}{called}.")


def _read(path: Path) -> list[_Row]:
    try:
        rows = _read_geojson(path) if path.suffix.lower() in (".geojson", ".json") else None
        if rows is None:
            rows = _read_with_gdal(path)
    except AreaError:
        raise
    except Exception as error:  # the readers behind it raise many kinds
        raise AreaError(f"{path.name} cannot be read as a map file: {error}") from error
    if not rows:
        raise AreaError(f"{path.name} holds no areas.")
    return rows


def is_light_geojson(path: Path) -> bool:
    """Whether a file is GeoJSON in degrees, which needs none of the heavy readers."""
    try:
        return _read_geojson(path) is not None
    except Exception:  # broken text, broken outlines: each library has errors of its own
        return False


def _read_geojson(path: Path) -> list[_Row] | None:
    """The features of a GeoJSON file in degrees, without the heavy readers; None where those are needed."""
    from shapely import from_geojson  # noqa: PLC0415 - only needed here

    told = json.loads(path.read_text(encoding="utf-8-sig"))
    crs = str(told.get("crs") or "") if isinstance(told, dict) else ""
    if crs and not any(word in crs for word in ("CRS84", "4326")):
        return None
    features = told.get("features", [told] if told.get("type") == "Feature" else [])
    return [
        _Row(one.get("properties") or {}, from_geojson(json.dumps(one["geometry"])))
        for one in features if one.get("geometry")
    ]  # fmt: skip


def _read_with_gdal(path: Path) -> list[_Row]:
    import geopandas  # noqa: PLC0415 - a second that only this command needs

    frame = _read_osm(path) if path.name.endswith(OSM) else geopandas.read_file(path)
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        return []
    if frame.crs is None:
        raise AreaError(f"{path.name} does not say in which coordinates it is; its .prj file is missing.")
    frame = frame.to_crs("EPSG:4326")
    told = frame.drop(columns=frame.geometry.name).to_dict("records")
    return [_Row(one, shape) for one, shape in zip(told, frame.geometry, strict=True) if shape is not None]


def _read_osm(path: Path) -> Any:
    """The administrative areas of an OpenStreetMap file, with the keys that Germany gives them."""
    import pyogrio  # noqa: PLC0415 - as above

    where = f"/vsigzip/{path.resolve()}" if path.suffix == ".gz" else path
    frame = pyogrio.read_dataframe(where, layer="multipolygons", where="boundary = 'administrative'")
    tags = [dict(_TAG.findall(text)) if isinstance(text, str) else {} for text in frame["other_tags"]]
    for column, tag in (("AGS", "de:amtlicher_gemeindeschluessel"), ("ARS", "de:regionalschluessel")):
        frame[column] = [one.get(tag, "") for one in tags]
    return frame


def _same_area(value: str, key: str) -> bool:
    """Whether two keys name the same area: an AGS, an ARS, or one without the zeros at its end."""
    value = value[:5] + value[9:] if len(value) == 12 else value
    return value == key or value.rstrip("0") == key.rstrip("0")


def _rounded(shape: Any) -> dict[str, Any]:
    from shapely import set_precision, to_geojson  # noqa: PLC0415 - only needed here

    geometry: dict[str, Any] = json.loads(to_geojson(set_precision(shape, 10**-DECIMALS)))
    return geometry
