"""Who is asked when, who did not answer, how often each entry is confirmed, and whom to ask about it."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.freshness_mail import sender_of
from actions.phone_list import decide_gone, keep_contact
from model.contact import MaintenanceContact
from model.dates import MONTHS, say_day
from model.freshness import LONGEST_MONTHS, Rhythm, RhythmError
from model.mail import MailError
from store.upkeep import PAGE, Group, Kept
from web.bureau import phone
from web.errors import NotFound
from web.freshness_words import GROUP_WORDS, rhythm_words, state_words
from web.gate import Desk, Route

Answer = Response | str | tuple[str, int]
PREVIEW = 8
MOST_MAILS = 2000
LONGEST = {"name": 200, "email": 254, "phone": 100, "note": 1000}


class UnknownEntry(NotFound):
    """An entry that this region does not have on its map."""

    title_de = "Dieses Angebot finden wir hier nicht"

    def __init__(self) -> None:
        super().__init__(
            "Es gehört zu einer anderen Region oder ist nicht mehr auf der Karte.", "There is no such offer here."
        )


def today(desk: Desk) -> date:
    """The present day in the region."""
    return desk.now.astimezone(ZoneInfo(desk.region.zone)).date()


def freshness(desk: Desk) -> str:
    """Show how fresh the entries are, who is asked next, and one group of entries."""
    return _page(desk)


def switch(desk: Desk) -> Answer:
    """Let the region ask by itself, or no longer."""
    on = request.form.get("an") == "1"
    mails = request.form.get("mails", 0, type=int)
    if not mails or not 1 <= mails <= MOST_MAILS:
        return _page(desk, errors={"mails": f"Bitte eine Zahl von 1 bis {MOST_MAILS}."}), 400
    if on and sender_of(desk.region, desk.services.public_url) is None:
        return _page(desk, errors={"mails": "Es fehlt noch die Mailadresse des Bildungsbüros."}), 409
    with desk.services.store.write(by=desk.account.by, why="Nachfragen ein" if on else "Nachfragen aus") as writer:
        writer.upkeep.switch(desk.ags, on, mails)
    flash("Ab jetzt fragen wir von selbst nach." if on else "Wir fragen nicht mehr von selbst nach.", "good")
    return _back(desk)


def set_rhythm(desk: Desk) -> Answer:
    """Give some entries, or all of the list shown, a rhythm of their own."""
    store, form = desk.services.store, request.form
    try:
        rhythm = _rhythm()
    except RhythmError:
        sentence = f"Bitte wählen Sie Monate aus, oder eine Zahl von 1 bis {LONGEST_MONTHS}."
        return _page(desk, errors={"rhythmus": sentence}), 400
    keys = store.upkeep.keys(desk.ags, _group(), today(desk), _text()) if form.get("alle") else form.getlist("angebot")
    if not keys:
        return _page(desk, errors={"rhythmus": "Bitte wählen Sie zuerst Angebote aus."}), 400
    with store.write(by=desk.account.by, why="Rhythmus") as writer:
        count = writer.upkeep.set_rhythm(desk.ags, keys, rhythm)
    told = "1 Angebot wird" if count == 1 else f"{count} Angebote werden"
    flash(f"{told} ab jetzt {rhythm_words(rhythm, desk.region.office)} bestätigt.", "good")
    return _back(desk, gruppe=_group(), suche=_text() or None)


def contact(desk: Desk, key: str) -> str:
    """Show whom to ask about an entry."""
    entry = _entry(desk, key)
    known = desk.services.store.maintenance_contact(key) or MaintenanceContact()
    return _contact_page(desk, entry, known, {})


def save_contact(desk: Desk, key: str) -> Answer:
    """Keep whom to ask about an entry."""
    entry = _entry(desk, key)
    typed = {name: " ".join(request.form.get(name, "").replace("\0", "").split()) for name in LONGEST}
    contact = MaintenanceContact(**typed)
    errors = {name: f"Höchstens {most} Zeichen." for name, most in LONGEST.items() if len(typed[name]) > most}
    if not errors:
        try:
            keep_contact(desk.services.store, key, contact, by=desk.account.by)
        except MailError:
            errors["email"] = "Das ist keine Mailadresse. Sie sieht so aus: name@haus.example."
    if errors:
        return _contact_page(desk, entry, contact, errors), 400
    flash(f"Der Pflegekontakt von „{entry.name}“ ist gespeichert.", "good")
    return _back(desk, gruppe="phone" if request.form.get("zurueck") == "phone" else None)


def decide(desk: Desk) -> Response:
    """Decide about an entry that is said to exist no more."""
    entry = _entry(desk, request.form.get("angebot", ""))
    exists = request.form.get("antwort") == "gibt-es"
    office = phone.office_name(desk)
    decide_gone(desk.services.store, entry.key, by=desk.account.by, office=office, exists=exists, on=today(desk))
    flash(
        f"„{entry.name}“ bleibt und ist bestätigt." if exists else f"„{entry.name}“ ist von der Karte genommen.", "good"
    )
    return _back(desk, gruppe="gone")


def _page(desk: Desk, errors: dict[str, str] | None = None) -> str:
    room, day, group, text = desk.services.store.upkeep, today(desk), _group(), _text()
    found, total = room.page(desk.ags, group, day, text)
    pages = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    if number > 1:
        found, _ = room.page(desk.ags, group, day, text, (number - 1) * PAGE)
    counts = room.counts(desk.ags, day)
    ladder = room.ladder(desk.ags)
    return render_template(
        "bureau/freshness.html",
        region=desk.region,
        rules=desk.region.office,
        counts=counts,
        groups=[(one, words, _count(counts, one)) for one, words in GROUP_WORDS.items()],
        group=group,
        text=text,
        rows=[_row(entry, desk, day) for entry in found],
        total=total,
        number=number,
        pages=pages,
        ladder=ladder,
        since=say_day(ladder.on_since.date()) if ladder.on_since else "",
        can_send=sender_of(desk.region, desk.services.public_url) is not None,
        next_mails=[
            (one.email, one.offers, say_day(one.oldest) if one.oldest else "", one.from_public)
            for one in room.next_addresses(desk.ags, day, PREVIEW)
        ],
        months=list(enumerate(MONTHS["de"], 1)),
        longest=LONGEST_MONTHS,
        most_mails=MOST_MAILS,
        errors=errors or {},
    )


def _count(counts: Any, group: Group) -> int:
    if group == "asked":
        return int(counts.asked + counts.reminded)
    return int(counts.total if group == "all" else getattr(counts, group))


def _row(entry: Kept, desk: Desk, day: date) -> dict[str, Any]:
    rules = desk.region.office
    return {
        "key": entry.key,
        "name": entry.name,
        "provider": entry.provider,
        "verified": say_day(entry.verified_on) if entry.verified_on else "noch nie",
        "rhythm": rhythm_words(entry.rhythm, rules),
        "state": state_words(entry, rules, day),
        "email": entry.email,
        "from_public": entry.from_public,
        "gone": entry.stage == "gone",
    }


def _contact_page(desk: Desk, entry: Kept, known: MaintenanceContact, errors: dict[str, str]) -> str:
    public = desk.services.store.offer(entry.key)
    return render_template(
        "bureau/contact.html", region=desk.region, entry=entry, known=known, errors=errors,
        public_email=public.contact.email if public else "", longest=LONGEST,
        back=request.values.get("zurueck", ""),
    )  # fmt: skip


def _entry(desk: Desk, key: str) -> Kept:
    found = desk.services.store.upkeep.entry(desk.ags, key)
    if found is None:
        raise UnknownEntry
    return found


def _rhythm() -> Rhythm:
    """The rhythm that was chosen."""
    form = request.form
    kind = form.get("rhythmus", "")
    if kind == "alle":
        every = form.get("anzahl", 0, type=int)
        if not every:
            raise RhythmError("No number.")
        return Rhythm(every=every)
    if kind == "monate":
        chosen = form.getlist("monat", type=int)
        if not chosen:
            raise RhythmError("No month.")
        return Rhythm(months=tuple(sorted(set(chosen))))
    if kind != "region":
        raise RhythmError("Nothing chosen.")
    return Rhythm()


def _group() -> Group:
    asked = request.values.get("gruppe", "due")
    return next((one for one in GROUP_WORDS if one == asked), "due")


def _text() -> str:
    return request.values.get("suche", "").replace("\0", "").strip()[:100]


def _back(desk: Desk, **values: Any) -> Response:
    return redirect(url_for("bureau.freshness", region=desk.region.slug, **values), 303)


_HERE = "/<region>/bestaetigen"
ROUTES: tuple[Route, ...] = (
    Route(f"{_HERE}/", "freshness", freshness, "edit"),
    Route(f"{_HERE}/schalter", "freshness_switch", switch, "settings", "POST"),
    Route(f"{_HERE}/rhythmus", "freshness_rhythm", set_rhythm, "edit", "POST"),
    Route(f"{_HERE}/kontakt/<path:key>", "contact", contact, "edit"),
    Route(f"{_HERE}/kontakt/<path:key>", "save_contact", save_contact, "edit", "POST"),
    Route(f"{_HERE}/entscheiden", "freshness_decide", decide, "edit", "POST"),
    Route(f"{_HERE}/telefon", "phone_list", phone.phone_list, "edit"),
    Route(f"{_HERE}/telefon", "phone_answer", phone.phone_answer, "edit", "POST"),
)
