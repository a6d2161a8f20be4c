"""What the pages of accounts call things."""

from collections.abc import Mapping

from model.access import Account
from store.sign_in_log import Event

EVENT_WORDS: Mapping[Event, str] = {
    "signed_in": "angemeldet",
    "failed": "Anmeldung fehlgeschlagen",
    "locked": "Anmeldung gesperrt",
    "signed_out": "abgemeldet",
    "signed_out_everywhere": "überall abgemeldet",
    "invited": "eingeladen",
    "invited_again": "noch einmal eingeladen",
    "accepted": "Einladung angenommen",
    "first_admin": "erstes Konto angelegt",
    "reset_asked": "Link für neues Passwort angefordert",
    "reset": "Passwort über Link neu gesetzt",
    "password": "Passwort geändert",
    "second_factor_on": "zweiten Faktor eingeschaltet",
    "second_factor_off": "zweiter Faktor ausgeschaltet",
    "recovery_codes": "neue Wiederherstellungs-Codes",
    "recovery_code_used": "mit Wiederherstellungs-Code angemeldet",
    "roles": "Rollen geändert",
    "closed": "Konto geschlossen",
    "reopened": "Konto wieder geöffnet",
}


def standing(account: Account) -> tuple[str, str]:
    """How an account stands: the kind of badge, and its word."""
    if account.closed_at is not None:
        return "warn", "geschlossen"
    if not account.has_password:
        return "", "eingeladen"
    if account.lacks_second_factor:
        return "warn", "zweiter Faktor fehlt"
    return "good", "aktiv"
