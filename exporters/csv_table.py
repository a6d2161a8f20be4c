"""CSV as German spreadsheets open it: semicolons, UTF-8 with a byte order mark, and the columns of the list template.

What it writes can be imported again: the first column is the key without its source.
"""

import csv
import io
from collections.abc import Iterable

from exporters.content import Export
from model.offer import Offer

KINDS = {"counselling": "Beratung", "learning": "Lernangebot"}
COSTS = {"free": "kostenfrei", "paid": "kostenpflichtig", "first_free": "Erstberatung kostenfrei", "unknown": ""}
WHEELCHAIR = {"yes": "ja", "limited": "teilweise", "no": "nein", "unknown": ""}
APPOINTMENTS = {"required": "nur mit Termin", "possible": "mit oder ohne Termin", "not_needed": "ohne Termin",
                "unknown": ""}  # fmt: skip
CARRIERS = {"public": "öffentlich", "nonprofit": "gemeinnützig", "chamber": "Kammer", "commercial": "gewerblich",
            "course_provider": "Bildungsanbieter"}  # fmt: skip
YES_NO = {"yes": "ja", "no": "nein"}
FACT_COLUMNS = {
    "Eigene Kurse": "own_courses",
    "Bezahlung nach Erfolg": "paid_per_result",
    "Eigenes Beratungspersonal": "own_staff",
    "Eigene Beratungsräume": "own_premises",
    "Auftrag zur trägerübergreifenden Beratung": "mandate",
    "Ergebnisoffen": "open_outcome",
}
#: a cell beginning with one of these would be run as a formula by a spreadsheet
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")


def write(offers: Iterable[Offer]) -> str:
    """The offers as one table with a header row."""
    out = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for offer in offers:
        row = {column: _safe(value) for column, value in row_of(offer).items()}
        if writer is None:
            writer = csv.DictWriter(out, list(row), delimiter=";", lineterminator="\r\n")
            writer.writeheader()
        writer.writerow(row)
    return "\ufeff" + out.getvalue()


def export(whole: Export) -> bytes:
    """The offers as a file; each row names its source and licence, so that the table can be read in again as it is."""
    return write(whole.offers).encode()


def row_of(offer: Offer) -> dict[str, str]:
    """One offer in the columns of the template."""
    return {**_what(offer), **_where(offer), **_how(offer), **_neutrality(offer), **_from(offer)}


def _what(offer: Offer) -> dict[str, str]:
    return {
        "Kennung": offer.key.partition(":")[2],
        "Name": offer.name,
        "Träger": offer.provider.name,
        "Art": KINDS[offer.kind],
        "Kurztext": offer.summary,
        "Beschreibung": offer.description,
        "Themen": ", ".join(offer.topics),
        "Lebensphasen": ", ".join(offer.phases),
        "Zielgruppen": ", ".join(offer.audiences),
        "Nur für": offer.restriction,
        "Sprachen": ", ".join(offer.languages_spoken),
        "Formen": ", ".join(offer.formats),
        "Kosten": COSTS[offer.cost.kind],
        "Kostenhinweis": offer.cost.note,
        "Förderung": ", ".join(offer.funding),
        "Gutscheinausgabe": ", ".join(offer.issues_funding),
    }


def _where(offer: Offer) -> dict[str, str]:
    place = offer.place
    point = place.point if place else None
    return {
        "Ortsname": place.name if place else "",
        "Straße": place.street if place else "",
        "Hausnummer": place.number if place else "",
        "PLZ": place.postcode if place else "",
        "Ort": place.city if place else "",
        "Ortsteil": place.district if place else "",
        "Breite": str(point.lat) if point else "",
        "Länge": str(point.lon) if point else "",
        "Genauigkeit": place.precision if place and point else "",
        "Koordinatenquelle": place.point_source if place and point else "",
    }


def _how(offer: Offer) -> dict[str, str]:
    return {
        "Telefon": offer.contact.phone,
        "E-Mail": offer.contact.email,
        "Webseite": offer.contact.website,
        "Sprechzeiten": offer.hours,
        "Termin": APPOINTMENTS[offer.appointment],
        "Buchungslink": offer.booking_url,
        "Barrierefrei": WHEELCHAIR[offer.accessibility.wheelchair],
        "Hinweis Barrierefreiheit": offer.accessibility.note,
        "Mitbringen": offer.bring,
    }


def _neutrality(offer: Offer) -> dict[str, str]:
    value = {fact.code: fact.value for fact in offer.facts}
    claim = next((fact for fact in offer.facts if fact.code == "statement" and fact.value == "yes"), None)
    return {
        "Trägerart": CARRIERS.get(value.get("carrier_type", ""), ""),
        **{column: YES_NO.get(value.get(code, ""), "") for column, code in FACT_COLUMNS.items()},
        "Siegel": value.get("label", ""),
        "Neutral laut": claim.source if claim else "",
        "Wortlaut der Quelle": claim.quote if claim else "",
        "Beleg": claim.url if claim else "",
        "Stand des Belegs": claim.as_of if claim else "",
    }


def _from(offer: Offer) -> dict[str, str]:
    checked = offer.verification
    return {
        "Quelle": " | ".join(filter(None, (*offer.provenance.urls, offer.provenance.attribution))),
        "Stand der Quelle": offer.provenance.as_of,
        "Geprüft am": checked.on.isoformat() if checked else "",
        "Geprüft durch": checked.by if checked else "",
        "Geprüft wie": (checked.how or "") if checked else "",
        "Lizenz": offer.provenance.licence,
    }


def _safe(value: str) -> str:
    return "'" + value if value.startswith(FORMULA) else value
