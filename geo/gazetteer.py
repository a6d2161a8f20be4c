"""The gazetteer: files of places and addresses, one for each licence, that are asked together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from geo.build_gazetteer import build
from geo.gazetteer_file import GazetteerFile, grouped
from geo.gazetteer_rows import LayerInfo, PlaceRow, StreetRow
from geo.layers import GazetteerError, KnownAddress, Layer
from geo.point import Box, Point, box_around, distance_m
from geo.spelling import key

__all__ = ["Gazetteer", "GazetteerError", "KnownAddress", "Layer", "LayerInfo", "build", "open_gazetteers"]

STOPS = ("stop", "station")
MOST_AT_ONCE = 400
"""Streets of one name that are looked at where neither a city nor a region says which is meant."""
MOST_PLACES = 5_000
MOST_KEYS = 200
MOST_KEPT = 20_000
MOST_BOXES = 500


class Gazetteer:
    """Gazetteer files, asked as if they were one."""

    def __init__(self, *paths: Path) -> None:
        self.files = [GazetteerFile(path, number) for number, path in enumerate(paths)]
        self._with_places = [file for file in self.files if file.has_places]
        self._with_streets = [file for file in self.files if file.has_streets]
        self._cities_in: dict[Box, list[str]] = {}
        self._place_keys = frozenset().union(*(file.place_keys for file in self._with_places))
        #: what the files know by names that were asked for; of what they do not know nothing is kept
        self._places: dict[str, list[PlaceRow]] = {}

    @property
    def knows_streets(self) -> bool:
        """Whether any address is known at all."""
        return bool(self._with_streets)

    def layers(self) -> tuple[LayerInfo, ...]:
        """The layers of all files, with licence, attribution and date."""
        return tuple(layer for file in self.files for layer in file.layers())

    def trouble(self) -> str:
        """What is wrong with the files, "" if nothing is."""
        return " ".join(filter(None, (file.trouble() for file in self.files)))

    def places_named(self, keys: Collection[str]) -> dict[str, list[PlaceRow]]:
        """The places that go by these keys."""
        found: dict[str, list[PlaceRow]] = {}
        new = []
        for name in keys:
            if name in self._places:
                found[name] = self._places[name]
            elif name in self._place_keys:
                new.append(name)
        for start in range(0, len(new), MOST_KEYS):
            asked = new[start : start + MOST_KEYS]
            files = [file for file in self._with_places if not file.place_keys.isdisjoint(asked)]
            more = grouped(pair for file in files for pair in file.places_named(asked))
            if len(self._places) < MOST_KEPT:
                self._places |= more
            found |= more
        return found

    def place_keys_sharing(self, hashes: Collection[int]) -> list[str]:
        """The keys of places that may be one typo away, by the hashes of their shortened forms."""
        found = {name for file in self._with_places for part in _portions(hashes) for name in
                 file.place_keys_sharing(part)}  # fmt: skip
        return sorted(found)

    def street_keys_sharing(self, hashes: Collection[int]) -> set[str]:
        """The keys of streets that may be one typo away, by the hashes of their shortened forms."""
        return {key(text) for file in self._with_streets for part in _portions(hashes) for text in
                file.street_keys_sharing(part)}  # fmt: skip

    def street_names(self, keys: Collection[str]) -> dict[str, list[tuple[int, int]]]:
        """Which of these keys are names of streets; each with the numbers of file and name."""
        asked = list(keys)[:MOST_KEYS]
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        if asked:
            for file in self._with_streets:
                for name, number in file.street_names(asked):
                    found[name].append((file.number, number))
        return found

    def _reaching(self, places: Sequence[str]) -> list[GazetteerFile]:
        """The files that know streets in one of some postcodes or cities; all files where none is named."""
        if not places:
            return self._with_streets
        return [file for file in self._with_streets if not file.reach.isdisjoint(places)]

    def street_keys_in(self, places: Sequence[str]) -> str:
        """The keys of all streets in some postcodes or cities (by the key of the city), each on a line."""
        texts = [text for file in self._reaching(places) for text in file.street_keys_in(places)]
        return texts[0] if len(texts) == 1 else "\n".join(dict.fromkeys("\n".join(texts).split("\n")))

    def streets(
        self,
        names: Iterable[tuple[int, int]],
        *,
        postcodes: Sequence[str] = (),
        cities: Sequence[str] = (),
        box: Box | None = None,
    ) -> list[StreetRow]:
        """The streets with some names (by file and name), in postcodes, in cities by their keys, or in a box."""
        by_file: dict[int, list[int]] = {}
        reaching = {file.number for file in self._reaching(postcodes or cities)}
        for file, name in names:
            if file in reaching:
                by_file.setdefault(file, []).append(name)
        return [
            street
            for file, numbers in by_file.items()
            for street in self.files[file].streets(
                numbers, postcodes=postcodes, cities=cities, box=box, limit=MOST_AT_ONCE
            )
        ]

    def streets_called(
        self, keys: Sequence[str], *, postcodes: Sequence[str] = (), cities: Sequence[str] = ()
    ) -> dict[str, list[StreetRow]]:
        """The streets that go by these keys in some postcodes, or else in some cities (by their keys)."""
        found: dict[str, list[StreetRow]] = {}
        if keys and (postcodes or cities):
            for file in self._reaching(postcodes or cities):
                for name, street in file.streets_called(keys[:MOST_KEYS], postcodes=postcodes, cities=cities):
                    found.setdefault(name, []).append(street)
        return found

    def cities_with(self, names: Iterable[tuple[int, int]]) -> list[str]:
        """The keys of all cities in which there is a street of one of these names."""
        found = {city for file, name in names for city in self.files[file].cities_with(name)}
        return sorted(found - {""})

    def place_keys_from(self, prefix: str, typed: int, limit: int = 1_500) -> list[str]:
        """The keys of places that begin so, worth suggesting after so many letters were typed."""
        return sorted({name for file in self._with_places for name in file.place_keys_from(prefix, typed, limit)})

    def places_from(self, prefix: str, box: Box | None, limit: int) -> list[PlaceRow]:
        """The biggest places whose key begins so, of all or of those in a box."""
        return [row for file in self._with_places for row in file.places_from(prefix, box, limit)]

    def names_from(self, prefix: str, limit: int) -> list[str]:
        """The keys of streets anywhere that begin so, those that most streets bear first."""
        found = [name for file in self._with_streets for name in file.street_keys_from(prefix, limit)]
        return list(dict.fromkeys(found))[:limit]

    def street_keys_from(self, prefix: str, cities: Sequence[str], limit: int) -> list[str]:
        """The keys of streets in some cities (by their keys) that begin so."""
        lists = [text for file in self._reaching(cities) for text in file.street_keys_in(cities)] if cities else []
        found = dict.fromkeys(name for text in lists for name in _beginning(text, prefix))
        return sorted(found)[:limit]

    def cities_in(self, box: Box) -> list[str]:
        """The keys of the towns within a box; boxes are those of regions, so the answers are kept."""
        known = self._cities_in.get(box)
        if known is None:
            known = sorted({name for file in self._with_places for name in file.cities_in(box)})
            if len(self._cities_in) < MOST_BOXES:
                self._cities_in[box] = known
        return known

    def nearest_stop(self, point: Point, within_m: float) -> tuple[str, float] | None:
        """The name of the nearest stop or station and how far it is in metres; None if there is none so near."""
        stops = self.places_in(STOPS, box_around(point, within_m))
        found = [(distance_m(point, stop.point), stop.name) for stop in stops]
        metres, name = min(found, default=(within_m + 1, ""))
        return (name, metres) if metres <= within_m else None

    def places_in(self, kinds: Sequence[str], box: Box, limit: int = MOST_PLACES) -> list[PlaceRow]:
        """The places of some kinds within a box, at most so many."""
        return [row for file in self._with_places for row in file.places_in(kinds, box, limit)][:limit]


def _beginning(lines: str, prefix: str) -> Iterator[str]:
    """Those of some sorted lines that begin with a prefix."""
    text = f"\n{lines}\n"
    at = text.find(f"\n{prefix}")
    while at >= 0:
        end = text.index("\n", at + 1)
        yield text[at + 1 : end]
        at = text.find(f"\n{prefix}", end)


def _portions(hashes: Collection[int]) -> list[list[int]]:
    """Hashes in portions that one statement can hold."""
    listed = sorted(hashes)
    return [listed[start : start + MOST_KEYS] for start in range(0, len(listed), MOST_KEYS)]


def open_gazetteers(paths: Iterable[Path]) -> tuple[Gazetteer, list[str]]:
    """All files that can be opened, as one gazetteer, and a sentence about each that cannot."""
    good, troubles = [], []
    for path in paths:
        try:
            GazetteerFile(path)
            good.append(path)
        except GazetteerError as error:
            troubles.append(str(error))
    return Gazetteer(*good), troubles
