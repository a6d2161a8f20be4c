"""The page of one offer as plain values: how to get there, when, whom to call, in which language, why neutral."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from model.dates import say_as_of, say_day
from model.hours import HoursError, notes, parse, week_table
from model.hours.phrasebook import phrasebook
from model.neutrality import Fact
from model.neutrality_words import QUESTIONS, answer, said_by
from model.offer import Offer
from model.place import Place, Stop
from model.source import is_kept_elsewhere
from model.vocabulary import Vocabulary
from search.answer import Hit
from web import wording
from web.context import Background
from web.i18n import Words
from web.present import Sight, card, has_way, offer_url, pin, short_address, web_link
from web.search_view import map_words


def offer_view(hit: Hit, sight: Sight, neighbours: Iterable[Offer]) -> dict[str, Any]:
    """Everything the public may know about an offer, in words."""
    offer, words = hit.offer, sight.words
    lang, vocabulary = words.lang, sight.vocabulary
    return {
        **card(hit, sight),
        "kind_word": words("Beratung") if offer.kind == "counselling" else words("Lernangebot"),
        "summary": offer.summary,
        "description": offer.description if offer.description != offer.summary else "",
        "topics": vocabulary.labels("topics", offer.topics, lang),
        "travels": "mobile" in offer.formats,
        "way": way(offer.place, words),
        "wheelchair": wheelchair(offer, words),
        "stops": [stop_view(stop, sight) for stop in offer.stops if stop.ends >= sight.now],
        "when": when(offer, sight),
        "booking": web_link(offer.booking_url),
        "spoken": spoken(offer, vocabulary, lang),
        "cost": cost(offer, words),
        "cost_note": offer.cost.note,
        "funding": vocabulary.labels("funding", _valid(offer.funding, sight), lang),
        "issues": vocabulary.labels("funding", _valid(offer.issues_funding, sight), lang),
        "bring": offer.bring,
        "restricted_to": vocabulary.labels("audiences", offer.audiences, lang) if offer.restriction else [],
        "restriction": offer.restriction,
        "parts_checked": wording.parts_checked(offer, words),
        "facts": [fact_view(fact, lang) for fact in offer.facts if fact.value != "unknown"],
        "sources": [url for url in map(web_link, offer.provenance.urls) if url],
        "attribution": offer.provenance.attribution,
        "elsewhere": is_kept_elsewhere(offer.key),
        "licence": offer.provenance.licence,
        "as_of": say_as_of(offer.provenance.as_of, lang) if offer.provenance.as_of else "",
        "same_place": [
            {"name": other.name, "provider": other.provider.name, "url": offer_url(other, sight.region)}
            for other in neighbours
        ],
    }


def way(place: Place | None, words: Words) -> dict[str, Any] | None:
    """The address in lines, and how exact the spot on the map is."""
    if place is None or not has_way(place):
        return None
    exact = place.is_exact
    coarse = {
        "street": words("Wir kennen die Straße, aber nicht den genauen Punkt. Der Ort auf der Karte ist ungefähr."),
        "postcode": words("Wir kennen nur die Postleitzahl. Der Ort auf der Karte ist ungefähr."),
        "district": words("Wir kennen den genauen Punkt noch nicht. Die Karte zeigt ungefähr den Stadtteil."),
        "place": words("Wir kennen den genauen Punkt noch nicht. Die Karte zeigt ungefähr die Stadt."),
    }
    lines = [place.name, place.street_line, place.city_line]
    return {
        "lines": [line for line in lines if line],
        "district": place.district,
        "one_line": place.address,
        "point": {"lat": place.point.lat, "lon": place.point.lon} if place.point else None,
        "doubt": round(wording.place_doubt_m(place)),
        "note": "" if exact or place.point is None else coarse.get(place.precision, words("Der Ort ist ungefähr.")),
        "no_point": words("Den Punkt auf der Karte kennen wir noch nicht.") if place.point is None else "",
    }


def wheelchair(offer: Offer, words: Words) -> str:
    """How one gets in with a wheelchair; unknown is said as unknown."""
    known = {
        "yes": words("Rollstuhl: Ja, man kommt hinein."),
        "limited": words("Rollstuhl: Nur zum Teil erreichbar."),
        "no": words("Rollstuhl: Nein, man kommt nicht hinein."),
        "unknown": words("Rollstuhl: Nicht bekannt – bitte fragen Sie vorher."),
    }
    return known[offer.accessibility.wheelchair]


def when(offer: Offer, sight: Sight) -> dict[str, Any]:
    """The week as a table where the hours can be read, the text as it is where they cannot."""
    words = sight.words
    appointments = {
        "required": words("Bitte machen Sie vorher einen Termin."),
        "possible": words("Sie können kommen oder einen Termin machen."),
        "not_needed": words("Sie brauchen keinen Termin."),
        "unknown": "",
    }
    appointment = appointments[offer.appointment]
    try:
        hours = parse(offer.hours)
    except HoursError:
        return {"table": [], "notes": [], "text": offer.hours, "appointment": appointment}
    today = sight.now.astimezone(ZoneInfo(sight.region.zone)).weekday()
    rows = week_table(hours, words.lang) if hours.is_known else []
    return {
        "table": [
            {
                "day": row.day,
                "times": row.times,
                "note": row.note,
                "today": number == today,
                "closed": row.times == phrasebook(words.lang)["closed"],
            }
            for number, row in enumerate(rows)
        ],
        "notes": notes(hours, words.lang),
        "text": "",
        "appointment": appointment,
    }


def spoken(offer: Offer, vocabulary: Vocabulary, lang: str) -> list[dict[str, str]]:
    """The languages in which one is advised, each with its times and its own name."""
    terms = vocabulary.terms("languages")
    return [
        {
            "label": vocabulary.label("languages", language.code, lang),
            "own": terms[language.code].own_name if language.code in terms else "",
            "code": language.code,
            "times": language.times,
            "note": language.note,
        }
        for language in offer.languages
    ]


def cost(offer: Offer, words: Words) -> str:
    """What it costs, in a sentence."""
    known = {
        "free": words("Kostenlos."),
        "paid": words("Kostet Geld. Fragen Sie nach dem Preis und nach Ermäßigung."),
        "first_free": words("Das erste Gespräch ist kostenlos."),
        "unknown": words("Nicht bekannt – bitte fragen Sie vorher."),
    }
    return known[offer.cost.kind]


def fact_view(fact: Fact, lang: str) -> dict[str, Any]:
    """One fact about neutrality: the question, the answer, and who says so since when."""
    return {
        "question": QUESTIONS[lang][fact.code],
        "answer": answer(fact, lang),
        "source": said_by(fact, lang),
        "url": web_link(fact.url),
        "checked_on": say_day(fact.checked_on, lang) if fact.checked_on else "",
        "checked_by": fact.checked_by,
        "expires_on": say_day(fact.expires_on, lang) if fact.expires_on else "",
    }


def stop_view(stop: Stop, sight: Sight) -> dict[str, str]:
    """One stop of an offer that travels: the day, the time, the place."""
    zone = ZoneInfo(sight.region.zone)
    starts, ends = stop.starts.astimezone(zone), stop.ends.astimezone(zone)
    return {
        "day": say_day(starts.date(), sight.words.lang),
        "time": f"{starts:%H:%M}–{ends:%H:%M}",
        "place": ", ".join(part for part in (stop.place.name, short_address(stop.place)) if part),
        "note": stop.note,
    }


def offer_map(hit: Hit, sight: Sight, background: Background) -> dict[str, Any] | None:
    """The small map of an offer: one pin, and a circle of doubt where its place is coarse."""
    here = pin(hit)
    if here is None:
        return None
    return {
        "pins": [here],
        "borders": url_for("site.borders", region=sight.region.slug),
        "background": {"url": background.url, "attribution": background.attribution} if background.url else None,
        "lang": sight.words.lang,
        "words": map_words(sight.words),
    }


def _valid(slugs: Iterable[str], sight: Sight) -> list[str]:
    """Only the funding that is still in force."""
    terms = sight.vocabulary.terms("funding")
    day = sight.now.date()
    return [slug for slug in slugs if slug not in terms or terms[slug].is_valid(day)]
