"""Who takes part in handing on: institutions of pilots with an access code, counselling centres with a token.

Institutions take part, never persons. Codes and tokens are told once, when they are made, and kept as digests.
"""

import secrets
import unicodedata
from datetime import timedelta

from actions.account_refused import AccountRefused, MustWait
from model.campaign_code import fresh_letter_code, read_letter_code
from model.referral import Centre, Institution
from store import Store
from store.attempts import Patience
from store.slip_codes import access_digest

#: wrong access codes from one device, behind whose address a whole office may sit
PER_DEVICE = Patience(free=20, first=timedelta(seconds=30), most=timedelta(hours=1))
MOST_NAME = 120
#: what a token begins with, so that whoever finds one knows what it is
TOKEN_MARK = "schein_"
MOST_TOKEN = 100
#: so many offers are read at once
PAGE = 500


def register_institution(store: Store, region: str, name: str, by: str) -> tuple[Institution, str]:
    """Let an institution hand people on; tells its access code, this once."""
    name, code = _plain(name), fresh_letter_code()
    with store.write(by=by, why="institution of pilots registered") as writer:
        _check_name(store, region, name)
        return writer.referrals.add_institution(region, name, access_digest(code)), code


def renew_access(store: Store, institution: Institution, by: str) -> str:
    """Give an institution another access code; the one before opens nothing any more."""
    code = fresh_letter_code()
    with store.write(by=by, why="access of pilots renewed") as writer:
        writer.referrals.change_institution(institution.code, access=access_digest(code))
    return code


def rename(store: Store, institution: Institution, name: str, by: str) -> None:
    """Correct the name of an institution, also in the accounts of those who work for it."""
    name = _plain(name)
    with store.write(by=by, why="institution of pilots renamed") as writer:
        _check_name(store, institution.region, name, but=institution.code)
        # Somebody else may have renamed it since the page was made: its accounts know the latest name alone.
        before = store.referrals.institution(institution.region, institution.code) or institution
        writer.referrals.change_institution(institution.code, name=name)
        writer.accounts.rename_organisation("pilot", institution.region, before.name, name)


def close_institution(store: Store, institution: Institution, by: str, *, closed: bool = True) -> None:
    """Let an institution hand nobody on any more, or again; its sums stay."""
    with store.write(by=by, why="institution of pilots closed" if closed else "institution of pilots open") as writer:
        writer.referrals.change_institution(institution.code, closed=closed)


def institution_of_code(store: Store, typed: str, device: str) -> Institution | None:
    """The institution to which an access code belongs; None if there is none.

    `device` stands for who asks, and is no address. Whoever types many wrong codes has to wait ever longer (MustWait).
    """
    with store.write(by="pilot", why="code counted") as writer:
        counted = writer.accounts.count_attempt(device, PER_DEVICE)
    if counted.wait:
        raise MustWait(counted.wait)
    found = store.referrals.institution_by_access(access_digest(read_letter_code(typed) or ""))
    if found is not None:
        with store.write(by="pilot", why="code taken back") as writer:
            writer.accounts.take_back(device, PER_DEVICE)
    return found


def counselling_providers(store: Store, region: str) -> list[str]:
    """The providers whose counselling is on the map of a region, by name."""
    found: set[str] = set()
    after: str | None = None
    while page := store.list_offers(region=region, kind="counselling", after=after, limit=PAGE):
        found.update(one.provider.name for one in page)
        after = page[-1].key
    return sorted(found, key=str.casefold)


def add_centre(store: Store, region: str, provider: str, by: str) -> tuple[Centre, str]:
    """Let the software of a counselling centre answer slips; tells its token, this once."""
    wanted, token = provider.strip().casefold(), _fresh_token()
    with store.write(by=by, why="token of a centre given") as writer:
        name = next((one for one in counselling_providers(store, region) if one.casefold() == wanted), "")
        if not name:
            sentence = "Bitte nennen Sie einen Träger, der hier Beratung anbietet. Beim Tippen kommen Vorschläge."
            raise AccountRefused(sentence, "stelle")
        if any(one.provider == name for one in store.referrals.centres(region)):
            raise AccountRefused("Diese Stelle hat schon einen Schlüssel. Sie können ihn erneuern.", "stelle")
        return writer.referrals.add_centre(region, name, access_digest(token)), token


def renew_token(store: Store, centre: Centre, by: str) -> str:
    """Give a centre another token, and open it if it was closed; the token before is worth nothing any more."""
    token = _fresh_token()
    with store.write(by=by, why="token of a centre renewed") as writer:
        writer.referrals.change_centre(centre.code, access=access_digest(token), closed=False)
    return token


def close_centre(store: Store, centre: Centre, by: str) -> None:
    """Let the software of a centre answer no more slips."""
    with store.write(by=by, why="token of a centre closed") as writer:
        writer.referrals.change_centre(centre.code, closed=True)


def centre_of_token(store: Store, token: str) -> Centre | None:
    """The centre to which a token belongs; None if there is none, or no longer."""
    if not token.startswith(TOKEN_MARK) or len(token) > MOST_TOKEN:
        return None
    return store.referrals.centre_by_access(access_digest(token))


def _fresh_token() -> str:
    return TOKEN_MARK + secrets.token_urlsafe(32)


def _plain(name: str) -> str:
    """A name without blanks around it and without what cannot be seen."""
    seen = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in name)
    return " ".join(seen.split())


def _check_name(store: Store, region: str, name: str, but: str = "") -> None:
    if not name:
        raise AccountRefused("Bitte geben Sie den Namen der Einrichtung ein.", "name")
    if len(name) > MOST_NAME:
        raise AccountRefused(f"Der Name ist zu lang. Höchstens {MOST_NAME} Zeichen.", "name")
    others = (one for one in store.referrals.institutions(region) if one.code != but)
    if any(one.name.casefold() == name.casefold() for one in others):
        raise AccountRefused("Eine Einrichtung mit diesem Namen gibt es hier schon.", "name")
