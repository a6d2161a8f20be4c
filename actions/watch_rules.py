"""The rules of the to-do list: each looks at one offer and says what is wrong with it, if anything."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.boundaries import Boundaries
from geo.point import Point, distance_m
from importers.clean.contact import readable_phone
from importers.clean.text import fold
from importers.locate import Locator
from model.expired_funding import ExpiredFunding, funding_texts
from model.findings import Found
from model.hours import HoursError, parse
from model.neutrality import assess
from model.offer import Offer
from model.place import EXACT, Place
from model.region import Region
from store.findings import Surroundings

#: so far may point and address of a house be apart: a big school has doors on two streets
HOUSE_M = 300.0
SOON = timedelta(days=30)
#: how people go there themselves
IN_PERSON = frozenset({"in_person", "group"})
#: how an offer comes to the people, so that it cannot be at the seat of its provider
ON_TOUR = frozenset({"mobile", "outreach"})
_NUMBERS = re.compile(r"\s*[/;,|]\s*(?=[(+0])|\s+oder\s+")


@dataclass(frozen=True)
class Scene:
    """What the rules need to know beside the offer itself."""

    region: Region
    day: date
    locator: Locator
    boundary: Boundaries | None
    surroundings: Surroundings
    funding: ExpiredFunding
    dead_links: Mapping[str, str]
    #: the districts of the region as words are compared
    districts: Mapping[str, str]

    def holds(self, point: Point) -> bool:
        """Whether a point lies in the region."""
        if self.boundary is None:
            return self.region.box.contains(point)
        return self.boundary.containing(point) is not None


Rule = Callable[[Offer, Scene], Found | None]


def look_at(offer: Offer, scene: Scene, kinds: frozenset[str]) -> list[Found]:
    """All that is wrong with an offer, as far as some kinds go; nothing with one that nobody sees."""
    if offer.status != "published":
        return []
    return [found for kind, rule in RULES.items() if kind in kinds and (found := rule(offer, scene))]


def places_of(offer: Offer, day: date) -> Iterator[Place]:
    """Where people go: the place, and the stops that are still to come."""
    if offer.place is not None:
        yield offer.place
    yield from (stop.place for stop in offer.stops if stop.ends.date() >= day)


def links_of(offer: Offer) -> tuple[str, ...]:
    """The web addresses that the page of an offer shows."""
    return tuple(filter(None, (offer.contact.website, offer.booking_url, offer.provider.website)))


def _outside(offer: Offer, scene: Scene) -> Found | None:
    for place in places_of(offer, scene.day):
        if place.point is not None and not scene.holds(place.point):
            return Found("outside", _spot(place), {"where": _called(place)})
    return None


def _far(offer: Offer, scene: Scene) -> Found | None:
    """The point is farther from where the address is found than the address is uncertain."""
    for place in places_of(offer, scene.day):
        if place.point is None or not place.address:
            continue
        found = _found_again(place, scene)
        if found.point is None:
            continue
        metres = distance_m(place.point, found.point)
        allowed = HOUSE_M if found.precision in EXACT else max(HOUSE_M, found.radius_m or 0.0)
        if metres > allowed + (0.0 if place.is_exact else place.radius_m or 0.0):
            label = found.point_source.partition(": ")[2] or found.address
            return Found("far", _spot(place), {"where": _called(place), "metres": round(metres), "found": label})
    return None


def _found_again(place: Place, scene: Scene) -> Place:
    """Where the geocoder would put a place today, had it no point."""
    return scene.locator.locate(replace(place, point=None, precision="unknown", radius_m=None, point_source=""), _deaf)


def _deaf(_sentence: str) -> None:
    """Nobody listens to remarks of the geocoder here; the rules draw their own conclusions."""


def _seat(offer: Offer, scene: Scene) -> Found | None:
    """The address is the provider's own though the offer happens elsewhere.

    It is taken for the seat where the source says so, or where the provider has several offers at this address; it is
    wrong there if the offer goes to people, or if its name or summary speaks of another district.
    """
    place = offer.place
    if place is None or not place.street:
        return None
    spot = (offer.provider.name, place.street, place.number, place.postcode)
    is_seat = _same_house(place, offer.provider.seat)
    if not is_seat and scene.surroundings.at.get(spot, 0) < 2:
        return None
    if is_seat and not offer.stops and ON_TOUR & set(offer.formats) and not IN_PERSON & set(offer.formats):
        return Found("seat", _spot(place), {"where": _called(place)})
    district = _other_district(offer, place, scene)
    if not district:
        return None
    return Found("seat", f"{_spot(place)} {district}", {"where": _called(place), "district": district})


def _same_house(place: Place, seat: Place | None) -> bool:
    if seat is None or not seat.street:
        return False
    return fold(f"{place.street_line} {place.city}") == fold(f"{seat.street_line} {seat.city}")


def _other_district(offer: Offer, place: Place, scene: Scene) -> str:
    """A district that name or summary speak of, if it is neither that of the place nor part of some name."""
    own = fold(f"{place.district} {place.name} {place.street} {place.city} {offer.provider.name}")
    if not place.district:
        return ""
    words = f" {fold(offer.name)} {fold(offer.summary)} "
    for folded, district in scene.districts.items():
        if f" {folded} " in words and f" {folded} " not in f" {own} ":
            return district
    return ""


def _no_contact(offer: Offer, scene: Scene) -> Found | None:
    contact = offer.contact
    reachable = contact.phone or contact.email or contact.website or offer.booking_url or offer.provider.website
    return None if reachable else Found("no_contact", offer.name)


def _phone(offer: Offer, scene: Scene) -> Found | None:
    numbers = [part for part in _NUMBERS.split(offer.contact.phone) if part]
    wrong = next((number for number in numbers if not readable_phone(number)), "")
    return Found("phone", offer.contact.phone, {"phone": wrong}) if wrong else None


def _link(offer: Offer, scene: Scene) -> Found | None:
    for url in links_of(offer):
        if reason := scene.dead_links.get(url):
            return Found("link", url, {"url": url, "reason": reason, "field": _link_field(offer, url)})
    return None


def _link_field(offer: Offer, url: str) -> str:
    if url == offer.contact.website:
        return "website"
    return "booking_url" if url == offer.booking_url else "provider_website"


def _no_place(offer: Offer, scene: Scene) -> Found | None:
    if offer.place is None or not _tells_where(offer.place):
        goes_there = "in_person" in offer.formats and not offer.stops
        return Found("no_place", offer.name) if goes_there else None
    lost = next((place for place in places_of(offer, scene.day) if place.point is None and _tells_where(place)), None)
    return Found("no_place", lost.address, {"where": _called(lost)}) if lost else None


def _tells_where(place: Place) -> bool:
    """Whether a place says more than the town; the name of a house counts, for people know it."""
    return bool(place.point or place.street or place.postcode or place.district or place.name)


def _hours_missing(offer: Offer, scene: Scene) -> Found | None:
    """Only counselling to which people go without an appointment needs its hours."""
    place = offer.place
    goes_there = "in_person" in offer.formats or (not offer.formats and place is not None and place.street)
    if offer.kind != "counselling" or not goes_there or offer.stops or offer.appointment == "required":
        return None
    try:
        return None if parse(offer.hours).is_known else Found("hours_missing", offer.key)
    except HoursError:
        return None  # another rule says so


def _hours_unread(offer: Offer, scene: Scene) -> Found | None:
    try:
        parse(offer.hours)
    except HoursError as error:
        part = (error.part or offer.hours)[:60]
        return Found("hours_unread", offer.hours, {"hours": offer.hours[:200], "part": part})
    return None


def _postcode(offer: Offer, scene: Scene) -> Found | None:
    for place in places_of(offer, scene.day):
        if place.postcode and not scene.region.country.is_postcode(place.postcode):
            return Found("postcode", place.postcode, {"postcode": place.postcode[:40]})
    return None


def _funding_text(offer: Offer, scene: Scene) -> Found | None:
    for field, text in funding_texts(offer).items():
        named = scene.funding.named(text)
        if named is not None and named.term.valid_to is not None:
            ended = named.term.valid_to.isoformat()
            return Found("funding_text", text, {"word": named.word, "ended": ended, "field": field})
    return None


def _funding(offer: Offer, scene: Scene) -> Found | None:
    for name, slugs in (("funding", offer.funding), ("issues_funding", offer.issues_funding)):
        for slug in slugs:
            term = scene.funding.over.get(slug)
            if term is not None and term.valid_to is not None:
                detail = {"label": term.label_de, "ended": term.valid_to.isoformat(), "field": name}
                return Found("funding", f"{name} {slug}", detail)
    return None


def _evidence_lapsed(offer: Offer, scene: Scene) -> Found | None:
    lapsed = assess(offer.facts, scene.day).lapsed
    if not lapsed:
        return None
    ended = max(fact.expires_on for fact in lapsed if fact.expires_on)
    codes = [fact.code for fact in lapsed]
    return Found("evidence_lapsed", f"{ended} {codes}", {"day": ended.isoformat(), "facts": codes})


def _evidence_soon(offer: Offer, scene: Scene) -> Found | None:
    until = scene.day + SOON
    ending = [fact for fact in offer.facts if fact.expires_on and not fact.speaks_against
              and fact.counts_on(scene.day) and fact.expires_on <= until]  # fmt: skip
    later = {fact.code for fact in offer.facts if fact.counts_on(until + timedelta(days=1))}
    ending = [fact for fact in ending if fact.code not in later]
    if not ending:
        return None
    ends = min(fact.expires_on for fact in ending if fact.expires_on)
    codes = [fact.code for fact in ending]
    return Found("evidence_soon", f"{ends} {codes}", {"day": ends.isoformat(), "facts": codes})


def _called(place: Place) -> str:
    return (place.address or place.name or place.district)[:200]


def _spot(place: Place) -> str:
    """Address and point: what somebody means who says that a place is right as it is."""
    return f"{place.address} {place.point}"


#: kind -> rule, in the order in which they are asked
RULES: Mapping[str, Rule] = {
    "outside": _outside,
    "far": _far,
    "seat": _seat,
    "no_contact": _no_contact,
    "phone": _phone,
    "link": _link,
    "no_place": _no_place,
    "evidence_lapsed": _evidence_lapsed,
    "hours_unread": _hours_unread,
    "hours_missing": _hours_missing,
    "funding_text": _funding_text,
    "funding": _funding,
    "postcode": _postcode,
    "evidence_soon": _evidence_soon,
}
