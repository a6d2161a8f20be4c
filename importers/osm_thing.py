"""An object of OpenStreetMap as our importer takes it, and where it lies."""

from collections.abc import Iterable
from dataclasses import dataclass

from importers.osm_tags import Tags

Spot = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node, way or relation with the tags we read; who mapped it is not kept."""

    #: "node/123"
    ref: str
    tags: Tags
    spot: Spot | None = None
    version: str = ""
    #: when it was last changed, as far as the file tells
    changed: str = ""
    #: which of the objects in an answer it is; 0 where the file has too many to count
    number: int = 0

    @property
    def spoken(self) -> str:
        """The object in words."""
        return self.ref.replace("/", " ")


def middle(spots: Iterable[Spot]) -> Spot | None:
    """The middle of the corners of an object; the first of a ring, which is also its last, counts once."""
    corners = list(spots)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if not corners:
        return None
    return sum(lat for lat, _ in corners) / len(corners), sum(lon for _, lon in corners) / len(corners)
