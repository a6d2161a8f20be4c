"""Forms that need no account: a signed token with its time keeps programs and other sites from sending them."""

from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from web.gate import FORM_FIELD, FormExpired

#: nobody reads and fills in a form faster than this; somebody may leave it open over lunch
FASTEST = timedelta(seconds=2)
LONGEST = timedelta(hours=12)


def open_form_token(purpose: str) -> str:
    """What a form without an account carries: what it is for and since when it is open, signed."""
    return _signer(purpose).sign(b"form").decode()


def check_open_form(purpose: str, *, fastest: timedelta = timedelta(0)) -> None:
    """Refuse a form that another site made, that is too old, or that was sent faster than anybody types."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise FormExpired
    given = request.form.get(FORM_FIELD, "")
    try:
        _, since = _signer(purpose).unsign(given, max_age=int(LONGEST.total_seconds()), return_timestamp=True)
    except (BadSignature, SignatureExpired):
        raise FormExpired from None
    if fastest and (_signer(purpose).timestamp_to_datetime(_signer(purpose).get_timestamp()) - since) < fastest:
        raise FormExpired


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(current_app.config["SECRET_KEY"], salt=f"open form {purpose}")
