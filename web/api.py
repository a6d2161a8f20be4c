"""The JSON interface, version 1. Addresses travel in bodies, never in URLs, and are never logged or stored."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from actions.find_offers import find_near_address, find_near_point
from model.query import Query, check_query
from web import as_json, inputs
from web.context import services
from web.moved import not_there
from web.openapi import document
from web.origin import in_region_first

api = Blueprint("api", __name__, url_prefix="/api/v1")
MAX_SUGGESTIONS = 20


@api.post("/nearest")
def nearest() -> Response:
    """The nearest offers to an address or a point."""
    body = inputs.json_body(("near", *inputs.QUERY_FIELDS))
    near = body.get("near")
    if not isinstance(near, dict):
        raise inputs.bad("near", 'The field near must be {"address": "…"} or {"lat": …, "lon": …}.')
    found_by = services()
    region = inputs.region(body)
    query = inputs.query_of(body, region, found_by.clock)
    if "address" in near:
        address = inputs.text(near, "address", required=True)
        found = find_near_address(found_by.finder, found_by.geocoder, query, address, region)
    else:
        found = find_near_point(found_by.finder, query, inputs.point(near))
    answer = found.answer
    return jsonify(
        origin=as_json.origin(in_region_first(found.origin, region)),
        hits=[as_json.hit(hit, found_by.finder.region) for hit in answer.hits],
        remote=[as_json.hit(hit, found_by.finder.region) for hit in answer.remote],
        nearer_not_neutral=[as_json.hit(hit, found_by.finder.region) for hit in answer.nearer_not_neutral],
        total=answer.total,
        total_remote=answer.total_remote,
        widened=answer.widened,
    )


@api.post("/geocode")
def geocode() -> Response:
    """The place somebody means, as exactly as it is known."""
    body = inputs.json_body(("q", "region"))
    region = inputs.region(body)
    query = inputs.text(body, "q", required=True)
    match = services().geocoder.find(query, region.box if region else None)
    return jsonify(as_json.origin(in_region_first(match, region)))


@api.post("/suggest")
def suggest() -> Response:
    """Completions for the beginning of a place's name."""
    body = inputs.json_body(("q", "limit", "region"))
    limit = inputs.number(body, "limit", 8) or 0
    if not 1 <= limit <= MAX_SUGGESTIONS or int(limit) != limit:
        raise inputs.bad("limit", f"The limit must be a whole number from 1 to {MAX_SUGGESTIONS}.")
    region = inputs.region(body)
    lines = services().geocoder.suggest(inputs.text(body, "q"), region.box if region else None, int(limit))
    return jsonify(suggestions=[{"text": line.text, "kind": line.kind, "city": line.city} for line in lines])


@api.get("/offers")
def offers() -> Response:
    """All offers that fit, page by page."""
    body = _known_args((*inputs.QUERY_FIELDS, "bbox", "cursor"))
    region = inputs.region(body)
    query = _checked(replace(inputs.query_of({"limit": 50, **body}, region, services().clock), near=None))
    box = inputs.box(body["bbox"]) if body.get("bbox") else None
    finder = services().finder
    hits, onwards = finder.page(query, box, inputs.text(body, "cursor"), query.limit)
    return _cached(jsonify(offers=[as_json.offer(hit, finder.region) for hit in hits], cursor=onwards or None))


@api.get("/offers/<path:key>")
def offer(key: str) -> Response:
    """One offer."""
    found = services().store.offer(key)
    if found is None or found.status != "published":
        not_there(key)
    finder = services().finder
    return _cached(jsonify(as_json.offer(finder.hit(found), finder.region)))


@api.get("/clusters")
def clusters() -> Response:
    """What a map shows in a box: places and groups of places, with their number of offers."""
    body = _known_args((*inputs.QUERY_FIELDS, "bbox", "zoom"))
    region = inputs.region(body)
    query = _checked(inputs.query_of({**body, "limit": 20}, region, services().clock))
    if not body.get("bbox"):
        raise inputs.bad("bbox", "The parameter bbox is missing: west,south,east,north.")
    zoom = inputs.number(body, "zoom", 12)
    if zoom is None or not 0 <= zoom <= 22:
        raise inputs.bad("zoom", "The zoom must be a number from 0 to 22.")
    finder = services().finder
    groups = finder.clusters(query, inputs.box(body["bbox"]), round(zoom))
    return _cached(jsonify(clusters=[as_json.group(group, finder.region) for group in groups]))


@api.get("/vocabulary")
def vocabulary() -> Response:
    """The words that topics, audiences, languages, formats and the rest may take."""
    lists = services().vocabulary.lists
    return _cached(jsonify({name: [as_json.term(term) for term in terms.values()] for name, terms in lists.items()}))


@api.get("/regions")
def regions() -> Response:
    """The regions of this installation."""
    return _cached(jsonify(regions=[as_json.region(region) for region in services().regions()]))


@api.get("/openapi.json")
def openapi() -> Response:
    """The description of this interface."""
    return _cached(jsonify(document(services().vocabulary)))


def _known_args(allowed: tuple[str, ...]) -> dict[str, Any]:
    for name in request.args:
        if name not in allowed:
            raise inputs.bad(name[:60], f"The parameter {name[:60]!r} is not known. Known are: {', '.join(allowed)}.")
    return inputs.args_body()


def _checked(query: Query) -> Query:
    return check_query(query, services().vocabulary)


def _cached(response: Response) -> Response:
    """Let clients keep an answer as long as asking again would give the same one."""
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)

