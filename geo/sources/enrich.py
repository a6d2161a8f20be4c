"""Filling in what a source leaves out: postcode, town and district of its addresses, and the town of its places."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from geo.ecef import ecef
from geo.layers import MUNICIPALITIES, Entry, KnownAddress
from geo.point import Point
from geo.sources.area_names import POSTCODES, AreaNames
from geo.sources.base import Record
from geo.sources.nearby_postcodes import PostcodePoints, postcode_points
from geo.spelling import key, words

__all__ = ["PostcodePoints", "enriched", "postcode_points"]

CHUNK = 20_000
Texts = Sequence[str]


def enriched(
    records: Iterable[Record],
    places: PostcodePoints | None = None,
    postcode_areas: Path | None = None,
    municipalities: Path | None = None,
    city: str = "",
    districts: Path | None = None,
) -> Iterator[Record]:
    """The same records in the same order, with what is missing filled in.

    An empty city is `city`, or that of the municipality around the point. An empty postcode is that of the area around
    it, or else the nearest known one, which is marked as estimated.
    """
    know = _Known(
        places if places is not None and len(places) else None,
        AreaNames(postcode_areas, POSTCODES) if postcode_areas else None,
        AreaNames(municipalities) if municipalities else None,
        AreaNames(districts) if districts else None,
        city,
    )
    source = iter(records)
    while chunk := list(islice(source, CHUNK)):
        know.fill_addresses(chunk)
        know.fill_places(chunk)
        yield from chunk


@dataclass(frozen=True, slots=True)
class _Known:
    """What can be asked for what is missing."""

    points: PostcodePoints | None
    postcodes: AreaNames | None
    towns: AreaNames | None
    districts: AreaNames | None
    city: str

    def fill_addresses(self, chunk: list[Record]) -> None:
        """Replace the addresses of a chunk that lack something."""
        rows = [
            row for row, one in enumerate(chunk)
            if type(one) is KnownAddress and one.point is not None
            and not (one.postcode and one.city and (one.district or self.districts is None))
        ]  # fmt: skip
        if not rows:
            return
        streets, numbers, codes, cities, districts, points, precisions, guesses = zip(
            *(chunk[row] for row in rows), strict=True
        )
        lats, lons = _coordinates(points)
        cities = self._cities(cities, lats, lons)
        codes, guesses = self._postcodes(codes, guesses, cities, lats, lons)
        districts = self._districts(districts, cities, lats, lons)
        filled = map(KnownAddress, streets, numbers, codes, cities, districts, points, precisions, guesses)
        for row, one in zip(rows, filled, strict=True):
            chunk[row] = one

    def fill_places(self, chunk: list[Record]) -> None:
        """Tell the places of a chunk in which town they lie; a village that is only a part of one becomes its part."""
        rows = [row for row, one in enumerate(chunk) if type(one) is Entry and _may_lie_in_a_town(one)]
        some: list[Entry] = [chunk[row] for row in rows]  # type: ignore[misc]
        if self.city:
            for row, one in zip(rows, some, strict=True):
                chunk[row] = one if one.city else replace(one, city=self.city)
        elif rows and self.towns:
            areas = self.towns.around(*_coordinates([one.point for one in some])).tolist()
            for row, one, area in zip(rows, some, areas, strict=True):
                if area >= 0:
                    chunk[row] = _placed(one, self.towns.names[area], self.towns.keys[area])

    def _cities(self, cities: Texts, lats: Any, lons: Any) -> Texts:
        if self.city:
            return [city or self.city for city in cities]
        return _filled(cities, self.towns, lats, lons)

    def _districts(self, districts: Texts, cities: Texts, lats: Any, lons: Any) -> Texts:
        """Districts, but none for what is only called like the whole town."""
        if self.districts is None:
            return districts
        filled = _filled(districts, self.districts, lats, lons)
        return ["" if one == city else one for one, city in zip(filled, cities, strict=True)]

    def _postcodes(
        self, codes: Texts, guesses: Sequence[bool], cities: Texts, lats: Any, lons: Any
    ) -> tuple[Texts, Sequence[bool]]:
        """The postcodes, and which of them are estimated; what was only guessed before gives way to an area."""
        if self.postcodes:
            known = ["" if guess else code for code, guess in zip(codes, guesses, strict=True)]
            exact = _filled(known, self.postcodes, lats, lons)
            guesses = [guess and not code for code, guess in zip(exact, guesses, strict=True)]
            codes = [code or before for code, before in zip(exact, codes, strict=True)]
        rows = [row for row, code in enumerate(codes) if not code]
        if not (rows and self.points):
            return codes, guesses
        codes, guesses = list(codes), list(guesses)
        nearest = self.points.nearest(ecef(lats[rows], lons[rows]), [cities[row] for row in rows])
        for row, code in zip(rows, nearest, strict=True):
            codes[row], guesses[row] = code, bool(code)
        return codes, guesses


def _filled(texts: Texts, areas: AreaNames | None, lats: Any, lons: Any) -> Texts:
    """Texts, the empty ones replaced by the name of the area around their point."""
    rows = [row for row, text in enumerate(texts) if not text]
    if areas is None or not rows:
        return texts
    filled = list(texts)
    for row, area in zip(rows, areas.around(lats[rows], lons[rows]).tolist(), strict=True):
        if area >= 0:
            filled[row] = areas.names[area]
    return filled


def _coordinates(points: Sequence[Point]) -> tuple[Any, Any]:
    import numpy as np  # noqa: PLC0415 - only whoever builds a gazetteer needs it

    return np.array([point.lat for point in points]), np.array([point.lon for point in points])


def _may_lie_in_a_town(one: Entry) -> bool:
    """Whether the town of a place is unknown, or is itself because nobody has looked whether that is so."""
    return one.kind != "postcode" and (not one.city or (one.kind in MUNICIPALITIES and not one.ags))


def _placed(one: Entry, town: str, ags: str) -> Entry:
    """A place that lies in a town; a village that is called otherwise is a part of it."""
    if one.kind not in MUNICIPALITIES:
        return replace(one, city=town)
    if _same_town(one.name, town):
        return replace(one, city=one.city or one.name, ags=one.ags or ags)
    return replace(one, kind="place", city=town, radius_m=0.0)


def _same_town(name: str, other: str) -> bool:
    """Whether two names are one, or one is the other with an addition: Halle and Halle (Saale)."""
    short, long = sorted((words(name), words(other)), key=len)
    return key(name) == key(other) or long[: len(short)] == short
