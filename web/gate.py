"""The gate to every page that needs an account: who asks, may they, and does the form come from our own page.

Each room of the back office lists its pages as `Route`s. The gate wraps every one of them the same way, so that no page
can forget to ask. See docs/bureau.md for who may do what.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any

from flask import Blueprint, Response, after_this_request, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from model.access import ABSOLUTE, IDLE, Account, Right
from model.region import Region
from store import StoreError
from web.context import Services, services
from web.errors import WebError

COOKIE = "konto"
FORM_FIELD = "_form"
FORM_HEADER = "X-Form-Token"
#: how much anybody can type into one form, where its route allows more than the usual
MOST_TYPED = 1024 * 1024
#: how often at most the database is told that a session is in use
TOUCH = timedelta(minutes=2)


class SignInNeeded(WebError):
    """Nobody is signed in, or no longer."""

    status = 401
    title_de = "Bitte melden Sie sich an"
    title_en = "Sign in first"

    def __init__(self) -> None:
        super().__init__(
            "Sie sind nicht angemeldet, oder Ihre Anmeldung ist abgelaufen. Nichts wurde geändert.",
            "There is no valid session; nothing was changed.",
        )


class NotAllowed(WebError):
    """The account may not do this here."""

    status = 403
    title_de = "Das dürfen Sie hier nicht"
    title_en = "Not allowed"

    def __init__(self) -> None:
        super().__init__(
            "Ihr Konto hat dafür kein Recht in dieser Region. Wer das Konto eingeladen hat, kann es ändern.",
            "This account has no right to do that in this region.",
        )


class FormExpired(WebError):
    """A form that does not come from one of our pages, or from one that was opened too long ago."""

    status = 400
    title_de = "Das Formular ist abgelaufen"
    title_en = "The form has expired"

    def __init__(self) -> None:
        super().__init__(
            "Bitte laden Sie die Seite neu und senden Sie das Formular noch einmal. Nichts wurde geändert.",
            "The form token is missing or not valid; nothing was changed.",
            FORM_FIELD,
        )


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is signed in."""

    account: Account
    token: str
    #: what every form of this session carries
    form_token: str
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page of the back office is given: who asks, in which region, and the services."""

    account: Account
    region: Region
    services: Services

    @property
    def ags(self) -> str:
        """The AGS of the region."""
        return self.region.ags

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.services.clock()


@dataclass(frozen=True, slots=True)
class Route:
    """One page or action: where it is, what it does, and which right it needs.

    A path with `<region>` gives its view a `Desk` of that region and asks for the right there. A path without it gives
    the view the `Account` and asks for the right in any region. None as right means: whoever is signed in.
    """

    path: str
    endpoint: str
    view: Callable[..., Any]
    right: Right | None
    method: str = "GET"
    #: how large a form may be; uploads need more than the usual 64 kB
    most_bytes: int = 0
    #: also for those whose second factor is still missing; only pages that give or set it up may say so
    unfinished: bool = False
    #: for pages without a region: whether the right is needed in every region
    everywhere: bool = False


def form_token_of(token: str) -> str:
    """What every form of a session carries; it cannot be known without the cookie."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def current() -> Visit | None:
    """Who is signed in, read once per request; nobody if the session is too old."""
    if "visit" not in g:
        g.visit = _read_visit()
    found: Visit | None = g.visit
    return found


def _read_visit() -> Visit | None:
    token = request.cookies.get(COOKIE, "")
    if not 20 <= len(token) <= 100:
        return None
    here = services()
    found = here.store.accounts.session(token)
    now = here.clock()
    if found is None or now - found.seen_at > IDLE or now - found.created_at > ABSOLUTE:
        return None
    if now - found.seen_at > TOUCH and not here.store.read_only:
        after_this_request(partial(_touch, token))
    return _visit(found.account, token, found.complete)


def _touch(token: str, response: Any) -> Any:
    """Note that a session is in use, once the page is made and nothing is read any more."""
    # While a long import keeps everybody from writing, pages can still be read.
    with suppress(StoreError), services().store.write(by="session", why="in use") as writer:
        writer.accounts.touch_session(token)
    return response


def _visit(account: Account, token: str, complete: bool) -> Visit:
    """A session counts for nothing while an admin has no second factor, even one from before they were an admin."""
    done = (complete or not account.has_second_factor) and not account.lacks_second_factor
    return Visit(account, token, form_token_of(token), done)


def become(account: Account, token: str, complete: bool) -> None:
    """Answer the rest of this request to somebody who has just signed in, or whose session has a new token."""
    g.visit = _visit(account, token, complete)


def check_form() -> None:
    """Refuse a form that does not carry the token of this session."""
    visit = current()
    given = request.headers.get(FORM_HEADER) or request.form.get(FORM_FIELD, "")
    if visit is None or not hmac.compare_digest(given.encode(), visit.form_token.encode()):
        raise FormExpired


def guarded(route: Route) -> Callable[..., AnyResponse]:
    """The view of a route, asked only when whoever asks may."""

    @wraps(route.view)
    def view(**values: Any) -> AnyResponse:
        if route.most_bytes:
            request.max_content_length = route.most_bytes
            # What is typed is held in memory, unlike uploads, so it stays bounded however large those may be.
            request.max_form_memory_size = min(route.most_bytes, MOST_TYPED)
        # A page that only shows is of one moment, with who may see it; one that changes must see its own changes.
        with services().store.one_view.hold() if route.method == "GET" else nullcontext():
            return _answer(route, values)

    # Tests ask every view that has a route once per role.
    view.route = route  # type: ignore[attr-defined]
    return view


def _answer(route: Route, values: dict[str, Any]) -> AnyResponse:
    """What the view of a route says to whoever asks, if they may."""
    visit = current()
    if visit is None or not (visit.complete or route.unfinished):
        if request.method == "GET":
            return redirect(url_for("konto.sign_in", weiter=request.path))
        raise SignInNeeded
    if route.method != "GET":
        check_form()
    answer = current_app.make_response(route.view(_subject(visit.account, route, values), **values))
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _subject(account: Account, route: Route, values: dict[str, Any]) -> Account | Desk:
    """What the view is given first, after the right was asked for."""
    if "region" not in values:
        may = account.may_everywhere if route.everywhere else account.may
        if route.right is not None and not may(route.right):
            _refuse(route, "")
        return account
    region = services().region(values.pop("region"))
    if route.right is not None and not account.may(route.right, region.ags):
        _refuse(route, region.ags)
    return Desk(account, region, services())


def _refuse(route: Route, region: str) -> None:
    """Say no, and note it without saying who it was."""
    current_app.logger.warning("Refused: %s %s in region %s", route.method, route.endpoint, region or "any")
    raise NotAllowed


def add_routes(blueprint: Blueprint, routes: Iterable[Route]) -> None:
    """Put guarded pages on a blueprint."""
    for route in routes:
        blueprint.add_url_rule(route.path, route.endpoint, guarded(route), methods=[route.method])


def set_cookie(response: AnyResponse, token: str) -> None:
    """Let the browser keep a session until it is closed."""
    secure = request.is_secure or services().public_url.startswith("https://")
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=secure, path="/")


def drop_cookie(response: Response | AnyResponse) -> None:
    """Let the browser forget a session."""
    response.delete_cookie(COOKIE, path="/")
