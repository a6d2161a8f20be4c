"""What was sent to whom, and what came back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from model.offer import KEY
from store.mails import LOST, PAGE, MailRecord, MailState
from web.errors import WebError
from web.gate import Desk, Route
from web.history_words import say_moment

STATE_WORDS: dict[MailState, str] = {
    "waiting": "wartet", "sending": "wird gesendet", "sent": "gesendet", "unclear": "unklar",
    "failed": "fehlgeschlagen", "bounced": "zurückgekommen",
}  # fmt: skip
#: the beginning of what a mail is about, and its word
KINDS = (("freshness", "Bestätigen"), ("campaign", "Erhebung"), ("suggestion", "Vorschlag"))
#: what may be asked for in the list: its name in the address, its word, the states it stands for
FILTERS: dict[str, tuple[str, tuple[MailState, ...]]] = {
    "": ("alle", ()), "offen": ("nicht angekommen", LOST), "wartet": ("wartet", ("waiting", "sending")),
    "gesendet": ("gesendet", ("sent",)), "unklar": ("unklar", ("unclear",)),
    "fehlgeschlagen": ("fehlgeschlagen", ("failed",)), "zurueck": ("zurückgekommen", ("bounced",)),
}  # fmt: skip


class UnknownMail(WebError):
    """A mail that there is not, not in this region, or not in a state that allows what was asked."""

    status = 404
    title_de = "Das geht mit dieser Mail nicht"
    title_en = "Not possible with this mail"

    def __init__(self) -> None:
        super().__init__(
            "Diese Mail gibt es hier nicht, oder es ist schon geschehen.",
            "There is no such mail here, or it was dealt with already.",
        )


def mails(desk: Desk) -> str:
    """Show the log of the mails of the region."""
    store, asked = desk.services.store.mails, request.args
    state = asked.get("stand", "") if asked.get("stand", "") in FILTERS else ""
    # "campaign" is about all campaigns, "campaign:<code>" about one
    about = asked.get("art", "")[:60] if asked.get("art", "").partition(":")[0] in dict(KINDS) else ""
    ref, page = asked.get("zu", "")[:300], _page_number()
    wanted = {"states": FILTERS[state][1], "about": about, "ref": ref}
    total = store.count(desk.ags, **wanted)  # type: ignore[arg-type]
    rows = [_row(desk, record) for record in store.log(desk.ags, **wanted, page=page)]  # type: ignore[arg-type]
    return render_template(
        "bureau/mails.html", region=desk.region, rows=rows, total=total, number=page, state=state, about=about, ref=ref,
        pages=max(1, -(-total // PAGE)), kinds=KINDS, filters=[(name, words) for name, (words, _) in FILTERS.items()],
        lost=store.bounced(desk.ags), waiting=store.waiting(desk.ags),
    )  # fmt: skip


def mail_again(desk: Desk, code: str) -> Response:
    """Send a mail again that did not arrive for certain."""
    with desk.services.store.write(by=desk.account.by, why="Mail noch einmal senden") as writer:
        if not writer.mails.resend(code, desk.ags):
            raise UnknownMail
    flash("Die Mail geht gleich noch einmal hinaus.", "good")
    return _back(desk)


def mail_seen(desk: Desk, code: str) -> Response:
    """Note that somebody has looked at a mail that did not arrive."""
    with desk.services.store.write(by=desk.account.by, why="Mail angesehen") as writer:
        if not writer.mails.set_aside(code, desk.ags):
            raise UnknownMail
    flash("Erledigt.", "good")
    return _back(desk)


def _row(desk: Desk, record: MailRecord) -> dict[str, object]:
    at = record.sent_at or record.queued_at
    kind = record.about.partition(":")[0]
    return {
        "mail": record, "at": say_moment(at, desk.region.zone), "state": STATE_WORDS[record.state],
        "kind": dict(KINDS).get(kind, "Sonstiges"), "lost": record.state in LOST, "link": _link(desk, record),
        "again": say_moment(record.due_at, desk.region.zone) if record.state == "waiting" and record.tries else "",
    }  # fmt: skip


def _link(desk: Desk, record: MailRecord) -> tuple[str, str] | None:
    """Where the address that a mail went to is kept, so that it can be put right."""
    kind, _, code = record.about.partition(":")
    region = desk.region.slug
    if kind == "campaign" and code and record.ref:
        url = url_for("bureau.campaign_person", region=region, code=code, who=record.ref)
        return url, "Adresse in der Erhebung"
    if kind != "suggestion" and KEY.fullmatch(record.ref):
        return url_for("bureau.contact", region=region, key=record.ref), "Pflegekontakt des Angebots"
    if kind == "freshness":
        return url_for("bureau.freshness", region=region), "Adresse unter „Bestätigen“"
    return None


def _page_number() -> int:
    text = request.args.get("seite", "1")
    return int(text) if text.isdecimal() and 1 <= len(text) <= 6 and int(text) > 0 else 1


def _back(desk: Desk) -> Response:
    """Back to the list as it was filtered."""
    names = ("stand", "art", "zu", "seite")
    kept: dict[str, Any] = {name: request.form.get(name, "")[:300] or None for name in names}
    return redirect(url_for("bureau.mails", region=desk.region.slug, **kept), code=303)


ROUTES: tuple[Route, ...] = (
    Route("/<region>/post", "mails", mails, "desk"),
    Route("/<region>/post/<code>/nochmal", "mail_again", mail_again, "edit", "POST"),
    Route("/<region>/post/<code>/erledigt", "mail_seen", mail_seen, "edit", "POST"),
)
