"""A small gazetteer with every kind of difficulty in it, and the one that is built from the committed places."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.boundaries import Boundaries
from geo.gazetteer import Gazetteer, KnownAddress, Layer, build
from geo.geocoder import LocalGeocoder
from geo.layers import Entry, address_layer, germany_layer, places_layer
from geo.point import Box, Point

DATA = Path(__file__).resolve().parents[2] / "data"
DUISBURG = Box(6.62, 51.33, 6.84, 51.57)


def town(name: str, lat: float, lon: float, people: int, ags: str, *aliases: str, kind: str = "city") -> Entry:
    return Entry(name, kind, Point(lat, lon), city=name, population=people, ags=ags, aliases=aliases)


def part(name: str, kind: str, lat: float, lon: float, radius_m: float = 1500, city: str = "Duisburg") -> Entry:
    return Entry(name, kind, Point(lat, lon), radius_m, city=city)


TOWNS = [
    town("Duisburg", 51.4325, 6.7652, 504_358, "05112"),
    town("Essen", 51.4566, 7.0123, 593_085, "05113"),
    town("Essen (Oldenburg)", 52.7222, 7.9364, 8_900, "03453", "Essen", kind="village"),
    town("Mülheim an der Ruhr", 51.4322, 6.8797, 173_050, "05117", "Mülheim"),
    town("Köln", 50.9333, 6.95, 963_395, "05315", "Cologne"),
    town("Frankfurt am Main", 50.1155, 8.6842, 650_000, "06412", "Frankfurt"),
    town("Frankfurt (Oder)", 52.3471, 14.5506, 57_000, "12053", "Frankfurt", kind="town"),
    town("Neustadt (Hessen)", 50.85, 9.1167, 9_000, "06534", "Neustadt", kind="village"),
    town("Neustadt (Wied)", 50.6167, 7.4333, 6_300, "07138", "Neustadt", kind="village"),
    town("Neustadt an der Weinstraße", 49.35, 8.1389, 53_000, "07316", "Neustadt", kind="town"),
    town("Sankt Wendel", 49.4663, 7.1681, 26_000, "10046", kind="town"),
    town("Amberg", 49.4429, 11.8627, 42_000, "09361", kind="town"),
    town("Stein", 49.4167, 11.0167, 14_000, "09573", kind="town"),
    town("Hude (Oldb)", 53.1083, 8.4633, 15_000, "03458", "Hude", kind="town"),
    town("Hüde", 52.4833, 8.3667, 1_200, "03251", kind="village"),
    town("Bergheim", 50.9558, 6.6397, 61_000, "05362", kind="town"),
]
PARTS = [
    part("Marxloh", "district", 51.50194, 6.75694),
    part("Hochfeld", "district", 51.41694, 6.75667, 1600),
    part("Bergheim", "district", 51.41667, 6.68333, 2400),
    part("Ruhrort", "district", 51.4514, 6.74847, 1700),
    part("Altstadt", "district", 51.43509, 6.76502, 1000),
    part("Bruckhausen", "district", 51.48897, 6.74325, 1400),
    part("Hamborn", "borough", 51.50103, 6.77358, 3200),
    part("Duisburg-Süd", "borough", 51.36556, 6.74845, 5200),
    part("Stadtmitte", "alias", 51.43278, 6.76917, 2000),
    part("47051", "postcode", 51.43376, 6.76731, 1800),
    part("47053", "postcode", 51.42119, 6.75233, 2000),
    part("47119", "postcode", 51.45978, 6.73507, 2300),
    part("47166", "postcode", 51.49424, 6.75439, 2300),
    part("Ruhrort Bahnhof", "stop", 51.4525, 6.7322, 150),
]
ADDRESSES = [
    KnownAddress("Steinsche Gasse", "26", "47051", "Duisburg", "Stadtmitte", Point(51.43361, 6.76167), "house"),
    KnownAddress("Steinsche Gasse", "32a", "47051", "Duisburg", "Stadtmitte", Point(51.43361, 6.76167), "street"),
    KnownAddress("Heerstraße", "109", "47053", "Duisburg", "Hochfeld"),
    KnownAddress("Parallelstraße", "7", "", "Duisburg", "Hamborn"),
    KnownAddress("Schulstraße", "", "47166", "Duisburg", "Bruckhausen", Point(51.48897, 6.74325), "street"),
    KnownAddress("Großenbaumer Allee", "168-174", "47269", "Duisburg", "", Point(51.37531, 6.78167), "house"),
    KnownAddress("Hauptstraße", "5", "47119", "Duisburg", "Ruhrort", Point(51.452, 6.74), "house"),
    KnownAddress("Dahlmannstraße", "26", "47169", "Duisburg", "Marxloh", Point(51.50158, 6.76068), "house"),
    KnownAddress("Düsseldorfer Straße", "", "47051", "Duisburg", "Stadtmitte", Point(51.43028, 6.76611), "street"),
    KnownAddress("Düsseldorfer Straße", "505", "47055", "Duisburg", "", Point(51.4011, 6.7675), "house"),
    KnownAddress("Reckhammerweg", "1", "", "Essen", "", Point(51.46484, 7.00857), "house"),
]
COUNTIES = {"06534": "Landkreis Marburg-Biedenkopf", "07138": "Landkreis Neuwied", "05362": "Rhein-Erft-Kreis"}


def layer(name: str, entries: list[Entry] = [], addresses: list[KnownAddress] = []) -> Layer:  # noqa: B006
    return Layer(name, f"Layer {name}", "CC0", "own work", "2026", entries, addresses)


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer of sixteen towns, parts of Duisburg, and eleven addresses."""
    path = tmp_path_factory.mktemp("gazetteer") / "small.sqlite"
    build(path, [layer("towns", TOWNS), layer("parts", PARTS), layer("addresses", addresses=ADDRESSES)], COUNTIES)
    return path


@pytest.fixture(scope="session")
def geocoder(small_file: Path) -> LocalGeocoder:
    """A geocoder that answers from the small gazetteer."""
    return LocalGeocoder(Gazetteer(small_file))


def seed_addresses() -> Iterator[KnownAddress]:
    """The addresses of the committed offers."""
    for file in sorted((DATA / "seeds").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter=";"):
                point = Point(float(row["Breite"]), float(row["Länge"])) if row["Breite"] else None
                yield KnownAddress(row["Straße"], row["Hausnummer"], row["PLZ"], row["Ort"], row["Ortsteil"], point,
                                   row["Genauigkeit"])  # fmt: skip


@pytest.fixture(scope="session")
def germany(tmp_path_factory: pytest.TempPathFactory) -> LocalGeocoder:
    """A geocoder that answers from the gazetteer of the committed places and offers."""
    path = tmp_path_factory.mktemp("gazetteer") / "germany.sqlite"
    boundaries = Boundaries.from_geojson((DATA / "boundaries" / "kreise.geojson").read_text(encoding="utf-8"))
    places = DATA / "places"
    layers = [germany_layer(places / "germany.csv"), places_layer(places / "duisburg.csv")]
    build(path, [*layers, address_layer(seed_addresses())], boundaries.names)
    return LocalGeocoder(Gazetteer(path))
