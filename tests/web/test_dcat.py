"""DCAT-AP.de: the catalogue conforms to the official shapes, and is the same in all three syntaxes."""

from dataclasses import replace

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from rdflib.compare import isomorphic

from exporters.content import SourceLine
from exporters.dcat import licence_of
from tests.desk import services_of

SHAPES = ("dcat-ap-SHACL-DE.ttl", "dcat-ap-spec-german-additions.ttl", "dcat-ap-de-deprecated.ttl")


@pytest.fixture
def graph(app, client) -> Graph:
    store = services_of(app).store
    region = store.region("05112")
    odd = {"name": 'Büro "Bildung" <&>', "email": "bildung@stadt.example"}
    with store.write("test", "region") as writer:
        writer.save_region(replace(region, bureau=odd, imprint={"body": "Stadt Duisburg"}))
    return Graph().parse(data=client.get("/dcat/catalog.ttl").text, format="turtle")


def test_the_catalogue_conforms_to_the_official_shapes(graph, shared_data):
    shapes = Graph()
    for name in SHAPES:
        shapes.parse(shared_data / "dcat" / name, format="turtle")
    conforms, _, words = validate(graph, shacl_graph=shapes, allow_warnings=False)
    assert conforms, words
    graph.remove((None, DCTERMS.license, None))
    assert not validate(graph, shacl_graph=shapes)[0], "the shapes do not look at what they should"


def test_all_syntaxes_tell_the_same(graph, client):
    for ending, form, media in (("jsonld", "json-ld", "application/ld+json"), ("rdf", "xml", "application/rdf+xml")):
        answer = client.get(f"/dcat/catalog.{ending}")
        assert answer.mimetype == media
        assert isomorphic(graph, Graph().parse(data=answer.text, format=form)), ending


def test_every_file_and_interface_that_is_named_is_there(graph, client):
    files = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    ends = {str(url) for url in graph.objects(None, DCAT.endpointDescription)}
    pages = {str(url) for url in graph.objects(None, DCAT.landingPage)}
    assert len(files) == 5 and len(ends) == 3
    for url in files | ends | pages:
        assert client.get(url.removeprefix("http://localhost")).status_code == 200, url


def test_what_is_mandatory_is_told(graph):
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.spatial, DCTERMS.modified):
        assert graph.value(dataset, predicate) is not None, predicate
    assert graph.value(dataset, DCTERMS.spatial) == URIRef("http://dcat-ap.de/def/politicalGeocoding/districtKey/05112")
    for distribution in graph.subjects(RDF.type, DCAT.Distribution):
        assert str(graph.value(distribution, DCTERMS.license)).startswith("http://dcat-ap.de/def/licenses/")


def test_a_file_has_the_licence_of_its_sources_only_if_they_share_one():
    one, other = SourceLine("a", "ODbL 1.0", "", 1), SourceLine("b", "dl-de/by-2-0", "", 1)
    assert (licence_of([one]), licence_of([other]), licence_of([one, other])) == ("odbl", "dl-by-de/2.0", "other-open")
    assert licence_of([one, SourceLine("c", "", "Zeitung", 1)]) == "other-closed"


def test_a_portal_that_has_it_already_is_told_so(client):
    first = client.get("/dcat/catalog.ttl")
    assert client.get("/dcat/catalog.ttl", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get("/dcat/catalog.xyz").status_code == 404 and client.post("/dcat/catalog.ttl").status_code == 405
