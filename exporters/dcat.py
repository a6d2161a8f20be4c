"""DCAT-AP.de 3.0: the catalogue of what this installation hands out, as Turtle, JSON-LD and RDF/XML."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from exporters.content import SourceLine
from model.region import Region

PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dcatap": "http://data.europa.eu/r5r/",
}
_EU = "http://publications.europa.eu/resource/authority"
_DE = "http://dcat-ap.de/def"
#: ending -> name of the format in the European list, media type of the Internet's list
FORMATS: Mapping[str, tuple[str, str]] = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "geojson": ("GEOJSON", "application/geo+json"),
    "gpkg": ("GPKG", "application/geopackage+sqlite3"),
    "kml": ("KML", "application/vnd.google-earth.kml+xml"),
}
#: how licences are written, and their name in the German list; several together are open in another way
LICENCES: Mapping[str, str] = {
    "dl-de/by-2-0": "dl-by-de/2.0", "dl-de/zero-2-0": "dl-zero-de/2.0", "cc by 4.0": "cc-by/4.0",
    "cc-by-4.0": "cc-by/4.0", "cc0": "cc-zero", "cc0-1.0": "cc-zero", "odbl 1.0": "odbl", "odbl-1.0": "odbl",
    "odbl": "odbl",
}  # fmt: skip
OTHER_OPEN, NOT_TOLD = "other-open", "other-closed"


class Iri(NamedTuple):
    """A thing by its address."""

    value: str


class Text(NamedTuple):
    """A value: a text in a language, or of a kind."""

    value: str
    lang: str = ""
    kind: str = ""


class Triple(NamedTuple):
    """One statement."""

    subject: str
    predicate: str
    object: Iri | Text


@dataclass(frozen=True)
class About:
    """What the catalogue should tell about a region."""

    region: Region
    sources: Sequence[SourceLine]
    modified: date | None


def catalogue(root: str, regions: Sequence[About]) -> list[Triple]:
    """All statements of the catalogue of an installation at an address."""
    own = f"{root}/dcat/catalog"
    agent = f"{own}#publisher"
    publisher = next((one.region.imprint["body"] for one in regions if one.region.imprint.get("body")), "")
    found = list(_about(own, "dcat:Catalog", "Bildungsberatungslandkarte",
                        "Beratungs- und Lernangebote mit Quelle, Lizenz und Neutralität.", agent))  # fmt: skip
    found += [Triple(agent, "rdf:type", Iri("foaf:Agent")),
              Triple(agent, "foaf:name", Text(publisher or "Bildungsberatungslandkarte"))]  # fmt: skip
    found.append(Triple(own, "foaf:homepage", Iri(f"{root}/")))
    for one in regions:
        found.append(Triple(own, "dcat:dataset", Iri(_dataset_of(root, one.region))))
        found += _dataset(root, one, agent)
    for name, title in (("ogc", "OGC API – Features"), ("hsds", "HSDS 3.0"), ("api/v1", "JSON-Schnittstelle")):
        found += _service(root, name, title, agent, regions)
        found.append(Triple(own, "dcat:service", Iri(f"{own}#{name.replace('/', '-')}")))
    return found


def _dataset_of(root: str, region: Region) -> str:
    return f"{root}/{region.slug}/daten#daten"


def _about(own: str, kind: str, title: str, description: str, publisher: str) -> Iterator[Triple]:
    yield Triple(own, "rdf:type", Iri(kind))
    yield Triple(own, "dct:title", Text(title, "de"))
    yield Triple(own, "dct:description", Text(description, "de"))
    yield Triple(own, "dct:publisher", Iri(publisher))


def _dataset(root: str, about: About, publisher: str) -> Iterator[Triple]:
    region = about.region
    own, contact = _dataset_of(root, region), f"{root}/{region.slug}/daten#kontakt"
    words = f"Beratungs- und Lernangebote in {region.name}, jedes mit Quelle, Lizenz und Stand."
    yield from _about(own, "dcat:Dataset", f"Bildungsberatung {region.name}", words, publisher)
    yield Triple(own, "dcat:contactPoint", Iri(contact))
    yield Triple(contact, "rdf:type", Iri("vcard:Organization"))
    yield Triple(contact, "vcard:fn", Text(region.bureau.get("name") or f"Bildungsberatung {region.name}"))
    if email := region.bureau.get("email", ""):
        yield Triple(contact, "vcard:hasEmail", Iri(f"mailto:{email}"))
    yield Triple(contact, "vcard:hasURL", Iri(f"{root}/{region.slug}/"))
    for word in ("Bildungsberatung", "Weiterbildung", "Neutralität", region.name):
        yield Triple(own, "dcat:keyword", Text(word, "de"))
    yield Triple(own, "dcat:theme", Iri(f"{_EU}/data-theme/EDUC"))
    yield Triple(own, "dcatap:availability", Iri(f"{_EU}/planned-availability/AVAILABLE"))
    yield Triple(own, "dct:accrualPeriodicity", Iri(f"{_EU}/frequency/CONT"))
    yield Triple(own, "dcat:landingPage", Iri(f"{root}/{region.slug}/daten"))
    if about.modified:
        yield Triple(own, "dct:modified", Text(about.modified.isoformat(), kind="xsd:date"))
    yield from _where(own, region)
    for ending in FORMATS:
        yield from _distribution(root, about, ending, own)


def _where(own: str, region: Region) -> Iterator[Triple]:
    """Which area it is about, in the keys of the German list where it has one."""
    if region.country.is_germany and region.ags.isdigit():
        key = f"districtKey/{region.ags[:5]}" if len(region.ags) == 5 else f"municipalityKey/{region.ags}"
        yield Triple(own, "dct:spatial", Iri(f"{_DE}/politicalGeocoding/{key}"))
        level = "municipality" if len(region.ags) == 8 else "administrativeDistrict"
        yield Triple(own, "dcatde:politicalGeocodingLevelURI", Iri(f"{_DE}/politicalGeocoding/Level/{level}"))


def _distribution(root: str, about: About, ending: str, dataset: str) -> Iterator[Triple]:
    region, (name, media) = about.region, FORMATS[ending]
    own, file = f"{dataset}-{ending}", f"{root}/{region.slug}/daten/offers.{ending}"
    yield Triple(dataset, "dcat:distribution", Iri(own))
    yield Triple(own, "rdf:type", Iri("dcat:Distribution"))
    yield Triple(own, "dct:title", Text(f"Bildungsberatung {region.name}, {name}", "de"))
    yield Triple(own, "dcat:accessURL", Iri(file))
    yield Triple(own, "dcat:downloadURL", Iri(file))
    yield Triple(own, "dct:format", Iri(f"{_EU}/file-type/{name}"))
    yield Triple(own, "dcat:mediaType", Iri(f"http://www.iana.org/assignments/media-types/{media}"))
    yield Triple(own, "dct:license", Iri(f"{_DE}/licenses/{licence_of(about.sources)}"))
    named = "; ".join(dict.fromkeys(one.attribution or one.source for one in about.sources))
    if named:
        yield Triple(own, "dcatde:licenseAttributionByText", Text(named, "de"))


def licence_of(sources: Sequence[SourceLine]) -> str:
    """The licence of a file in the German list: that of its sources if they share one, else open in another way.

    While one of the sources tells no licence, nobody may take the file for open.
    """
    if any(not one.licence.strip() for one in sources):
        return NOT_TOLD
    found = {LICENCES.get(one.licence.strip().casefold(), OTHER_OPEN) for one in sources}
    return found.pop() if len(found) == 1 else OTHER_OPEN


def _service(root: str, name: str, title: str, publisher: str, regions: Sequence[About]) -> Iterator[Triple]:
    own = f"{root}/dcat/catalog#{name.replace('/', '-')}"
    described = {"ogc": "ogc/api", "hsds": "hsds/openapi.json", "api/v1": "api/v1/openapi.json"}[name]
    yield from _about(own, "dcat:DataService", title, f"{title}: alle Angebote für Programme.", publisher)
    yield Triple(own, "dcat:endpointURL", Iri(f"{root}/{name}/"))
    yield Triple(own, "dcat:endpointDescription", Iri(f"{root}/{described}"))
    for one in regions:
        yield Triple(own, "dcat:servesDataset", Iri(_dataset_of(root, one.region)))


def full(name: str) -> str:
    """A short name such as dcat:Dataset, or an address, as an address."""
    prefix, colon, rest = name.partition(":")
    return PREFIXES[prefix] + rest if colon and prefix in PREFIXES and not rest.startswith("//") else name


def turtle(triples: Sequence[Triple]) -> str:
    """The statements as Turtle."""
    lines = [f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items()]
    lines += [f"<{_iri(one.subject)}> <{full(one.predicate)}> {_turtle(one.object)} ." for one in triples]
    return "\n".join(lines) + "\n"


def _turtle(value: Iri | Text) -> str:
    if isinstance(value, Iri):
        return f"<{_iri(full(value.value))}>"
    more = f"@{value.lang}" if value.lang else f"^^<{full(value.kind)}>" if value.kind else ""
    return json.dumps(value.value, ensure_ascii=False) + more


def _iri(text: str) -> str:
    """An address with what may not stand in one written as per cent."""
    return "".join(char if char > " " and char not in '<>"{}|^`\\' else f"%{ord(char):02X}" for char in text)


def json_ld(triples: Sequence[Triple]) -> str:
    """The statements as JSON-LD in its plainest form."""
    things: dict[str, dict[str, list[object]]] = {}
    for subject, predicate, value in triples:
        thing = things.setdefault(_iri(subject), {})
        if predicate == "rdf:type":
            thing.setdefault("@type", []).append(full(value.value))
        elif isinstance(value, Iri):
            thing.setdefault(full(predicate), []).append({"@id": _iri(full(value.value))})
        else:
            told = {"@value": value.value, "@language": value.lang, "@type": full(value.kind) if value.kind else ""}
            thing.setdefault(full(predicate), []).append({name: text for name, text in told.items() if text})
    return json.dumps([{"@id": name, **thing} for name, thing in things.items()], ensure_ascii=False, indent=1) + "\n"


def rdf_xml(triples: Sequence[Triple]) -> str:
    """The statements as RDF/XML."""
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF {spaces}>"]
    for subject, predicate, value in triples:
        about = f"<rdf:Description rdf:about={quoteattr(_iri(subject))}>"
        if isinstance(value, Iri):
            told = f"<{predicate} rdf:resource={quoteattr(_iri(full(value.value)))}/>"
        else:
            kind = f' rdf:datatype="{full(value.kind)}"' if value.kind else ""
            more = f' xml:lang="{value.lang}"' if value.lang else kind
            told = f"<{predicate}{more}>{escape(value.value)}</{predicate}>"
        lines.append(f"{about}{told}</rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>"]) + "\n"
