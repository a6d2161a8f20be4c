"""What the areas of a map are called in which many points lie: municipalities, districts, postcodes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.layers import GazetteerError
from geo.sources.vector_file import VectorFile

NAMES = ("gen", "name", "ortsteil", "stadtteil", "stadtbezirk", "bezirk", "gemeinde", "ort")
POSTCODES = ("plz", "postcode", "postal_code", "postleitzahl", "plz99", "zip", "zipcode")
KEYS = ("ags",)
OUTSIDE_DEGREES = 0.01
"""Outlines that were simplified may leave out a point near a border; within about 1 km it counts as inside."""


class AreaNames:
    """The areas of a polygon file, ready to be asked for many points at once."""

    def __init__(self, path: Path, headings: Sequence[str] = NAMES) -> None:
        """Reads the file; the first of the headings that it has is how its areas are called."""
        import numpy as np  # noqa: PLC0415 - only whoever builds a gazetteer needs these
        import shapely  # noqa: PLC0415

        table = VectorFile(path).whole()
        shapes = shapely.make_valid(table.geometry.array.to_numpy())
        areas = np.flatnonzero(shapely.area(shapes) > 0)
        if not len(areas):
            raise GazetteerError(f"The file {path.name} holds no areas.")
        # Where areas lie in each other the smallest counts: it comes last.
        areas = areas[np.argsort(-shapely.area(shapes[areas]), kind="stable")]
        columns = {str(name).lower(): name for name in table.columns}
        self.names = _texts(table, columns, areas, headings)
        if not self.names:
            raise GazetteerError(
                f"The file {path.name} has no column {' or '.join(headings)} with the names of its areas."
            )
        self.keys = _texts(table, columns, areas, KEYS) or [""] * len(areas)
        self._shapes = shapes[areas]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def inside(self, lats: Any, lons: Any) -> Any:
        """For each point the number of the area in which it lies; -1 where it lies in none."""
        import numpy as np  # noqa: PLC0415
        import shapely  # noqa: PLC0415

        points, shapes = self._tree.query(shapely.points(lons, lats))
        holds = shapely.intersects_xy(self._shapes[shapes], lons[points], lats[points])
        points, shapes = points[holds], shapes[holds]
        found = np.full(len(lats), -1)
        np.maximum.at(found, points, shapes)
        return found

    def around(self, lats: Any, lons: Any) -> Any:
        """As `inside`, but a point outside of all areas counts to the nearest one, if it is near."""
        import numpy as np  # noqa: PLC0415
        import shapely  # noqa: PLC0415

        found = self.inside(lats, lons)
        outside = np.flatnonzero(found < 0)
        if len(outside):
            points = shapely.points(lons[outside], lats[outside])
            near = self._tree.query_nearest(points, max_distance=OUTSIDE_DEGREES, all_matches=False)
            found[outside[near[0]]] = near[1]
        return found


def _texts(table: Any, columns: dict[str, Any], rows: Any, headings: Sequence[str]) -> list[str]:
    """One column as text; nothing if the table does not have it. Postcodes get back the zeros that numbers lose."""
    column = next((columns[name] for name in headings if name in columns), None)
    if column is None:
        return []
    values = table[column].iloc[rows]
    if values.dtype.kind in "iuf":
        width = 5 if headings is POSTCODES and values.max() > 9_999 else 0
        return ["" if value != value else str(int(value)).zfill(width) for value in values.tolist()]  # noqa: PLR0124
    return [str(value).strip() for value in values.astype(object).where(values.notna(), "")]
