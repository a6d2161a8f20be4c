"""The tabular package of HSDS, put together to whole services."""

import csv
import io
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from importers.base import ImportRefused

Thing = dict[str, Any]
#: the tables that are read, as their files are called
TABLES = ("services", "organizations", "service_at_location", "locations", "addresses", "phones", "schedules",
          "languages", "cost_options", "accessibility", "required_documents", "attributes",
          "taxonomy_terms")  # fmt: skip
#: all of them unpacked may not be larger
MOST_BYTES = 500_000_000
_OF_SERVICE = ("phones", "schedules", "languages", "cost_options", "required_documents")


def services_of_package(path: Path) -> list[Thing]:
    """All services with what belongs to them, as nested as in JSON; refuses what is no package."""
    tables = _tables(path)
    if "services" not in tables:
        raise ImportRefused(f"The package {path.name} has no services.csv.")
    terms = {row["id"]: row for row in tables.get("taxonomy_terms", ())}
    attributes = defaultdict(list)
    for row in tables.get("attributes", ()):
        term = terms.get(row.get("taxonomy_term_id", ""), {})
        attributes[row.get("link_id", "")].append({**row, "taxonomy_term": term})
    by_service = {name: _by(tables.get(name, ()), "service_id") for name in _OF_SERVICE}
    organizations = _whole(tables, "organizations", "organization_id", ("phones",))
    locations = _whole(tables, "locations", "location_id", ("addresses", "phones", "accessibility", "languages"))
    places = defaultdict(list)
    at = {name: _by(tables.get(name, ()), "service_at_location_id") for name in ("phones", "schedules")}
    for row in tables.get("service_at_location", ()):
        own = {name: rows.get(row["id"], []) for name, rows in at.items()}
        location = locations.get(row.get("location_id", ""), {})
        places[row.get("service_id", "")].append({**row, **own, "location": location})
    return [
        {**row, **{name: rows.get(row["id"], []) for name, rows in by_service.items()},
         "organization": organizations.get(row.get("organization_id", ""), {}),
         "service_at_locations": places.get(row["id"], []), "attributes": attributes.get(row["id"], [])}
        for row in tables["services"]
    ]  # fmt: skip


def _whole(tables: dict[str, list[Thing]], name: str, link: str, parts: tuple[str, ...]) -> dict[str, Thing]:
    """The rows of a table by id, with the rows of others that belong to them."""
    linked = {part: _by(tables.get(part, ()), link) for part in parts}
    return {row["id"]: {**row, **{part: rows.get(row["id"], []) for part, rows in linked.items()}}
            for row in tables.get(name, ())}  # fmt: skip


def _by(rows: Any, field: str) -> dict[str, list[Thing]]:
    found = defaultdict(list)
    for row in rows:
        if row.get(field):
            found[row[field]].append(row)
    return found


def _tables(path: Path) -> dict[str, list[Thing]]:
    """The tables of a package by name; what of it is none of ours is left alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = {Path(one.filename).name.removesuffix(".csv"): one for one in archive.infolist()
                      if one.filename.endswith(".csv")}  # fmt: skip
            wanted = {name: inside[name] for name in TABLES if name in inside}
            if sum(one.file_size for one in wanted.values()) > MOST_BYTES:
                raise ImportRefused(f"The package {path.name} is larger than {MOST_BYTES // 1_000_000} MB.")
            return {name: _rows(archive.read(one)) for name, one in wanted.items()}
    except (zipfile.BadZipFile, OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused(f"The package {path.name} cannot be read to its end ({error}).") from None


def _rows(content: bytes) -> list[Thing]:
    return [{name: value or "" for name, value in row.items() if name} for row in
            csv.DictReader(io.StringIO(content.decode("utf-8-sig"))) if row.get("id")]  # fmt: skip
