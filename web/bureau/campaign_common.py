"""What all pages of campaigns share: the campaign that an address names, the way back, and words."""

from collections.abc import Mapping

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from model.campaign import Campaign, CampaignState, QuestionKind, RecipientState
from store import StoreError
from web.errors import NotFound, Unavailable
from web.gate import Desk

Answer = Response | str | tuple[str, int]
STATES: Mapping[CampaignState, str] = {"draft": "Entwurf", "running": "läuft", "closed": "abgeschlossen"}
PERSON_STATES: Mapping[RecipientState, str] = {"open": "offen", "answered": "beantwortet", "declined": "abgesagt"}
KINDS: Mapping[QuestionKind, str] = {
    "short": "Kurzer Text", "long": "Langer Text", "one": "Eine Antwort aus mehreren",
    "several": "Mehrere Antworten aus mehreren", "number": "Zahl", "yes_no": "Ja, Nein, Weiß nicht",
}  # fmt: skip
NOTHING = "ohne Angabe"


class UnknownCampaign(NotFound):
    """A campaign or a recipient that this region does not have."""

    title_de = "Diese Erhebung gibt es hier nicht"

    def __init__(self) -> None:
        super().__init__(
            "Vielleicht wurde die Adresse der Seite falsch abgeschrieben.", "There is no such campaign in this region."
        )


def campaign_of(desk: Desk, code: str) -> Campaign:
    """The campaign of the region that pages call by this code, or a 404."""
    found = desk.services.store.campaigns.by_code(desk.ags, code)
    if found is None:
        raise UnknownCampaign
    return found


def to_page(desk: Desk, endpoint: str, code: str, **values: object) -> Response:
    """Lead to a page of a campaign after something was changed."""
    return redirect(url_for(f"bureau.{endpoint}", region=desk.region.slug, code=code, **values), 303)  # type: ignore[arg-type]


def good(sentence: str) -> None:
    """Say on the next page what was done."""
    flash(sentence, "good")


def bad(sentence: str) -> None:
    """Say on the next page what was not done and why."""
    flash(sentence, "bad")


def busy(error: StoreError) -> Unavailable:
    """What is said when the database is busy for too long."""
    return Unavailable(
        "Gerade wird viel gespeichert. Bitte versuchen Sie es gleich noch einmal. Nichts wurde geändert.", str(error)
    )
