"""schema.org as JSON-LD: what search engines may know of a region and of each offer; what nobody knows is left out."""

import json
from collections.abc import Sequence
from typing import Any

from model.course import Course
from model.hours import HoursError, parse
from model.hours.weekly import weekly_times
from model.offer import Offer
from model.place import Place
from model.region import Region

CONTEXT = "https://schema.org"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: what a carrier is called there; others are organisations and no more
CARRIERS = {"public": "GovernmentOrganization", "nonprofit": "NGO", "course_provider": "EducationalOrganization"}
#: how one takes part in a course
MODES = {"in_person": "Onsite", "online": "Online", "blended": "Blended", "distance": "Online"}
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def script(thing: dict[str, Any]) -> str:
    """A thing as text for a script element, which nothing in it can end or leave."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def of_offer(offer: Offer, region: Region, url: str) -> dict[str, Any]:
    """An offer: counselling as a service with its place, learning as a course."""
    common = {"@context": CONTEXT, "@id": url, "url": url, "name": offer.name,
              "description": offer.summary or offer.description or offer.name}  # fmt: skip
    body = _body(offer, region)
    if offer.kind == "learning":
        return _said({**common, "@type": "Course", "provider": body, "inLanguage": list(offer.languages_spoken),
                      "isAccessibleForFree": _free(offer)})  # fmt: skip
    channel = _said({
        "@type": "ServiceChannel", "serviceLocation": _location(offer, region), "serviceUrl": offer.booking_url,
        "availableLanguage": list(offer.languages_spoken),
        "servicePhone": _said({"@type": "ContactPoint", "telephone": offer.contact.phone}, least=2),
    })  # fmt: skip
    return _said({
        **common, "@type": "Service", "serviceType": "Bildungsberatung", "provider": body,
        "areaServed": {"@type": "AdministrativeArea", "name": region.name},
        "availableChannel": channel if len(channel) > 1 else None,
        "isAccessibleForFree": _free(offer),
        "hoursAvailable": _hours(offer),
    })  # fmt: skip


def of_region(region: Region, url: str, offers: Sequence[tuple[str, str]], data_url: str) -> dict[str, Any]:
    """The page of a region: the web site, the data set behind it, and the offers shown, as name and address."""
    listed = [{"@type": "ListItem", "position": number, "name": name, "url": address}
              for number, (name, address) in enumerate(offers, 1)]  # fmt: skip
    return _said({
        "@context": CONTEXT, "@type": "WebSite", "@id": url, "url": url, "name": f"Bildungsberatung {region.name}",
        "inLanguage": list(region.languages),
        "about": {"@type": "AdministrativeArea", "name": region.name},
        "hasPart": [
            *([{"@type": "ItemList", "itemListElement": listed}] if listed else []),
            {"@type": "Dataset", "name": f"Bildungsberatung {region.name}", "url": data_url,
             "isAccessibleForFree": True,
             "description": f"Beratungs- und Lernangebote in {region.name} mit Quelle, Lizenz und Neutralität."},
        ],
    })  # fmt: skip


def of_course(course: Course, region: Region, url: str, description: str) -> dict[str, Any]:
    """A course of a catalogue, on its days at its place."""
    place = _address(course.place, region) if course.place and not course.is_afar else None
    instance = _said({
        "@type": "CourseInstance", "courseMode": MODES.get(course.form),
        "startDate": course.starts and course.starts.isoformat(), "endDate": course.ends and course.ends.isoformat(),
        "location": _said({"@type": "Place", "name": course.place.name, "address": place}, least=2)
        if course.place and place else None,
    }, least=2)  # fmt: skip
    price = course.price
    return _said({
        "@context": CONTEXT, "@type": "Course", "@id": url, "url": url, "name": course.title,
        "description": description[:500] or course.title,
        "provider": {"@type": "Organization", "name": course.provider}, "inLanguage": list(course.languages),
        "hasCourseInstance": instance, "educationalLevel": ", ".join(course.levels),
        "offers": None if price is None else {"@type": "Offer", "price": price, "category": "Paid" if price else "Free",
                                              "priceCurrency": course.currency or "EUR"},
    })  # fmt: skip


def _body(offer: Offer, region: Region) -> dict[str, Any]:
    carrier = next((fact.value for fact in offer.facts if fact.code == "carrier_type"), "")
    return _said({
        "@type": CARRIERS.get(carrier, "Organization"), "name": offer.provider.name or offer.name,
        "url": offer.provider.website, "email": offer.contact.email, "telephone": offer.contact.phone,
    })  # fmt: skip


def _location(offer: Offer, region: Region) -> dict[str, Any] | None:
    place = offer.place
    if place is None:
        return None
    point = {"@type": "GeoCoordinates", "latitude": round(place.point.lat, 6), "longitude": round(place.point.lon, 6)}\
        if place.point and place.precision in ("house", "interpolated", "street") else None  # fmt: skip
    wheelchair = offer.accessibility.wheelchair
    feature = {"@type": "LocationFeatureSpecification", "name": "wheelchair", "value": wheelchair == "yes"}
    return _said({
        "@type": "Place", "name": place.name or offer.provider.name, "address": _address(place, region), "geo": point,
        "amenityFeature": feature if wheelchair in ("yes", "no") else None,
        "openingHoursSpecification": _hours(offer),
    })  # fmt: skip


def _address(place: Place, region: Region) -> dict[str, Any] | None:
    told = _said({
        "@type": "PostalAddress", "streetAddress": f"{place.street} {place.number}".strip(),
        "postalCode": place.postcode, "addressLocality": place.city,
    })  # fmt: skip
    return {**told, "addressCountry": region.country.code} if len(told) > 1 else None


def _hours(offer: Offer) -> list[dict[str, Any]] | None:
    """The weekly times, only where they are the whole truth."""
    try:
        times = weekly_times(parse(offer.hours)) if offer.hours and offer.appointment != "required" else None
    except HoursError:
        return None
    return times and [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": [f"{CONTEXT}/{DAYS[day]}" for day in one.days],
         "opens": one.opens, "closes": one.closes} for one in times
    ]  # fmt: skip


def _free(offer: Offer) -> bool | None:
    return {"free": True, "paid": False}.get(offer.cost.kind)


def _said(thing: dict[str, Any], least: int = 1) -> Any:
    """Only what is told; nothing at all where no more than so many parts are left."""
    kept = {name: value for name, value in thing.items() if value not in (None, "", [], {})}
    return kept if len(kept) >= least else None
