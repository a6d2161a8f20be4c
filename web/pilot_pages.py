"""Pages around the pilot's desk: choosing a region, the institution's access, its own sums, what is kept."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions.account_refused import AccountRefused, MustWait
from actions.pilots import institution_of_code
from actions.referral_figures import own_figures
from model.campaign_code import read_letter_code
from store.slip_codes import access_digest
from web.context import services
from web.gate import FORM_FIELD
from web.i18n import language, words
from web.kept_words import kept
from web.konto_common import door
from web.open_form import check_open_form, open_form_token
from web.pilot_access import forget, institution_here, remember

PURPOSE = "access of pilots"


def regions() -> AnyResponse:
    """Let pilots choose their region; where there is only one, lead there."""
    found = services().regions()
    if len(found) == 1:
        return redirect(url_for("pilot.desk", region=found[0].slug))
    return make_response(render_template("pilot/regions.html", regions=found))


def access(region: str) -> Response:
    """Show for which institution somebody hands on, or where to type its access code."""
    return _access(region)


def give_access(region: str) -> AnyResponse:
    """Take the access code of an institution, and let this browser hand on for it from now on."""
    check_open_form(PURPOSE)
    here, typed = services(), request.form.get("code", "")[:60]
    try:
        institution = institution_of_code(here.store, typed, door().subject("pilots", door().remote))
    except MustWait as error:
        response = _access(region, typed, str(error), 429)
        response.headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
        return response
    except AccountRefused as error:
        return _access(region, typed, error.sentence, 400)
    if institution is None:
        say = words(language())
        return _access(region, typed, say("Diesen Code kennen wir nicht. Bitte vergleichen Sie ihn noch einmal."), 400)
    home = here.region(institution.region)
    response = make_response(redirect(url_for("pilot.desk", region=home.slug), 303))
    remember(response, access_digest(read_letter_code(typed) or ""))
    return response


def leave(region: str) -> AnyResponse:
    """Let this browser hand on for nobody any more."""
    check_open_form(PURPOSE)
    response = make_response(redirect(url_for("pilot.access", region=services().region(region).slug), 303))
    forget(response)
    return response


def figures(region: str) -> AnyResponse:
    """Show the sums of the institution for which somebody hands on, and of no other."""
    area = services().region(region)
    institution = institution_here(area)
    if institution is None:
        return redirect(url_for("pilot.access", region=area.slug))
    here = services()
    told = own_figures(here.store, here.vocabulary, institution, here.clock().date())
    response = make_response(
        render_template("pilot/figures.html", region=area, institution=institution, figures=told)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def what_we_keep(region: str) -> Response:
    """Show every column that there is for hand-overs, told from the tables themselves."""
    return make_response(
        render_template("pilot/kept.html", region=services().region(region), tables=kept(words(language())))
    )


def _access(region: str, typed: str = "", error: str = "", status: int = 200) -> Response:
    area = services().region(region)
    token = (FORM_FIELD, open_form_token(PURPOSE))
    page = render_template(
        "pilot/access.html", region=area, institution=institution_here(area), typed=typed, error=error, token=token
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
