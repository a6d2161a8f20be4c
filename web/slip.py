"""Answering slips, without an account: one's own, or many at once for a counselling centre.

The six words come in the body of a form, never in an address: the QR code of a slip holds them behind the #, which no
browser sends.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

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
    #: in its tidy form; "" if it has not six words
    code: str
    #: "later" if it was not looked up yet, "answered" if it was answered just now
    state: SlipState | Literal["later", "answered"]
    offer: str = ""
    outcome: str = ""
    sent_on: str = ""
    problem: str = ""


def enter() -> Response:
    """Show where the six words are typed."""
    return _page("enter", typed="", problem="")


def open_slip() -> Response:
    """Show the answers that one can give with a slip, or say kindly why it can be answered no more."""
    check_open_form(PURPOSE)
    return _opened(request.form.get("worte", "")[:MOST])


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
        return _opened(typed, {error.field: str(error)})
    except MustWait as error:
        return _must_wait(error, typed)
    if state != "open":
        return _kindly(state, typed)
    found = here.store.offer(offer)
    region = here.region(found.region) if found else None
    return _page("thanks", region=region, still_looking=outcome in STILL_LOOKING, typed="")


def many() -> Response:
    """Show where a counselling centre types many slips, one on each line."""
    return _many([], [], "")


def read_many() -> Response:
    """Show which slips were read, to choose an answer for each; nothing is written, and nothing chosen is lost."""
    check_open_form(PURPOSE)
    chosen = _chosen()
    known = {line.code for line in chosen}
    typed = [line for line in _typed() if line.code not in known]
    room = MOST_SLIPS - len(chosen)
    found, wait = _looked_up([*chosen, *typed[:room]])
    say = words(language())
    too_many = say("Höchstens %(most)s Scheine auf einmal. Der Rest steht noch im Feld.", most=MOST_SLIPS)
    return _many([*found, *typed[room:]], [], wait or (too_many if typed[room:] else ""))


def answer_many() -> Response:
    """Write the answers of many slips down, and tell for each what became of it."""
    check_open_form(PURPOSE)
    here, done, open_again = services(), [], []
    for line in _chosen():
        try:
            today = here.clock().date()
            state = answer(here.store, line.code, line.outcome, line.sent_on, "centre", today, device())
            done.append(replace(line, state="answered" if state == "open" else state))
        except ReferralError as error:
            # A slip for which nothing was chosen waits; only a half answer needs a word.
            open_again.append(replace(line, problem=str(error) if line.outcome else ""))
        except MustWait:
            open_again.append(line)
    found, wait = _looked_up(open_again)
    return _many([*found, *_typed()], done, wait)


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


def _chosen() -> list[Line]:
    """The slips that were read before, with the answers that were chosen for them."""
    form = request.form
    return [
        Line(spoken(code[:MOST]), code[:MOST], "open", "", form.get(f"antwort-{number}", ""),
             form.get(f"wohin-{number}", ""))
        for number, code in enumerate(form.getlist("code")[:MOST_SLIPS])
    ]  # fmt: skip


def _typed() -> list[Line]:
    """The lines of the field, each slip once."""
    for_all = request.form.get("fuer-alle", "")
    found: dict[str, Line] = {}
    for typed in filter(None, map(str.strip, request.form.get("scheine", "").splitlines())):
        code = read_slip_code(typed) or ""
        found.setdefault(code or typed, Line(typed, code, "later" if code else "unknown", outcome=for_all))
    return list(found.values())


def _looked_up(lines: list[Line]) -> tuple[list[Line], str]:
    """What may be told of each slip, and how long to wait; the lines after that stay as they are.

    A line without six words can be no slip, so it is no guess either.
    """
    here, found, wait = services(), [], ""
    for line in lines:
        told = line
        if line.code and not wait:
            try:
                state = look_up(here.store, line.code, here.clock().date(), device())
                told = replace(line, state=state, offer=_offer_name(line.code) if state == "open" else "")
            except MustWait as error:
                wait = error.sentence
        found.append(told)
    return found, wait


def _many(lines: list[Line], done: list[Line], problem: str) -> Response:
    wrong = [one for one in lines if one.state in ("unknown", "later")]
    say = words(language())
    return _page(
        "many",
        lines=[one for one in lines if one.state == "open"],
        over=[one for one in lines if one.state in ("used", "expired")],
        wrong=[(one, _whats_wrong(one)) for one in wrong],
        done=done,
        typed="\n".join(one.typed for one in wrong),
        for_all=request.form.get("fuer-alle", "helped"),
        problem=problem,
        state_words={
            "used": say("Dieser Schein ist schon beantwortet."), "expired": say("Dieser Schein ist abgelaufen."),
            "unknown": say("Diesen Schein kennen wir nicht."),
        },
        outcomes=centre_words(say), targets=sent_on_words(say), most=MOST_SLIPS,
    )  # fmt: skip


def _whats_wrong(line: Line) -> str:
    """Why a line is not among the slips that were read."""
    say = words(language())
    if guessed := guess_words(line.typed):
        return say("steht auf keinem Schein: %(words)s", words=", ".join(guessed))
    if line.state == "later":
        return say("noch nicht nachgesehen")
    if line.code:
        return say("Diesen Schein kennen wir nicht.")
    return say("Ein Schein hat sechs Wörter. Wir lesen %(number)s.", number=_number(line.typed))


def _opened(typed: str, errors: Mapping[str, str] | None = None) -> Response:
    """The answers of a slip that is looked up first: even a half answer tells who guesses nothing without waiting."""
    try:
        state = look_up(services().store, typed, services().clock().date(), device())
    except MustWait as error:
        return _must_wait(error, typed)
    return _answers(typed, errors) if state == "open" else _kindly(state, typed)


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
                     number=_number(typed))  # fmt: skip
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


def _number(typed: str) -> int:
    return len(re.findall(r"[^\W\d_]+", typed))


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
