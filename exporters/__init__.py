"""Hands offers out: one file per format. Maintenance contacts are not part of an offer, so none can leak."""

from collections.abc import Callable, Iterator
from datetime import date

from exporters import csv_table, geojson, geopackage, guide, hsds_files, ical, kml, snapshot, xlsx
from exporters.content import Export
from model.offer import Offer
from model.vocabulary import Vocabulary
from store import Store

PAGE = 500
#: format -> what writes it
EXPORTERS: dict[str, Callable[[Export], bytes]] = {
    "csv": csv_table.export,
    "geojson": geojson.write,
    "gpkg": geopackage.write,
    "hsds": hsds_files.write_json,
    "hsds-csv": hsds_files.write_tables,
    "html": snapshot.write,
    "ics": ical.write,
    "kml": kml.write,
    "pdf": guide.write,
    "xlsx": xlsx.write,
}
#: what a program that gets such a file is told
MEDIA_TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "hsds": "application/json",
    "hsds-csv": "application/zip",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "kml": "application/vnd.google-earth.kml+xml",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(
    format_name: str, store: Store, day: date, region: str | None = None, title: str = "",
    vocabulary: Vocabulary | None = None,
) -> bytes:  # fmt: skip
    """All published offers, of one region or of all, in a format."""
    return EXPORTERS[format_name](whole(store, day, region, title or "Bildungsberatungslandkarte", vocabulary))


def whole(store: Store, day: date, region: str | None, title: str, vocabulary: Vocabulary | None = None) -> Export:
    """All published offers of a region, or of all regions, as of a day."""
    area, outline = (store.region(region), store.boundary(region)) if region else (None, None)
    regions = {one.ags: one for one in store.regions()}
    words = vocabulary or Vocabulary({})
    return Export(tuple(every_offer(store, region)), day, title, area, outline, regions, words)


def every_offer(store: Store, region: str | None = None) -> Iterator[Offer]:
    """All published offers by key, read page by page."""
    after: str | None = None
    while True:
        page = store.list_offers(region=region, after=after, limit=PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].key
