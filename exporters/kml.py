"""KML 2.2: one placemark per offer, its details as extended data; an offer without a point has no place in it."""

import re
from xml.sax.saxutils import escape, quoteattr

from exporters.content import Export, properties
from model.offer import Offer

#: what XML cannot hold at all
_IMPOSSIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write(export: Export) -> bytes:
    """The offers as one document, whose description names the sources."""
    placemarks = [_placemark(offer, export) for offer in export.offers]
    text = "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{_text(export.title)}</name>",
        f"<description>{_text(export.notice)}</description>",
        *placemarks,
        "</Document></kml>\n",
    ])  # fmt: skip
    return text.encode()


def _placemark(offer: Offer, export: Export) -> str:
    told = properties(offer, export.assessment(offer)) | {"key": offer.key}
    data = "".join(f"<Data name={quoteattr(name)}><value>{_text(_plain(value))}</value></Data>"
                   for name, value in told.items() if value not in (None, "", []))  # fmt: skip
    point = offer.place.point if offer.place else None
    where = f"<Point><coordinates>{point.lon:.6f},{point.lat:.6f}</coordinates></Point>" if point else ""
    return (
        f"<Placemark id={quoteattr(_identity(offer.key))}><name>{_text(offer.name)}</name>"
        f"<description>{_text(offer.summary or offer.description)}</description>"
        f"<ExtendedData>{data}</ExtendedData>{where}</Placemark>"
    )


def _plain(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _identity(key: str) -> str:
    """The key as a name that XML allows."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", key)


def _text(text: str) -> str:
    return escape(_IMPOSSIBLE.sub("", text))
