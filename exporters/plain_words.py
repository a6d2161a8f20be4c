"""What files for reading tell about an offer, in German words; what nobody knows is said as such."""

from dataclasses import dataclass
from datetime import date

from exporters.content import Export
from model.dates import say_as_of, say_day
from model.hours import HoursError, notes, parse, week_table
from model.neutrality_words import why
from model.offer import Offer

KINDS = {"counselling": "Beratung", "learning": "Lernangebot"}
COSTS = {"free": "kostenfrei", "paid": "kostenpflichtig", "first_free": "Erstberatung kostenfrei",
         "unknown": "Kosten nicht bekannt"}  # fmt: skip
WHEELCHAIR = {"yes": "mit dem Rollstuhl erreichbar", "limited": "mit dem Rollstuhl teilweise erreichbar",
              "no": "mit dem Rollstuhl nicht erreichbar", "unknown": "Rollstuhl: nicht bekannt"}  # fmt: skip
CLOSED = "geschlossen"


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer in words."""

    key: str
    name: str
    provider: str
    kind: str
    is_counselling: bool
    #: "neutral", "bound" or "unchecked"; "" for learning
    mark: str
    neutrality: str
    summary: str
    address: str
    hours: str
    phone: str
    email: str
    website: str
    cost: str
    wheelchair: str
    languages: str
    stops: tuple[str, ...]
    checked: str
    source: str
    lat: float | None
    lon: float | None
    #: whether the point is that of the house
    exact: bool


def entry(offer: Offer, export: Export) -> Entry:
    """An offer in words, as of the day of the export."""
    judged = export.assessment(offer)
    place = offer.place
    point = place.point if place else None
    neutral = export.policy.accepts(judged)
    bound = "bound" if judged.grade == "C" else "unchecked"
    counselling = offer.kind == "counselling"
    made = offer.provenance
    return Entry(
        key=offer.key, name=offer.name, provider=offer.provider.name, kind=KINDS[offer.kind],
        is_counselling=counselling,
        mark=("neutral" if neutral else bound) if counselling else "",
        neutrality=why(judged, export.policy) if counselling else "",
        summary=offer.summary or offer.restriction,
        address=", ".join(filter(None, (place.name, place.address, place.district))) if place else "",
        hours=hours(offer), phone=offer.contact.phone, email=offer.contact.email, website=offer.contact.website,
        cost=". ".join(filter(None, (COSTS[offer.cost.kind], offer.cost.note))),
        wheelchair=WHEELCHAIR[offer.accessibility.wheelchair] if place else "",
        languages=", ".join(export.label("languages", code) for code in offer.languages_spoken),
        stops=tuple(_stops(offer, export.day)),
        checked=f"Geprüft am {say_day(offer.verification.on)}" if offer.verification else "Noch nicht geprüft",
        source=", ".join(filter(None, (made.attribution or made.source, made.licence or "Lizenz nicht genannt",
                                       f"Quelle von {say_as_of(made.as_of)}" if made.as_of else ""))),
        lat=point.lat if point else None, lon=point.lon if point else None, exact=bool(place and place.is_exact),
    )  # fmt: skip


def hours(offer: Offer) -> str:
    """When one can come, in one line; what nobody knows is said so, and what nobody can read is as it was written."""
    try:
        read = parse(offer.hours)
    except HoursError:
        return offer.hours
    if not read.is_known:
        told = notes(read)
        if told:
            return "; ".join(told)
        return "Nur mit Termin" if offer.appointment == "required" else "Zeiten nicht bekannt"
    rows = [(row.day, row.times + (f" ({row.note})" if row.note else "")) for row in week_table(read)]
    return "; ".join([*_days(rows), *notes(read)])


def _days(rows: list[tuple[str, str]]) -> list[str]:
    """Days in a row with the same times together, days on which it is closed left out."""
    runs: list[tuple[list[str], str]] = []
    for day, times in rows:
        if runs and runs[-1][1] == times:
            runs[-1][0].append(day)
        else:
            runs.append(([day], times))
    return [f"{days[0] if len(days) == 1 else f'{days[0]}–{days[-1]}'} {times}" for days, times in runs
            if times not in (CLOSED, "nicht bekannt")]  # fmt: skip


def _stops(offer: Offer, day: date) -> list[str]:
    """The next stops, each with day, time and place."""
    coming = sorted((stop for stop in offer.stops if stop.ends.date() >= day), key=lambda stop: stop.starts)
    return [f"{say_day(stop.starts.date())}, {stop.starts:%H:%M}–{stop.ends:%H:%M} Uhr, "
            f"{', '.join(filter(None, (stop.place.name, stop.place.address)))}" for stop in coming[:5]]  # fmt: skip
