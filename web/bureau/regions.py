"""Setting up a region in the browser, and the list of what it still lacks."""

import tempfile
from pathlib import Path

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.add_region import AddRegionRefused, Wanted, add_region
from actions.region_check import House, check_region
from geo.areas import is_light_geojson
from model.access import Account
from store.files import load_boundaries
from web.bureau.region_words import item_words, refused_words
from web.context import services
from web.gate import Desk, Route

MOST_MEMBERS = 30
MOST_BYTES = 8 * 1024 * 1024
NO_GEOJSON = "Diese Datei ist kein GeoJSON in Grad. Andere Dateien liest Ihre Technik: region add … --boundaries DATEI."


def new_region(account: Account) -> str:
    """Show the form with which a region is set up."""
    return _form({})


def make_region(account: Account) -> Response | tuple[str, int]:
    """Set a region up, and lead to what it still lacks."""
    typed = {name: " ".join(request.form.get(name, "").split())[:200] for name in ("gebiet", "name", "mitglieder")}
    members = tuple(one for one in typed["mitglieder"].replace(";", " ").replace(",", " ").split() if one)
    if not typed["gebiet"]:
        return _form(typed, {"gebiet": "Bitte nennen Sie die Stadt, den Kreis oder den Schlüssel."}), 400
    if len(members) > MOST_MEMBERS:
        return _form(typed, {"mitglieder": f"Höchstens {MOST_MEMBERS} Gebiete lassen sich zusammenlegen."}), 400
    given = request.files.get("grenze")
    with tempfile.TemporaryDirectory() as folder:
        # The name that was sent is not used; what the file is called here nobody can choose.
        path = Path(folder) / "grenze.geojson"
        if given is not None and given.filename:
            given.save(path)
            if not is_light_geojson(path):
                return _form(typed, {"grenze": NO_GEOJSON}), 400
        wanted = Wanted(typed["gebiet"], path if path.exists() else None, typed["name"], members)
        try:
            region, outcome = add_region(services().store, services().data_dir, wanted, by=account.by)
        except AddRegionRefused as error:
            field = "grenze" if error.why == "file" else "mitglieder" if members else "gebiet"
            return _form(typed, {field: refused_words(error.why, error.names)}), 400
    words = "ist angelegt" if outcome == "set up" else "gab es schon"
    flash(f"{region.name} {words}.", "good")
    return redirect(url_for("bureau.region_start", region=region.slug), code=303)


def _form(typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    shipped = load_boundaries(services().data_dir / "boundaries" / "kreise.geojson")
    names = sorted({area.name for area in shipped.values()})
    return render_template("bureau/region_new.html", typed=typed, errors=errors or {}, names=names)


def region_start(desk: Desk) -> str:
    """Show what a region still lacks, each with the way to it."""
    here = desk.services
    house = House(here.is_local, here.keeps_mail)
    items = [item_words(item, desk.region) for item in check_region(here.store, desk.region, house, desk.now)]
    lacking = [one for one in items if one.state == "missing"]
    return render_template("bureau/region_start.html", region=desk.region, items=items, lacking=len(lacking))


ROUTES: tuple[Route, ...] = (
    Route("/regionen/neu", "new_region", new_region, "regions", everywhere=True),
    Route("/regionen/neu", "make_region", make_region, "regions", "POST", most_bytes=MOST_BYTES, everywhere=True),
    Route("/<region>/einrichten", "region_start", region_start, "settings"),
)
