"""The JSON interface for courses: apart from offers, because there are many and nobody here has checked them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify

from actions.find_offers import check_address
from geo.match import Match
from importers.clean.text import known_text
from model.course import Course, CourseError, CourseHit, CourseQuery
from model.query import QueryError
from model.region import Region
from search.courses import boundary_of
from web import as_json, inputs
from web.context import services
from web.origin import in_region_first

api_courses = Blueprint("api_courses", __name__, url_prefix="/api/v1")
FIELDS = ("region", "near", "text", "weeks", "funding", "levels", "forms", "times", "max_price", "radius_m", "limit",
          "offset")  # fmt: skip
LISTS = ("funding", "levels", "forms", "times")


@api_courses.post("/courses")
def courses() -> Response:
    """The courses that fit, soonest first, those without a way apart."""
    body = inputs.json_body(FIELDS)
    here = services()
    region = inputs.region(body)
    origin = _origin(body, region)
    if origin is not None and origin.point is None:
        return jsonify(origin=as_json.origin(in_region_first(origin, region)), hits=[], total=0, afar=[], total_afar=0)
    answer = here.courses.find(_query(body, region, origin))
    return jsonify(
        origin=as_json.origin(origin) if origin else None,
        hits=[course_hit(hit) for hit in answer.hits],
        total=answer.total,
        afar=[course_hit(hit) for hit in answer.afar],
        total_afar=answer.afar_total,
        catalogues=[
            {"name": one.name, "title": one.title, "made_on": one.made_on and one.made_on.isoformat(),
             "licence": one.licence, "courses": one.courses} for one in answer.catalogues
        ],
    )  # fmt: skip


def course_hit(hit: CourseHit) -> dict[str, Any]:
    """A course found, as plain values."""
    distance = None if hit.distance_m is None else round(hit.distance_m)
    return {**course(hit.course), "distance_m": distance}


def course(told: Course) -> dict[str, Any]:
    """A course as plain values; null and "unknown" mean that the catalogue does not say."""
    place = told.place
    point = place.point if place else None
    return {
        "key": told.key, "title": told.title, "provider": told.provider,
        "starts": told.starts and told.starts.isoformat(), "ends": told.ends and told.ends.isoformat(),
        "flexible": told.flexible, "dates_note": told.dates_note, "form": told.form, "time": told.time,
        "price": told.price, "currency": told.currency, "price_note": told.price_note,
        "funding": list(told.funding), "funding_note": told.funding_note, "levels": list(told.levels),
        "languages": list(told.languages), "degree": told.degree, "requirements": told.requirements,
        "description": known_text(told.description), "wheelchair": told.wheelchair,
        "address": place.address if place else "", "lat": point and point.lat, "lon": point and point.lon,
        "place_precision": place.precision if place and point else "unknown",
        "phone": told.phone, "email": told.email, "website": told.url or told.website,
    }  # fmt: skip


def _origin(body: Mapping[str, Any], region: Region | None) -> Match | None:
    near = body.get("near")
    if near is None:
        return None
    if not isinstance(near, dict):
        raise inputs.bad("near", 'The field near must be {"address": "…"} or {"lat": …, "lon": …}.')
    if "address" not in near:
        return Match(point=inputs.point(near), precision="house")
    try:
        address = check_address(inputs.text(near, "address", required=True))
    except QueryError as error:
        raise inputs.bad("near", str(error)) from error
    return services().geocoder.find(address, within=region.box if region else None)


def _query(body: Mapping[str, Any], region: Region | None, origin: Match | None) -> CourseQuery:
    here = services()
    whole: dict[str, int] = {}
    for name, default in (("weeks", None), ("limit", 20), ("offset", 0)):
        number = inputs.number(body, name, default)
        if number is not None and int(number) != number:
            raise inputs.bad(name, f"The field {name} must be a whole number, not {number}.")
        if number is not None:
            whole[name] = int(number)
    where: dict[str, Any] = {"near": origin.point} if origin else {}
    if region is not None and origin is None:
        where = {"box": region.box, "boundary": boundary_of(here.store.boundary(region.ags))}
    try:
        return CourseQuery(
            today=here.clock().date(), text=inputs.text(body, "text"), max_price=inputs.number(body, "max_price"),
            radius_m=inputs.number(body, "radius_m", 25_000.0) or 0.0, **whole, **where,
            **{name: inputs.texts(body, name) for name in LISTS},
        )  # fmt: skip
    except CourseError as error:
        raise inputs.bad("", str(error)) from error
