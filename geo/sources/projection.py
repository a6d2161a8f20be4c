"""Coordinates of national grids as WGS84 degrees, many at a time."""

from collections.abc import Sequence
from functools import cache
from math import nan
from typing import Any

from geo.layers import GazetteerError

ZONES = {31: "EPSG:25831", 32: "EPSG:25832", 33: "EPSG:25833"}
"""UTM zones of which some files write the number before the easting, as EPSG:4647 does for zone 32."""
MILLION = 1e6
LatLon = tuple[list[float], list[float]]


@cache
def transformer(crs: str) -> Any:
    """What turns the coordinates of one system into longitude and latitude."""
    import pyproj  # noqa: PLC0415 - a quarter of a second that files with degrees never need

    try:
        return pyproj.Transformer.from_crs(pyproj.CRS.from_user_input(crs), "EPSG:4326", always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise GazetteerError(f"{crs!r} is no coordinate system that is known here, such as EPSG:25832.") from error


def to_degrees(crs: str, easts: Sequence[float], norths: Sequence[float]) -> LatLon:
    """Latitudes and longitudes of points in a coordinate system; infinite where a point lies outside of it."""
    if not easts:
        return [], []
    lons, lats = transformer(crs).transform(list(easts), list(norths))
    return lats, lons


def utm_to_degrees(easts: Sequence[float], norths: Sequence[float], crs: str = "") -> LatLon:
    """Latitudes and longitudes of UTM coordinates, by the zone before the easting or else by `crs`.

    East and north may be exchanged where the numbers show it. Without zone and `crs` a point stays unknown.
    """
    import numpy as np  # noqa: PLC0415 - loaded with the first file that has such coordinates

    east, north = np.array(easts, dtype=float), np.array(norths, dtype=float)
    with np.errstate(invalid="ignore"):
        swapped = (north > 30 * MILLION) | ((east > MILLION) & (east < 10 * MILLION) & (north < MILLION))
        east, north = np.where(swapped, north, east), np.where(swapped, east, north)
        zones = np.floor(east / MILLION)
    lats, lons = np.full(len(east), nan), np.full(len(east), nan)
    for zone in np.unique(zones[np.isfinite(zones)]):
        system = ZONES.get(int(zone), crs if zone <= 0 else "")
        if system:
            here = zones == zone
            within = east[here] - (zone * MILLION if int(zone) in ZONES else 0)
            lons[here], lats[here] = transformer(system).transform(within, north[here])
    return lats.tolist(), lons.tolist()


def by_system(systems: Sequence[str], easts: Sequence[float], norths: Sequence[float]) -> LatLon:
    """Latitudes and longitudes of points of which each is in a system of its own; unknown where that is empty."""
    lats, lons = [nan] * len(systems), [nan] * len(systems)
    for system in filter(None, dict.fromkeys(systems)):
        rows = [row for row, one in enumerate(systems) if one == system]
        found = to_degrees(system, [easts[row] for row in rows], [norths[row] for row in rows])
        for row, lat, lon in zip(rows, *found, strict=True):
            lats[row], lons[row] = lat, lon
    return lats, lons
