"""Open data: the offers of a region as files for everybody, made once for each version of the store."""

from collections import OrderedDict
from datetime import date
from threading import Lock

from flask import Response, render_template

from exporters import EXPORTERS, MEDIA_TYPES, ical
from exporters import whole as whole_export
from exporters.content import Export, SourceLine
from model.region import Region
from web.cached import cached
from web.context import Services, services
from web.errors import NotFound
from web.i18n import Words, language, words

MOST_KEPT = 24
#: how files are called whose format is no ending of its own
SUFFIXES = {"hsds": "hsds.json", "hsds-csv": "hsds.zip"}
#: a version of the store on a day, and which file of it
Mark = tuple[str, int, date, str, str]


class _Shelf:
    """Files that were made lately; a new version of the store makes them anew."""

    def __init__(self) -> None:
        self._files: OrderedDict[Mark, bytes] = OrderedDict()
        self._lock = Lock()

    def file(self, here: Services, area: Region, format_name: str) -> bytes:
        """The file of a region in a format as of now."""
        day = here.clock().date()
        mark = (here.store.url, here.store.version(), day, area.ags, format_name)
        with self._lock:
            known = self._files.get(mark)
        if known is not None:
            return known
        export = whole(here, area)
        content = ical.write(export, area.zone) if format_name == "ics" else EXPORTERS[format_name](export)
        with self._lock:
            self._files[mark] = content
            while len(self._files) > MOST_KEPT:
                self._files.popitem(last=False)
        return content


_SHELF = _Shelf()


def whole(here: Services, area: Region) -> Export:
    """All published offers of a region as of today."""
    return whole_export(
        here.store, here.clock().date(), area.ags, f"Bildungsberatung {area.name}", here.vocabulary
    )


def open_data(region: str) -> str:
    """Say which files and interfaces there are, and whom their licences ask to name."""
    here = services()
    area, say = here.region(region), words(language())
    return render_template("site/open_data.html", region=area, formats=_formats(say), sources=_named(here, area))


def download(region: str, ending: str) -> Response:
    """One file with all offers of a region."""
    here = services()
    area = here.region(region)
    if ending not in EXPORTERS:
        raise NotFound("Dieses Format gibt es hier nicht.", "There is no such format.")
    content = _SHELF.file(here, area, ending)
    response = cached(content, MEDIA_TYPES[ending], for_all_sites=True)
    suffix = SUFFIXES.get(ending, ending)
    response.headers["Content-Disposition"] = f'attachment; filename="bildungsberatung-{area.slug}.{suffix}"'
    return response


def guide(region: str) -> Response:
    """The printed guide of a region, to be read at once."""
    here = services()
    area = here.region(region)
    response = cached(_SHELF.file(here, area, "pdf"), MEDIA_TYPES["pdf"])
    response.headers["Content-Disposition"] = f'inline; filename="wegweiser-{area.slug}.pdf"'
    return response


def _formats(say: Words) -> list[tuple[str, str, str]]:
    return [
        ("csv", "CSV", say("Tabelle. Sie lässt sich wieder einlesen.")),
        ("xlsx", "Excel", say("Arbeitsmappe mit einem Blatt für die Quellen.")),
        ("geojson", "GeoJSON", say("Für Karten im Netz und für Programme.")),
        ("gpkg", "GeoPackage", say("Für Programme wie QGIS.")),
        ("kml", "KML", say("Für Google Earth und andere Karten.")),
        ("hsds", "HSDS (JSON)", say("Für andere Verzeichnisse von Hilfen.")),
        ("hsds-csv", "HSDS (Tabellen)", say("Das gleiche als Paket von Tabellen.")),
        ("html", say("Karte ohne Internet"), say("Eine Datei für den USB-Stick. Sie öffnet sich in jedem Browser.")),
        ("pdf", say("Wegweiser"), say("Zum Drucken, neutrale Beratung zuerst.")),
        ("ics", say("Kalender"), say("Die nächsten Halte von Angeboten, die unterwegs sind.")),
    ]


def _named(here: Services, area: Region) -> list[SourceLine]:
    return whole(here, area).sources
