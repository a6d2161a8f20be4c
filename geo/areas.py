"""Areas from any polygon file that GDAL reads, brought to WGS84."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.point import Box

KEY_COLUMNS = ("AGS", "ARS", "ags", "ars", "AGS_0", "ARS_0", "code")
NAME_COLUMNS = ("GEN", "gen", "name", "NAME", "Name")
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


def read_area(path: Path, key: str) -> Area:
    """The area with a key (AGS or ARS); a file without keys is taken as one area, its parts joined."""
    frame = _read(path)
    column = next((name for name in KEY_COLUMNS if name in frame.columns), None)
    if column is not None:
        frame = frame[[_same_area(str(value), key) for value in frame[column]]]
        if frame.empty:
            raise AreaError(f"{path.name} has no area whose {column} is {key}.")
    if "GF" in frame.columns and (frame["GF"] == 4).any():  # VG250: 4 is land with structure, the others are water
        frame = frame[frame["GF"] == 4]
    shape = frame.geometry.union_all().normalize()
    if shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise AreaError(f"{path.name} holds no area for {key}, but {shape.geom_type}.")
    names = next((name for name in NAME_COLUMNS if name in frame.columns), None)
    west, south, east, north = (round(edge, DECIMALS) for edge in shape.bounds)
    label = str(frame[names].iloc[0]) if names else ""
    return Area(label, _rounded(shape), Box(west, south, east, north))


def _read(path: Path) -> Any:
    import geopandas  # noqa: PLC0415 - a second that only this command needs

    try:
        frame = geopandas.read_file(path)
    except Exception as error:  # the readers behind it raise many kinds
        raise AreaError(f"{path.name} cannot be read as a map file: {error}") from error
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise AreaError(f"{path.name} holds no areas.")
    if frame.crs is None:
        raise AreaError(f"{path.name} does not say in which coordinates it is; its .prj file is missing.")
    return frame.to_crs("EPSG:4326")


def _same_area(value: str, key: str) -> bool:
    """Whether two keys name the same area: an AGS, an ARS, or one without the zeros at its end."""
    value = value[:5] + value[9:] if len(value) == 12 else value
    return value == key or value.rstrip("0") == key.rstrip("0")


def _rounded(shape: Any) -> dict[str, Any]:
    from shapely import set_precision, to_geojson  # noqa: PLC0415 - only needed here

    geometry: dict[str, Any] = json.loads(to_geojson(set_precision(shape, 10**-DECIMALS)))
    return geometry
