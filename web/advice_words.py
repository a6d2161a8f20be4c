"""What a pilot is told about an option: what fits, and what to know before somebody is sent there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.advise import Option
from model.advice import Wishes
from model.dates import say_day
from model.hours import say, status
from model.referral import monday_of
from search.scene import calendar_of, hours_of
from web import wording
from web.i18n import Words
from web.present import Sight, card

#: somebody who confirmed an entry longer ago than this may be wrong by now
OLD_DAYS = 365
#: how a place is known that is none, only an area
COARSE = frozenset({"street", "postcode", "district", "place"})


def option_view(option: Option, number: int, wishes: Wishes, sight: Sight) -> dict[str, Any]:
    """One option as a card: what every card says, what fits, and what to know before."""
    return {
        **card(option.hit, sight, number),
        "nearest": option.nearest,
        "warnings": [*warnings(option, wishes, sight)],
        "good": [_wish(name, wishes, sight) for name in wishes.named if option.fit[name] == "yes"],
    }


def warnings(option: Option, wishes: Wishes, sight: Sight) -> Iterator[str]:
    """What may make a hand-over go wrong, the gravest first."""
    yield from neutrality(option, sight.words)
    yield from _unmet(option, wishes, sight)
    yield from _language_times(option, wishes, sight)
    if closed_today(option, sight):
        yield sight.words("Heute geschlossen.")
    yield from always(option, sight)


def always(option: Option, sight: Sight) -> Iterator[str]:
    """What to know before, whatever is wished and on whichever day."""
    yield from _restriction(option, sight)
    yield from _coming(option, sight)
    yield from _age(option, sight)
    if option.hit.offer.place and option.hit.offer.place.precision in COARSE:
        yield sight.words("Der Ort ist nur ungefähr bekannt. Bitte fragen Sie nach dem Weg.")


def given_up_words(names: tuple[str, ...], wishes: Wishes, sight: Sight) -> str:
    """What none of the options is known to offer, in a sentence; "" if there is nothing."""
    if not names:
        return ""
    what = ", ".join(_wish(name, wishes, sight) for name in names)
    return sight.words("Das bietet keine dieser Stellen sicher: %(what)s. Bitte rufen Sie vorher an.", what=what)


def chosen_words(wishes: Wishes, sight: Sight) -> list[str]:
    """The answers to the three questions, in words."""
    return [_wish(name, wishes, sight) for name in wishes.named]


def _wish(name: str, wishes: Wishes, sight: Sight) -> str:
    words, vocabulary = sight.words, sight.vocabulary
    if name == "topic":
        return vocabulary.label("topics", wishes.topic, words.lang)
    if name == "phase":
        return vocabulary.label("phases", wishes.phase, words.lang)
    if name == "language":
        return vocabulary.label("languages", wishes.language, words.lang)
    return {
        "phone": words("am Telefon"),
        "evening": words("am Abend"),
        "wheelchair": words("mit dem Rollstuhl"),
        "walk_in": words("ohne Termin"),
    }[name]


def neutrality(option: Option, words: Words) -> Iterator[str]:
    """That a place is not neutral, or that nobody knows."""
    if not option.hit.neutral:
        bound = option.hit.assessment.grade == "C"
        yield words("Nicht neutral.") if bound else words("Ob diese Stelle neutral berät, ist nicht geprüft.")


def _unmet(option: Option, wishes: Wishes, sight: Sight) -> Iterator[str]:
    words = sight.words
    for name in (name for name, fit in option.fit.items() if fit == "no"):
        what = _wish(name, wishes, sight)
        if name == "language":
            yield words("%(language)s ist dort nicht eingetragen.", language=what)
        else:
            yield words("Passt nicht: %(what)s.", what=what)
    unknown = ", ".join(_wish(name, wishes, sight) for name, fit in option.fit.items() if fit == "unknown")
    if unknown:
        yield words("Nicht bekannt: %(what)s.", what=unknown)


def _language_times(option: Option, wishes: Wishes, sight: Sight) -> Iterator[str]:
    """That a language is spoken only at times, and when next."""
    if not option.language_times:
        return
    words, language = sight.words, _wish("language", wishes, sight)
    yield words("%(language)s nur: %(times)s", language=language, times=option.language_times)
    spoken = status(hours_of(option.language_times), sight.now, calendar_of(sight.region))
    if spoken.state == "closed" and spoken.next is not None:
        when = say(spoken, sight.now, calendar_of(sight.region), words.lang)
        yield words("Jetzt gerade nicht auf %(language)s. %(when)s.", language=language, when=when)


def _restriction(option: Option, sight: Sight) -> Iterator[str]:
    offer, words = option.hit.offer, sight.words
    if offer.restriction:
        yield words("Nur für: %(group)s", group=offer.restriction)
    elif offer.audiences:
        group = ", ".join(sight.vocabulary.labels("audiences", offer.audiences, words.lang))
        yield words("Nur für: %(group)s", group=group)
    if offer.formats == ("group",):
        yield words("Beratung nur in der Gruppe.")


def _coming(option: Option, sight: Sight) -> Iterator[str]:
    """What stands against going there without asking first."""
    words, hit = sight.words, option.hit
    if hit.offer.appointment == "required":
        yield words("Nur mit Termin. Rufen Sie am besten gemeinsam an.")
    if option.waiting:
        day = say_day(monday_of(option.waiting), words.lang)
        yield words("Jemand musste länger als vier Wochen warten (gemeldet in der Woche ab %(day)s).", day=day)


def closed_today(option: Option, sight: Sight) -> bool:
    """Whether it is known that nobody can come any more today."""
    now, known = sight.now, option.hit.status
    return known.state == "closed" and (known.next is None or _day(known.next, sight) > _day(now, sight))


def _day(moment: datetime, sight: Sight) -> Any:
    return moment.astimezone(ZoneInfo(sight.region.zone)).date()


def _age(option: Option, sight: Sight) -> Iterator[str]:
    """How long nobody has confirmed the entry."""
    offer, words, today = option.hit.offer, sight.words, _day(sight.now, sight)
    told = wording.freshness(offer, today, words)
    if told.warning:
        yield told.warning
    elif offer.verification is None:
        yield words("Vom Bildungsbüro noch nie geprüft. Bitte vorher anrufen.")
    elif (today - offer.verification.on).days > OLD_DAYS:
        day = say_day(offer.verification.on, words.lang)
        yield words("Lange nicht geprüft: zuletzt am %(day)s.", day=day)
