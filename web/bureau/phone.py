"""The phone list: what nobody confirmed by mail, by district, to be called one after the other."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.freshness_mail import hours_line
from actions.phone_list import confirm_by_phone, note_gone, note_nobody_there
from model.dates import say_day
from model.fields import CHECKED
from store.upkeep import PAGE, Kept
from web.errors import NotFound
from web.gate import Desk
from web.present import phone_link

PART_WORDS = {"hours": "Zeiten", "phone": "Telefon", "address": "Adresse"}


class NotOnTheList(NotFound):
    """An entry that is not on the phone list of this region."""

    title_de = "Das steht nicht auf der Telefonliste"

    def __init__(self) -> None:
        super().__init__(
            "Vielleicht hat jemand anders gerade angerufen. Es wurde nichts geändert.", "This is not on the phone list."
        )


def phone_list(desk: Desk) -> str:
    """Show whom to call, by district."""
    room = desk.services.store.upkeep
    total = room.phone_list_count(desk.ags)
    pages = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    found = room.phone_list(desk.ags, (number - 1) * PAGE)
    return render_template(
        "bureau/phone_list.html",
        region=desk.region,
        districts=_by_district(desk, found),
        total=total,
        number=number,
        pages=pages,
        parts=[(part, PART_WORDS[part]) for part in CHECKED],
        day=say_day(_day(desk)),
    )


def phone_answer(desk: Desk) -> Response:
    """Note what came of a call; a script gets one sentence back, everybody else the list with the next one in view."""
    store, form, by = desk.services.store, request.form, desk.account.by
    entry = store.upkeep.entry(desk.ags, form.get("angebot", ""))
    if entry is None or (entry.stage != "phone" and entry.faded_on is None):
        raise NotOnTheList
    said = form.get("antwort", "")
    if said == "bestaetigt":
        parts = [part for part in form.getlist("teil") if part in CHECKED]
        confirm_by_phone(store, entry.key, by=by, office=office_name(desk), on=_day(desk), parts=parts)
        sentence = f"Bestätigt: {entry.name}"
    elif said == "niemand":
        note_nobody_there(store, entry.key, by=by, on=_day(desk))
        sentence = f"Niemand erreicht: {entry.name}"
    elif said == "weg":
        note_gone(store, entry.key, by=by)
        sentence = f"Soll es nicht mehr geben: {entry.name}. Bitte unter „Bestätigen“ entscheiden."
    else:
        raise NotOnTheList
    if request.headers.get("Accept") == "application/json":
        return jsonify(sentence=sentence, left=store.upkeep.phone_list_count(desk.ags))
    flash(sentence, "good")
    position = max(1, form.get("platz", 1, type=int) + (said == "niemand"))
    page = form.get("seite", 1, type=int)
    target = url_for("bureau.phone_list", region=desk.region.slug, seite=page if page > 1 else None,
                     _anchor=f"anruf-{position}")  # fmt: skip
    return redirect(target, 303)


def office_name(desk: Desk) -> str:
    """How the public reads who confirmed an entry: the office, never a person of it."""
    return desk.region.bureau.get("name", "").strip() or "Bildungsbüro"


def _by_district(desk: Desk, found: list[Kept]) -> list[tuple[str, list[dict[str, Any]]]]:
    districts: dict[str, list[dict[str, Any]]] = {}
    for position, entry in enumerate(found, 1):
        districts.setdefault(entry.district or "Ohne Stadtteil", []).append(_call(desk, entry, position))
    return list(districts.items())


def _call(desk: Desk, entry: Kept, position: int) -> dict[str, Any]:
    offer = desk.services.store.offer(entry.key)
    assert offer is not None
    address = offer.place.address if offer.place else ""
    facts = (("Zeiten", hours_line(offer.hours)), ("Adresse", address))
    return {
        "key": entry.key,
        "position": position,
        "name": entry.name,
        "provider": entry.provider,
        "phone": entry.phone,
        "call": phone_link(entry.phone),
        "ask_for": entry.contact,
        "note": entry.note,
        "facts": [(label, value or "nicht bekannt") for label, value in facts],
        "verified": say_day(entry.verified_on) if entry.verified_on else "noch nie",
        "faded": say_day(entry.faded_on) if entry.faded_on else "",
        "tried": say_day(entry.tried_on) if entry.tried_on else "",
        "tries": entry.tries,
    }


def _day(desk: Desk) -> Any:
    return desk.now.astimezone(ZoneInfo(desk.region.zone)).date()
