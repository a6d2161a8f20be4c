"""Pages around the search: choosing a region, what neutral means, easy language, imprint, privacy, accessibility."""


from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from actions.find_offers import check_address
from model.query import QueryError
from web.cached import cached
from web.context import services
from web.ground import ground_around
from web.i18n import language, words
from web.look import of_this_host
from web.origin import region_of
from web.site_search import answer_page

DAY_SECONDS = 86_400


def regions() -> str | AnyResponse:
    """Let visitors choose their region, or lead to the one that has this host name for itself."""
    return of_this_host() or _chooser()


def find_region() -> Response:
    """Find the region of a place somebody typed, and answer there at once; the place stays out of the address."""
    say = words(language())
    try:
        place = services().geocoder.find(check_address(request.form.get("adresse", "")))
    except QueryError:
        return make_response(_chooser(say("Bitte geben Sie einen Ort oder eine Postleitzahl ein.")), 200)
    region = region_of(place, services().regions())
    if region is not None:
        return answer_page(region, request.form)
    problem = say("Für diesen Ort haben wir noch keine Karte.") if place.found else say("Diesen Ort finden wir nicht.")
    return make_response(_chooser(problem))


def neutral(region: str) -> str:
    """Say what neutral means and what this region asks for."""
    return _prose(region, "neutral")


def easy(region: str) -> str:
    """Say in easy language what this is and how to use it; in German, whichever language is chosen."""
    return _prose(region, "easy", lang="de")


def access(region: str) -> str:
    """The statement on accessibility, with a way to complain."""
    return _prose(region, "access")


def privacy(region: str) -> str:
    """What is stored about visitors, and what is not."""
    return _prose(region, "privacy")


def imprint(region: str) -> str:
    """Who is responsible."""
    return _prose(region, "imprint")


def saved(region: str) -> str:
    """The offers that this device has noted; the server does not know them."""
    return render_template("site/saved.html", region=services().region(region))


def borders(region: str) -> Response:
    """The outlines and names of a region and its surroundings, for the quiet ground of the map."""
    area = services().region(region)
    text = ground_around(area, services().store)
    return cached(text, "application/geo+json", DAY_SECONDS)


def _chooser(problem: str = "") -> str:
    return render_template(
        "site/regions.html", regions=services().regions(), problem=problem, address=request.form.get("adresse", "")
    )


def _prose(region: str, page: str, lang: str = "") -> str:
    area = services().region(region)
    return render_template(
        [f"site/prose/{lang or language()}/{page}.html", f"site/prose/de/{page}.html"],
        region=area,
        background=services().background,
    )
