"""HSDS as files: all services as one page of JSON, and as a package of tables with its description."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from exporters.content import Export
from exporters.hsds import Services, taxonomies, terms

Thing = dict[str, Any]
#: the tables with their columns, as the tabular form of HSDS calls them
TABLES: Mapping[str, tuple[str, ...]] = {
    "services": ("id", "organization_id", "name", "description", "url", "email", "status", "application_process",
                 "fees_description", "eligibility_description", "assured_date", "last_modified"),
    "organizations": ("id", "name", "description", "website"),
    "service_at_location": ("id", "service_id", "location_id"),
    "locations": ("id", "location_type", "name", "latitude", "longitude"),
    "addresses": ("id", "location_id", "address_1", "city", "region", "state_province", "postal_code", "country",
                  "address_type"),
    "accessibility": ("id", "location_id", "description", "details"),
    "phones": ("id", "service_id", "number"),
    "schedules": ("id", "service_id", "freq", "wkst", "byday", "opens_at", "closes_at", "description"),
    "languages": ("id", "service_id", "code", "name", "note"),
    "cost_options": ("id", "service_id", "option", "amount", "currency"),
    "required_documents": ("id", "service_id", "document"),
    "attributes": ("id", "link_id", "link_entity", "link_type", "taxonomy_term_id", "value"),
    "taxonomies": ("id", "name", "description"),
    "taxonomy_terms": ("id", "code", "name", "description", "taxonomy", "taxonomy_id", "language"),
}  # fmt: skip
NUMBERS = frozenset({"latitude", "longitude", "amount"})
_OF_SERVICE = ("phones", "schedules", "languages", "cost_options", "required_documents", "attributes")
#: archives hold times; a fixed one makes the same content the same file
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_json(export: Export) -> bytes:
    """All services in full, in the envelope of a page that is the only one."""
    services = Services(export, export.regions, export.vocabulary).all()
    page = {"total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services), "first_page": True,
            "last_page": True, "empty": not services, "contents": services}  # fmt: skip
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()


def write_tables(export: Export) -> bytes:
    """A .zip with a table for each kind of thing and `datapackage.json`, which describes them."""
    rows = _rows(Services(export, export.regions, export.vocabulary).all())
    rows["taxonomies"] = taxonomies(export.vocabulary)
    rows["taxonomy_terms"] = list(terms(export.vocabulary).values())
    files = {f"{name}.csv": _table(columns, rows.get(name, ())) for name, columns in TABLES.items()}
    files["datapackage.json"] = json.dumps(_package(export), ensure_ascii=False, indent=1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _rows(services: list[Thing]) -> dict[str, list[Thing]]:
    """The nested services as flat rows; what several share stands there once."""
    found: dict[str, dict[str, Thing]] = {name: {} for name in TABLES}

    def put(table: str, things: Iterable[Thing]) -> None:
        found[table].update({one["id"]: one for one in things})

    for service in services:
        put("services", [service])
        put("organizations", [service["organization"]])
        for name in _OF_SERVICE:
            put(name, service.get(name, ()))
        for at in service.get("service_at_locations", ()):
            location = at["location"]
            put("service_at_location", [at])
            put("locations", [location])
            put("addresses", location.get("addresses", ()))
            put("accessibility", location.get("accessibility", ()))
    return {name: list(things.values()) for name, things in found.items()}


def _table(columns: tuple[str, ...], rows: Iterable[Thing]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _package(export: Export) -> Thing:
    """The description of the package, with the sources that must be named."""
    return {
        "name": "bildungsberatung", "title": export.title, "profile": "tabular-data-package",
        "created": f"{export.day.isoformat()}T00:00:00Z", "description": export.notice,
        "resources": [
            {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "encoding": "utf-8",
             "schema": {"fields": [{"name": column, "type": "number" if column in NUMBERS else "string"}
                                   for column in columns], "primaryKey": "id"}}
            for name, columns in TABLES.items()
        ],
    }  # fmt: skip
