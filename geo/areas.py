"""Areas from any polygon file that GDAL reads, brought to WGS84."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def read_area(path: Path, key: str, name: str = "") -> Area:
    """The area with a key (AGS or ARS), else the one with a name; a file with one area only is taken as that.

    The parts of an area are joined.
    """
    frame = _chosen(_read(path), path, key, name)
    if "GF" in frame.columns and (frame["GF"] == 4).any():  # VG250: 4 is land with structure, the others are water
        frame = frame[frame["GF"] == 4]
    shape = frame.geometry.union_all().normalize()
    if shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise AreaError(f"{path.name} holds no area for {key}, but {shape.geom_type}.")
    names = next((column for column in NAME_COLUMNS if column in frame.columns), None)
    label = str(frame[names].iloc[0]) if names else ""
    return _area(label, shape)


def joined(label: str, outlines: Sequence[str]) -> Area:
    """Several areas as one, from their GeoJSON geometries; what lies between simplified outlines is closed."""
    from shapely import from_geojson, union_all  # noqa: PLC0415 - only needed here

    shapes = [from_geojson(outline).buffer(GAP) for outline in outlines]
    return _area(label, union_all(shapes).buffer(-GAP).normalize())


def _area(label: str, shape: Any) -> Area:
    west, south, east, north = (round(edge, DECIMALS) for edge in shape.bounds)
    return Area(label, _rounded(shape), Box(west, south, east, north))


def _chosen(frame: Any, path: Path, key: str, name: str) -> Any:
    """The rows of one area."""
    for column in (column for column in KEY_COLUMNS if column in frame.columns):
        rows = frame[[_same_area(str(value), key) for value in frame[column]]]
        if not rows.empty:
            return rows
    asked = name.casefold().strip()
    for column in (column for column in NAME_COLUMNS if name and column in frame.columns):
        rows = frame[[str(value).casefold().strip() == asked for value in frame[column]]]
        if not rows.empty:
            return rows
    has_keys = next((column for column in KEY_COLUMNS if column in frame.columns), None)
    if has_keys is not None and len(frame) > 1:
        called = f", and none called {name!r}" if name else ""
        raise AreaError(f"{path.name} has no area whose {has_keys} is {key}{called}.")
    if has_keys is not None and frame[has_keys].iloc[0]:
        raise AreaError(f"{path.name} has no area whose {has_keys} is {key}, but {frame[has_keys].iloc[0]}.")
    return frame


def _read(path: Path) -> Any:
    import geopandas  # noqa: PLC0415 - a second that only this command needs

    try:
        frame = _read_osm(path) if path.name.endswith(OSM) else geopandas.read_file(path)
    except Exception as error:  # the readers behind it raise many kinds
        raise AreaError(f"{path.name} cannot be read as a map file: {error}") from error
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise AreaError(f"{path.name} holds no areas.")
    if frame.crs is None:
        raise AreaError(f"{path.name} does not say in which coordinates it is; its .prj file is missing.")
    return frame.to_crs("EPSG:4326")


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
