"""Hands offers out: one file per format. Maintenance contacts are not part of an offer, so none can leak."""

from collections.abc import Callable, Iterator

from exporters import csv_table, geojson
from model.offer import Offer
from store import Store

PAGE = 500
EXPORTERS: dict[str, Callable[[Iterator[Offer]], str]] = {"geojson": geojson.write, "csv": csv_table.write}


def export(format_name: str, store: Store, region: str | None = None) -> str:
    """All published offers, of one region or of all, in a format."""
    return EXPORTERS[format_name](every_offer(store, region))


def every_offer(store: Store, region: str | None = None) -> Iterator[Offer]:
    """All published offers by key, read page by page."""
    after: str | None = None
    while True:
        page = store.list_offers(region=region, after=after, limit=PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].key
