"""Opening map files with GDAL: which form they have, whether they are whole, and where their features lie in WGS84."""

import json
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from geo.layers import GazetteerError
from geo.sources.base import SAMPLE_BYTES, Sample
from geo.sources.projection import to_degrees
from geo.sources.unpack import BROKEN, members, sample_of

MAPS = (".gpkg", ".shp", ".fgb", ".geojson")
BY_THE_PIECE = ("GPKG", "ESRI Shapefile", "FlatGeobuf")
"""Forms that give some features without reading all those before them."""
PIECE = 100_000
_SHAPE_HEADER = 28
_WGS84 = "EPSG:4326"
_TAIL = 1_000_000


def form_of(sample: Sample) -> str | None:
    """The driver of GDAL for a file, by its first bytes; none if it is no map that is read here.

    Only these: others among the drivers of GDAL fetch what a file points to.
    """
    head = sample.head
    if head.startswith(b"PK"):
        return _form_inside(sample.path)
    if head.startswith(b"SQLite format 3\0"):
        return "GPKG" if head[68:72] in (b"GPKG", b"GP10") else None
    marks = {b"\x00\x00\x27\x0a": "ESRI Shapefile", b"fgb\x03": "FlatGeobuf"}
    return marks.get(head[:4]) or _json_form(head.lstrip(b"\xef\xbb\xbf\x1e\r\n\t "))


def _json_form(start: bytes) -> str | None:
    """Whether a text is one collection of features, or one feature a line."""
    if not start.startswith(b"{"):
        return None
    if b'"FeatureCollection"' in start:
        return "GeoJSON"
    return "GeoJSONSeq" if b'"Feature"' in start.partition(b"\n")[0] else None


def _form_inside(path: Path) -> str | None:
    """The form of the one map in an archive."""
    found = _maps_in(path)
    if len(found) != 1:
        return None
    try:
        with zipfile.ZipFile(path) as archive, archive.open(found[0]) as file:
            head = file.read(SAMPLE_BYTES)
    except BROKEN as error:
        raise GazetteerError(f"The archive {path.name} cannot be opened: {error}.") from error
    return None if head.startswith(b"PK") else form_of(Sample(path, found[0].filename.lower(), head))


def _maps_in(path: Path) -> list[zipfile.ZipInfo]:
    return [info for name, info in members(path).items() if name.endswith(MAPS)]


@dataclass(frozen=True, slots=True)
class Frame:
    """Some features: their columns, and where each of them lies; not a number where it lies nowhere."""

    table: Any
    lats: list[float]
    lons: list[float]
    done: int
    total: int

    def cells(self, column: str) -> list[str]:
        """One column as text; empty where it says nothing."""
        values = self.table[column]
        return [str(value).strip() for value in values.astype(object).where(values.notna(), "")]


class VectorFile:
    """A map file, open for reading."""

    def __init__(self, path: Path, crs: str = "") -> None:
        """Takes the coordinate system somebody says it is in; what the file says itself counts more."""
        self._path = path
        form = form_of(sample_of(path))
        if form is None:
            raise GazetteerError(f"The file {path.name} is no map that can be read here: {', '.join(MAPS)}.")
        self._source = self._gdal_name(form)
        self._refuse_what_is_cut_off(form)
        self._info = self._asked(self._pyogrio.read_info, force_feature_count=True, layer=self._layer())
        self._crs = self._system(crs)

    @property
    def columns(self) -> list[str]:
        """The headings of its columns."""
        return [str(field) for field in self._info["fields"]]

    def frames(self) -> Iterator[Frame]:
        """All features, some at a time where the form of the file allows it."""
        total = int(self._info["features"])
        piece = PIECE if self._info["driver"] in BY_THE_PIECE else max(total, 1)
        for start in range(0, total, piece):
            table = self._asked(
                self._pyogrio.read_dataframe, layer=self._layer(), skip_features=start, max_features=piece
            )
            if len(table) != min(piece, total - start):
                raise GazetteerError(f"The file {self._path.name} says it has {total} features, but ends before.")
            lats, lons = self._degrees(table)
            yield Frame(table, lats, lons, start + len(table), total)

    def whole(self) -> Any:
        """All of it at once, as a table of geopandas in WGS84."""
        table = self._asked(self._pyogrio.read_dataframe, layer=self._layer())
        return table.set_crs(self._crs, allow_override=True).to_crs(_WGS84)

    @cached_property
    def _pyogrio(self) -> Any:
        import pyogrio  # noqa: PLC0415 - half a second that only whoever reads a map needs

        return pyogrio

    def _asked(self, what: Any, **how: Any) -> Any:
        """What GDAL says, or a sentence on what it does not like."""
        try:
            return what(self._source, **how)
        except _gdal_errors() as error:
            raise GazetteerError(f"The file {self._path.name} cannot be read as a map: {error}") from error

    def _gdal_name(self, form: str) -> str:
        """What GDAL calls the file: archives are read without unpacking them."""
        path = self._path.resolve()
        with path.open("rb") as file:
            mark = file.read(4)
        if mark.startswith(b"\x1f\x8b"):
            return f"/vsigzip/{path}"
        if mark.startswith(b"PK"):
            found = _maps_in(path)
            return f"/vsizip/{path}/{found[0].filename}"
        return str(path)

    @cached_property
    def _layers(self) -> list[str]:
        found = self._asked(self._pyogrio.list_layers)
        return [str(name) for name, geometry in found if geometry is not None]

    def _layer(self) -> str:
        """The one layer with a map in it."""
        if len(self._layers) == 1:
            return self._layers[0]
        what = f"several layers ({', '.join(self._layers)}); keep the one that is meant" if self._layers else "no map"
        raise GazetteerError(f"The file {self._path.name} has {what}.")

    def _refuse_what_is_cut_off(self, form: str) -> None:
        """Refuse a file whose end is missing where GDAL would take what is left for the whole."""
        if self._source.startswith("/vsi"):
            return
        size = self._path.stat().st_size
        with self._path.open("rb") as file:
            if form == "ESRI Shapefile":
                header = file.read(_SHAPE_HEADER)
                whole = len(header) == _SHAPE_HEADER and 2 * struct.unpack(">i", header[24:])[0] <= size
            elif form == "GeoJSONSeq":
                file.seek(max(0, size - _TAIL))
                whole = _is_json(file.read().strip(b"\x1e\r\n\t ").rpartition(b"\n")[2])
            else:
                return
        if not whole:
            raise GazetteerError(f"The file {self._path.name} is cut off: its end is missing.")

    def _system(self, said: str) -> str:
        """The coordinate system. GeoJSON that names none is taken for degrees, as long as its numbers can be some."""
        crs = self._info["crs"]
        if crs == _WGS84 and self._info["driver"].startswith("GeoJSON") and not self._in_degrees():
            crs = None
        if crs or said:
            return crs or said
        raise GazetteerError(
            f"The file {self._path.name} does not say in which coordinate system it is. Say it, such as EPSG:25832."
        )

    def _in_degrees(self) -> bool:
        bounds = self._asked(self._pyogrio.read_info, layer=self._layer(), force_total_bounds=True)["total_bounds"]
        return bounds is None or all(abs(edge) <= 180 for edge in bounds)

    def _degrees(self, table: Any) -> tuple[list[float], list[float]]:
        """Latitude and longitude of each feature, as a point on it; not a number where it has no shape."""
        import shapely  # noqa: PLC0415 - comes with the libraries for maps

        shapes = table.geometry.array.to_numpy()
        other = (shapely.get_type_id(shapes) > 0) & ~shapely.is_empty(shapes)
        shapes[other] = shapely.point_on_surface(shapely.make_valid(shapes[other]))
        return to_degrees(self._crs, shapely.get_x(shapes).tolist(), shapely.get_y(shapes).tolist())


def _gdal_errors() -> tuple[type[Exception], ...]:
    """What GDAL raises over files that it cannot read."""
    from pyogrio import errors  # noqa: PLC0415 - see above

    return errors.DataSourceError, errors.DataLayerError, errors.FeatureError, errors.GeometryError, ValueError


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
