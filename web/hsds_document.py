"""What the HSDS interface says of itself: its parameters, its OpenAPI document and its profile."""

from collections.abc import Mapping, Sequence
from typing import Any

_LIST = ("search", "page", "per_page", "format")
_TERMS = ("taxonomy_term_id", "taxonomy_id")
#: the parameters of each list
LISTS: Mapping[str, Sequence[str]] = {
    "services": (*_LIST, *_TERMS, "organization_id", "modified_after", "minimal", "full", "region", "near", "radius"),
    "organizations": (*_LIST, *_TERMS, "full", "full_service"),
    "service_at_locations": (*_LIST, *_TERMS, "organization_id", "modified_after", "full", "postcode", "proximity"),
    "taxonomies": _LIST,
    "taxonomy_terms": (*_LIST, "taxonomy_id", "top_only", "parent_id"),
}
_WORDS = {
    "search": "words that occur in name or description", "page": "the number of the page, from 1",
    "per_page": "how many on a page, at most 500", "format": "json or ndjson",
    "taxonomy_term_id": "only what has this term", "taxonomy_id": "only what has a term of this taxonomy",
    "organization_id": "only what this organization offers", "modified_after": "only what changed after this time",
    "minimal": "only id, name and status", "full": "with everything that is nested",
    "full_service": "with all services in full", "postcode": "only at places with this postcode",
    "proximity": "metres around the postcode", "top_only": "only terms without a parent",
    "parent_id": "only terms below this one", "region": "beyond the standard: AGS or short name of a region",
    "near": "beyond the standard: latitude,longitude",
    "radius": "beyond the standard: metres around near, 5000 if left out",
}  # fmt: skip
_WHOLE = frozenset({"page", "per_page", "proximity", "radius"})
_FLAGS = frozenset({"minimal", "full", "full_service", "top_only"})
#: JSON merge patches after RFC 7386 for the schemas of the standard
PROFILE: Mapping[str, Any] = {
    "name": "profile-de-bildungsberatung",
    "version": "1.0.0",
    "description": "Languages have codes, counselling tells how neutral it is, and each service names its licence.",
    "schema": {
        "language.json": {"required": ["id", "code"]},
        "service.json": {"required": ["id", "name", "status", "attributes"]},
        "attribute.json": {"required": ["id", "taxonomy_term_id"]},
    },
}


def document(root: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    paths: dict[str, Any] = {"/": _get("Version and profile", [])}
    for name, parameters in LISTS.items():
        paths[f"/{name}"] = _get(f"A page of {name}", [_parameter(one) for one in parameters])
        own = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        paths[f"/{name}/{{id}}"] = _get(f"One of {name}", [own])
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bildungsberatungslandkarte, HSDS 3.0", "version": "3.0",
                 "license": {"name": "per record, see the attributes of the taxonomy origin"}},
        "servers": [{"url": root}],
        "paths": paths,
    }  # fmt: skip


def _parameter(name: str) -> dict[str, Any]:
    kind = "integer" if name in _WHOLE else "boolean" if name in _FLAGS else "string"
    return {"name": name, "in": "query", "required": False, "description": _WORDS[name], "schema": {"type": kind}}


def _get(words: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {"get": {"summary": words, "parameters": parameters, "responses": {
        "200": {"description": words, "content": {"application/json": {"schema": {"type": "object"}}}},
        "400": {"description": "A parameter that is not known or cannot be used"},
        "404": {"description": "Not there"},
    }}}  # fmt: skip
