"""Karte (GeoJSON, GeoPackage, Shapefile, KML)

A map layer of offers in any coordinate system: GeoJSON (also with the older `crs` member), GeoPackage, a Shapefile (its
parts beside it, or all of them in a .zip) and KML. What the attributes mean is guessed from their names as with tables,
and a column file (`--columns`) says what guessing cannot know. Points are brought to degrees with the shift between
datums; of an area or a line a point inside is taken, which then counts as no finer than the place. The number given as
line is that of the feature in the file.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from importers import spreadsheet
from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from importers.column_file import read_column_map
from importers.columns import columns_of
from model.draft import Draft
from model.source import Source

SOURCE = Source(
    name="vector",
    title="Karte (GeoJSON, GeoPackage, Shapefile, KML)",
    key_from="an attribute such as id or Kennung; without one made from name, provider and address",
    key_stable=True,
)
#: asked only when no other importer knows the file, for JSON of many kinds may hold features
FALLBACK = True

CHUNK = 5_000
_LAT, _LON, _PRECISION, _SOURCE = "(lat)", "(lon)", "(precision)", "(point source)"
_PLACED = {_LAT: "lat", _LON: "lon", _PRECISION: "precision", _SOURCE: "point_source"}


def recognise(sample: Sample) -> bool:
    """Whether this is a map layer by its first bytes."""
    head = sample.head
    if head.startswith(b"PK"):
        inside = any(end in head.lower() for end in (b".shp", b".gpkg", b".geojson", b".kml"))
        return sample.suffix == ".zip" and inside
    if head.startswith(b"SQLite format 3\0"):
        return head[68:72] in (b"GPKG", b"GP10")
    if head.startswith(b"\x00\x00\x27\x0a"):
        return True
    start = sample.text.lstrip("\ufeff \r\n\t")
    return (start.startswith("{") and '"FeatureCollection"' in start) or (start.startswith("<") and "<kml" in start)


def read(path: Path, options: Options) -> Iterator[Piece]:
    """The features of the one layer with the most of them, each with a point in degrees where it has a place."""
    declared = read_column_map(options.columns)
    layer, others = _layer(path)
    columns: dict[str, str] = {}
    done = 0
    for frame in _frames(path, layer):
        if not done:
            headings = [str(name) for name in frame.columns if name != frame.geometry.name]
            columns = _meaning(path, headings, declared.fields, declared.ignored, bool(declared.defaults.get("name")))
            if others:
                yield Note(0, f"The layer {layer!r} was read; not read were: {', '.join(others)}.")
            people = [heading for heading, name in columns.items() if name == "contact_person"]
            yield from (Note(0, f"The attribute {one!r} names persons; it was not taken over.") for one in people)
        for number, (values, shape) in enumerate(_rows(frame), done + 1):
            yield _record(number, values, shape, columns, declared.defaults)
        done += len(frame)
    if not done:
        raise ImportRefused(f"The file {path.name} holds no features.")


def _layer(path: Path) -> tuple[str, list[str]]:
    """The layer with the most features, and the names of the others that have any."""
    import pyogrio  # noqa: PLC0415 - most of a second that only maps need

    try:
        sizes = {str(name): int(pyogrio.read_info(_where(path), layer=name)["features"])
                 for name, _ in pyogrio.list_layers(_where(path))}  # fmt: skip
    except Exception as error:  # the readers behind it raise many kinds
        raise ImportRefused(f"The file {path.name} cannot be read as a map: {_short(error)}") from error
    filled = {name: size for name, size in sizes.items() if size != 0}
    if not filled:
        raise ImportRefused(f"The file {path.name} holds no features.")
    chosen = max(filled, key=lambda name: filled[name])
    return chosen, [name for name in filled if name != chosen]


def _frames(path: Path, layer: str) -> Iterator[Any]:
    """The layer piece by piece, in degrees."""
    import geopandas  # noqa: PLC0415 - as above
    import pyogrio  # noqa: PLC0415

    start = 0
    while True:
        try:
            frame = pyogrio.read_dataframe(
                _where(path), layer=layer, skip_features=start, max_features=CHUNK, datetime_as_string=True
            )
        except Exception as error:
            raise ImportRefused(f"The file {path.name} breaks off while it is read: {_short(error)}") from error
        if not isinstance(frame, geopandas.GeoDataFrame):
            raise ImportRefused(f"The layer {layer!r} of {path.name} has no places.")
        if frame.crs is None and len(frame):
            raise ImportRefused(f"{path.name} does not say in which coordinates it is; its .prj file is missing.")
        if not len(frame):
            return
        yield frame.to_crs("EPSG:4326")
        if len(frame) < CHUNK:
            return
        start += len(frame)


def _where(path: Path) -> str:
    """How GDAL is told to look into an archive."""
    return f"/vsizip/{path.resolve()}" if path.suffix.lower() == ".zip" else str(path)


def _meaning(
    path: Path, headings: list[str], fields: Mapping[str, str], ignored: Any, has_default: bool
) -> dict[str, str]:
    """What the attributes mean; a file in which none is a name is refused."""
    columns = columns_of(headings, fields, ignored)
    if not {"name", "provider_and_name"} & set(columns.values()) and not has_default:
        found = ", ".join(map(repr, headings[:12]))
        raise ImportRefused(
            f"The file {path.name} has no attribute with the name of the offer. Its attributes are: {found}. "
            "Say in a column file which one it is."
        )
    return columns


def _rows(frame: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    geometry = frame.geometry.name
    for row in frame.to_dict("records"):
        shape = row.pop(geometry)
        yield {str(name): value for name, value in row.items()}, shape


def _record(
    number: int, values: Mapping[str, Any], shape: Any, columns: Mapping[str, str], defaults: Mapping[str, str]
) -> Record:
    """A feature as a row of a table, its point among the cells."""
    told = {name: _text(value) for name, value in values.items() if columns.get(name) != "contact_person"}
    meant = dict(columns)
    if shape is not None and not shape.is_empty:
        meant = {name: what for name, what in meant.items() if what not in ("lat", "lon", "precision")}
        spot = shape if shape.geom_type == "Point" else shape.representative_point()
        told |= {_LAT: f"{spot.y:.7f}", _LON: f"{spot.x:.7f}", _SOURCE: "Kartendatei",
                 _PRECISION: "" if shape.geom_type == "Point" else "place"}  # fmt: skip
        meant |= _PLACED
    told |= {f"{name} (default)": value for name, value in defaults.items()}
    meant |= {f"{name} (default)": name for name in defaults}
    return Record(number, told, columns=meant)


def _text(value: Any) -> str:
    """A value as a person would have written it; what is missing is nothing."""
    if value is None or value != value:  # noqa: PLR0124 - a missing number is not equal to itself
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)) or type(value).__name__ == "ndarray":
        return "; ".join(_text(one) for one in value)
    return str(value).strip()


def draft(record: Record) -> Draft | Reject:
    """What a feature claims, as a row of a table would."""
    return spreadsheet.draft(record)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


