"""GeoJSON (RFC 7946): one feature per offer, longitude first; an offer without a point has no geometry."""

import json
from collections.abc import Iterable
from typing import Any

from model.offer import Offer


def write(offers: Iterable[Offer]) -> str:
    """The offers as one FeatureCollection."""
    collection = {"type": "FeatureCollection", "features": [feature(offer) for offer in offers]}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def feature(offer: Offer) -> dict[str, Any]:
    """One offer as a feature, with its source and licence."""
    place, made = offer.place, offer.provenance
    point = place.point if place else None
    return {
        "type": "Feature",
        "id": offer.key,
        "geometry": {"type": "Point", "coordinates": [round(point.lon, 6), round(point.lat, 6)]} if point else None,
        "properties": {
            "name": offer.name,
            "provider": offer.provider.name,
            "kind": offer.kind,
            "region": offer.region,
            "summary": offer.summary,
            "topics": list(offer.topics),
            "formats": list(offer.formats),
            "languages": list(offer.languages_spoken),
            "cost": offer.cost.kind,
            "wheelchair": offer.accessibility.wheelchair,
            "address": place.address if place else "",
            "precision": place.precision if place and point else "unknown",
            "hours": offer.hours,
            "phone": offer.contact.phone,
            "email": offer.contact.email,
            "website": offer.contact.website,
            "verified_on": offer.verification.on.isoformat() if offer.verification else None,
            "source": made.source,
            "source_urls": list(made.urls),
            "source_as_of": made.as_of,
            "licence": made.licence,
            "attribution": made.attribution,
        },
    }
