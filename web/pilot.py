"""What pilots see: which address shows which page. The desk is open to everybody; only slips need an institution."""

from typing import Any

from flask import Blueprint, Flask, Response, request

from web import pilot_desk, pilot_offline, pilot_pages, pilot_sheet, pilot_start

pilot = Blueprint("pilot", __name__, url_prefix="/lotse")

for path, endpoint, view, method in (
    ("/", "regions", pilot_pages.regions, "GET"),
    ("/<region>/", "desk", pilot_desk.desk, "GET"),
    ("/<region>/auswahl", "options", pilot_desk.options, "POST"),
    ("/<region>/auswahl", "options_again", pilot_desk.again, "GET"),
    ("/<region>/zettel", "sheet", pilot_sheet.sheet, "POST"),
    ("/<region>/zettel", "no_sheet", pilot_sheet.no_sheet, "GET"),
    ("/sw.js", "worker", pilot_offline.worker, "GET"),
    ("/<region>/app.webmanifest", "manifest", pilot_offline.manifest, "GET"),
    ("/<region>/ohne-netz", "shell", pilot_offline.shell, "GET"),
    ("/<region>/daten.json", "data", pilot_offline.data, "GET"),
    ("/<region>/nachtragen", "hand_in", pilot_offline.hand_in, "POST"),
    ("/<region>/einstieg", "start", pilot_start.start, "GET"),
    ("/<region>/einstieg", "check", pilot_start.check, "POST"),
    ("/<region>/zugang", "access", pilot_pages.access, "GET"),
    ("/<region>/zugang", "give_access", pilot_pages.give_access, "POST"),
    ("/<region>/abmelden", "leave", pilot_pages.leave, "POST"),
    ("/<region>/zahlen", "figures", pilot_pages.figures, "GET"),
    ("/<region>/was-wir-speichern", "kept", pilot_pages.what_we_keep, "GET"),
):
    pilot.add_url_rule(path, endpoint, view, methods=[method])


def register_pilot(app: Flask) -> None:
    """Put the pilots' pages on the application."""
    app.register_blueprint(pilot)


@pilot.context_processor
def for_every_page() -> dict[str, Any]:
    """Let pages tell the device what to keep, except the one that is itself kept."""
    return {} if request.endpoint == "pilot.shell" else {"keep_offline": pilot_offline.to_keep}


@pilot.after_request
def keep_private(response: Response) -> Response:
    """Let no search engine list what is asked here, and tell no other site where somebody came from."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
