"""Courses of catalogues: a page of their own, apart from counselling, soonest first."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from exporters import jsonld
from geo.match import Match
from model.course import COURSE_FORMS, COURSE_TIMES, LEVELS, CourseAnswer, CourseQuery
from model.query import MAX_TEXT
from model.region import Region
from search.courses import MOST_COUNTED, boundary_of
from web import course_words, place_words
from web.context import services
from web.errors import NotFound
from web.i18n import Words, language, words
from web.origin import inside, where
from web.question import Question, read
from web.site_search import PRIVATE

PAGE = 20
MOST_BEFORE = 2_000
DEFAULT_KM = 25
#: what is asked besides words and a place, and how it is called in the address of the page
FILTERS = {"weeks": "wochen", "max_price": "preis", "funding": "foerderung", "levels": "niveau", "forms": "weise",
           "times": "zeit"}  # fmt: skip


def courses(region: str) -> Response:
    """Show the courses of a region; filters may stand in the address of the page, an address may not."""
    values = MultiDict((key, value) for key, value in request.args.items(multi=True) if key not in PRIVATE)
    return _page(services().region(region), values)


def find_courses(region: str) -> Response:
    """Answer the form; the address it holds is used for this answer and kept nowhere."""
    response = _page(services().region(region), request.form)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def course(region: str, key: str) -> str:
    """Show one course; one that is over says so."""
    here = services()
    area, say = here.region(region), words(language())
    found = here.courses.course(key)
    if found is None:
        raise NotFound("Diesen Kurs gibt es nicht mehr. Vielleicht ist er vorbei.", "There is no such course here.")
    view = course_words.course_page(found, here.clock().date(), here.vocabulary, say)
    catalogue = next(one for one in here.courses.catalogues() if one.name == found.catalogue)
    address = url_for("site.course", region=area.slug, key=found.key, _external=True)
    structured = Markup(jsonld.script(jsonld.of_course(found, area, address, view["description"])))
    return render_template("site/course.html", region=area, course=view, structured=structured,
                           catalogue=course_words.catalogue_line(catalogue, say))  # fmt: skip


def _page(region: Region, values: MultiDict[str, str]) -> Response:
    here, say = services(), words(language())
    question = read(values, region, here.vocabulary, here.clock())
    match, problem = where(question, region, here.geocoder, say)
    asked = _asked(values)
    query = _query(asked, region, match)
    answer = here.courses.find(query)
    today = query.today

    def cards(hits: Any) -> list[dict[str, Any]]:
        return [course_words.course_card(hit, region, today, here.vocabulary, say) for hit in hits]

    page = render_template(
        "site/courses.html",
        region=region,
        question=question,
        form=_form(question, asked, say),
        problem=problem,
        choices=place_words.choices(match, region.name, inside(match, region), say) if match.point is None else [],
        origin=place_words.said_place(match, say) if match.point else "",
        headline=_headline(answer, region, say),
        cards=cards(answer.hits),
        afar=cards(answer.afar),
        answer=answer,
        afar_total=_afar_total(answer, say),
        catalogues=[course_words.catalogue_line(one, say) for one in answer.catalogues],
        before=query.offset,
        share=_share(region, asked, question),
    )
    return make_response(page)


def _asked(values: MultiDict[str, str]) -> dict[str, Any]:
    """What is asked of the courses, without the place; what the form does not know is left out."""

    def one_of(name: str, allowed: tuple[int, ...]) -> int | None:
        text = values.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 6 and int(text) in allowed else None

    def some_of(name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in values.getlist(name) if value in allowed))

    before = values.get("ab", "")
    return {
        "text": " ".join(values.get("worte", "").split())[:MAX_TEXT],
        "weeks": one_of("wochen", course_words.WEEKS),
        "km": one_of("umkreis", course_words.RADII_KM) or DEFAULT_KM,
        "max_price": one_of("preis", (0, *course_words.PRICES)),
        "funding": some_of("foerderung", course_words.FUNDING),
        "levels": some_of("niveau", LEVELS),
        "forms": some_of("weise", COURSE_FORMS),
        "times": some_of("zeit", COURSE_TIMES),
        "before": min(int(before), MOST_BEFORE) if before.isdecimal() and len(before) < 6 else 0,
    }


def _query(asked: Mapping[str, Any], region: Region, match: Match) -> CourseQuery:
    here = services()
    taken = {name: asked[name] for name in ("text", *FILTERS)}
    query = CourseQuery(today=here.clock().date(), limit=PAGE, offset=asked["before"], **taken)
    if match.point is not None:
        return replace(query, near=match.point, radius_m=asked["km"] * 1_000.0)
    return replace(query, box=region.box, boundary=boundary_of(here.store.boundary(region.ags)))


def _form(question: Question, asked: Mapping[str, Any], say: Words) -> dict[str, Any]:
    """What the form holds; the address part is that of the search page."""
    return {
        "address": question.address or question.place,
        "device": question.device,
        "by_hand": question.by_hand,
        "kinds": place_words.kind_words(say),
        "text": asked["text"],
        "chosen": any(asked[name] not in (None, ()) for name in FILTERS),
        **course_words.choices(dict(asked), services().vocabulary, say),
    }


def _headline(answer: CourseAnswer, region: Region, say: Words) -> str:
    if not answer.total:
        return say("Hier haben wir keinen Kurs gefunden, der passt.")
    what = say.many("%(num)s Kurs", "%(num)s Kurse", answer.total)
    return say("%(what)s in %(region)s", what=what, region=region.name) if answer.hits and \
        answer.hits[0].distance_m is None else say("%(what)s in Ihrer Nähe", what=what)  # fmt: skip


def _afar_total(answer: CourseAnswer, say: Words) -> str:
    if answer.afar_total < MOST_COUNTED:
        return str(answer.afar_total)
    return say("über %(count)s", count=MOST_COUNTED)


def _share(region: Region, asked: Mapping[str, Any], question: Question) -> str:
    """A link with the filters that others may get; none where it would have to name an address or typed words."""
    if asked["text"] or question.names_a_place:
        return ""
    values = {name: asked[field] for field, name in FILTERS.items() if asked[field] not in (None, ())}
    return url_for("site.courses", region=region.slug, **values)
