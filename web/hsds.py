"""The HSDS 3.0 interface at /hsds/: services, organizations, places and terms for other referral systems.

Beyond the standard, `region` (AGS or short name) and `near=lat,lon` with `radius` in metres narrow lists of services.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from flask import Blueprint, Response, jsonify, request

from geo.point import Point, distance_m
from web.context import services
from web.errors import NotFound, problem
from web.hsds_catalogue import Catalogue, catalogue
from web.hsds_document import LISTS, PROFILE, document
from web.ogc_request import BadParameter, flag_of, whole_number

hsds = Blueprint("hsds", __name__, url_prefix="/hsds")
USUAL_SIZE, MAX_SIZE = 50, 500
Thing = dict[str, Any]


def page(path: str, allowed: Sequence[str] = ()) -> Callable[[Any], Any]:
    """A page of the interface; parameters that it does not know or cannot use are refused."""

    def decorate(view: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(view)
        def answer(**values: str) -> Response:
            try:
                if unknown := sorted(set(request.args) - set(allowed)):
                    raise BadParameter(f"The parameter {unknown[0]!r} is not known here.")
                response = view(**values)
            except BadParameter as error:
                response = problem(400, "The request cannot be answered", str(error), "")
            response.headers["Access-Control-Allow-Origin"] = "*"
            return response

        hsds.add_url_rule(path, view.__name__, answer, methods=["GET"], strict_slashes=False)
        return answer

    return decorate


@page("/")
def about() -> Response:
    """Which version and profile this is."""
    root = request.url_root.rstrip("/")
    return jsonify(version="3.0", profile=f"{root}/hsds/profile", openapi_url=f"{root}/hsds/openapi.json")


@page("/openapi.json")
def openapi() -> Response:
    """The interface as OpenAPI 3.1."""
    return jsonify(document(request.url_root.rstrip("/") + "/hsds"))


@page("/profile")
def profile() -> Response:
    """What our profile asks beyond the standard, as one JSON merge patch for each schema."""
    return jsonify(PROFILE)


@page("/services", LISTS["services"])
def list_services() -> Response:
    """Services, page by page."""
    known = catalogue()
    found = [one for one in known.services if _fits(one) and _lies_there(known, one)]
    return _page(found, _minimal if flag_of("minimal") else _whole if flag_of("full") else _plain)


@page("/services/<own>")
def one_service(own: str) -> Response:
    """One service, in full."""
    return jsonify(_known(catalogue().by_id("services"), own))


@page("/organizations", LISTS["organizations"])
def list_organizations() -> Response:
    """Organizations, page by page."""
    known = catalogue()
    found = [one for one in known.organizations if any(_fits(service) for service in known.services_of(one["id"]))]
    whole = flag_of("full_service") or flag_of("full")
    return _page(found, (lambda one: {**one, "services": known.services_of(one["id"])}) if whole else _plain)


@page("/organizations/<own>")
def one_organization(own: str) -> Response:
    """One organization with its services."""
    known = catalogue()
    found = _known(known.by_id("organizations"), own)
    return jsonify({**found, "services": [_plain(one) for one in known.services_of(own)]})


@page("/service_at_locations", LISTS["service_at_locations"])
def list_places() -> Response:
    """Services at their places, page by page."""
    known = catalogue()
    found = [place for one in known.services if _fits(one) for place in known.places_of(one)]
    shown = _whole if flag_of("full") else lambda one: {**_plain(one), "location": one["location"]}
    return _page(_near_postcode(found), shown)


@page("/service_at_locations/<own>")
def one_place(own: str) -> Response:
    """One service at its place."""
    return jsonify(_known(catalogue().by_id("service_at_locations"), own))


@page("/taxonomies", LISTS["taxonomies"])
def list_taxonomies() -> Response:
    """Taxonomies."""
    return _page([one for one in catalogue().taxonomies if _speaks_of(one)], _whole)


@page("/taxonomies/<own>")
def one_taxonomy(own: str) -> Response:
    """One taxonomy."""
    return jsonify(_known(catalogue().by_id("taxonomies"), own))


@page("/taxonomy_terms", LISTS["taxonomy_terms"])
def list_terms() -> Response:
    """Terms of taxonomies; none of ours has a parent."""
    wanted, parent = request.args.get("taxonomy_id"), request.args.get("parent_id")
    flag_of("top_only")
    found = [one for one in catalogue().terms if wanted in (None, one["taxonomy_id"]) and _speaks_of(one)]
    return _page([] if parent else found, _whole)


@page("/taxonomy_terms/<own>")
def one_term(own: str) -> Response:
    """One term."""
    return jsonify(_known(catalogue().by_id("taxonomy_terms"), own))


def _known(things: Mapping[str, Thing], own: str) -> Thing:
    if own not in things:
        raise NotFound("Das gibt es hier nicht.", f"There is nothing with the id {own[:80]!r}.")
    return things[own]


def _fits(service: Thing) -> bool:
    """Whether a service is what the parameters ask for."""
    args = request.args
    terms = {(one["taxonomy_term_id"], one["taxonomy_term"]["taxonomy_id"]) for one in service.get("attributes", ())}
    if "organization_id" in args and service["organization_id"] != args["organization_id"]:
        return False
    if "taxonomy_term_id" in args and args["taxonomy_term_id"] not in {term for term, _ in terms}:
        return False
    if "taxonomy_id" in args and args["taxonomy_id"] not in {taxonomy for _, taxonomy in terms}:
        return False
    after = _moment("modified_after")
    if after is not None and datetime.fromisoformat(service.get("last_modified", "1970-01-01T00:00:00+00:00")) <= after:
        return False
    return _speaks_of(service)


def _lies_there(known: Catalogue, service: Thing) -> bool:
    """Whether a service is in the region and near the point that are asked for."""
    if "region" in request.args and known.region_of(service) != services().region(request.args["region"]).ags:
        return False
    if "near" not in request.args:
        return True
    point, radius = _point(), whole_number("radius", 5_000, least=1)
    spots = [place["location"] for place in known.places_of(service) if "latitude" in place["location"]]
    return any(distance_m(point, Point(one["latitude"], one["longitude"])) <= radius for one in spots)


def _near_postcode(places: list[Thing]) -> list[Thing]:
    """The places of a postcode, or so many metres around it."""
    code = request.args.get("postcode", "")
    radius = whole_number("proximity", 0, least=0)
    if not code:
        return places
    if not radius:
        return [one for one in places if code in (each["postal_code"] for each in one["location"].get("addresses", ()))]
    match = services().geocoder.find(code)
    if match.point is None:
        raise BadParameter(f"The postcode {code[:20]!r} is not known here.")
    centre = match.point
    spots = [(one, one["location"]) for one in places if "latitude" in one["location"]]
    return [one for one, at in spots if distance_m(centre, Point(at["latitude"], at["longitude"])) <= radius]


def _speaks_of(thing: Thing) -> bool:
    words = request.args.get("search", "").casefold().split()
    text = f"{thing.get('name', '')} {thing.get('description', '')} {thing.get('organization', {}).get('name', '')}"
    return all(word in text.casefold() for word in words)


def _moment(name: str) -> datetime | None:
    text = request.args.get(name)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadParameter(f"The parameter {name} must be a time such as 2026-03-01T00:00:00Z.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _point() -> Point:
    try:
        lat, lon = (float(part) for part in request.args["near"].split(","))
        return Point(lat, lon)
    except ValueError:
        raise BadParameter("The parameter near must be latitude,longitude in degrees.") from None


def _plain(thing: Thing) -> Thing:
    """The direct properties without what is nested."""
    return {name: value for name, value in thing.items() if not isinstance(value, (list, dict))}


def _minimal(thing: Thing) -> Thing:
    return {name: thing[name] for name in ("id", "name", "status") if name in thing}


def _whole(thing: Thing) -> Thing:
    return thing


def _page(found: list[Thing], show: Callable[[Thing], Thing]) -> Response:
    """One page of a list in the envelope of the standard, or one thing a line."""
    size = min(whole_number("per_page", USUAL_SIZE, least=1), MAX_SIZE)
    pages = max(1, -(-len(found) // size))
    number = whole_number("page", 1, least=1)
    kind = request.args.get("format", "json")
    if kind not in ("json", "ndjson"):
        raise BadParameter("The parameter format must be json or ndjson.")
    contents = [show(one) for one in found[(number - 1) * size : number * size]]
    if kind == "ndjson":
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in contents)
        return Response(lines, content_type="application/x-ndjson")
    return jsonify(
        total_items=len(found), total_pages=pages, page_number=number, size=len(contents), first_page=number == 1,
        last_page=number >= pages, empty=not contents, contents=contents,
    )  # fmt: skip
