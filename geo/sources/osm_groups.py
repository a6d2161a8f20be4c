"""The relations of a map: areas made of several ways, and the houses that belong to a street."""

from collections.abc import Iterator
from typing import Any

from geo.point import Point
from geo.sources.osm_tags import Home, Tags, home_of, says_something

_STREET_TYPES = ("associatedStreet", "street")
_HOUSE_ROLES = ("house", "address", "addr:houselink")
_BORDER = "boundary"
WANTED = ("addr:housenumber", "name")
"""Objects without any of these tags say nothing by themselves."""


class Groups:
    """What the relations of a file say, read before its nodes and ways."""

    def __init__(self, file: Any) -> None:
        import osmium  # noqa: PLC0415 - only whoever reads such a file needs it

        self._areas: list[tuple[str, Tags, list[str]]] = []
        self._homes: dict[str, Home] = {}
        self._points: dict[str, Point] = {}
        self._members: set[str] = set()
        #: whether the file has any relation at all
        self.any = False
        relations = osmium.FileProcessor(file, osmium.osm.RELATION)
        relations.handler_for_filtered(osmium.make_simple_handler(relation=self._passed_over))
        for relation in relations.with_filter(osmium.filter.KeyFilter(*WANTED, "addr:street")):
            self.any = True
            self._take(relation)

    def _passed_over(self, _: Any) -> None:
        self.any = True

    def _take(self, relation: Any) -> None:
        tags = dict(relation.tags)
        if tags.get("type") in _STREET_TYPES:
            home = home_of({**tags, "addr:street": tags.get("addr:street") or tags.get("name", "")})
            self._homes.update(
                (f"{member.type}{member.ref}", home) for member in relation.members if member.role in _HOUSE_ROLES
            )
        elif tags.get("type") != _BORDER and says_something(tags):
            parts = [f"{m.type}{m.ref}" for m in relation.members if m.type in "nw" and m.role != "inner"]
            self._areas.append((f"r{relation.id}", tags, parts))
            self._members.update(parts)

    def __bool__(self) -> bool:
        """Whether there is any area."""
        return bool(self._members)

    def has(self, ref: str) -> bool:
        """Whether an object is a part of an area."""
        return ref in self._members

    def place(self, ref: str, point: Point | None) -> None:
        """Remember where a part of an area lies."""
        if point is not None and ref in self._members:
            self._points[ref] = point

    def relations(self) -> Iterator[tuple[str, Tags, Point | None]]:
        """The areas with their tags, each in the middle of those of its parts that are in the file."""
        for ref, tags, parts in self._areas:
            here = [self._points[part] for part in parts if part in self._points]
            yield ref, tags, _mean(here) if here else None

    def completed(self, ref: str, home: Home) -> Home:
        """An address with what the relation of its street adds."""
        street = self._homes.get(ref)
        return Home(*(own or added for own, added in zip(home, street, strict=True))) if street else home


def _mean(points: list[Point]) -> Point:
    lat, lon = sum(point.lat for point in points), sum(point.lon for point in points)
    return Point(lat / len(points), lon / len(points))
