"""What stands in the form of an offer: every field as the texts that are typed, ticked or chosen.

Each field goes by its name in `model.fields.FIELDS`. What has parts goes by that name and the part: `place-street`,
and in every row of a list again `languages-code`, `languages-times`, `stops-day` … A field that is not among the sent
names was not in the form and is left as it is; so a list of ticks sends its name once more, empty.
"""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from model.fields import FIELDS
from model.offer import Language, Offer
from model.place import Place, Stop

#: name of a form field -> what it holds, once or several times
Values = Mapping[str, list[str]]
PLACE_PARTS = ("name", "street", "number", "postcode", "city", "district")
#: filled only where somebody puts the point by hand
POINT_PARTS = ("lat", "lon")
LANGUAGE_PARTS = ("code", "times", "note")
STOP_PARTS = ("day", "from", "to", "place", "address", "note")
PARTS: Mapping[str, tuple[str, ...]] = {
    "place": (*PLACE_PARTS, *POINT_PARTS), "languages": LANGUAGE_PARTS, "stops": STOP_PARTS,
}  # fmt: skip
#: ticked where hours that nobody can read are to be shown as they are written
AS_TEXT = "hours-as-text"
#: an offer needs a name, and a new one has none yet
NAMELESS = "…"


def keys(name: str) -> tuple[str, ...]:
    """The form fields that a field of an offer is made of."""
    return tuple(f"{name}-{part}" for part in PARTS[name]) if name in PARTS else (name,)


def all_keys(names: Iterable[str]) -> tuple[str, ...]:
    """The form fields of several fields, and what may be ticked beside the hours."""
    return (*(key for name in names for key in keys(name)), AS_TEXT)


def written(offer: Offer, names: Iterable[str], zone: ZoneInfo) -> dict[str, list[str]]:
    """An offer as its form is filled in before anybody types."""
    values: dict[str, list[str]] = {}
    for name in names:
        value = FIELDS[name].read(offer)
        if name == "place":
            values |= {key: [text] for key, text in zip(keys(name), (*place_texts(value), "", ""), strict=True)}
        elif name == "languages":
            values |= _columns(name, [language_texts(language) for language in value])
        elif name == "stops":
            values |= _columns(name, [stop_texts(stop, zone) for stop in value])
        else:
            values[name] = list(value) if isinstance(value, tuple) else [_line(name, value)]
    return values


def place_texts(place: Place | None) -> tuple[str, ...]:
    """The parts of a place as they are typed."""
    return tuple(getattr(place, part) if place else "" for part in PLACE_PARTS)


def language_texts(language: Language) -> tuple[str, ...]:
    """A row of the list of languages."""
    return language.code, language.times, language.note


def stop_texts(stop: Stop, zone: ZoneInfo) -> tuple[str, ...]:
    """A row of the list of stops."""
    starts, ends = stop.starts.astimezone(zone), stop.ends.astimezone(zone)
    where = ", ".join(filter(None, (stop.place.address, stop.place.district)))
    return f"{starts:%Y-%m-%d}", f"{starts:%H:%M}", f"{ends:%H:%M}", stop.place.name, where, stop.note


def rows(values: Values, name: str) -> list[tuple[str, ...]]:
    """The rows of a list as they were typed, those that are empty left out."""
    columns = [[plain(text) for text in values.get(key, [])] for key in keys(name)]
    most = max(map(len, columns))
    filled = [column + [""] * (most - len(column)) for column in columns]
    return [row for row in zip(*filled, strict=True) if any(row)]


def plain(text: str) -> str:
    """A typed text without what nobody sees: control characters, stray spaces; its paragraphs stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tidied = [" ".join("".join(c if c.isprintable() else " " * c.isspace() for c in line).split()) for line in lines]
    return "\n".join(tidied).strip()


def _line(name: str, value: str) -> str:
    return "" if name == "name" and value == NAMELESS else value


def _columns(name: str, texts: list[tuple[str, ...]]) -> dict[str, list[str]]:
    return {key: [row[number] for row in texts] for number, key in enumerate(keys(name))}
