"""Offers, hits and origins as plain values for programs."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from geo.match import Candidate, Match
from model.hours import HoursError, parse
from model.neutrality_words import why
from model.offer import Offer
from model.place import Place, Stop
from model.region import Region
from model.vocabulary import Term
from search.answer import Group, Hit


def origin(match: Match) -> dict[str, Any]:
    """Where a search began."""
    return {
        "lat": match.point.lat if match.point else None,
        "lon": match.point.lon if match.point else None,
        "precision": match.precision,
        "label": match.label,
        "kind": match.kind,
        "ambiguous": match.ambiguous,
        "radius_m": round(match.radius_m),
        "missing": list(match.missing),
        "candidates": [candidate(one) for one in match.candidates],
    }


def candidate(one: Candidate) -> dict[str, Any]:
    """A place that may have been meant."""
    return {
        "label": one.label, "lat": one.point.lat, "lon": one.point.lon, "precision": one.precision, "kind": one.kind,
        "city": one.city, "radius_m": round(one.radius_m),
    }  # fmt: skip


def hit(found: Hit, region_of: Callable[[str], Region | None]) -> dict[str, Any]:
    """An offer found, short enough for a list."""
    offer = found.offer
    home = region_of(offer.region)
    place = found.place
    point = place.point if place else None
    return {
        "key": offer.key,
        "name": offer.name,
        "provider": offer.provider.name,
        "kind": offer.kind,
        "summary": offer.summary,
        "distance_m": None if found.distance_m is None else round(found.distance_m),
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "address": place.address if place else "",
        "district": place.district if place else "",
        "place_precision": place.precision if place and point else "unknown",
        "neutrality": {
            "grade": found.assessment.grade,
            "evidence": found.assessment.evidence,
            "neutral": found.neutral,
            "why": why(found.assessment, home.policy if home else None),
        },
        "next_stop": _stop(found.next_stop, counts=found.stop is not None),
        "open": found.status.state,
        "topics": list(offer.topics),
        "formats": list(offer.formats),
        "phone": offer.contact.phone,
        "verified_on": offer.verification.on.isoformat() if offer.verification else None,
        "faded": found.faded,
        "source_as_of": offer.provenance.as_of,
        "region": offer.region,
        "neighbour": found.neighbour,
        "url": offer_url(offer, region_of),
    }


def offer(found: Hit, region_of: Callable[[str], Region | None]) -> dict[str, Any]:
    """Everything the public may know about an offer."""
    one = found.offer
    return {
        **hit(found, region_of),
        "description": one.description,
        "phases": list(one.phases),
        "audiences": list(one.audiences),
        "restriction": one.restriction,
        "languages": [{"code": spoken.code, "times": spoken.times, "note": spoken.note} for spoken in one.languages],
        "cost": {"kind": one.cost.kind, "note": one.cost.note},
        "funding": list(one.funding),
        "issues_funding": list(one.issues_funding),
        "place": place(one.place),
        "stops": [_stop(stop) for stop in one.stops],
        "contact": {"phone": one.contact.phone, "email": one.contact.email, "website": one.contact.website},
        "hours": {"text": one.hours, "osm": _osm(one.hours)},
        "appointment": one.appointment,
        "booking_url": one.booking_url,
        "accessibility": {"wheelchair": one.accessibility.wheelchair, "note": one.accessibility.note},
        "bring": one.bring,
        "facts": [
            {"code": fact.code, "value": fact.value, "source": fact.source, "url": fact.url, "as_of": fact.as_of,
             "checked_on": fact.checked_on.isoformat() if fact.checked_on else None, "checked_by": fact.checked_by,
             "expires_on": fact.expires_on.isoformat() if fact.expires_on else None}
            for fact in one.facts
        ],
        "verified": _verified(one),
        "checks": [{"part": check.part, "on": check.on.isoformat(), "how": check.how} for check in one.checks],
        "source": {"name": one.provenance.source, "urls": list(one.provenance.urls), "as_of": one.provenance.as_of,
                   "licence": one.provenance.licence, "attribution": one.provenance.attribution},
        "edited_at": one.edited_at.isoformat() if one.edited_at else None,
    }  # fmt: skip


def _stop(one: Stop | None, **more: bool) -> dict[str, Any] | None:
    """A dated stop of an offer that travels."""
    if one is None:
        return None
    return {"starts": one.starts.isoformat(), "ends": one.ends.isoformat(), "place": place(one.place),
            "note": one.note, **more}  # fmt: skip


def place(one: Place | None) -> dict[str, Any] | None:
    """An address with its point and how exact it is."""
    if one is None:
        return None
    return {
        "name": one.name, "street": one.street, "number": one.number, "postcode": one.postcode, "city": one.city,
        "district": one.district, "lat": one.point.lat if one.point else None,
        "lon": one.point.lon if one.point else None, "precision": one.precision, "radius_m": one.radius_m,
    }  # fmt: skip


def group(one: Group, region_of: Callable[[str], Region | None]) -> dict[str, Any]:
    """A spot on the map."""
    kinds = sorted({offer.kind for offer in one.offers})
    return {
        "lat": one.point.lat,
        "lon": one.point.lon,
        "count": one.count,
        "neutral": one.neutral,
        "kinds": kinds,
        "bbox": [one.box.west, one.box.south, one.box.east, one.box.north],
        "offers": [
            {"key": offer.key, "name": offer.name, "kind": offer.kind,
             "precision": offer.place.precision if offer.place else "unknown", "url": offer_url(offer, region_of)}
            for offer in one.offers
        ],
    }  # fmt: skip


def term(one: Term) -> dict[str, Any]:
    """A word of a vocabulary."""
    return {
        "slug": one.slug, "label_de": one.label_de, "label_en": one.label_en, "explanation_de": one.explanation_de,
        "remote": one.remote, "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
    }  # fmt: skip


def region(one: Region) -> dict[str, Any]:
    """A region with what it counts as neutral."""
    return {
        "ags": one.ags, "name": one.name, "slug": one.slug, "land": one.land, "zone": one.zone,
        "bbox": [one.box.west, one.box.south, one.box.east, one.box.north], "languages": list(one.languages),
        "neutral": {"grades": sorted(one.policy.grades), "evidence": sorted(one.policy.evidence)},
    }  # fmt: skip


def offer_url(one: Offer, region_of: Callable[[str], Region | None]) -> str:
    """The address of an offer's page."""
    home = region_of(one.region)
    return url_for("site.offer", region=home.slug if home else one.region, key=one.key)


def _verified(one: Offer) -> dict[str, Any] | None:
    if one.verification is None:
        return None
    return {"on": one.verification.on.isoformat(), "by": one.verification.by, "how": one.verification.how}


def _osm(text: str) -> str | None:
    try:
        hours = parse(text)
    except HoursError:
        return None
    return hours.osm if hours.is_known else None
