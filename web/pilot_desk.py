"""The pilot's desk: three questions, and at most five places to hand somebody on to.

Whatever is asked here is used for this answer and kept nowhere: no cookie, no log, no address of a page holds it.
"""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from actions.advise import Advice, Option, advise
from geo.match import Match
from model.advice import Wishes
from model.referral import WHY_NOT_NEAREST
from model.region import Region
from model.slip_code import fresh_slip_code
from web import advice_words, place_words, search_view
from web.context import services
from web.gate import FORM_FIELD
from web.i18n import language, words
from web.open_form import open_form_token
from web.origin import inside, where
from web.pilot_access import institution_here
from web.present import Sight
from web.question import NOT_SURE, Question, read

PURPOSE = "hand-over"
#: what matters, as the form names it -> the wish
MATTERS = {"telefon": "phone", "abend": "evening", "rollstuhl": "wheelchair", "ohne-termin": "walk_in"}
#: the phases a person can be in; "all phases" is said of offers only
NO_PHASE_OF_PEOPLE = "lebenslang"


@dataclass(frozen=True, slots=True)
class Asked:
    """The three answers, and from where to look."""

    wishes: Wishes
    question: Question


def desk(region: str) -> Response:
    """Show the three questions, nothing answered."""
    return _page(services().region(region), MultiDict(), asked=False)


def options(region: str) -> Response:
    """Show at most five places for the answers that were given."""
    return _page(services().region(region), request.form, asked=True)


def again(region: str) -> AnyResponse:
    """Lead whoever opens the address of the options without answers to the questions."""
    return redirect(url_for("pilot.desk", region=services().region(region).slug))


def read_asked(values: MultiDict[str, str], region: Region) -> Asked:
    """The answers of the form; what it does not know counts as "weiß nicht"."""
    here = services()
    question = read(values, region, here.vocabulary, here.clock())
    matters = {wish: True for name, wish in MATTERS.items() if name in values.getlist("wunsch")}
    phase = values.get("phase", "")
    wishes = Wishes(
        topic=next(iter(question.query.topics), ""),
        phase=phase if phase in here.vocabulary.terms("phases") and phase != NO_PHASE_OF_PEOPLE else "",
        language=next((code for code in question.query.languages if code != "de"), ""),
        **matters,
    )
    return Asked(wishes, question)


def _page(region: Region, values: MultiDict[str, str], *, asked: bool) -> Response:
    here, say = services(), words(language())
    found = read_asked(values, region)
    match, problem = where(found.question, region, here.geocoder, say)
    sight = Sight(region, say, here.clock(), here.vocabulary, match)
    is_answered = asked and not problem and not match.ambiguous
    advice = advise(here.store, here.finder, region, found.wishes, match.point, sight.now) if is_answered else Advice()
    response = make_response(
        render_template(
            "pilot/desk.html",
            region=region,
            question=found.question,
            form=form_view(found, sight),
            asked=is_answered,
            chosen=advice_words.chosen_words(found.wishes, sight),
            problem=problem,
            choices=_choices(match, region, sight) if match.ambiguous else [],
            origin=place_words.said_place(match, say) if match.point else "",
            doubt=place_words.doubts(match, say) if match.point else "",
            options=[_option(one, number, found, sight) for number, one in enumerate(advice.options, 1)],
            given_up=advice_words.given_up_words(advice.given_up, found.wishes, sight),
            has_nearest=any(one.nearest for one in advice.options),
            reasons=why_words(sight),
            districts=sorted(here.store.findings.surroundings(region.ags).districts),
            institution=institution_here(region),
            token=(FORM_FIELD, open_form_token(PURPOSE)),
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def form_view(found: Asked, sight: Sight) -> dict[str, Any]:
    """What the form holds: what was chosen, and what may be chosen."""
    say, vocabulary, wishes, question = sight.words, sight.vocabulary, found.wishes, found.question
    phases = {slug: term for slug, term in vocabulary.terms("phases").items() if slug != NO_PHASE_OF_PEOPLE}
    spoken = {code: term for code, term in vocabulary.terms("languages").items() if code != "de"}
    matters = {
        "telefon": say("am Telefon"), "abend": say("am Abend"), "rollstuhl": say("mit dem Rollstuhl"),
        "ohne-termin": say("ohne Termin"),
    }  # fmt: skip
    return {
        "address": question.address,
        "device": question.device,
        "by_hand": question.by_hand,
        "kinds": place_words.kind_words(say),
        "topics": search_view.radio_options(vocabulary.terms("topics"), wishes.topic, say),
        "phases": search_view.radio_options(phases, wishes.phase, say),
        "languages": [
            {"value": code, "label": term.label(say.lang), "own": term.own_name, "picked": code == wishes.language}
            for code, term in spoken.items()
        ],
        "matters": [
            {"value": name, "label": label, "checked": getattr(wishes, MATTERS[name]), "count": None}
            for name, label in matters.items()
        ],
        "not_sure": NOT_SURE,
    }


def why_words(sight: Sight) -> list[tuple[str, str]]:
    """Why the nearest place may not have been taken, code and words."""
    say = sight.words
    told = {
        "hours": say("Zeiten passen nicht"), "language": say("Sprache fehlt"), "waiting": say("Wartezeit zu lang"),
        "topic": say("Thema passt nicht"), "reachability": say("schlecht erreichbar"), "wish": say("eigener Wunsch"),
        "other": say("anderer Grund"),
    }  # fmt: skip
    return [(code, told[code]) for code in WHY_NOT_NEAREST]


def _option(option: Option, number: int, found: Asked, sight: Sight) -> dict[str, Any]:
    """An option as a card, and what its tick sends: the offer, a fresh code, and what was asked for."""
    wishes = found.wishes
    sent = (option.hit.offer.key, fresh_slip_code(), wishes.topic, wishes.phase, "phone" if wishes.phone else "",
            wishes.language)  # fmt: skip
    return {**advice_words.option_view(option, number, wishes, sight), "value": "|".join(sent)}


def _choices(match: Match, region: Region, sight: Sight) -> list[dict[str, Any]]:
    return place_words.choices(match, region.name, inside(match, region), sight.words)
