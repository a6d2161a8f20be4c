"""GeoPackage 1.3: a layer of offers, and a table with the sources that must be named; written with SQLite alone."""

import sqlite3
import struct
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exporters.content import Export, properties
from geo.point import Point
from model.offer import Offer

APPLICATION = 0x47504B47
VERSION = 10_300
WGS84 = 4326
_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name), UNIQUE (table_name),
  FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE sources (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, source TEXT, licence TEXT, attribution TEXT,
  offers INTEGER);
"""


def write(export: Export) -> bytes:
    """The offers as one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "offers.gpkg"
        with closing(sqlite3.connect(path)) as connection, connection:
            _fill(connection, export)
        return path.read_bytes()


def _fill(connection: sqlite3.Connection, export: Export) -> None:
    connection.executescript(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; {_TABLES}")
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
        [("WGS 84", WGS84, "EPSG", WGS84, _WKT), ("Undefined cartesian SRS", -1, "NONE", -1, "undefined"),
         ("Undefined geographic SRS", 0, "NONE", 0, "undefined")],
    )  # fmt: skip
    rows = [_row(offer, export) for offer in export.offers]
    names = list(rows[0]) if rows else ["key", "geom", "name"]
    kinds = ", ".join(f'"{name}" {"POINT" if name == "geom" else "TEXT"}' for name in names)
    connection.execute(f"CREATE TABLE offers (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {kinds})")
    marks = ", ".join("?" for _ in names)
    columns = ", ".join(f'"{name}"' for name in names)
    connection.executemany(f"INSERT INTO offers ({columns}) VALUES ({marks})", [list(row.values()) for row in rows])
    into = "INSERT INTO sources (source, licence, attribution, offers) VALUES (?, ?, ?, ?)"
    connection.executemany(into, export.sources)
    _describe(connection, export)


def _describe(connection: sqlite3.Connection, export: Export) -> None:
    """What the file says about its two tables."""
    points = [offer.place.point for offer in export.offers if offer.place and offer.place.point]
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    box = (min(lons), min(lats), max(lons), max(lats)) if points else (None, None, None, None)
    changed = datetime.combine(export.day, datetime.min.time(), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    connection.executemany(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [("offers", "features", export.title, export.notice, changed, *box, WGS84),
         ("sources", "attributes", "Quellen und Lizenzen", "", changed, None, None, None, None, None)],
    )  # fmt: skip
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES ('offers', 'geom', 'POINT', ?, 0, 0)", (WGS84,))


def _row(offer: Offer, export: Export) -> dict[str, Any]:
    told = properties(offer, export.assessment(offer))
    plain = {name: "; ".join(value) if isinstance(value, list) else value for name, value in told.items()}
    return {"geom": _blob(offer.place.point if offer.place else None), "key": offer.key, **plain}


def _blob(point: Point | None) -> bytes | None:
    """A point as the standard writes it: a short head, then well-known binary."""
    if point is None:
        return None
    head = struct.pack("<2sBBi", b"GP", 0, 1, WGS84)
    return head + struct.pack("<BIdd", 1, 1, point.lon, point.lat)
