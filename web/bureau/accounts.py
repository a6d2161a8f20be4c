"""Who may sign in, with which roles: list, invitation, one account, and the log of sign-ins."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions import manage_accounts
from actions.account_refused import AccountRefused
from actions.manage_accounts import ROLE_WORDS, Manager
from model.access import ROLES, Account, Grant
from web.bureau.accounts_words import EVENT_WORDS, standing
from web.errors import NotFound
from web.gate import Desk, Route

PAGE = 50
AGAIN = "Die Einladung wird noch einmal verschickt. Der alte Link gilt nicht mehr."
FACTOR_OFF = "Der zweite Faktor ist ausgeschaltet. Das Passwort gilt weiter."


class UnknownAccount(NotFound):
    """An account that is not there, or not here."""

    title_de = "Dieses Konto gibt es hier nicht"

    def __init__(self) -> None:
        super().__init__("In dieser Region gibt es kein solches Konto.", "There is no such account in this region.")


def accounts(desk: Desk) -> Response:
    """List the accounts of this region, with the form to invite somebody."""
    return _list(desk, {}, {"rolle": "editor"})


def invite(desk: Desk) -> Response | AnyResponse:
    """Invite somebody by mail."""
    typed = {name: request.form.get(name, "").strip()[:300] for name in ("mail", "name", "rolle", "bereich", "traeger")}
    try:
        grant = _typed_grant(desk, typed)
        store = desk.services.store
        invited = manage_accounts.invite(store, _who(desk), typed["mail"], grant, _named(desk, grant), typed["name"])
    except AccountRefused as error:
        return _list(desk, {error.field or "form": error.sentence}, typed)
    sent = "Die Einladung an" if invited.link else "Die neue Rolle gilt ab jetzt. Eine Nachricht an"
    flash(f"{sent} {invited.account.email} wird gleich verschickt.", "good")
    return redirect(url_for("bureau.accounts", region=desk.region.slug), 303)


def account(desk: Desk, code: str) -> Response:
    """Show one account and what can be done with it."""
    return _one(desk, _account(desk, code), {})


def add_role(desk: Desk, code: str) -> Response | AnyResponse:
    """Give an account one more role."""
    found = _account(desk, code)
    typed = {name: request.form.get(name, "").strip()[:300] for name in ("rolle", "bereich", "traeger")}
    try:
        grant = _typed_grant(desk, typed)
        manage_accounts.invite(desk.services.store, _who(desk), found.email, grant, _named(desk, grant))
    except AccountRefused as error:
        return _one(desk, found, {error.field or "form": error.sentence}, typed)
    return _done(desk, found, "Die Rolle gilt ab jetzt.")


def take_role(desk: Desk, code: str) -> Response | AnyResponse:
    """Take a role from an account."""
    found = _account(desk, code)
    grant = _own_grant(desk, found)
    return _try(desk, found, "Die Rolle ist entzogen.", manage_accounts.take_role, grant, _named(desk, grant))


def invite_again(desk: Desk, code: str) -> Response | AnyResponse:
    """Send the invitation again."""
    found = _account(desk, code)
    grant = next(grant for grant in found.grants if _manages(desk, grant))
    return _try(desk, found, AGAIN, manage_accounts.invite_again, grant, _named(desk, grant))


def close(desk: Desk, code: str) -> Response | AnyResponse:
    """Close an account."""
    found = _account(desk, code)
    return _try(desk, found, "Das Konto ist geschlossen.", manage_accounts.close)


def reopen(desk: Desk, code: str) -> Response | AnyResponse:
    """Open an account again."""
    found = _account(desk, code)
    return _try(desk, found, "Das Konto ist wieder offen.", manage_accounts.reopen)


def drop_second_factor(desk: Desk, code: str) -> Response | AnyResponse:
    """Help somebody who lost the phone and the recovery codes."""
    found = _account(desk, code)
    return _try(desk, found, FACTOR_OFF, manage_accounts.drop_second_factor)


def log(desk: Desk) -> Response:
    """Show what happened to the accounts of this region."""
    whose = None if desk.account.may("accounts", "") else desk.ags
    number = max(1, request.args.get("seite", 1, type=int))
    store = desk.services.store
    zone = ZoneInfo(desk.region.zone)
    found = store.accounts.log(whose, limit=PAGE, offset=min(PAGE * (number - 1), 10**9))
    entries = [(entry.at.astimezone(zone).strftime("%d.%m.%Y, %H:%M Uhr"), entry) for entry in found]
    total = store.accounts.count_log(whose)
    last = max(1, -(-total // PAGE))
    return make_response(render_template(
        "bureau/accounts_log.html", region=desk.region, entries=entries, number=number, last=last, words=EVENT_WORDS
    ))  # fmt: skip


def _list(desk: Desk, errors: dict[str, str], typed: dict[str, str]) -> Response:
    everywhere = desk.account.may("accounts", "")
    found = desk.services.store.accounts.in_region(desk.ags, everywhere=everywhere)
    rows = [(one, [grant for grant in one.grants if _manages(desk, grant)], standing(one)) for one in found]
    page = render_template("bureau/accounts.html", region=desk.region, rows=rows, errors=errors, typed=typed,
                           **_choices(desk))  # fmt: skip
    return make_response(page, 400 if errors else 200)


def _one(desk: Desk, found: Account, errors: dict[str, str], typed: dict[str, str] | None = None) -> Response:
    who = _who(desk)
    page = render_template(
        "bureau/account.html", region=desk.region, one=found, errors=errors, typed=typed or {},
        grants=[(grant, _named(desk, grant)) for grant in found.grants if _manages(desk, grant)],
        standing=standing(found), is_self=who.is_self(found), all_mine=who.manages(found), **_choices(desk),
    )  # fmt: skip
    return make_response(page, 400 if errors else 200)


def _choices(desk: Desk) -> dict[str, Any]:
    scopes = [("hier", desk.region.name)] + ([("alle", "alle Regionen")] if desk.account.may("accounts", "") else [])
    names = [*desk.services.store.accounts.provider_names(desk.ags), *_institutions(desk)]
    roles = [(role, ROLE_WORDS[role]) for role in reversed(ROLES)]
    return {"roles": roles, "scopes": scopes, "providers": names, "role_words": ROLE_WORDS}


def _typed_grant(desk: Desk, typed: dict[str, str]) -> Grant:
    """The role that was typed; what it may be is decided again where it is given."""
    role = next((one for one in ROLES if one == typed["rolle"]), None)
    if role is None:
        raise AccountRefused("Bitte wählen Sie eine Rolle.", "rolle")
    if role not in manage_accounts.FOR_SOMEBODY:
        return Grant(role, "" if typed["bereich"] == "alle" else desk.ags)
    names = desk.services.store.accounts.provider_names(desk.ags) if role == "provider" else _institutions(desk)
    wanted = typed["traeger"].casefold()
    name = next((one for one in names if one.casefold() == wanted), "")
    if not name:
        who = "einen Träger, der hier Angebote hat" if role == "provider" else "eine Einrichtung, die hier weiterleitet"
        raise AccountRefused(f"Bitte nennen Sie {who}. Beim Tippen kommen Vorschläge.", "traeger")
    return Grant(role, desk.ags, name)


def _institutions(desk: Desk) -> list[str]:
    """The names of the institutions of pilots here."""
    return [one.name for one in desk.services.store.referrals.institutions(desk.ags) if not one.closed]


def _own_grant(desk: Desk, found: Account) -> Grant:
    wanted = tuple(request.form.get(name, "")[:300] for name in ("rolle", "bereich", "traeger"))
    for grant in found.grants:
        if _manages(desk, grant) and wanted == (grant.role, "hier" if grant.region else "alle", grant.provider):
            return grant
    raise UnknownAccount


def _account(desk: Desk, code: str) -> Account:
    """The account with this code, if it has a role here that may be managed here."""
    found = desk.services.store.accounts.by_code(code)
    if found is None or not any(_manages(desk, grant) for grant in found.grants):
        raise UnknownAccount
    return found


def _manages(desk: Desk, grant: Grant) -> bool:
    """Whether a role is managed on the pages of this region by whoever asks."""
    return grant.region == desk.ags or (grant.region == "" and desk.account.may("accounts", ""))


def _who(desk: Desk) -> Manager:
    return Manager(desk.account, desk.services.public_url)


def _named(desk: Desk, grant: Grant) -> str:
    return desk.region.name if grant.region else ""


def _try(desk: Desk, found: Account, sentence: str, action: Callable[..., Any], *more: Any) -> Response | AnyResponse:
    try:
        action(desk.services.store, _who(desk), found, *more)
    except AccountRefused as error:
        return _one(desk, found, {"form": error.sentence})
    return _done(desk, found, sentence)


def _done(desk: Desk, found: Account, sentence: str) -> AnyResponse:
    flash(sentence, "good")
    now = desk.services.store.accounts.by_code(found.code)
    if now is None or not any(_manages(desk, grant) for grant in now.grants):
        return redirect(url_for("bureau.accounts", region=desk.region.slug), 303)
    return redirect(url_for("bureau.account", region=desk.region.slug, code=found.code), 303)


_ONE = "/<region>/konten/<code>"
ROUTES: tuple[Route, ...] = (
    Route("/<region>/konten", "accounts", accounts, "accounts"),
    Route("/<region>/konten", "invite", invite, "accounts", "POST"),
    Route("/<region>/konten/protokoll", "accounts_log", log, "accounts"),
    Route(_ONE, "account", account, "accounts"),
    Route(f"{_ONE}/rolle", "account_add_role", add_role, "accounts", "POST"),
    Route(f"{_ONE}/rolle-nehmen", "account_take_role", take_role, "accounts", "POST"),
    Route(f"{_ONE}/einladung", "account_invite_again", invite_again, "accounts", "POST"),
    Route(f"{_ONE}/schliessen", "account_close", close, "accounts", "POST"),
    Route(f"{_ONE}/oeffnen", "account_reopen", reopen, "accounts", "POST"),
    Route(f"{_ONE}/zweiter-faktor-aus", "account_drop_factor", drop_second_factor, "accounts", "POST"),
)
