"""Hits as a visitor sees them: every value a word, a sentence or a link, in German or English."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from geo.match import Match
from model.dates import say_day
from model.hours import HoursError, notes, parse, say, week_table
from model.hours.phrasebook import phrasebook
from model.neutrality_words import why
from model.offer import Offer
from model.place import Place
from model.place import next_stop as coming_stop
from model.region import Region
from model.vocabulary import Vocabulary
from search.answer import Hit
from search.scene import calendar_of
from web import place_words, wording
from web.i18n import Words

#: what stands between two phone numbers, or between an area code and the rest
BETWEEN_NUMBERS = re.compile(r"\s*[/;,|]\s*|\s+oder\s+")
FEWEST_DIGITS = 6
#: the format of offers that come to changing places
TRAVELS = "mobile"
#: so near a day is called by its name alone
DAYS_BY_NAME = 7
#: numbers such as 115, the one of all German authorities
SHORT_NUMBER = re.compile(r"11\d{1,4}")


@dataclass(frozen=True, slots=True)
class Sight:
    """From where a visitor looks: the region of the page, its language, the present moment, and the origin."""

    region: Region
    words: Words
    now: datetime
    vocabulary: Vocabulary
    origin: Match = field(default_factory=Match)


def card(hit: Hit, sight: Sight, number: int | None = None) -> dict[str, Any]:
    """One hit as a card of the list; `number` is the one on its pin."""
    offer, words = hit.offer, sight.words
    return {
        "key": offer.key,
        "number": number,
        "name": offer.name,
        "provider": offer.provider.name,
        "kind": offer.kind,
        "url": offer_url(offer, sight.region),
        "distance": distance(hit, sight),
        "address": short_address(hit.place),
        "full_address": hit.place.address if hit.place and has_way(hit.place) else "",
        "mark": mark(hit),
        "why": why(hit.assessment, sight.region.policy, words.lang) if offer.kind == "counselling" else "",
        "open": hit.status.state,
        "opening": opening(hit, sight),
        "hours": weekly(hit, sight),
        "by_appointment": offer.appointment == "required" and hit.status.state != "appointment",
        "languages": [language.code for language in offer.languages],
        "phone": offer.contact.phone,
        "call": phone_link(offer.contact.phone),
        "email": offer.contact.email,
        "website": web_link(offer.contact.website),
        "has_way": has_way(hit.place),
        "formats": sight.vocabulary.labels("formats", offer.formats, words.lang),
        "freshness": wording.freshness(offer, sight.now.date(), words),
        "neighbour": hit.neighbour,
        "next_stop": next_stop(offer, sight),
    }


def next_stop(offer: Offer, sight: Sight) -> str:
    """When and where an offer that travels stops next, "" where it does not travel."""
    stop = coming_stop(offer.stops, sight.now)
    if stop is None:
        return sight.words("zurzeit nicht bekannt") if TRAVELS in offer.formats else ""
    zone = ZoneInfo(sight.region.zone)
    starts, ends, today = stop.starts.astimezone(zone), stop.ends.astimezone(zone), sight.now.astimezone(zone).date()
    days, book = (starts.date() - today).days, phrasebook(sight.words.lang)
    if days <= 0:
        day = sight.words("Heute")
    elif days < DAYS_BY_NAME:
        day = book.days[starts.weekday()]
    else:
        day = f"{book.days[starts.weekday()]}, {say_day(starts.date(), sight.words.lang)}"
    where = ", ".join(filter(None, (stop.place.name, short_address(stop.place))))
    return ", ".join(filter(None, (day, f"{starts:%H:%M}–{ends:%H:%M}", where)))


def pin(hit: Hit, number: int | None = None) -> dict[str, Any] | None:
    """One hit as a pin of the map, with the number of its card; None without a place."""
    place = hit.place
    if place is None or place.point is None:
        return None
    return {
        "number": number,
        "key": hit.offer.key,
        "name": hit.offer.name,
        "lat": place.point.lat,
        "lon": place.point.lon,
        "kind": hit.offer.kind,
        "neutral": hit.neutral,
        "doubt": round(wording.place_doubt_m(place)),
    }


def mark(hit: Hit) -> str:
    """Which mark of neutrality it bears: "neutral", "bound", "unchecked", or none for learning."""
    if hit.offer.kind != "counselling":
        return ""
    if hit.neutral:
        return "neutral"
    return "bound" if hit.assessment.grade == "C" else "unchecked"


def distance(hit: Hit, sight: Sight) -> str:
    """How far it is from the origin, as exactly as both ends are known."""
    if hit.distance_m is None or sight.origin.point is None:
        return ""
    doubt = max(place_words.origin_doubt_m(sight.origin), wording.place_doubt_m(hit.place))
    return wording.distance(hit.distance_m, doubt, sight.words)


def opening(hit: Hit, sight: Sight) -> str:
    """When one can come; hours that nobody could read are shown as they were written."""
    words = sight.words
    if hit.status.state != "unknown":
        return say(hit.status, sight.now, calendar_of(sight.region), words.lang)
    if hit.offer.hours:
        return words("Zeiten: %(hours)s", hours=hit.offer.hours)
    if hit.offer.appointment == "required":
        return words("Nur mit Termin")
    if hit.offer.contact.phone:
        return words("Zeiten nicht bekannt – bitte anrufen")
    return words("Zeiten nicht bekannt")


def weekly(hit: Hit, sight: Sight) -> str:
    """All hours in one line for paper, where "again on Thursday" would soon be wrong."""
    try:
        hours = parse(hit.offer.hours)
    except HoursError:
        return hit.offer.hours
    if not hours.is_known:
        return opening(hit, sight)
    book = phrasebook(sight.words.lang)
    rows = [row for row in week_table(hours, sight.words.lang) if row.times != book["closed"]]
    days = [f"{row.day} {row.times}" + (f" ({row.note})" if row.note else "") for row in rows]
    return "; ".join(dict.fromkeys([*days, *notes(hours, sight.words.lang)])) or opening(hit, sight)


def has_way(place: Place | None) -> bool:
    """Whether there is somewhere to go; the name of a city alone is not enough."""
    return place is not None and bool(place.street or place.name or place.district or place.is_exact)


def short_address(place: Place | None) -> str:
    """Street and district, as neighbours would say it."""
    if place is None or not has_way(place):
        return ""
    parts = [place.street_line or place.name, place.district or place.city_line]
    return ", ".join(part for part in parts if part)


def offer_url(offer: Offer, region: Region) -> str:
    """The page of an offer."""
    return url_for("site.offer", region=region.slug, key=offer.key)


def phone_link(phone: str) -> str:
    """The first number of a phone text as a link to call, "" if there is none."""
    number = ""
    for piece in BETWEEN_NUMBERS.split(phone.replace("(0)", "")):
        number += re.sub(r"[^\d+]", "", piece)
        if len(number) >= FEWEST_DIGITS:
            return f"tel:{number}"
    return f"tel:{number}" if SHORT_NUMBER.fullmatch(number) else ""


def web_link(address: str) -> str:
    """A web address as a link; only http and https become one."""
    if re.match(r"https?://[^\s]+$", address, re.IGNORECASE):
        return address
    return f"https://{address}" if re.fullmatch(r"[\w.-]+\.[a-z]{2,}(/\S*)?", address, re.IGNORECASE) else ""
