"""Which offers the office looks at: the filter in the address of the list, shared with exports and bulk changes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from model.freshness import Rhythm, due_before
from model.neutrality import GRADES
from model.offer import KINDS
from store.office_list import FRESH, LACKS, ORDERS, Fresh, Lack, OfficeQuery, Order
from web.context import services
from web.field_words import CHOICES
from web.gate import Desk

STATUS_WORDS = {"published": "auf der Karte", "archived": "im Archiv", "all": "alle"}
GRADE_WORDS = {"A": "A: unabhängig", "B": "B: mit festen Regeln", "C": "C: gebunden", "unchecked": "ungeklärt"}
FRESH_WORDS: dict[Fresh, str] = {"fresh": "aktuell geprüft", "old": "zu lange her", "never": "noch nie geprüft"}
LACK_WORDS: dict[Lack, str] = {
    "any": "irgendetwas", "hours": "Zeiten", "contact": "Kontakt", "point": "Punkt auf der Karte", "topics": "Themen",
}  # fmt: skip
ORDER_WORDS: dict[Order, str] = {
    "name": "nach Namen", "edited": "zuletzt geändert", "verified": "am längsten ungeprüft",
}  # fmt: skip
#: name in the address -> the attribute of the query and the values it may have
_CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "stand": ("status", tuple(STATUS_WORDS)),
    "art": ("kind", KINDS),
    "grad": ("grade", GRADES),
    "geprueft": ("fresh", FRESH),
    "fehlt": ("lacks", LACKS),
    "ordnung": ("order", ORDERS),
}
MOST_TEXT = 100


def selection(args: Mapping[str, str], desk: Desk) -> OfficeQuery:
    """The offers that an address asks for, as `bureau.offers` shows them; what it cannot mean is left out.

    `desk.services.store.office` gives their keys, their number and their pages.
    """
    query = OfficeQuery(desk.ags, text=" ".join(args.get("q", "")[:MOST_TEXT].split()))
    chosen: dict[str, Any] = {
        attribute: args[name] for name, (attribute, allowed) in _CHOICES.items() if args.get(name) in allowed
    }
    topic = args.get("thema", "")
    if topic in services().vocabulary.terms("topics"):
        chosen["topic"] = topic
    return replace(query, **chosen, faded=args.get("verblasst") == "1", fresh_since=fresh_since(desk))


def fresh_since(desk: Desk) -> date:
    """Since when something must have been verified to count as fresh in the region."""
    return due_before(Rhythm(), desk.region.office.confirm_every_months, desk.now.date())


def as_args(query: OfficeQuery) -> dict[str, str]:
    """The address of a selection, without what is the usual."""
    usual = OfficeQuery(query.region)
    args = {"q": query.text, "thema": query.topic, "verblasst": "1" if query.faded else ""}
    for name, (attribute, _) in _CHOICES.items():
        value = getattr(query, attribute)
        args[name] = value if value != getattr(usual, attribute) else ""
    return {name: value for name, value in args.items() if value}


def filter_view(query: OfficeQuery) -> list[dict[str, Any]]:
    """The filters as the form above the list shows them."""
    topics = {slug: term.label_de for slug, term in services().vocabulary.terms("topics").items()}
    return [
        _choice("stand", "Stand", STATUS_WORDS, query.status, everything=""),
        _choice("art", "Art", CHOICES["kind"], query.kind),
        _choice("thema", "Thema", topics, query.topic),
        _choice("grad", "Neutralität", GRADE_WORDS, query.grade),
        _choice("geprueft", "Geprüft", FRESH_WORDS, query.fresh),
        _choice("fehlt", "Es fehlt", LACK_WORDS, query.lacks, everything="egal"),
        _choice("ordnung", "Reihenfolge", ORDER_WORDS, query.order, everything=""),
    ]


def _choice(
    name: str, label: str, words: Mapping[Any, str], value: str, *, everything: str = "alle"
) -> dict[str, Any]:
    options = ([("", everything)] if everything else []) + list(words.items())
    return {"name": name, "label": label, "options": options, "value": value}
