"""Where the nodes and ways of a map lie."""

from struct import unpack_from
from typing import Any

from geo.point import Point

_HEAD = 9
"""How many bytes of a line as most programs for maps write it (WKB) come before its coordinates."""


class Points:
    """Tells the points of objects as a reader of OpenStreetMap files hands them out."""

    def __init__(self) -> None:
        import osmium  # noqa: PLC0415 - only whoever reads such a file needs it

        self._lines = osmium.geom.WKBFactory()
        self._incomplete = RuntimeError, osmium.InvalidLocationError

    def of_node(self, node: Any) -> Point | None:
        """Where a node lies; nowhere if its coordinates are no place on the earth."""
        where = node.location
        return Point(where.lat, where.lon) if where.valid() else None

    def centre(self, way: Any) -> Point | None:
        """The mean of the nodes of a way; the first of a ring, which is also its last, counts once."""
        try:
            line = bytes.fromhex(self._lines.create_linestring(way))
        except self._incomplete:
            return self._centre_of_some(way)
        numbers = unpack_from(f"<{(len(line) - _HEAD) // 8}d", line, _HEAD)
        lons, lats = numbers[::2], numbers[1::2]
        if numbers[:2] == numbers[-2:]:
            lons, lats = lons[1:], lats[1:]
        return Point(sum(lats) / len(lats), sum(lons) / len(lons))

    def middle(self, way: Any) -> Point | None:
        """The node in the middle of a way, which lies on the street where its centre may not."""
        here = [where for node in way.nodes if (where := node.location).valid()]
        return Point(here[len(here) // 2].lat, here[len(here) // 2].lon) if here else None

    def _centre_of_some(self, way: Any) -> Point | None:
        """The mean of those nodes of a way that are in the file."""
        corners = {(where.lat, where.lon) for node in way.nodes if (where := node.location).valid()}
        if not corners:
            return None
        return Point(sum(lat for lat, _ in corners) / len(corners), sum(lon for _, lon in corners) / len(corners))
