"""What a pilot's device keeps so that the desk works without a network: offers, places, words. Nothing about anybody.

It is the public part of the map, written out: what fits which wish, what to know before, and the sheet in every style.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions.advise import Evenings, Option, counselling
from geo.layers import KINDS
from geo.point import Point, box_around, distance_m
from model.advice import DECISIVE, MOST_OPTIONS, WEIGHTS, WISHES, Fit, Wishes, fits
from model.dates import say_day
from model.hours import status
from model.referral import week_of
from model.region import Region
from model.slip_words import WORDS as SLIP_WORDS
from search.answer import Hit
from search.scene import calendar_of, consultation_times, hours_of
from web import advice_words, wording
from web.context import Services
from web.i18n import Words
from web.place_words import kind_words
from web.present import Sight, card
from web.sheet_words import STOP_WITHIN_M, slip_view, stop_point, style_names, style_of

#: for so many days ahead it is told whether a place is closed all day
DAYS = 28
#: kinds of places that are known without a network
AREAS = ("borough", "district", "quarter", "alias", "postcode", "place", "city", "town")
STOPS = ("stop", "station")


def offline_data(here: Services, region: Region, words: Words) -> dict[str, Any]:
    """Everything that a device needs for a region, as plain values."""
    sight = Sight(region, words, here.clock(), here.vocabulary)
    areas, stops = (here.geocoder.places_in(kinds, region.box) for kinds in (AREAS, STOPS))
    # Of several of one name the geocoder prefers the kind that stands first.
    areas = sorted(areas, key=lambda row: list(KINDS).index(row.kind))
    waits = here.store.referrals.waits(week_of(sight.now.date()))
    near = _Stops([(row.name, row.point) for row in stops])
    local = sight.now.astimezone(ZoneInfo(region.zone))
    closed, evenings, found = _ClosedDays(sight), Evenings(region, sight.now), counselling(here.finder, region)
    return {
        "made": f"{say_day(local.date(), words.lang)}, {local:%H:%M}",
        "day": local.date().isoformat(),
        "offers": [_offer(hit, sight, near, closed, evenings.of(hit), waits) for hit in found],
        "places": [[row.name, row.kind, row.point.lat, row.point.lon, row.radius_m] for row in [*areas, *stops]],
        "kinds": kind_words(words),
        "rules": {"wishes": WISHES, "weights": dict(WEIGHTS), "decisive": DECISIVE, "most": MOST_OPTIONS},
        "words": _words(words),
        "labels": {
            name: {slug: term.label(words.lang) for slug, term in here.vocabulary.terms(name).items()}
            for name in ("topics", "phases", "languages")
        },
        "slip_words": SLIP_WORDS,
        "styles": {name: _style_words(name, region, sight) for name in style_names()},
        "answer_at": f"{here.public_url}/schein",
    }


class _Stops:
    """The stops of a region, asked for the nearest one."""

    def __init__(self, stops: list[tuple[str, Point]]) -> None:
        self._stops = stops

    def nearest(self, point: Point | None) -> tuple[str, float] | None:
        """The nearest stop and how far it is; None where none is near."""
        if point is None:
            return None
        box = box_around(point, STOP_WITHIN_M)
        found = [(distance_m(point, at), name) for name, at in self._stops if box.contains(at)]
        metres, name = min(found, default=(STOP_WITHIN_M + 1, ""))
        return (name, metres) if metres <= STOP_WITHIN_M else None


class _ClosedDays:
    """On which of the next days a place is known to be closed all day; many have the same hours."""

    def __init__(self, sight: Sight) -> None:
        local = sight.now.astimezone(ZoneInfo(sight.region.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        self._days = [local + timedelta(days=ahead) for ahead in range(DAYS)]
        self._calendar = calendar_of(sight.region)
        self._known: dict[str, str] = {}

    def of(self, times: str) -> str:
        """For each day "1" where it is known to be closed all day, else "0"."""
        if times not in self._known:
            self._known[times] = "".join("1" if self._is_closed(times, day) else "0" for day in self._days)
        return self._known[times]

    def _is_closed(self, times: str, day: datetime) -> bool:
        known = status(hours_of(times), day, self._calendar)
        return known.state == "closed" and (
            known.next is None or known.next.astimezone(day.tzinfo).date() > day.date()
        )


def _offer(
    hit: Hit, sight: Sight, stops: _Stops, closed: _ClosedDays, late: Fit, waits: Mapping[str, str]
) -> dict[str, Any]:
    """One offer: what fits, what to know before, and its lines on a sheet."""
    offer, place, told = hit.offer, hit.offer.place, card(hit, sight)
    # Judged as though everything were wished; what depends on a value is told by its values.
    judged = fits(offer, Wishes("x", "x", "x", True, True, True, True), late)
    option = Option(hit, {}, waiting=waits.get(offer.key, ""))
    return {
        "key": offer.key, "name": offer.name, "provider": offer.provider.name, "phone": offer.contact.phone,
        "call": told["call"], "mark": told["mark"], "why": told["why"], "address": told["address"],
        "formats": told["formats"], "hours": told["hours"], "neutral": hit.neutral, "faded": hit.faded,
        "from_home": bool(set(offer.formats) & sight.vocabulary.remote_formats),
        "point": [place.point.lat, place.point.lon] if place and place.point else None,
        "doubt": wording.place_doubt_m(place),
        "topics": offer.topics, "phases": offer.phases,
        "languages": {one.code: one.times for one in offer.languages},
        "fits": {name: judged[name] for name in ("wheelchair", "phone", "evening", "walk_in")},
        "before": [*advice_words.neutrality(option, sight.words)],
        "after": [*advice_words.always(option, sight)],
        "closed": closed.of(consultation_times(offer)),
        "sheets": {
            name: _sheet(hit, name, sight, stops) for name in style_names()
        },
    }  # fmt: skip


def _sheet(hit: Hit, name: str, sight: Sight, stops: _Stops) -> dict[str, Any]:
    style = style_of(name, sight.words.lang)
    seen = Sight(sight.region, style.words, sight.now, sight.vocabulary)
    view = slip_view(hit, "", style, seen, stops.nearest(stop_point(hit.offer)))
    return {"what": view["what"], "lines": view["lines"]}


def _words(say: Words) -> dict[str, str]:
    """The sentences that depend on what is asked; what stands in braces is filled in on the device."""
    return {
        "unknown": say("Nicht bekannt: %(what)s.", what="{what}"),
        "no": say("Passt nicht: %(what)s.", what="{what}"),
        "no_language": say("%(language)s ist dort nicht eingetragen.", language="{language}"),
        "times": say("%(language)s nur: %(times)s", language="{language}", times="{times}"),
        "good": say("Passt: %(what)s", what="{what}"),
        "given_up": say("Das bietet keine dieser Stellen sicher: %(what)s. Bitte rufen Sie vorher an.", what="{what}"),
        "closed": say("Heute geschlossen."),
        "nearest": say("die nächste neutrale"),
        "near": say("In der Nähe von: %(place)s", place="{place}"),
        "about": say("ungefähr %(length)s", length="{length}"),
        "one": say.many("%(num)s Stelle, die passt", "%(num)s Stellen, die beste zuerst", 1),
        "many": say.many("%(num)s Stelle, die passt", "%(num)s Stellen, die beste zuerst", 5).replace("5", "{num}"),
        "none": say("Dafür haben wir keine Stelle gefunden."),
        "no_place": say("Ohne Netz kennen wir nur Stadtteile, Postleitzahlen und Haltestellen."),
        "phone": say("am Telefon"), "evening": say("am Abend"), "wheelchair": say("mit dem Rollstuhl"),
        "walk_in": say("ohne Termin"),
    }  # fmt: skip


def _style_words(name: str, region: Region, sight: Sight) -> dict[str, str]:
    """What stands on every sheet of a style."""
    style = style_of(name, sight.words.lang)
    return {
        "lang": style.lang,
        "head": style("Bildungsberatung %(region)s", region=region.name),
        "slip": style("Ihr Schein"),
        "phone": style("Telefon"),
        "after": style("Nach dem Gespräch: %(where)s", "Wie war es? Sagen Sie es uns: %(where)s", where="{where}"),
        "foot": style("Stand: %(day)s. Bitte rufen Sie vorher an.", "Vom %(day)s. Rufen Sie vorher an.", day="{day}"),
        "short": "|".join((style("Wo"), style("Haltestelle"), style("Wann"), style("Mitbringen"), style("Kosten"))),
    }
