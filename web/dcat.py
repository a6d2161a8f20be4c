"""The catalogue of this installation for data portals, at /dcat/catalog in three syntaxes."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, request

from exporters.dcat import About, Triple, catalogue, json_ld, rdf_xml, turtle
from web.cached import cached
from web.context import services
from web.open_data import whole

dcat = Blueprint("dcat", __name__, url_prefix="/dcat")


@dcat.get("/catalog.ttl")
def as_turtle() -> Response:
    """The catalogue as Turtle."""
    return _answer(turtle, "text/turtle; charset=utf-8")


@dcat.get("/catalog.jsonld")
def as_json() -> Response:
    """The catalogue as JSON-LD."""
    return _answer(json_ld, "application/ld+json")


@dcat.get("/catalog.rdf")
def as_xml() -> Response:
    """The catalogue as RDF/XML."""
    return _answer(rdf_xml, "application/rdf+xml")


def _answer(written: Callable[[Sequence[Triple]], str], media: str) -> Response:
    here, about = services(), []
    for region in here.regions():
        export = whole(here, region)
        edited = [offer.edited_at.date() for offer in export.offers if offer.edited_at]
        about.append(About(region, export.sources, max(edited, default=None)))
    return cached(written(catalogue(request.url_root.rstrip("/"), about)), media, for_all_sites=True)
