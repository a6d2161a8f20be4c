"""The known addresses that the geocoders are asked about: the city of Essen and five extracts of OpenStreetMap."""

import csv
import gzip
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.layers import KnownAddress
from geo.point import Point

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ESSEN_KEY = "05113"
HELD_OUT = 600
_STREET = re.compile(r"(?<=[Ss])tr\.")
_LIST = re.compile(r"\s*[;,]\s*")


@dataclass(frozen=True)
class Addresses:
    """What goes into the indexes, by layer, and the house numbers of Essen that were held back."""

    layers: dict[str, list[KnownAddress]]
    held: list[KnownAddress]


def load(shared: Path = SHARED, held_out: int = HELD_OUT, seed: int = 2026) -> Addresses:
    """Essen without the numbers held back, and the extracts of OpenStreetMap."""
    kept, held = hold_out(read_essen(shared), held_out, seed)
    return Addresses({"essen": kept, "osm": read_openstreetmap(shared / "addresses" / "osm")}, held)


def expanded(street: str) -> str:
    """A street's name with "Str." and "str." written out."""
    return _STREET.sub("traße", street)


def plain(number: str) -> str:
    """A house number as it is compared: small letters, no spaces."""
    return re.sub(r"\s", "", number).lower()


def read_essen(shared: Path) -> list[KnownAddress]:
    """The houses of Essen; each gets the postcode whose centre is nearest, as the register has none."""
    with gzip.open(shared / "addresses" / "essen_hauskoordinaten.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["address"].endswith("*")]
    places = np.array([(float(row["lat"]), float(row["lon"])) for row in rows])
    codes, centres = essen_postcodes(shared / "postcodes" / "zipcodes.de.csv")
    squeezed = np.array([1.0, np.cos(np.radians(51.45))])
    away = [np.square((places - centre) * squeezed).sum(axis=1) for centre in centres]
    nearest = np.argmin(away, axis=0).tolist()
    return [
        KnownAddress(
            expanded(row["street"]), row["address"].removeprefix(row["street"]).strip(), codes[code], "Essen",
            point=Point(lat, lon), precision="house",
        )
        for row, (lat, lon), code in zip(rows, places.tolist(), nearest, strict=True)
    ]  # fmt: skip


def essen_postcodes(path: Path) -> tuple[list[str], np.ndarray]:
    """Essen's postcodes and their centres. Rows of companies and authorities have digits as their state."""
    centres: dict[str, tuple[float, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["community_code"] == ESSEN_KEY and row["place"] == "Essen" and not row["state_code"].isdecimal():
                centres.setdefault(row["zipcode"], (float(row["latitude"]), float(row["longitude"])))
    codes = sorted(centres)
    return codes, np.array([centres[code] for code in codes])


def read_openstreetmap(folder: Path) -> list[KnownAddress]:
    """The addresses of all extracts, one for each number of a list such as "41;43"; ranges stay as they are."""
    return [address for path in sorted(folder.glob("*.csv")) for address in _read_extract(path)]


def _read_extract(path: Path) -> Iterator[KnownAddress]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = Point(float(row["lat"]), float(row["lon"]))
            for number in filter(None, _LIST.split(row["housenumber"].strip())):
                place = (row["postcode"], row["city"], row["suburb"])
                yield KnownAddress(row["street"], number, *place, point=point, precision="house")


def hold_out(addresses: Sequence[KnownAddress], count: int, seed: int) -> tuple[list[KnownAddress], list[KnownAddress]]:
    """Those kept, and `count` held back: inner numbers, with a neighbour kept on each side of the same parity."""
    streets: dict[str, list[int]] = defaultdict(list)
    for place, address in enumerate(addresses):
        streets[address.street].append(place)
    taken: set[int] = set()
    for place in random.Random(f"held out {seed}").sample(range(len(addresses)), len(addresses)):
        if len(taken) == count:
            break
        beside = {other for other in streets[addresses[place].street] if other not in taken}
        trial = [place, *(other for other in streets[addresses[place].street] if other in taken)]
        # The neighbours of those taken before are looked at again: one may have been the last on its side.
        if all(_inner(addresses, one, beside - {place}, streets) for one in trial):
            taken.add(place)
    kept = [address for place, address in enumerate(addresses) if place not in taken]
    return kept, [addresses[place] for place in sorted(taken)]


def _inner(addresses: Sequence[KnownAddress], place: int, kept: set[int], streets: dict[str, list[int]]) -> bool:
    """Whether a number is digits only, stands alone, and has kept numbers of its parity below and above."""
    number = addresses[place].number
    if not number.isdecimal():
        return False
    if any(
        numeric(addresses[other].number) == int(number) for other in streets[addresses[place].street] if other != place
    ):
        return False
    same = [value for other in kept if (value := numeric(addresses[other].number)) % 2 == int(number) % 2]
    return any(value < int(number) for value in same) and any(value > int(number) for value in same)


def numeric(number: str) -> int:
    """The digits a house number begins with; -1 where there are none."""
    found = re.match(r"\d+", number)
    return int(found[0]) if found else -1
