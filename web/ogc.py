"""OGC API – Features, part 1 (1.0): the offers for map programs such as QGIS, at /ogc/.

There is a collection of all offers and one of each region. An offer without a point has no geometry and, as the
standard asks, matches every box. `datetime` looks at the day on which an offer was last changed.
"""

from collections.abc import Callable
from datetime import UTC
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from exporters.geojson import feature
from geo.point import Box
from model.query import Query, QueryError, check_query
from model.region import Region
from search.answer import Hit
from web.context import services
from web.errors import NotFound, WebError
from web.moved import not_there
from web.ogc_document import FILTERS, MAX_LIMIT, USUAL_LIMIT, document
from web.ogc_request import BadParameter, Interval, bbox_of, flag_of, interval_of, whole_number

ogc = Blueprint("ogc", __name__, url_prefix="/ogc")
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMS = (f"{_PART_1}/core", f"{_PART_1}/oas30", f"{_PART_1}/geojson")
ALL = "offers"
GEOJSON, OPENAPI = "application/geo+json", "application/vnd.oai.openapi+json;version=3.0"
#: parameters of a page of items beside the filters
PAGE = frozenset({"bbox", "limit", "offset", "datetime", "f"})


def page(path: str, *also: str, allowed: frozenset[str] = frozenset({"f"})) -> Callable[[Any], Any]:
    """A page of the interface, with errors as the standard writes them, and parameters it does not know refused."""

    def decorate(view: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(view)
        def answer(**values: str) -> Response:
            try:
                if unknown := sorted(set(request.args) - allowed):
                    raise BadParameter(f"The parameter {unknown[0]!r} is not known here.")
                if request.args.get("f", "json") not in ("json", "geojson"):
                    raise BadParameter("The parameter f may be json only.")
                response = view(**values)
            except (BadParameter, QueryError) as error:
                response = _error(400, str(error))
            except WebError as error:
                response = _error(error.status, error.sentence_en)
            except RequestRedirect:
                raise
            except HTTPException as error:
                response = _error(error.code or 500, error.description or "")
            response.headers["Access-Control-Allow-Origin"] = "*"
            return response

        for one in (path, *also):
            ogc.add_url_rule(one, view.__name__, answer, methods=["GET"], strict_slashes=False)
        return answer

    return decorate


@page("/", "")
def landing() -> Response:
    """Where everything is."""
    return jsonify(
        title="Bildungsberatungslandkarte",
        description="Beratungs- und Lernangebote mit Quelle, Lizenz und Neutralität.",
        links=[
            _link("self", "", "application/json", "This page"),
            _link("service-desc", "/api", OPENAPI, "The interface as OpenAPI 3.0"),
            _link("conformance", "/conformance", "application/json", "What this interface conforms to"),
            _link("data", "/collections", "application/json", "The collections"),
        ],
    )


@page("/conformance")
def conformance() -> Response:
    """What this interface conforms to."""
    return jsonify(conformsTo=list(CONFORMS))


@page("/api")
def api() -> Response:
    """The interface as OpenAPI 3.0."""
    ids = [ALL, *(_id_of(region) for region in services().regions())]
    response = jsonify(document(_root(), ids))
    response.headers["Content-Type"] = OPENAPI
    return response


@page("/collections")
def collections() -> Response:
    """All collections."""
    regions = services().regions()
    return jsonify(
        links=[_link("self", "/collections", "application/json", "The collections")],
        collections=[_collection(None), *(_collection(region) for region in regions)],
    )


@page("/collections/<name>")
def collection(name: str) -> Response:
    """One collection."""
    return jsonify(_collection(_region_of(name)))


@page("/collections/<name>/queryables")
def queryables(name: str) -> Response:
    """What items can be filtered by."""
    _region_of(name)
    response = jsonify({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "title": name,
        "$id": f"{_root()}/collections/{name}/queryables",
        "properties": {one: {"title": one, **schema} for one, (schema, _) in FILTERS.items()},
    })  # fmt: skip
    response.headers["Content-Type"] = "application/schema+json"
    return response


@page("/collections/<name>/items", allowed=PAGE | frozenset(FILTERS))
def items(name: str) -> Response:
    """Some of the offers of a collection, and the way to the next."""
    region = _region_of(name)
    limit = min(whole_number("limit", USUAL_LIMIT, least=1), MAX_LIMIT)
    offset = whole_number("offset", 0, least=0)
    total, hits = _found(_query(region), bbox_of("bbox"), interval_of("datetime"), offset, limit)
    links = [_here("self", offset), _link("collection", f"/collections/{name}", "application/json", "The collection")]
    if offset + len(hits) < total:
        links.append(_here("next", offset + len(hits)))
    response = jsonify(
        type="FeatureCollection", features=[feature(hit.offer, hit.assessment) for hit in hits], links=links,
        numberMatched=total, numberReturned=len(hits), timeStamp=_now(),
    )  # fmt: skip
    response.headers["Content-Type"] = GEOJSON
    return response


@page("/collections/<name>/items/<path:key>")
def item(name: str, key: str) -> Response:
    """One offer."""
    region, here = _region_of(name), services()
    offer = here.store.offer(key)
    if offer is None or offer.status != "published" or (region and offer.region != region.ags):
        not_there(key)
    told = feature(offer, here.finder.hit(offer).assessment)
    told["links"] = [
        _link("self", f"/collections/{name}/items/{key}", GEOJSON, offer.name),
        _link("collection", f"/collections/{name}", "application/json", "The collection"),
    ]
    response = jsonify(told)
    response.headers["Content-Type"] = GEOJSON
    return response


def _found(query: Query, box: Box | None, interval: Interval | None, offset: int, limit: int) -> tuple[int, list[Hit]]:
    finder = services().finder
    if interval is None:
        return finder.window(query, box, offset, limit)
    _, hits = finder.window(query, box, 0, None)
    changed = [hit for hit in hits if hit.offer.edited_at is None or interval.holds(hit.offer.edited_at)]
    return len(changed), changed[offset : offset + limit]


def _query(region: Region | None) -> Query:
    """The filters of a request as a question to the finder."""
    given = {name: request.args[name] for name in FILTERS if name in request.args}
    query = Query(
        region=region.ags if region else None,
        kind=given.get("kind"),  # type: ignore[arg-type]  # checked below
        neutral=flag_of("neutral"),
        wheelchair=flag_of("accessible"),
        costs=(given["cost"],) if "cost" in given else (),  # type: ignore[arg-type]
        **{f"{name}s": (given[name],) for name in ("topic", "language", "format", "audience") if name in given},
    )
    return check_query(query, services().vocabulary)


def _region_of(name: str) -> Region | None:
    """The region of a collection, None for that of all offers."""
    if name == ALL:
        return None
    found = next((region for region in services().regions() if _id_of(region) == name), None)
    if found is None:
        raise NotFound("Diese Sammlung gibt es nicht.", f"There is no collection {name!r}.")
    return found


def _id_of(region: Region) -> str:
    return f"{ALL}-{region.slug}"


def _collection(region: Region | None) -> dict[str, Any]:
    name = _id_of(region) if region else ALL
    boxes = [one.box for one in ([region] if region else services().regions())]
    edges = [(box.west, box.south, box.east, box.north) for box in boxes]
    corners = [pick(column) for pick, column in zip((min, min, max, max), zip(*edges, strict=True), strict=True)]
    told: dict[str, Any] = {
        "id": name,
        "title": f"Bildungsberatung {region.name}" if region else "Bildungsberatung, alle Regionen",
        "description": "Beratungs- und Lernangebote, jedes mit Quelle und Lizenz.",
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            _link("self", f"/collections/{name}", "application/json", "This collection"),
            _link("items", f"/collections/{name}/items", GEOJSON, "The offers"),
        ],
    }
    if corners:
        told["extent"] = {"spatial": {"bbox": [corners], "crs": CRS84}}
    return told


def _root() -> str:
    return request.url_root.rstrip("/") + "/ogc"


def _link(rel: str, path: str, kind: str, title: str) -> dict[str, str]:
    return {"href": _root() + (path or "/"), "rel": rel, "type": kind, "title": title}


def _here(rel: str, offset: int) -> dict[str, str]:
    """This page of items with another beginning."""
    values = [(name, value) for name, value in request.args.items(multi=True) if name != "offset"]
    if offset:
        values.append(("offset", str(offset)))
    query = f"?{urlencode(values)}" if values else ""
    return {"href": request.base_url + query, "rel": rel, "type": GEOJSON, "title": "Offers"}


def _now() -> str:
    return services().clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _error(status: int, sentence: str) -> Response:
    response = jsonify(code=str(status), description=sentence)
    response.status_code = status
    return response

