"""For which institution a pilot works: by its access code, kept in a signed cookie, or by an account.

The cookie names the institution alone. It ends with the institution's code: renewed or closed, it opens nothing more.
"""

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from model.referral import Institution
from model.region import Region
from web.context import services
from web.gate import current

COOKIE = "lotse"
LASTS_S = 30 * 24 * 60 * 60


def institution_here(region: Region) -> Institution | None:
    """The institution for which somebody hands on in a region; None for everybody else, who may look all the same."""
    return _by_cookie(region) or _by_account(region)


def remember(response: Response, digest: str) -> None:
    """Let this browser hand on for the institution whose access code has this digest."""
    secure = request.is_secure or services().public_url.startswith("https://")
    response.set_cookie(
        COOKIE, _signer().dumps(digest), max_age=LASTS_S, httponly=True, samesite="Lax", secure=secure, path="/lotse"
    )


def forget(response: Response) -> None:
    """Let this browser hand on for nobody any more."""
    response.delete_cookie(COOKIE, path="/lotse")


def _by_cookie(region: Region) -> Institution | None:
    try:
        digest = str(_signer().loads(request.cookies.get(COOKIE, ""), max_age=LASTS_S))
    except BadSignature:
        return None
    found = services().store.referrals.institution_by_access(digest)
    return found if found and found.region == region.ags else None


def _by_account(region: Region) -> Institution | None:
    visit = current()
    if visit is None or not visit.complete or not visit.account.may("hand_over", region.ags):
        return None
    for grant in visit.account.grants:
        if grant.role == "pilot" and grant.region in ("", region.ags) and grant.provider:
            houses = services().store.referrals.institutions(region.ags)
            found = next((one for one in houses if one.name == grant.provider and not one.closed), None)
            if found:
                return found
    return None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="institution of pilots")
