"""The sheet that a person takes along: where, when, how to get there, whom to ask for, what to bring, what it costs.

It speaks the person's language, not the pilot's: German, a language of the site, or plain German.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.point import Point
from model.hours import HoursError, parse
from model.offer import Offer
from model.slip_code import spoken
from search.answer import Hit
from web.hours_words import hours_words
from web.i18n import LANGUAGES, SOURCE, Words, words
from web.offer_view import cost, offer_view
from web.present import Sight

#: German in short sentences, beside the languages of the site
PLAIN = "einfach"
#: a stop farther away than this helps nobody
STOP_WITHIN_M = 800.0
#: how far people walk in a minute, and how much longer streets are than the straight line
WALKED_M = 70.0
DETOUR = 1.3


@dataclass(frozen=True, slots=True)
class Style:
    """In which words a sheet is written."""

    name: str
    words: Words

    @property
    def lang(self) -> str:
        """The language of the text, for `lang=`."""
        return self.words.lang

    def __call__(self, text: str, plain: str = "", **values: object) -> str:
        """The text in the language of the sheet, or its plain German form."""
        if self.name == PLAIN:
            return (plain or text) % values if values else plain or text
        return self.words(text, **values)


def style_of(name: str, fallback: str) -> Style:
    """The style that a form asks for, else the language of the page."""
    if name == PLAIN:
        return Style(PLAIN, words(SOURCE))
    lang = name if name in LANGUAGES else fallback
    return Style(lang, words(lang))


def style_names() -> Mapping[str, str]:
    """All styles with their own names."""
    return {**LANGUAGES, PLAIN: "Einfaches Deutsch"}


def slip_view(hit: Hit, code: str, style: Style, sight: Sight, stop: tuple[str, float] | None) -> dict[str, Any]:
    """One place as it stands on the sheet; `stop` is the nearest stop to it and how far it is, where that is known."""
    offer = hit.offer
    seen = offer_view(hit, sight, ())
    return {
        "key": offer.key,
        "name": offer.name,
        "provider": offer.provider.name,
        "what": style("Worum geht es: %(what)s", "Thema: %(what)s", what=", ".join(seen["topics"][:4]))
        if seen["topics"] else "",
        "lines": [(label, text) for label, text in _lines(offer, seen, style, sight, stop)],
        "code": spoken(code).split() if code else [],
        "phone": offer.contact.phone,
    }  # fmt: skip


def _lines(
    offer: Offer, seen: Mapping[str, Any], style: Style, sight: Sight, stop: tuple[str, float] | None
) -> list[tuple[str, str]]:
    """Label and text of each line; an empty text is a line to fill in by hand."""
    there = (one["label"] + (f" ({one['times']})" if one["times"] else "") for one in seen["spoken"])
    languages = ", ".join(there) or style("nicht bekannt – bitte fragen Sie", "Das wissen wir nicht. Fragen Sie.")
    return [
        (style("Wo"), where_words(offer, seen, style)),
        (style("Haltestelle"), stop_words(stop, style)),
        (style("Wann"), when_words(offer, seen, style, sight)),
        (style("Telefon"), offer.contact.phone or style("nicht bekannt")),
        (style("Fragen Sie nach"), style("Bildungsberatung", "Sagen Sie: Ich brauche Bildungs-Beratung.")),
        (style("Sprachen"), languages),
        (style("Mitbringen"), offer.bring or style(
            "Nichts bekannt. Zeugnisse und Briefe helfen, wenn Sie welche haben.",
            "Zeugnisse und Briefe, wenn Sie welche haben.")),
        (style("Kosten"), cost_words(offer, style)),
        (style("Rollstuhl"), wheelchair_words(offer, style)),
    ]  # fmt: skip


def where_words(offer: Offer, seen: Mapping[str, Any], style: Style) -> str:
    """The address, or that there is none to go to."""
    way = seen["way"]
    if way is None:
        formats = ", ".join(seen["formats"])
        return style("Ohne Weg: %(how)s", "Sie müssen nicht hingehen. %(how)s", how=formats) if formats else style(
            "Adresse nicht bekannt – bitte anrufen", "Wir kennen die Adresse nicht. Rufen Sie an.")  # fmt: skip
    district = way["district"]
    lines = [*way["lines"], *([district] if district and district not in " ".join(way["lines"]) else [])]
    return ", ".join(lines)


def stop_words(stop: tuple[str, float] | None, style: Style) -> str:
    """The nearest stop and the walk from there; "" where no stop is known, so that a pilot can write one down."""
    if stop is None:
        return ""
    name, metres = stop
    minutes = max(1, round(metres * DETOUR / WALKED_M))
    return style(
        "%(name)s, von dort etwa %(minutes)s Minuten zu Fuß",
        "%(name)s. Dann %(minutes)s Minuten laufen.",
        name=name, minutes=minutes,
    )  # fmt: skip


def when_words(offer: Offer, seen: Mapping[str, Any], style: Style, sight: Sight) -> str:
    """When one can come; hours that nobody can read stand there as they were written."""
    appointment = seen["when"]["appointment"]
    if style.name == PLAIN:
        told = _plain_hours(offer)
        plain = {
            "required": "Sie brauchen einen Termin. Rufen Sie vorher an.",
            "possible": "Kommen Sie einfach. Oder machen Sie einen Termin.",
            "not_needed": "Sie brauchen keinen Termin.",
            "unknown": "",
        }
        return " ".join(filter(None, (told or "Wir kennen die Zeiten nicht. Rufen Sie an.", plain[offer.appointment])))
    week = "" if seen["open"] == "appointment" and appointment else seen["hours"]
    return " ".join(filter(None, (f"{week}." if week and not week.endswith(".") else week, appointment)))


def _plain_hours(offer: Offer) -> str:
    try:
        known = parse(offer.hours).is_known
    except HoursError:
        return offer.hours
    return hours_words(offer.hours) if known else ""


def cost_words(offer: Offer, style: Style) -> str:
    """What it costs."""
    if style.name != PLAIN:
        return cost(offer, style.words)
    return {
        "free": "Sie bezahlen nichts.",
        "paid": "Sie müssen etwas bezahlen. Fragen Sie: Was kostet es?",
        "first_free": "Das erste Gespräch kostet nichts.",
        "unknown": "Das wissen wir nicht. Fragen Sie: Was kostet es?",
    }[offer.cost.kind]


def wheelchair_words(offer: Offer, style: Style) -> str:
    """How one gets in with a wheelchair."""
    return {
        "yes": style("Man kommt hinein.", "Sie kommen mit dem Rollstuhl hinein."),
        "limited": style("Nur zum Teil erreichbar.", "Das geht nur zum Teil. Rufen Sie vorher an."),
        "no": style("Man kommt nicht hinein.", "Sie kommen mit dem Rollstuhl nicht hinein."),
        "unknown": style("Nicht bekannt – bitte fragen Sie vorher.", "Das wissen wir nicht. Fragen Sie vorher."),
    }[offer.accessibility.wheelchair]


def as_text(slips: list[dict[str, Any]], style: Style, answer_at: str) -> str:
    """The sheet as plain text for a message: what matters most of each place, and its code."""
    return "\n\n".join(_one_text(slip, style, answer_at) for slip in slips)


def _one_text(slip: Mapping[str, Any], style: Style, answer_at: str) -> str:
    wanted = (style("Wo"), style("Haltestelle"), style("Wann"), style("Mitbringen"), style("Kosten"))
    lines = [f"{slip['name']} – {slip['provider']}"]
    lines += [f"{label}: {text}" for label, text in slip["lines"] if text and label in wanted]
    if slip["phone"]:
        lines.append(f"{style('Telefon')}: {slip['phone']}")
    if slip["code"]:
        lines.append(f"{style('Ihr Schein')}: {' '.join(slip['code'])}")
        lines.append(style("Nach dem Gespräch: %(where)s", "Wie war es? Sagen Sie es uns: %(where)s", where=answer_at))
    return "\n".join(lines)


def stop_point(offer: Offer) -> Point | None:
    """The point from which a stop is worth naming: only one that is good to a house."""
    return offer.place.point if offer.place and offer.place.is_exact else None
