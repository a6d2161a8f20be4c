"""The form of an offer, as the office, the public, providers and questionnaires fill it in.

`offer_form` gives all that `templates/_offer_form.html` shows, `read_offer` takes what was sent. Both take the names of
the fields to show; what each is called in the form stands in `web/form_values.py`. A page puts the fields into its own
form, with its own token and buttons, and `static/css/offer_form.css` and `static/js/offer_form.js` beside it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import url_for

from actions.suggest import office_key
from model.fields import FIELDS, GROUPS, Field
from model.offer import Offer
from model.provider import Provider
from model.region import Region
from model.vocabulary import Term
from store.codes import fresh_code
from web.context import Services
from web.field_words import CHOICES, GROUP_TITLES, HELPS, label, place_words
from web.form_values import AS_TEXT, NAMELESS, PARTS, Values, all_keys, keys, rows, written
from web.hours_words import read_back
from web.i18n import words
from web.place_words import kind_words
from web.read_offer import MOST, Reading, as_lists, read_offer

__all__ = ["Reading", "all_keys", "as_lists", "blank_offer", "offer_form", "read_offer"]

#: empty rows below those of a list, so that one can add without a script
SPARE = 2
PLACE_LABELS = {
    "name": "Name des Ortes", "street": "Straße", "number": "Hausnummer", "postcode": "Postleitzahl", "city": "Stadt",
    "district": "Stadtteil", "lat": "Breite", "lon": "Länge",
}  # fmt: skip
STOP_LABELS = {"day": "Tag", "from": "von", "to": "bis", "place": "Name des Ortes", "address": "Adresse",
               "note": "Hinweis"}  # fmt: skip
_TYPES = {"phone": "tel", "email": "email", "day": "date", "from": "time", "to": "time"}


def blank_offer(region: Region, key: str = "") -> Offer:
    """A new offer of a region of which nothing is known yet; its name is to be typed in."""
    return Offer(key or office_key(region.ags, fresh_code()), region.ags, NAMELESS, "counselling", Provider(""))


def offer_form(
    offer: Offer,
    names: Iterable[str],
    services: Services,
    *,
    errors: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    typed: Any = None,
) -> dict[str, Any]:
    """Everything that the macro `fields` shows: the groups with their fields, filled in as typed or as the offer is.

    `typed` is the form as it was sent, so that nothing is lost where something was wrong.
    """
    region = services.region(offer.region)
    shown = [FIELDS[name] for name in FIELDS if name in frozenset(names)]
    values: Values = written(offer, (one.name for one in shown), ZoneInfo(region.zone))
    if typed is not None:
        values = {**values, **as_lists(typed)}
    made = _Maker(offer, values, services, errors or {}, notes or {})
    fields = {group: [made.field(one) for one in shown if one.group == group] for group in GROUPS}
    return {
        "groups": [
            {"name": group, "title": GROUP_TITLES[group], "fields": views} for group, views in fields.items() if views
        ],
        "errors": dict(errors or {}),
        "region": {"ags": region.ags, "slug": region.slug, "box": _box(region)},
        "suggest": url_for("api.suggest"),
        "geocode": url_for("api.geocode"),
        "borders": url_for("site.borders", region=region.slug),
        "kinds": kind_words(words("de")),
    }


class Option(NamedTuple):
    """One of the values of a field; a form has hundreds, so it is a tuple that templates take apart."""

    value: str
    label: str
    checked: bool


class _Maker:
    """Makes the view of one field after the other."""

    def __init__(
        self, offer: Offer, values: Values, services: Services, errors: Mapping[str, str], notes: Mapping[str, str]
    ) -> None:
        self._offer, self._values, self._services = offer, values, services
        self._errors, self._notes = errors, notes
        self._today = services.clock().date()

    def field(self, field: Field) -> dict[str, Any]:
        """A field as the macro shows it."""
        name, shape = field.name, field.shape
        view: dict[str, Any] = {
            "name": name, "label": label(name), "help": HELPS.get(name, ""), "shape": shape,
            "error": self._errors.get(name, ""), "note": self._notes.get(name, ""), "required": name == "name",
        }  # fmt: skip
        if shape == "choice":
            chosen = self._first(name)
            return view | {"options": [Option(one, told, one == chosen) for one, told in CHOICES[name].items()]}
        if shape == "many":
            return view | {"options": self._ticks(field)}
        if shape == "languages":
            return view | {"rows": self._rows(name), "options": self._languages()}
        if shape == "place":
            return view | self._place()
        if shape == "stops":
            return view | {"rows": self._rows(name), "labels": STOP_LABELS, "types": _TYPES}
        view |= {"value": self._first(name), "most": MOST[shape], "type": _TYPES.get(shape, "text")}
        if shape == "hours" and not view["error"]:
            view["note"] = read_back(view["value"])
        return view | {"as_text": bool(self._values.get(AS_TEXT)), "as_text_name": AS_TEXT}

    def _first(self, name: str) -> str:
        return (self._values.get(name) or [""])[0]

    def _ticks(self, field: Field) -> list[Option]:
        """The terms to tick; what is over is offered only where it is ticked, and says so."""
        ticked = [slug for slug in self._values.get(field.name, []) if slug]
        terms = self._services.vocabulary.terms(field.values)
        known = [
            Option(slug, _term_words(term, self._today), slug in ticked)
            for slug, term in terms.items()
            if slug in ticked or not _is_over(term, self._today)
        ]
        return known + [Option(slug, slug, True) for slug in ticked if slug not in terms]

    def _languages(self) -> list[Option]:
        terms = self._services.vocabulary.terms("languages")
        used = [code for code in self._values.get("languages-code", []) if code and code not in terms]
        named = [Option(code, term.label_de, False) for code, term in terms.items()]
        return [Option("", "bitte wählen", False), *named, *(Option(code, code, False) for code in used)]

    def _rows(self, name: str) -> list[dict[str, str]]:
        typed = rows(self._values, name)
        empty = [("",) * len(PARTS[name])] * SPARE
        return [dict(zip(PARTS[name], row, strict=True)) for row in (*typed, *empty)]

    def _place(self) -> dict[str, Any]:
        place = self._offer.place
        parts = [
            {"name": key, "part": part, "label": PLACE_LABELS[part], "value": self._first(key)}
            for key, part in zip(keys("place"), PARTS["place"], strict=True)
        ]
        point = {"lat": place.point.lat, "lon": place.point.lon} if place and place.point else None
        return {"parts": parts[:6], "point_parts": parts[6:], "point": point,
                "known": place_words(place) if place else ""}  # fmt: skip


def _is_over(term: Term, today: date) -> bool:
    return term.valid_to is not None and term.valid_to < today


def _term_words(term: Term, today: date) -> str:
    if _is_over(term, today):
        return f"{term.label_de} (ausgelaufen am {term.valid_to:%d.%m.%Y})"
    if term.valid_from is not None and term.valid_from > today:
        return f"{term.label_de} (ab {term.valid_from:%d.%m.%Y})"
    return term.label_de


def _box(region: Region) -> list[float]:
    box = region.box
    return [box.south, box.west, box.north, box.east]
