"""GeoJSON (RFC 7946): one feature per offer, longitude first; an offer without a point has no geometry."""

import json
from typing import Any

from exporters.content import Export, properties
from model.neutrality import Assessment
from model.offer import Offer


def write(export: Export) -> bytes:
    """The offers as one FeatureCollection, with the sources that must be named."""
    collection = {
        "type": "FeatureCollection",
        "title": export.title,
        "date": export.day.isoformat(),
        "sources": [one._asdict() for one in export.sources],
        "features": [feature(offer, export.assessment(offer)) for offer in export.offers],
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def feature(offer: Offer, judged: Assessment) -> dict[str, Any]:
    """One offer as a feature, with its source and licence."""
    point = offer.place.point if offer.place else None
    return {
        "type": "Feature",
        "id": offer.key,
        "geometry": {"type": "Point", "coordinates": [round(point.lon, 6), round(point.lat, 6)]} if point else None,
        "properties": properties(offer, judged),
    }
