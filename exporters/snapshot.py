"""A map of a region in a single file that opens without a network: list, search, points, boundary, sources.

The map is made with folium; Leaflet, its styles and all data stand in the file itself.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from exporters.content import Export
from exporters.plain_words import Entry, entry
from model.dates import say_day

ROOT = Path(__file__).resolve().parent.parent
LEAFLET = ROOT / "static" / "vendor" / "leaflet"
PAGE = "snapshot/page.html"
STYLE = ROOT / "templates" / "snapshot" / "snapshot.css"
SCRIPT = ROOT / "templates" / "snapshot" / "snapshot.js"
#: by what the mark says; learning has a colour of its own
COLOURS = {"neutral": "#17663d", "bound": "#874600", "unchecked": "#545f67", "": "#6a3d8c"}
OUTLINE = {"color": "#545f67", "weight": 2, "fillColor": "#ffffff", "fillOpacity": 1, "interactive": False}
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
#: what could end a script, or a line of it
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
WHERE_NOBODY_KNOWS = (51.0, 10.0)


def write(export: Export) -> bytes:
    """The offers as one HTML file."""
    entries = sorted((entry(offer, export) for offer in export.offers), key=_order)
    return _figure(export, entries).render().encode()


def _order(one: Entry) -> tuple[bool, bool, str]:
    """Neutral counselling first, then other counselling, then learning, each by name."""
    return not one.is_counselling, one.mark != "neutral", one.name.casefold()


def _figure(export: Export, entries: list[Entry]) -> Any:
    """The page as folium's figure: the list, the map, and the script that joins them."""
    import folium  # noqa: PLC0415 - half a second that only this file needs
    from branca.element import Element, Figure  # noqa: PLC0415
    from jinja2 import Template  # noqa: PLC0415

    class Text(Element):
        """A text that goes into the page as it is, so that nothing in it is taken for a template."""

        _template = Template("{{ this.text }}")

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    figure = Figure(title=f"{export.title}, Stand {say_day(export.day)}")
    figure.header.add_child(Text(VIEWPORT), name="size")
    for name, text in (("leaflet-style", _leaflet("leaflet.css")), ("style", STYLE.read_text(encoding="utf-8"))):
        figure.header.add_child(Text(f"<style>{text}</style>"), name=name)
    figure.header.add_child(Text(f"<script>{_leaflet('leaflet.js')}</script>"), name="leaflet")
    figure.html.add_child(Text(_page(export, entries)), name="list")
    points = [one for one in entries if one.lat is not None and one.lon is not None]
    box = export.region.box if export.region else None
    centre = (box.centre.lat, box.centre.lon) if box else WHERE_NOBODY_KNOWS
    view = folium.Map(centre, tiles=None, zoom_start=11 if box else 6, zoom_control=True, control_scale=True)
    view._id, view.default_js, view.default_css = "karte", [], []
    if box:
        view.fit_bounds([[box.south, box.west], [box.north, box.east]])
    if export.boundary:
        outline = folium.GeoJson(json.loads(export.boundary), style_function=lambda _: OUTLINE)
        outline._id = "grenze"
        outline.add_to(view)
    figure.add_child(view, name="karte")
    data = [{"number": entries.index(one), "lat": one.lat, "lon": one.lon, "name": one.name,
             "colour": COLOURS[one.mark], "exact": one.exact} for one in points]  # fmt: skip
    script = SCRIPT.read_text(encoding="utf-8").replace("MAP", view.get_name()).replace("POINTS", _in_script(data))
    figure.script.add_child(Text(script), name="points")
    return figure


def _page(export: Export, entries: list[Entry]) -> str:
    return _templates().get_template(PAGE).render(
        title=export.title, day=say_day(export.day), entries=entries, sources=export.sources,
        bureau=export.region.bureau if export.region else {},
    )  # fmt: skip


def _in_script(value: object) -> str:
    """JSON that cannot end the script it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    for sign, safe in UNSAFE.items():
        text = text.replace(sign, safe)
    return text


@cache
def _leaflet(name: str) -> str:
    """A file of Leaflet without references to other files: neither pictures of pins nor a map of its source."""
    text = (LEAFLET / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "sourceMappingURL" not in line and "url(images/" not in line]
    return "\n".join(lines)


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    return Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
