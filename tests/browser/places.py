"""A gazetteer with streets, stops and schools beside the committed places, as an operator would add them."""

from collections.abc import Iterator
from pathlib import Path

from geo.gazetteer import build
from geo.layers import Entry, KnownAddress, Layer, germany_layer, places_layer
from geo.point import Point


def _spot(name: str, kind: str, lat: float, lon: float) -> Entry:
    return Entry(name, kind, Point(lat, lon), city="Duisburg")


SPOTS = [
    _spot("Ruhrort Bahnhof", "stop", 51.4525, 6.7322),
    _spot("Ruhrau", "stop", 51.4406, 6.7757),
    _spot("Duisburg Hauptbahnhof", "station", 51.4300, 6.7757),
    _spot("Rathaus Hamborn", "townhall", 51.4885, 6.7680),
    _spot("Grundschule Ruhrstraße", "school", 51.4560, 6.7330),
    _spot("Stadtbibliothek Ruhrort", "library", 51.4530, 6.7380),
]


def _street(name: str, postcode: str, city: str, district: str, lat: float, lon: float) -> Iterator[KnownAddress]:
    for number in (1, 3, 5, 7, 11, 15):
        point = Point(lat + number / 1e5, lon)
        yield KnownAddress(name, str(number), postcode, city, district, point, "house")


HOUSES = [
    *_street("Ruhrorter Straße", "47059", "Duisburg", "Ruhrort", 51.4440, 6.7400),
    *_street("Heerstraße", "47053", "Duisburg", "Hochfeld", 51.4200, 6.7560),
    *_street("Bergstraße", "47137", "Duisburg", "Meiderich", 51.4660, 6.7700),
    *_street("Bergstraße", "47228", "Duisburg", "Rheinhausen", 51.4000, 6.7000),
    *_street("Bergstraße", "45130", "Essen", "Rüttenscheid", 51.4300, 7.0000),
]


def build_lively(path: Path, data_dir: Path) -> None:
    """Write the gazetteer."""
    layers = [germany_layer(data_dir / "places" / "germany.csv"), places_layer(data_dir / "places" / "duisburg.csv")]
    more = Layer("test", "Straßen und Haltestellen", "gemeinfrei", "Test", "2026", entries=SPOTS, addresses=HOUSES)
    build(path, [*layers, more])
