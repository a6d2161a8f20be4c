"""The interface for counselling centres' own software: answer slips, report waiting times. Each centre has a token."""

from flask import Blueprint, Response, jsonify, request

from actions.account_refused import MustWait
from actions.centre_reports import answer_as_centre, report_wait
from actions.pilots import centre_of_token
from model.referral import OUTCOMES, SENT_ON, WAIT_WEEKS, Centre
from model.slip_code import MOST
from web import inputs
from web.context import services
from web.errors import UnknownOffer, WebError, problem
from web.konto_common import door

api_slips = Blueprint("api_slips", __name__, url_prefix="/api/v1")
#: state of a slip -> status and sentence
REFUSED = {
    "used": (409, "Answered already", "This slip has been answered already; each one is answered once."),
    "expired": (410, "Expired", "This slip has expired. Counselling is possible without one all the same."),
    "unknown": (404, "Unknown slip", "There is no such slip for your offers. Compare the six words and their order."),
}


class TokenNeeded(WebError):
    """A request without a token, or with one that is worth nothing."""

    status = 401
    title_en = "Token needed"

    def __init__(self) -> None:
        super().__init__(
            "Für diese Schnittstelle braucht es einen Schlüssel vom Bildungsbüro.",
            "Send the token that the Bildungsbüro gave you: Authorization: Bearer …",
        )


class TooManyUnknown(WebError):
    """Somebody sends one slip after the other that there is not."""

    status = 429
    title_en = "Too many unknown slips"

    def __init__(self, error: MustWait) -> None:
        seconds = int(error.wait.total_seconds()) + 1
        super().__init__(error.sentence, f"Too many unknown slips. Try again in {seconds} seconds.")


@api_slips.post("/slips/answer")
def answer_slip() -> Response:
    """Write down what came of a hand-over, once."""
    centre, here = _centre(), services()
    body = inputs.json_body(("code", "outcome", "sent_on"))
    code = inputs.text(body, "code", required=True, most=MOST)
    outcome = _one_of("outcome", inputs.text(body, "outcome", required=True), tuple(OUTCOMES))
    sent_on = inputs.text(body, "sent_on")
    if outcome == "sent_on" or sent_on:
        _one_of("sent_on", sent_on, tuple(SENT_ON))
    try:
        state = answer_as_centre(
            here.store, centre, code, outcome, sent_on, here.clock().date(), door().subject("centre", centre.code)
        )
    except MustWait as error:
        raise TooManyUnknown(error) from None
    return jsonify(state="answered") if state == "open" else problem(*REFUSED[state], "code")


@api_slips.post("/waiting")
def waiting() -> Response:
    """Note that people wait for more than four weeks at an offer, or no longer."""
    centre, here = _centre(), services()
    body = inputs.json_body(("offer", "long_wait"))
    key = inputs.text(body, "offer", required=True)
    long_wait = body.get("long_wait")
    if not isinstance(long_wait, bool):
        raise inputs.bad("long_wait", "The field long_wait must be true or false.")
    if not report_wait(here.store, centre, key, long_wait=long_wait, today=here.clock().date()):
        raise UnknownOffer(key)
    return jsonify(offer=key, long_wait=long_wait, shown_for_weeks=WAIT_WEEKS if long_wait else 0)


@api_slips.after_request
def keep_private(response: Response) -> Response:
    """Let no cache keep an answer, and say how to ask where a token is missing."""
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _centre() -> Centre:
    """The centre whose token the request bears."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    found = centre_of_token(services().store, token.strip()) if kind.lower() == "bearer" else None
    if found is None:
        raise TokenNeeded
    return found


def _one_of(field: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise inputs.bad(field, f"The field {field} must be one of: {', '.join(known)}.")
    return value
