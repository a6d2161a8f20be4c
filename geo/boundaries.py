"""Outlines of areas by their official key: which one holds a point, which are neighbours, and how to draw them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from geo.point import Box, Point

KEYS = ("ags", "AGS", "ars", "ARS", "code")
NAMES = ("name", "GEN", "NAME")
KINDS = ("kind", "BEZ")
METRES_PER_DEGREE = 111_195
TOUCHING = 0.001
"""Outlines that were simplified apart may leave gaps of this many degrees, about 100 m, along a common border."""
DRAWN_DECIMALS = 5


class BoundaryError(ValueError):
    """An outline that cannot be used: the sentence says which and why."""


class Boundaries:
    """The outlines of some areas, ready to be asked; safe to share between threads."""

    def __init__(self, outlines: Mapping[str, Any], names: Mapping[str, str] | None = None) -> None:
        """Takes a GeoJSON geometry, as text or as a dict, for each key; several may be given as a list."""
        import shapely  # noqa: PLC0415 - pages without a map need no geometry library

        self._keys = sorted(outlines)
        self._shapes = [_shape(key, outlines[key]) for key in self._keys]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)
        self._index = {key: index for index, key in enumerate(self._keys)}
        self.names: Mapping[str, str] = {key: (names or {}).get(key, "") for key in self._keys}

    @classmethod
    def from_geojson(cls, collection: str | Mapping[str, Any]) -> "Boundaries":
        """Read a collection of features that bear a key (ags, AGS or ARS); an area may be spread over several."""
        features = _loaded("The collection", collection).get("features")
        if not isinstance(features, list):
            raise BoundaryError("The collection has no list of features.")
        parts: dict[str, list[Any]] = defaultdict(list)
        names: dict[str, str] = {}
        for number, feature in enumerate(features, 1):
            properties = feature.get("properties") or {}
            key = _first(properties, KEYS)
            if not key:
                raise BoundaryError(f"Feature {number} has no key: one of {', '.join(KEYS)} is needed.")
            parts[key].append(feature.get("geometry"))
            names.setdefault(key, full_name(_first(properties, NAMES), _first(properties, KINDS)))
        return cls(parts, names)

    def containing(self, point: Point) -> str | None:
        """The key of the area that holds a point, its border included; the smallest where areas are nested."""
        import shapely  # noqa: PLC0415

        found = self._tree.query(shapely.Point(point.lon, point.lat), predicate="intersects")
        return min((self._shapes[i].area, self._keys[i]) for i in found)[1] if len(found) else None

    def is_near(self, point: Point, within_m: float) -> bool:
        """Whether a point lies in one of the areas, or about so many metres away; outlines may be drawn coarsely."""
        import shapely  # noqa: PLC0415

        where = shapely.Point(point.lon, point.lat)
        return len(self._tree.query(where, predicate="dwithin", distance=within_m / METRES_PER_DEGREE)) > 0

    def neighbours(self, ags: str) -> tuple[str, ...]:
        """The keys of the areas that share a border with one, those it lies in or consists of left out."""
        found = self._tree.query(self._of(ags), predicate="dwithin", distance=TOUCHING)
        keys = (self._keys[i] for i in found)
        return tuple(sorted(key for key in keys if not key.startswith(ags) and not ags.startswith(key)))

    def outline(self, ags: str, tolerance_m: float = 0.0) -> dict[str, Any]:
        """The outline as a GeoJSON geometry for drawing, true to within so many metres."""
        import shapely  # noqa: PLC0415

        shape = self._of(ags)
        simple = shape.simplify(tolerance_m / METRES_PER_DEGREE) if tolerance_m > 0 else shape
        simple = shapely.set_precision(simple, 10**-DRAWN_DECIMALS)
        geometry: dict[str, Any] = json.loads(shapely.to_geojson(shape if simple.is_empty else simple))
        geometry["coordinates"] = _rounded(geometry["coordinates"])
        return geometry

    def box(self, ags: str) -> Box:
        """The rectangle around an area."""
        return Box(*map(float, self._of(ags).bounds))

    def _of(self, ags: str) -> Any:
        if ags not in self._index:
            raise BoundaryError(f"There is no outline for the key {ags!r}.")
        return self._shapes[self._index[ags]]


def _shape(key: str, outline: Any) -> Any:
    """One valid polygon or multipolygon from the parts of an area."""
    import shapely  # noqa: PLC0415

    parts = outline if isinstance(outline, list) else [outline]
    try:
        shapes = [shapely.from_geojson(json.dumps(_loaded(f"The outline of {key}", part))) for part in parts]
    except (shapely.GEOSException, TypeError) as error:
        raise BoundaryError(f"The outline of {key} is no GeoJSON geometry.") from error
    whole = shapely.make_valid(shapely.union_all([shapely.make_valid(shape) for shape in shapes]))
    areas = [one for one in shapely.get_parts(whole) if one.geom_type in ("Polygon", "MultiPolygon")]
    if not areas:
        raise BoundaryError(f"The outline of {key} encloses no area.")
    return shapely.union_all(areas)


def _loaded(what: str, value: Any) -> Mapping[str, Any]:
    """A GeoJSON object from text or as it is."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError as error:
            raise BoundaryError(f"{what} is no JSON: {error.msg} in line {error.lineno}.") from error
    if not isinstance(value, Mapping):
        raise BoundaryError(f"{what} is no GeoJSON object.")
    return value


def _first(properties: Mapping[str, Any], columns: Iterable[str]) -> str:
    return next((str(properties[column]) for column in columns if properties.get(column)), "")


def full_name(name: str, kind: str) -> str:
    """What an area is called: "Kreis Wesel", but "Duisburg" and "Wartburgkreis"."""
    says_itself = any(word in name for word in ("kreis", "Kreis", "Region", "region", "verband"))
    return f"{kind} {name}" if kind in ("Kreis", "Landkreis") and not says_itself else name


def _rounded(coordinates: Any) -> Any:
    """Nested coordinates with no more digits than a map can show."""
    if isinstance(coordinates, (int, float)):
        return round(coordinates, DRAWN_DECIMALS)
    return [_rounded(one) for one in coordinates]
