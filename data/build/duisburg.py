"""Builds data/places/duisburg.csv: boroughs, districts, postcodes and everyday names, each with a radius of doubt.

A point for a whole district is only honest together with how far off it may be. Where the outline is known, the radius
is the distance within which nine tenths of the area lie. Elsewhere it is estimated from the three nearest neighbours
of the same kind; at the districts with known outline this estimate is large enough in 23 of 26 cases.

The two source files are not part of this project: a table of points (name, kind, lat, lon, source) and a GeoJSON file
of outlines (name). Give their paths.
"""

import argparse
import csv
import json
import math
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data.build.places import fold

TARGET = Path(__file__).resolve().parents[1] / "places" / "duisburg.csv"
COLUMNS = ("name", "kind", "lat", "lon", "source", "radius_m", "parent")
CITY = "Duisburg"
#: metres of a degree of longitude and latitude at the latitude of Duisburg
SCALE = np.array([111_320 * math.cos(math.radians(51.43)), 111_200])
SHARE, NEIGHBOURS, FACTOR, STEP = 0.9, 3, 0.9, 100

BOROUGHS = {
    "Walsum": ("Vierlinden", "Overbruch", "Alt-Walsum", "Aldenrade", "Wehofen", "Fahrn"),
    "Hamborn": ("Röttgersbach", "Marxloh", "Obermarxloh", "Neumühl", "Alt-Hamborn"),
    "Meiderich/Beeck": ("Bruckhausen", "Beeck", "Beeckerwerth", "Laar", "Untermeiderich", "Mittelmeiderich",
                        "Obermeiderich"),
    "Homberg/Ruhrort/Baerl": ("Ruhrort", "Alt-Homberg", "Hochheide", "Baerl"),
    "Duisburg-Mitte": ("Altstadt", "Neuenkamp", "Kaßlerfeld", "Duissern", "Neudorf-Nord", "Neudorf-Süd",
                       "Dellviertel", "Hochfeld", "Wanheimerort"),
    "Rheinhausen": ("Rheinhausen-Mitte", "Hochemmerich", "Bergheim", "Friemersheim", "Rumeln-Kaldenhausen"),
    "Duisburg-Süd": ("Bissingheim", "Wedau", "Buchholz", "Wanheim-Angerhausen", "Großenbaum", "Rahm", "Huckingen",
                     "Hüttenheim", "Ungelsheim", "Mündelheim"),
}  # fmt: skip
#: everyday names and the districts they stand for
EVERYDAY = {
    "Neudorf": ("Neudorf-Nord", "Neudorf-Süd"),
    "Meiderich": ("Untermeiderich", "Mittelmeiderich", "Obermeiderich"),
    "Homberg": ("Alt-Homberg", "Hochheide"),
    "Stadtmitte": ("Altstadt", "Dellviertel"),
    "Wanheim": ("Wanheim-Angerhausen",),
}
#: the outlines call one district by its everyday name
OUTLINE_OF = {"Alt-Homberg": "homberg"}
#: how the source of a point is told, by how the longer note begins
SOURCES = (
    ("Wikipedia", "Wikipedia, Artikel zum Ortsteil"),
    ("OSM-Polygon", "OpenStreetMap-Mitwirkende (ODbL), Mitte der Fläche"),
    ("Ersatzpunkt", "Schulgrunddaten NRW 2021 (dl-de/by-2-0), Schule im Ortsteil statt der Mitte"),
    ("GeoNames", "GeoNames (CC BY 4.0), Mitte der früheren Stadt"),
    ("OpenGeoDB", "OpenGeoDB (gemeinfrei)"),
    ("kein amtlicher", "Umgangssprachlicher Name, Punkt der gemeinten Ortsteile"),
)


def build(points: Path, outlines: Path, target: Path = TARGET) -> int:
    """Write the places of Duisburg and return how many there are."""
    with points.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = read_outlines(outlines)
    radius = {row["name"]: radius_of(row, rows, known) for row in rows if row["kind"] != "alias" or row["name"] == CITY}
    radius |= {row["name"]: radius_of_everyday(row, rows, radius) for row in rows if row["name"] in EVERYDAY}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            told = told_source(row["source"])
            place = (row["name"], row["kind"], row["lat"], row["lon"], told, radius[row["name"]], parent_of(row))
            writer.writerow(place)
    return len(rows)


def read_outlines(path: Path) -> dict[str, BaseGeometry]:
    """The known outlines in metres, by folded name."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {
        fold(feature["properties"]["name"]): shapely.transform(shape(feature["geometry"]), lambda c: c * SCALE)
        for feature in features
    }


def radius_of(row: dict[str, str], rows: list[dict[str, str]], outlines: dict[str, BaseGeometry]) -> int:
    """How far the true place may lie from the point: measured in the outline, else estimated from the neighbours."""
    outline = outlines.get(fold(OUTLINE_OF.get(row["name"], row["name"]))) if row["kind"] != "postcode" else None
    if outline is not None:
        return round_up(reach(outline, point(row)))
    peers = [point(peer) for peer in rows if peer["kind"] == row["kind"] and peer["name"] != row["name"]]
    nearest = np.sort(np.hypot(*(np.array(peers) - point(row)).T))[:NEIGHBOURS]
    return round_up(FACTOR * float(nearest.mean()))


def radius_of_everyday(row: dict[str, str], rows: list[dict[str, str]], radius: dict[str, int]) -> int:
    """The radius of an everyday name reaches as far as that of the districts it stands for."""
    meant = [other for other in rows if other["name"] in EVERYDAY[row["name"]]]
    return round_up(max(math.dist(point(row), point(other)) + radius[other["name"]] for other in meant))


def reach(outline: BaseGeometry, centre: np.ndarray) -> float:
    """The distance from a point within which nine tenths of an area lie, found on a grid."""
    west, south, east, north = outline.bounds
    x, y = np.meshgrid(np.arange(west, east, STEP), np.arange(south, north, STEP))
    inside = shapely.contains_xy(outline, x, y)
    return float(np.quantile(np.hypot(x[inside] - centre[0], y[inside] - centre[1]), SHARE))


def point(row: dict[str, str]) -> np.ndarray:
    """The point of a row in metres."""
    metres: np.ndarray = np.array([float(row["lon"]), float(row["lat"])]) * SCALE
    return metres


def round_up(metres: float) -> int:
    """Metres rounded up to full hundreds; more would pretend to an accuracy nobody has."""
    return math.ceil(metres / 100) * 100


def parent_of(row: dict[str, str]) -> str:
    """The borough of a district or everyday name; the city for boroughs and postcodes."""
    district = EVERYDAY.get(row["name"], (row["name"],))[0]
    if row["kind"] in ("district", "alias"):
        return next((borough for borough, districts in BOROUGHS.items() if district in districts), "")
    return CITY


def told_source(note: str) -> str:
    """The source of a point in few words, with its licence."""
    return next((told for begins, told in SOURCES if note.startswith(begins)), note)


def main() -> None:
    """Read the two files and write the table."""
    parser = argparse.ArgumentParser(description="Builds data/places/duisburg.csv from a table of points and outlines.")
    parser.add_argument("points", type=Path, help="CSV with name, kind, lat, lon, source")
    parser.add_argument("outlines", type=Path, help="GeoJSON with the name of each area")
    args = parser.parse_args()
    print(f"{build(args.points, args.outlines)} Orte: {TARGET}")


if __name__ == "__main__":
    main()
