"""What a visitor asks on the search page, read from a form or a link, and written back into links.

A form may carry an address; a link carries filters and the name of a district, postcode or city, never an address.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from werkzeug.datastructures import MultiDict

from actions.find_offers import MAX_ADDRESS
from geo.point import Point, PointError
from model.offer import Kind
from model.query import MAX_LIMIT, MAX_TEXT, Query
from model.region import Region
from model.vocabulary import Vocabulary

#: name in the address of a page -> facet of the query
FACETS: Mapping[str, Literal["topics", "languages", "formats"]] = {
    "thema": "topics", "sprache": "languages", "form": "formats",
}  # fmt: skip
KINDS: Mapping[str, Kind] = {"beratung": "counselling", "lernen": "learning"}
RADII_KM = (1, 2, 5, 10, 25)
NOT_SURE = "weiss-nicht"
PAGE = 20


@dataclass(frozen=True, slots=True)
class Question:
    """One search as the visitor put it. The address lives no longer than the answer takes."""

    query: Query
    #: what was typed, from a form only
    address: str = ""
    #: which of several places of that name was meant, counted from 0
    choice: int | None = None
    #: where the device is, sent only after a click, or where the visitor put the point of the map
    device: Point | None = None
    #: whether the visitor put the point there
    by_hand: bool = False
    #: how far the device may be from there, as it says itself
    accuracy_m: float = 0.0
    #: the name of a district, postcode or city, from a link
    place: str = ""
    not_sure: bool = False
    #: values that this map does not know, to be told and left out
    unknown: tuple[str, ...] = field(default=())

    @property
    def names_a_place(self) -> bool:
        """Whether it says where to search from."""
        return bool(self.address or self.place or self.device)

    @property
    def kind(self) -> str:
        """The kind asked for, as it is called in addresses."""
        return "lernen" if self.query.kind == "learning" else "beratung"


def read(values: MultiDict[str, str], region: Region, vocabulary: Vocabulary, now: datetime) -> Question:
    """The question that a form or a link asks; what it cannot mean is listed, not guessed."""
    values = _without(values, values.get("ohne", ""))
    kind = KINDS.get(values.getlist("art")[-1] if "art" in values else "", "counselling")
    chosen = {facet: _known(values.getlist(name), vocabulary, facet) for name, facet in FACETS.items()}
    asked = [slug for name in FACETS for slug in values.getlist(name)]
    understood = {slug for slugs in chosen.values() for slug in slugs} | {NOT_SURE, ""}
    neutral = values.getlist("neutral")[-1:] != ["0"]
    query = Query(
        region=region.ags,
        kind=kind,
        neutral=neutral and kind == "counselling",
        costs=("free",) if values.get("kostenlos") == "1" else (),
        wheelchair=values.get("barrierefrei") == "1",
        open_at=now if values.get("jetzt") == "1" else None,
        text=" ".join(values.get("worte", "").split())[:MAX_TEXT],
        radius_m=_radius(values.get("umkreis", "")),
        limit=min(max(_number(values.get("zeige", ""), MAX_LIMIT), PAGE), MAX_LIMIT),
        topics=chosen["topics"],
        languages=chosen["languages"],
        formats=chosen["formats"],
    )
    address = " ".join(values.get("adresse", "").split())[:MAX_ADDRESS]
    device = None if address else _device(values)
    return Question(
        query,
        address=address,
        choice=_choice(values, address),
        device=device,
        by_hand=device is not None and values.get("punkt") == "1",
        accuracy_m=float(_number(values.get("genau", ""), 100_000)),
        place=" ".join(values.get("ort", "").split())[:MAX_ADDRESS],
        not_sure=NOT_SURE in values.getlist("thema"),
        unknown=tuple(slug[:40] for slug in asked if slug not in understood),
    )


def link_values(question: Question, place: str = "") -> dict[str, str | list[str]]:
    """The filters for the address of a page, and a place only if its name may stand there.

    Words typed by the visitor are left out: nobody knows what they are.
    """
    query = question.query
    values: dict[str, str | list[str]] = {"ort": place} if place else {}
    values |= {name: list(getattr(query, facet)) for name, facet in FACETS.items() if getattr(query, facet)}
    values |= {name: value for name, value, given in _switches(question) if given}
    return values


def _switches(question: Question) -> Iterator[tuple[str, str, bool]]:
    query = question.query
    yield "art", "lernen", query.kind == "learning"
    yield "neutral", "0", query.kind == "counselling" and not query.neutral
    yield "kostenlos", "1", bool(query.costs)
    yield "barrierefrei", "1", query.wheelchair
    yield "jetzt", "1", query.open_at is not None
    yield "umkreis", f"{(query.radius_m or 0) / 1000:g}", query.radius_m is not None


def _without(values: MultiDict[str, str], dropped: str) -> MultiDict[str, str]:
    """The same values after a press on "without the topic" and the like."""
    drop = {"thema": ["thema"], "alles": [*FACETS, "kostenlos", "barrierefrei", "jetzt", "umkreis", "worte"]}
    kept = MultiDict((name, value) for name, value in values.items(multi=True) if name not in drop.get(dropped, []))
    if dropped == "neutral":
        kept.setlist("neutral", ["0"])
    return kept


def _known(slugs: list[str], vocabulary: Vocabulary, facet: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for slug in slugs if slug in vocabulary.terms(facet)))


def _radius(text: str) -> float | None:
    return float(text) * 1000 if text in map(str, RADII_KM) else None


def _number(text: str, most: int) -> int:
    """A whole number, 0 where the text is none."""
    return min(int(text), most) if text.isdecimal() and text.isascii() and len(text) < 10 else 0


def _choice(values: MultiDict[str, str], address: str) -> int | None:
    """Which candidate was chosen, as long as the address is still the one it was chosen for."""
    number = values.getlist("wahl")[-1] if "wahl" in values else ""
    if not number.isdecimal() or values.get("gefragt", address) != address:
        return None
    return _number(number, 99)


def _device(values: MultiDict[str, str]) -> Point | None:
    try:
        return Point(float(values.get("lat", "")), float(values.get("lon", "")))
    except (ValueError, PointError):
        return None
