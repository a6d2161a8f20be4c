"""Whom a campaign asks: from a list with a preview, from the entries, and one by one."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from flask import render_template, request
from werkzeug.wrappers import Response

from actions.campaign_entries import recipients_from
from actions.campaign_list import TEMPLATE, ListReading, identity, read_list
from actions.campaign_plan import add_recipients, campaign_within
from importers.base import ImportRefused
from model.campaign import Address, Campaign, CampaignError, Recipient
from model.dates import say_day
from model.mail import MailError, mail_address
from store import StoreError
from store.campaign_rows import Which
from store.documents import from_text, to_text
from web.bureau.campaign_common import PERSON_STATES, Answer, UnknownCampaign, bad, busy, campaign_of, good, to_page
from web.gate import Desk, Route

MOST_BYTES = 10_000_000
PAGE = 50
WHICH: Mapping[str, tuple[Which, str]] = {
    "": ("all", "alle"), "offen": ("silent", "ohne Antwort"), "beantwortet": ("answered", "beantwortet"),
    "abgesagt": ("declined", "abgesagt"), "mail": ("by_mail", "noch offen, mit Mail"),
    "brief": ("by_letter", "noch offen, nur mit Brief"), "zurueck": ("trouble", "Mail kam nicht an"),
}  # fmt: skip
#: what may be corrected of a recipient, and what it is called
EDITED = {
    "institution": "Einrichtung", "contact": "Ansprechperson", "email": "E-Mail", "phone": "Telefon",
    "street": "Straße", "number": "Hausnummer", "postcode": "PLZ", "city": "Ort", "kind": "Typ",
    "district": "Stadtteil",
}  # fmt: skip
WORDS = {name: heading for heading, name in TEMPLATE.items()} | {"address": "Anschrift"}


def campaign_people(desk: Desk, code: str) -> str:
    """Show the recipients, and the ways to add some."""
    return _page(desk, campaign_of(desk, code))


def _page(desk: Desk, one: Campaign, error: str = "") -> str:
    store = desk.services.store
    chosen = request.args.get("wer", "")
    which = WHICH.get(chosen, WHICH[""])[0]
    total = store.campaigns.count(one, which)
    number = min(max(1, request.args.get("seite", 1, type=int)), max(1, -(-total // PAGE)))
    return render_template(
        "bureau/campaign_people.html", region=desk.region, campaign=one, total=total, number=number,
        people=store.campaigns.recipients(one, which, offset=(number - 1) * PAGE, limit=PAGE),
        pages=max(1, -(-total // PAGE)), chosen=chosen, choices=[(name, words) for name, (_, words) in WHICH.items()],
        states=PERSON_STATES, day=_day, pending=from_text(ListReading, one.pending) if one.pending else None,
        error=error, headings=list(TEMPLATE), words=WORDS, offers=store.count_offers(desk.ags),
    )  # fmt: skip


def _day(moment: object) -> str:
    return say_day(moment.date()) if moment else ""  # type: ignore[attr-defined]


def campaign_upload(desk: Desk, code: str) -> Answer:
    """Read a list and keep it until somebody has looked at it."""
    one, upload = campaign_of(desk, code), request.files.get("liste")
    if upload is None or not upload.filename:
        return _page(desk, one, "Bitte wählen Sie eine Datei aus."), 400
    store = desk.services.store
    with tempfile.TemporaryDirectory() as folder:
        # The name that was sent is only shown; what the file is called here nobody can choose.
        path = Path(folder) / "liste"
        upload.save(path)
        try:
            reading = read_list(
                path, upload.filename.replace("\\", "/").rpartition("/")[2][:120],
                lambda keys: store.campaigns.known_keys(desk.ags, keys), desk.region.country,
            )  # fmt: skip
        except ImportRefused as refused:
            return _page(desk, one, str(refused)), 400
    try:
        with store.write(by=desk.account.by, why="Empfängerliste gelesen") as writer:
            writer.campaigns.set_pending(campaign_within(writer, desk.ags, code), to_text(reading))
    except StoreError as error:
        raise busy(error) from None
    return to_page(desk, "campaign_people", code, _anchor="vorschau")


def campaign_take(desk: Desk, code: str) -> Response:
    """Take the list over that was read, or drop it."""
    one = campaign_of(desk, code)
    reading = from_text(ListReading, one.pending) if one.pending else ListReading()
    wanted = request.form.get("do") == "take"
    found = [(identity(address), address) for address in reading.addresses] if wanted else []
    return _add(desk, one, found, dropped=not wanted)


def campaign_from_entries(desk: Desk, code: str) -> Response:
    """Take those over who offer something in the region."""
    one, store = campaign_of(desk, code), desk.services.store
    sources = store.campaigns.sources(desk.ags)
    return _add(desk, one, recipients_from(sources, public_mail=bool(request.form.get("public"))))


def _add(desk: Desk, one: Campaign, found: list[tuple[str, Address]], *, dropped: bool = False) -> Response:
    try:
        fresh, twice = add_recipients(desk.services.store, one, found, by=desk.account.by)
    except CampaignError as error:
        bad(str(error))
        return to_page(desk, "campaign_people", one.code)
    except StoreError as error:
        raise busy(error) from None
    if dropped:
        good("Die Liste ist verworfen. Niemand wurde aufgenommen.")
    else:
        known = f" {twice} standen schon auf der Liste." if twice else ""
        good(f"{fresh} {'Einrichtung' if fresh == 1 else 'Einrichtungen'} aufgenommen.{known}")
    return to_page(desk, "campaign_people", one.code)


def campaign_person(desk: Desk, code: str, who: str) -> str:
    """Show one recipient, how it was asked, and how to reach it."""
    one, person = _person(desk, code, who)
    typed = {name: getattr(person.address, name) for name in EDITED}
    return _person_page(desk, one, person, typed)


def campaign_save_person(desk: Desk, code: str, who: str) -> Answer:
    """Correct a recipient, note that it said no, or take it off a draft."""
    one, person = _person(desk, code, who)
    action, store = request.form.get("do", "save"), desk.services.store
    typed = {name: " ".join(request.form.get(name, "").replace("\x00", "").split())[:300] for name in EDITED}
    errors = _wrong(typed) if action == "save" else {}
    if errors:
        return _person_page(desk, one, person, typed, errors), 400
    note = " ".join(request.form.get("note", "").replace("\x00", "").split())[:300]
    try:
        with store.write(by=desk.account.by, why="Empfänger geändert") as writer:
            now = campaign_within(writer, desk.ags, code)
            if action == "remove":
                writer.campaigns.remove(now, who)
            elif action in ("decline", "reopen") and person.state != "answered":
                writer.campaigns.set_recipient_state(now, who, "declined" if action == "decline" else "open", note)
            elif action == "save":
                writer.campaigns.set_address(now, who, Address(**typed, offers=person.address.offers))
    except StoreError as error:
        raise busy(error) from None
    good("Gespeichert." if action != "remove" else f"„{person.address.institution}“ ist nicht mehr auf der Liste.")
    return to_page(desk, "campaign_people", code)


def _person(desk: Desk, code: str, who: str) -> tuple[Campaign, Recipient]:
    one = campaign_of(desk, code)
    person = desk.services.store.campaigns.recipient(one, who)
    if person is None:
        raise UnknownCampaign
    return one, person


def _wrong(typed: Mapping[str, str]) -> dict[str, str]:
    errors = {} if typed["institution"] else {"institution": "Bitte nennen Sie die Einrichtung."}
    if typed["email"]:
        try:
            mail_address(typed["email"])
        except MailError:
            errors["email"] = "Das ist keine E-Mail-Adresse. Sie sieht so aus: beratung@stadt.example."
    return errors


def _person_page(
    desk: Desk, one: Campaign, person: Recipient, typed: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> str:
    mails = desk.services.store.mails.log(desk.ags, about=one.about, ref=person.code, limit=20)
    return render_template(
        "bureau/campaign_person.html", region=desk.region, campaign=one, person=person, typed=typed,
        errors=errors or {}, labels=EDITED, state=PERSON_STATES[person.state], day=_day, mails=mails,
    )  # fmt: skip


_AT = "/<region>/erhebungen/<code>/empfaenger"
ROUTES: tuple[Route, ...] = (
    Route(_AT, "campaign_people", campaign_people, "campaign"),
    Route(f"{_AT}/liste", "campaign_upload", campaign_upload, "campaign", "POST", MOST_BYTES),
    Route(f"{_AT}/aufnehmen", "campaign_take", campaign_take, "campaign", "POST"),
    Route(f"{_AT}/eintraege", "campaign_from_entries", campaign_from_entries, "campaign", "POST"),
    Route(f"{_AT}/<who>", "campaign_person", campaign_person, "campaign"),
    Route(f"{_AT}/<who>", "campaign_save_person", campaign_save_person, "campaign", "POST"),
)
