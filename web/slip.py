"""Answering slips, without an account: one's own, or many at once for a counselling centre.

The six words come in the body of a form, never in an address: the QR code of a slip holds them behind the #, which no
browser sends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template, request

from actions.account_refused import MustWait
from actions.answer_slip import answer, look_up
from model.referral import OUTCOMES, SENT_ON, ReferralError, SlipState
from model.slip_code import MOST, guess_words, read_slip_code, spoken
from store.slip_codes import slip_digest
from web.context import services
from web.gate import FORM_FIELD
from web.i18n import Words, language, words
from web.konto_common import door
from web.open_form import check_open_form, open_form_token

PURPOSE = "slip"
#: so many slips at once at most
MOST_SLIPS = 100
#: after these answers somebody still needs advice
STILL_LOOKING = frozenset({"closed", "wrong_place", "long_wait", "did_not_go"})
slip = Blueprint("slip", __name__, url_prefix="/schein")


@dataclass(frozen=True, slots=True)
class Line:
    """One slip of a centre: what was typed, what may be told of it, and for which offer it is."""

    typed: str
    code: str
    state: SlipState | str
    offer: str = ""
    outcome: str = ""
    sent_on: str = ""


def enter() -> Response:
    """Show where the six words are typed."""
    return _page("enter", typed="", problem="")


def open_slip() -> Response:
    """Show the answers that one can give with a slip, or say kindly why it can be answered no more."""
    check_open_form(PURPOSE)
    typed = request.form.get("worte", "")[:MOST]
    try:
        state = look_up(services().store, typed, services().clock().date(), device())
    except MustWait as error:
        return _must_wait(error, typed)
    return _answers(typed) if state == "open" else _kindly(state, typed)


def give_answer() -> Response:
    """Write down what came of the hand-over, once."""
    check_open_form(PURPOSE)
    typed, outcome = request.form.get("worte", "")[:MOST], request.form.get("antwort", "")
    here, offer = services(), _offer_of(typed)
    by = "centre" if request.form.get("wer") == "stelle" else "holder"
    try:
        today = here.clock().date()
        state = answer(here.store, typed, outcome, request.form.get("wohin", ""), by, today, device())  # type: ignore[arg-type]
    except ReferralError as error:
        return _answers(typed, {error.field: str(error)})
    except MustWait as error:
        return _must_wait(error, typed)
    if state != "open":
        return _kindly(state, typed)
    found = here.store.offer(offer)
    region = here.region(found.region) if found else None
    return _page("thanks", region=region, still_looking=outcome in STILL_LOOKING, typed="")


def many() -> Response:
    """Show where a counselling centre types many slips, one on each line."""
    return _page("many", typed="", lines=[], done=[], **_choices())


def read_many() -> Response:
    """Show which slips were read, to choose an answer for each; nothing is written yet."""
    check_open_form(PURPOSE)
    lines = [line.strip() for line in request.form.get("scheine", "").splitlines() if line.strip()]
    rest = lines[MOST_SLIPS:]
    found, wait = _looked_up(lines[:MOST_SLIPS], request.form.get("fuer-alle", ""))
    problem = _too_many(rest) if rest else ""
    return _many(found, [], wait or problem, rest)


def answer_many() -> Response:
    """Write the answers of many slips down, and tell for each what became of it."""
    check_open_form(PURPOSE)
    here, form = services(), request.form
    done, open_again, wait = [], [], ""
    for number, code in enumerate(form.getlist("code")[:MOST_SLIPS]):
        outcome, sent_on = form.get(f"antwort-{number}", ""), form.get(f"wohin-{number}", "")
        line = Line(spoken(code[:MOST]), code[:MOST], "open", _offer_name(code), outcome, sent_on)
        try:
            state = answer(here.store, code, outcome, sent_on, "centre", here.clock().date(), device())
            done.append(Line(line.typed, line.code, "answered" if state == "open" else state, line.offer, outcome))
        except ReferralError as error:
            # A slip for which nothing was chosen waits; only a half answer needs a word.
            open_again.append(Line(line.typed, line.code, str(error) if outcome else "open", line.offer, outcome))
        except MustWait as error:
            open_again.append(line)
            wait = error.sentence
    return _many(open_again, done, wait, [])


def device() -> str:
    """A name for whoever asks, from which no address can be made."""
    return door().subject("slip", door().remote)


def client_words(say: Words) -> Mapping[str, str]:
    """The answers as the person with the slip would say them."""
    return {
        "arrived": say("Ich war da."),
        "helped": say("Ich wurde gut beraten."),
        "sent_on": say("Ich wurde woandershin geschickt."),
        "closed": say("Es war geschlossen."),
        "wrong_place": say("Ich war dort falsch."),
        "long_wait": say("Ich muss länger als vier Wochen warten."),
        "did_not_go": say("Ich war nicht dort."),
    }


def sent_on_words(say: Words) -> Mapping[str, str]:
    """Where somebody was sent on to."""
    told = {
        "counselling": say("zu einer anderen Bildungsberatung"),
        "course": say("zu einem Kurs oder Lernangebot"),
        "authority": say("zu einem Amt, zum Jobcenter oder zur Arbeitsagentur"),
        "school": say("zu einer Schule oder Hochschule"),
        "specialist": say("zu einer Fachberatung"),
        "other": say("woandershin"),
    }
    return {code: told[code] for code in SENT_ON}


def centre_words(say: Words) -> Mapping[str, str]:
    """The answers as a counselling centre would give them."""
    told = {
        "arrived": say("war da"),
        "helped": say("wurde beraten"),
        "sent_on": say("wurde weitergeschickt"),
        "closed": say("stand vor verschlossener Tür"),
        "wrong_place": say("war hier falsch"),
        "long_wait": say("muss länger als vier Wochen warten"),
        "did_not_go": say("ist nicht gekommen"),
    }
    return {code: told[code] for code in OUTCOMES}


def _looked_up(lines: list[str], for_all: str) -> tuple[list[Line], str]:
    """What may be told of each line; who guesses has to wait, and the lines after that stay as they are."""
    here, found, wait = services(), [], ""
    for typed in dict.fromkeys(lines):
        state: SlipState | str = "later"
        if not wait:
            try:
                state = look_up(here.store, typed, here.clock().date(), device())
            except MustWait as error:
                wait = error.sentence
        code = read_slip_code(typed) or ""
        found.append(Line(typed, code, state, _offer_name(typed) if state == "open" else "", for_all))
    return found, wait


def _many(lines: list[Line], done: list[Line], problem: str, rest: list[str]) -> Response:
    wrong = [one for one in lines if one.state in ("unknown", "later")]
    say = words(language())
    return _page(
        "many",
        lines=[one for one in lines if one not in wrong and one.state not in ("used", "expired")],
        over=[one for one in lines if one.state in ("used", "expired")],
        wrong=[(one, guess_words(one.typed)) for one in wrong],
        done=done,
        typed="\n".join([*(one.typed for one in wrong), *rest]),
        problem=problem,
        state_words={
            "used": say("Dieser Schein ist schon beantwortet."), "expired": say("Dieser Schein ist abgelaufen."),
            "answered": say("Eingetragen. Danke."), "unknown": say("Diesen Schein kennen wir nicht."),
        },
        **_choices(),
    )  # fmt: skip


def _choices() -> dict[str, Any]:
    say = words(language())
    return {"outcomes": centre_words(say), "targets": sent_on_words(say), "most": MOST_SLIPS}


def _answers(typed: str, errors: Mapping[str, str] | None = None) -> Response:
    say = words(language())
    page = {"typed": typed, "code": spoken(read_slip_code(typed) or ""), "offer": _offer_name(typed)}
    chosen = {"antwort": request.form.get("antwort", ""), "wohin": request.form.get("wohin", "")}
    return _page("answers", 400 if errors else 200, outcomes=client_words(say), targets=sent_on_words(say),
                 errors=errors or {}, chosen=chosen, **page)  # fmt: skip


def _kindly(state: SlipState, typed: str) -> Response:
    """Why a slip can be answered no more, or was never made, without a reproach."""
    if state == "unknown":
        known = "" if read_slip_code(typed) else "words"
        return _page("enter", 404, typed=typed, problem=known or "unknown", guessed=guess_words(typed),
                     number=len(typed.split()))  # fmt: skip
    return _page("over", 410, state=state, typed="")


def _must_wait(error: MustWait, typed: str) -> Response:
    response = _page("enter", 429, typed=typed, problem="wait", sentence=error.sentence)
    response.headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
    return response


def _offer_of(typed: str) -> str:
    code = read_slip_code(typed)
    return services().store.referrals.offer_of_slip(slip_digest(code)) if code else ""


def _offer_name(typed: str) -> str:
    offer = services().store.offer(_offer_of(typed))
    return f"{offer.name} – {offer.provider.name}" if offer else ""


def _too_many(rest: list[str]) -> str:
    say = words(language())
    return say("Höchstens %(most)s Scheine auf einmal. Der Rest steht noch im Feld.", most=MOST_SLIPS)


def _page(template: str, status: int = 200, **values: Any) -> Response:
    token = (FORM_FIELD, open_form_token(PURPOSE))
    return make_response(render_template(f"slip/{template}.html", token=token, **values), status)


for path, endpoint, view, method in (
    ("", "enter", enter, "GET"),
    ("", "open_slip", open_slip, "POST"),
    ("/antwort", "give_answer", give_answer, "POST"),
    ("/mehrere", "many", many, "GET"),
    ("/mehrere", "read_many", read_many, "POST"),
    ("/mehrere/antworten", "answer_many", answer_many, "POST"),
):
    slip.add_url_rule(path, endpoint, view, methods=[method], strict_slashes=False)


def register_slip(app: Flask) -> None:
    """Put the pages for answering slips on the application."""
    app.register_blueprint(slip)


@slip.after_request
def keep_private(response: Response) -> Response:
    """Let no cache keep the words of a slip, and no search engine find these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
