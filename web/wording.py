"""Sentences that a search answer needs: how far, how sure, how old, how many."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from model.dates import say_as_of, say_day, year_of
from model.offer import HowVerified, Offer
from model.place import Place
from search.answer import Answer
from web.i18n import Words

#: how far the true place may lie from the point, in metres, where nobody said so more exactly
DOUBT_M = {"house": 0.0, "interpolated": 0.0, "street": 300.0, "postcode": 1500.0, "district": 1000.0, "place": 3000.0}
UNKNOWN_DOUBT_M = 2000.0
#: what was last checked or told longer ago than this may well be wrong by now
OLD_DAYS = 500


def decimal(number: float, digits: int, lang: str) -> str:
    """A number as it is written in a language."""
    text = f"{number:.{digits}f}"
    return text.replace(".", ",") if lang == "de" else text


def doubt_m(precision: str, radius_m: float | None) -> float:
    """How far the true place may lie from a point of this precision."""
    least = DOUBT_M.get(precision, UNKNOWN_DOUBT_M)
    return max(radius_m or 0.0, 1.0) if least and radius_m else least


def place_doubt_m(place: Place | None) -> float:
    """How far the true place of an offer may lie from its point."""
    return doubt_m(place.precision, place.radius_m) if place else 0.0


def distance(metres: float, doubt: float, words: Words) -> str:
    """A distance as exactly as it is known: "850 m", "1,2 km", "ungefähr 3 km"."""
    if doubt <= 0:
        return _exact(metres, words.lang)
    if doubt <= 500 and metres < 950:
        return words("ungefähr %(length)s", length=f"{max(round(metres, -2), 100):.0f} m")
    return words("ungefähr %(length)s", length=f"{max(round(metres / 1000), 1)} km")


def _exact(metres: float, lang: str) -> str:
    if metres < 995:
        return f"{max(round(metres, -1), 10):.0f} m"
    if metres < 9_950:
        return f"{decimal(metres / 1000, 1, lang)} km"
    return f"{metres / 1000:.0f} km"


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the entry is, in a sentence, and whether to ask the reader to help."""

    text: str
    checked: bool
    doubtful: bool
    #: what to do about an entry that nobody confirms any more; "" for all others
    warning: str = ""


def freshness(offer: Offer, today: date, words: Words) -> Freshness:
    """When somebody checked the entry, or else how old its source is, and whether nobody confirms it any more."""
    known = _known_freshness(offer, today, words)
    if offer.faded_on is None:
        return known
    call = words("Schon länger nicht bestätigt. Bitte vorher anrufen.")
    warning = call if offer.contact.phone else words("Schon länger nicht bestätigt. Bitte vorher nachfragen.")
    return replace(known, checked=False, doubtful=True, warning=warning)


def parts_checked(offer: Offer, words: Words) -> list[str]:
    """The parts that somebody checked later than the whole entry, each as a sentence with its day and way."""
    whole = offer.verification.on if offer.verification else date.min
    found = []
    for check in offer.checks:
        if check.on > whole:
            day = say_day(check.on, words.lang)
            sentences = {
                "hours": words("Zeiten geprüft am %(day)s", day=day),
                "phone": words("Telefon geprüft am %(day)s", day=day),
                "address": words("Adresse geprüft am %(day)s", day=day),
            }
            found.append(sentences[check.part] + _way(check.how, words))
    return found


def _way(how: HowVerified | None, words: Words) -> str:
    """How somebody checked it, in brackets."""
    told = {"phone": words("Telefon"), "mail": words("E-Mail"), "visit": words("Besuch"), "web": words("Webseite"),
            "form": words("Formular")}  # fmt: skip
    return f" ({told[how]})" if how else ""


def _known_freshness(offer: Offer, today: date, words: Words) -> Freshness:
    checked = offer.verification
    if checked:
        way = _way(checked.how, words)
        old = (today - checked.on).days > OLD_DAYS
        return Freshness(words("Geprüft am %(day)s", day=say_day(checked.on, words.lang)) + way, not old, old)
    year = year_of(offer.provenance.as_of)
    if year is None:
        return Freshness(words("Noch nicht geprüft. Das Datum der Quelle ist nicht bekannt."), False, True)
    source = words("Quelle von %(when)s", when=say_as_of(offer.provenance.as_of, words.lang))
    if (today - date(year, 7, 1)).days > OLD_DAYS:
        return Freshness(words("%(source)s – die Angaben können veraltet sein.", source=source), False, True)
    return Freshness(words("%(source)s, noch nicht geprüft.", source=source), False, False)


def today(now: datetime, zone: str, lang: str) -> str:
    """The present day in words, as it is in a region."""
    return say_day(now.astimezone(ZoneInfo(zone)).date(), lang)


def headline(answer: Answer, nearest: str, region: str, words: Words) -> str:
    """How many there are and how far the next one is."""
    if answer.widened:
        radius = f"{(answer.query.radius_m or 0) / 1000:g}"
        return words("Im Umkreis von %(km)s km haben wir nichts gefunden.", km=radius)
    if not answer.hits:
        return words("Hier haben wir nichts gefunden, das passt.")
    what = _counted(answer, words)
    if not nearest:
        return words("%(what)s in %(region)s", what=what, region=region)
    if answer.total == 1:
        return words("%(what)s · %(distance)s entfernt", what=what, distance=nearest)
    if answer.query.neutral:
        return words("%(what)s · die nächste in %(distance)s", what=what, distance=nearest)
    return words("%(what)s · das nächste in %(distance)s", what=what, distance=nearest)


def _counted(answer: Answer, words: Words) -> str:
    count = max(answer.total, len(answer.hits))
    if answer.query.kind == "learning":
        return words.many("%(num)s Lernangebot", "%(num)s Lernangebote", count)
    if answer.query.neutral:
        return words.many("%(num)s neutrale Beratungsstelle", "%(num)s neutrale Beratungsstellen", count)
    return words.many("%(num)s Beratungsangebot", "%(num)s Beratungsangebote", count)
