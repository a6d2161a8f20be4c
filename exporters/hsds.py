"""HSDS 3.0 (Human Services Data Specification): offers as services of organizations at locations, ready as JSON.

Ids are made from our keys, so that they stay from one version to the next and tell nothing about the database. What
nobody knows is left out. Topics, groups, formats, neutrality and origin are attributes with terms of taxonomies.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from exporters.content import Export, properties
from model.hours import HoursError, parse
from model.hours.weekly import weekly_times
from model.offer import Offer
from model.place import Place
from model.region import Region
from model.vocabulary import Vocabulary

Thing = dict[str, Any]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: our vocabularies that become taxonomies, with the field of an offer that holds their values
FACETS = {"topics": "topics", "phases": "phases", "audiences": "audiences", "formats": "formats", "funding": "funding"}
#: taxonomies of our own: name -> terms, each with what it says
OWN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "neutrality": ("Wie unabhängig Beratung von Anbietern ist, als Stufe aus datierten Belegen", {
        "A": "Träger ist unabhängig und verkauft keine Kurse",
        "B": "Eigene Angebote mit festen Regeln, oder eine Quelle nennt die Beratung neutral",
        "C": "An einen Anbieter gebunden",
        "unchecked": "Noch nicht geprüft",
    }),
    "kind": ("Ob beraten oder unterrichtet wird", {"counselling": "Beratung", "learning": "Lernangebot"}),
    "origin": ("Woher die Angaben sind", {
        "source": "Quelle", "source_as_of": "Stand der Quelle", "licence": "Lizenz", "attribution": "Namensnennung",
        "region": "Schlüssel der Region", "timezone": "Zeitzone", "precision": "Genauigkeit des Punktes",
    }),
}  # fmt: skip
_COSTS = {"free": "kostenfrei", "paid": "kostenpflichtig", "first_free": "Erstberatung kostenfrei"}
_APPOINTMENTS = {"required": "Nur mit Termin", "possible": "Mit oder ohne Termin", "not_needed": "Ohne Termin"}
_WHEELCHAIR = {"yes": "Mit Rollstuhl zugänglich", "limited": "Teilweise zugänglich", "no": "Nicht zugänglich"}


def identity(kind: str, *parts: str) -> str:
    """The id of a thing, always the same for the same key."""
    return str(uuid5(NAMESPACE_URL, "|".join(("bildungsberatungslandkarte", kind, *parts))))


def taxonomies(vocabulary: Vocabulary) -> list[Thing]:
    """All taxonomies: our vocabularies, and those of our own."""
    names = [(name, f"Die Wörter der Karte für {name}") for name in FACETS if vocabulary.terms(name)]
    return [{"id": identity("taxonomy", name), "name": name, "description": words}
            for name, words in (*names, *((name, words) for name, (words, _) in OWN.items()))]  # fmt: skip


def terms(vocabulary: Vocabulary) -> dict[str, Thing]:
    """All terms by id, each with its taxonomy."""
    told = [(name, slug, term.label_de, term.explanation_de) for name in FACETS
            for slug, term in vocabulary.terms(name).items()]  # fmt: skip
    told += [(name, slug, label, label) for name, (_, values) in OWN.items() for slug, label in values.items()]
    return {identity("term", name, slug): _term(name, slug, label, words) for name, slug, label, words in told}


def _term(taxonomy: str, slug: str, label: str, words: str) -> Thing:
    return {"id": identity("term", taxonomy, slug), "code": slug, "name": label or slug,
            "description": words or label or slug, "taxonomy": taxonomy, "language": "de",
            "taxonomy_id": identity("taxonomy", taxonomy)}  # fmt: skip


class Services:
    """Makes services of offers, with everything that belongs to them."""

    def __init__(self, export: Export, regions: Mapping[str, Region], vocabulary: Vocabulary) -> None:
        self._export, self._regions, self._vocabulary = export, regions, vocabulary
        self._terms = terms(vocabulary)

    def all(self) -> list[Thing]:
        """All services, in the order of their keys."""
        return [self.service(offer) for offer in self._export.offers]

    def service(self, offer: Offer) -> Thing:
        """One offer as a service, in full."""
        own = identity("service", offer.key)
        checked = offer.verification
        return _said({
            "id": own,
            "organization_id": organization_id(offer),
            "name": offer.name,
            "description": "\n\n".join(filter(None, (offer.summary, offer.description))),
            "url": _uri(offer.contact.website or offer.booking_url),
            "email": offer.contact.email,
            "status": "active" if offer.status == "published" else "inactive",
            "application_process": _APPOINTMENTS.get(offer.appointment, ""),
            "fees_description": offer.cost.note or _COSTS.get(offer.cost.kind, ""),
            "eligibility_description": offer.restriction,
            "assured_date": checked.on.isoformat() if checked else "",
            "last_modified": offer.edited_at.isoformat() if offer.edited_at else "",
            "organization": self.organization(offer),
            "phones": [{"id": identity("phone", offer.key), "number": offer.contact.phone, "service_id": own}]
            if offer.contact.phone else [],
            "schedules": self._schedules(offer, own),
            "languages": [{"id": identity("language", offer.key, one.code), "service_id": own, "code": one.code,
                           "name": self._vocabulary.label("languages", one.code),
                           **({"note": one.note or one.times} if one.note or one.times else {})}
                          for one in offer.languages],
            "cost_options": [{"id": identity("cost", offer.key), "service_id": own, "option": _COSTS["free"],
                              "amount": 0, "currency": "EUR"}] if offer.cost.kind == "free" else [],
            "required_documents": [{"id": identity("bring", offer.key), "service_id": own, "document": offer.bring}]
            if offer.bring else [],
            "service_at_locations": self._at_locations(offer, own),
            "attributes": self._attributes(offer, own),
        })  # fmt: skip

    def organization(self, offer: Offer) -> Thing:
        """Who offers it."""
        name = offer.provider.name or offer.name
        return _said({"id": organization_id(offer), "name": name, "description": name,
                      "website": _uri(offer.provider.website)})  # fmt: skip

    def _at_locations(self, offer: Offer, service: str) -> list[Thing]:
        place = offer.place
        if place is None:
            return []
        return [{
            "id": identity("service_at_location", offer.key), "service_id": service,
            "location_id": _location_id(offer, place), "location": self._location(offer, place),
        }]  # fmt: skip

    def _location(self, offer: Offer, place: Place) -> Thing:
        own, region = _location_id(offer, place), self._regions.get(offer.region)
        whole = bool(place.street and place.city and place.postcode and region and region.land)
        wheelchair = _WHEELCHAIR.get(offer.accessibility.wheelchair, "")
        note = offer.accessibility.note
        return _said({
            "id": own,
            "location_type": "physical",
            "name": place.name or place.address,
            "latitude": round(place.point.lat, 6) if place.point else None,
            "longitude": round(place.point.lon, 6) if place.point else None,
            "addresses": [_said({
                "id": identity("address", own), "location_id": own, "address_1": place.street_line, "city": place.city,
                "region": place.district, "state_province": region.land, "postal_code": place.postcode,
                "country": region.country.code, "address_type": "physical",
            })] if whole and region else [],
            "accessibility": [_said({"id": identity("accessibility", own), "location_id": own, "details": note,
                                     "description": wheelchair or note})] if wheelchair or note else [],
        })  # fmt: skip

    def _schedules(self, offer: Offer, service: str) -> list[Thing]:
        """The weekly times where they are the whole truth, else the words as they are; unknown hours give nothing."""
        if not offer.hours:
            return []
        try:
            times = weekly_times(parse(offer.hours))
        except HoursError:
            times = None
        if times is None:
            return [{"id": identity("schedule", offer.key, "0"), "service_id": service, "description": offer.hours}]
        return [
            {"id": identity("schedule", offer.key, str(number)), "service_id": service, "freq": "WEEKLY", "wkst": "MO",
             "byday": ",".join(DAYS[day] for day in one.days), "opens_at": f"{one.opens}:00",
             "closes_at": f"{one.closes}:00", "description": offer.hours}
            for number, one in enumerate(times)
        ]  # fmt: skip

    def _attributes(self, offer: Offer, service: str) -> list[Thing]:
        told = properties(offer, self._export.assessment(offer))
        found = [(name, slug, "") for name, field in FACETS.items() for slug in getattr(offer, field)]
        found.append(("kind", offer.kind, ""))
        if offer.kind == "counselling":
            evidence = ", ".join(filter(None, (told["neutrality_evidence"], told["neutrality_as_of"])))
            found.append(("neutrality", told["neutrality_grade"], evidence))
        region = self._regions.get(offer.region)
        names = ("source", "source_as_of", "licence", "attribution", "region", "precision")
        origin = {name: told[name] for name in names}
        origin["timezone"] = region.zone if region else ""
        found += [("origin", name, value) for name, value in origin.items() if value and value != "unknown"]
        return [self._attribute(offer, service, *one) for one in found if identity("term", *one[:2]) in self._terms]

    def _attribute(self, offer: Offer, service: str, taxonomy: str, slug: str, value: str) -> Thing:
        term = identity("term", taxonomy, slug)
        return _said({
            "id": identity("attribute", offer.key, taxonomy, slug), "link_id": service, "link_entity": "service",
            "link_type": taxonomy, "taxonomy_term_id": term, "value": value, "taxonomy_term": self._terms[term],
        })  # fmt: skip


def organization_id(offer: Offer) -> str:
    """The id of who offers it; where nobody is named each offer has an organization of its own."""
    return identity("organization", offer.provider.name or offer.key, offer.provider.website)


def write(export: Export, regions: Iterable[Region], vocabulary: Vocabulary) -> list[Thing]:
    """All services of an export in full."""
    return Services(export, {region.ags: region for region in regions}, vocabulary).all()


def _location_id(offer: Offer, place: Place) -> str:
    """The id of a place as this offer tells it: two that differ on how one gets in are two locations."""
    point = f"{place.point.lat:.6f},{place.point.lon:.6f}" if place.point else ""
    access = offer.accessibility
    told = (access.wheelchair, access.note) if access.wheelchair != "unknown" or access.note else ()
    return identity("location", place.name, place.address, place.district, point, *told)


def _uri(text: str) -> str:
    return text if text.startswith(("https://", "http://")) and " " not in text else ""


def _said(thing: Thing) -> Thing:
    """Only what is told."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
