"""The OpenAPI 3.0 document of OGC API – Features. A parameter stands in it only if items are really filtered by it."""

from collections.abc import Mapping, Sequence
from typing import Any

from model.offer import COSTS, KINDS

USUAL_LIMIT, MAX_LIMIT = 100, 1_000
_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean", "default": False}
#: what items are filtered by: schema and explanation. Map programs do not filter again by what they find here.
FILTERS: Mapping[str, tuple[dict[str, Any], str]] = {
    "kind": ({"type": "string", "enum": list(KINDS)}, "counselling or learning"),
    "cost": ({"type": "string", "enum": list(COSTS)}, "what it costs"),
    "topic": (_TEXT, "one of its topics, a value of /api/v1/vocabulary"),
    "audience": (_TEXT, "a group to which it is restricted, a value of /api/v1/vocabulary"),
    "language": (_TEXT, "a language in which one is advised, as its code"),
    "format": (_TEXT, "how one is advised, a value of /api/v1/vocabulary"),
    "neutral": (_FLAG, "only counselling that counts as neutral"),
    "accessible": (_FLAG, "only what one can get into with a wheelchair, wholly or in part"),
}


def document(root: str, collections: Sequence[str]) -> dict[str, Any]:
    """The whole document, for an interface at an address."""
    known = {"type": "string", "enum": list(collections)}
    name = {"name": "collectionId", "in": "path", "required": True, "schema": known}
    one = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    paths: dict[str, Any] = {
        "/": _get("getLandingPage", "Landing page", []),
        "/conformance": _get("getConformance", "What this interface conforms to", []),
        "/api": _get("getApi", "This document", []),
        "/collections": _get("getCollections", "The collections", []),
        "/collections/{collectionId}": _get("getCollection", "One collection", [name]),
        "/collections/{collectionId}/queryables": _get("getQueryables", "What items can be filtered by", [name]),
        "/collections/{collectionId}/items": _get("getItems", "Offers", [name, *_items()], "application/geo+json"),
        "/collections/{collectionId}/items/{featureId}": _get(
            "getItem", "One offer", [name, one], "application/geo+json"
        ),
    }
    # Map programs look for the parameters under the name of the collection itself.
    for each in collections:
        paths[f"/collections/{each}/items"] = _get(f"getItems_{each}", "Offers", _items(), "application/geo+json")
    return {
        "openapi": "3.0.3",
        "info": {"title": "Bildungsberatungslandkarte, OGC API – Features", "version": "1.0.0"},
        "servers": [{"url": root}],
        "paths": paths,
        "components": {"schemas": {"exception": {
            "type": "object", "required": ["code"],
            "properties": {"code": {"type": "string"}, "description": {"type": "string"}},
        }}},
    }  # fmt: skip


def _items() -> list[dict[str, Any]]:
    """The parameters of a page of items."""
    bbox = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": USUAL_LIMIT}
    return [
        {"name": "bbox", "in": "query", "required": False, "style": "form", "explode": False, "schema": bbox},
        {"name": "datetime", "in": "query", "required": False, "schema": _TEXT,
         "description": "the day on which an offer was last changed"},
        {"name": "limit", "in": "query", "required": False, "style": "form", "explode": False, "schema": limit},
        {"name": "offset", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 0}},
        *({"name": name, "in": "query", "required": False, "schema": schema, "description": words}
          for name, (schema, words) in FILTERS.items()),
    ]  # fmt: skip


def _get(
    operation: str, words: str, parameters: list[dict[str, Any]], kind: str = "application/json"
) -> dict[str, Any]:
    wrong = {"application/json": {"schema": {"$ref": "#/components/schemas/exception"}}}
    return {"get": {
        "operationId": operation, "summary": words, "parameters": parameters,
        "responses": {
            "200": {"description": words, "content": {kind: {"schema": {"type": "object"}}}},
            "400": {"description": "A parameter that is not known or cannot be used", "content": wrong},
            "404": {"description": "Not there", "content": wrong},
        },
    }}  # fmt: skip
