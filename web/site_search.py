"""The search page: a form, its answer as a list, and beside it a map."""

from dataclasses import replace
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from actions.find_offers import Found, find_near_point, list_offers
from exporters import jsonld
from geo.match import Match
from model.offer import Kind
from model.query import Query
from model.region import Region
from search.memory import Finder
from web import place_words, search_view, wording
from web.context import services
from web.i18n import Words, language, words
from web.origin import inside, nameable, region_of, where
from web.present import Sight
from web.question import Question, read

#: what only a form may carry; in the address of a page it is ignored
PRIVATE = ("adresse", "lat", "lon", "genau", "punkt", "wahl", "gefragt")
PRINTED = 100
PER_SHEET = 12


def region_page(region: str) -> Response:
    """Show a region's form, list and map; filters and the name of a place may stand in the address."""
    open_values = MultiDict((key, value) for key, value in request.args.items(multi=True) if key not in PRIVATE)
    return answer_page(services().region(region), open_values)


def search(region: str) -> Response:
    """Answer a form; the address it holds is used for this answer and kept nowhere."""
    response = answer_page(services().region(region), request.form)
    # The visitor's own browser may keep the answer, so that "back" shows it again instead of an error.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def search_again(region: str) -> AnyResponse:
    """Lead whoever opens the form's address without a form to the search page."""
    return redirect(url_for("site.region_page", region=services().region(region).slug))


def answer_page(region: Region, values: MultiDict[str, str]) -> Response:
    """The page that answers a question in a region."""
    found_by, say = services(), words(language())
    question = read(values, region, found_by.vocabulary, found_by.clock())
    to_print = values.get("druck") == "1"
    if to_print:
        question = replace(question, query=replace(question.query, limit=PRINTED))
    match, problem = where(question, region, found_by.geocoder, say)
    found = find(question.query, match, found_by.finder)
    sight = Sight(region, say, found_by.clock(), found_by.vocabulary, found.origin)
    view = search_view.answer_view(found, question, sight, others(question.query, match, found_by.finder))
    if to_print:
        return make_response(print_page(view, question, sight))
    place = nameable(found.origin, region, found_by.geocoder)
    page = render_template(
        "site/search.html",
        region=region,
        question=question,
        form=search_view.form_view(question, found.answer, found_by.vocabulary, say),
        view=view,
        problem=problem,
        choices=place_words.choices(match, region.name, inside(match, region), say) if match.point is None else [],
        origin=place_words.said_place(found.origin, say) if found.origin.point else "",
        notes=notes(question, found.origin, region, say),
        elsewhere=elsewhere(found.origin, region, found_by.regions()),
        map=search_view.map_view(found, question, sight, found_by.background),
        background=found_by.background,
        structured=structured(region, found) if request.method == "GET" else "",
        has_courses=found_by.courses.has_courses,
        share=share(question, found.origin, place, region),
    )
    return make_response(page)


def structured(region: Region, found: Found) -> Markup:
    """What search engines may know of the page of a region: what it is, its data, and the offers on it."""
    address = url_for("site.region_page", region=region.slug, _external=True)
    listed = [(hit.offer.name, url_for("site.offer", region=region.slug, key=hit.offer.key, _external=True))
              for hit in found.answer.hits if not hit.neighbour]  # fmt: skip
    data = url_for("site.open_data", region=region.slug, _external=True)
    return Markup(jsonld.script(jsonld.of_region(region, address, listed, data)))


def find(query: Query, match: Match, finder: Finder) -> Found:
    """Offers near a place, or of the whole region where no place is known."""
    if match.point is None:
        return list_offers(finder, query, counts=True)
    return replace(find_near_point(finder, query, match.point, counts=True), origin=match)


def others(query: Query, match: Match, finder: Finder) -> int:
    """How many offers of the other kind there would be: courses beside counselling, counselling beside courses."""
    learning = query.kind == "counselling"
    kind: Kind = "learning" if learning else "counselling"
    return finder.nearest(replace(query, kind=kind, neutral=not learning, limit=1, near=match.point)).total


def share(question: Question, origin: Match, place: str, region: Region) -> str:
    """A link that others may get; none where it would have to name an address or typed words."""
    if question.query.text or (origin.point is not None and not place):
        return ""
    return search_view.share_link(question, place, region.slug)


def elsewhere(origin: Match, region: Region, regions: list[Region]) -> Region | None:
    """The region to search in instead, where the place lies in another one."""
    if origin.point is None or region.box.contains(origin.point):
        return None
    return region_of(origin, regions)


def notes(question: Question, origin: Match, region: Region, say: Words) -> list[str]:
    """What else to say before the list: what is not exact, not known, or left out."""
    found = [place_words.doubts(origin, say)]
    if origin.point is not None and not region.box.contains(origin.point):
        found.append(say("Dieser Ort liegt nicht in %(region)s.", region=region.name))
    if question.not_sure:
        found.append(say("Sie müssen noch nichts wissen. Die Beratung hilft Ihnen, das Richtige zu finden."))
    if question.unknown:
        left_out = ", ".join(question.unknown)
        found.append(say("Diesen Filter kennen wir nicht und lassen ihn weg: %(names)s.", names=left_out))
    return [sentence for sentence in found if sentence]


def print_page(view: dict[str, Any], question: Question, sight: Sight) -> str:
    """The answer as a list for paper, twelve offers to a sheet."""
    cards = [*view["cards"], *view["remote"], *view["unplaced"]]
    return render_template(
        "site/print.html",
        region=sight.region,
        sheets=[cards[start : start + PER_SHEET] for start in range(0, len(cards), PER_SHEET)],
        headline=view["headline"],
        origin=place_words.said_place(sight.origin, sight.words) if sight.origin.point else "",
        chosen=search_view.chosen(question, sight.vocabulary, sight.words),
        printed_on=wording.today(sight.now, sight.region.zone, sight.words.lang),
    )
