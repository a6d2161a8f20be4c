"""The ways in which people write an address: the 22 classes of the recipe, and two more."""

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from _geocode_addresses import plain
from _geocode_known import Known, street_key
from _geocode_typos import Misspell

from geo.layers import KnownAddress
from geo.point import Point

ENDING = re.compile(r"(?P<gap>[ -]?)(?P<word>(?:straße|strasse|str\.))$", re.IGNORECASE)
GLUED = ("straße", "strasse", "str.", "str", "Str.")
APART = ("Straße", "Strasse", "Str.", "Str", "str.")
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
DROPPED = str.maketrans("äöüßÄÖÜ", "aousAOU")
FAR_APART = 0.02
"""Degrees of latitude, about 2 km: places further apart than this are not the same one."""


class Draft(NamedTuple):
    """What is asked, and every right answer; `collides` as in `Query`."""

    text: str
    accept: tuple[Point, ...]
    collides: bool = False


class Ask(NamedTuple):
    """One address about to be written: street, number (letter small), postcode, city and what the writing needs."""

    one: KnownAddress
    known: Known
    misspell: Misspell
    rng: random.Random

    @property
    def number(self) -> str:
        return plain(self.one.number) if re.fullmatch(r"\d+\s?[A-Za-z]", self.one.number) else self.one.number

    @property
    def place(self) -> str:
        return f"{self.one.postcode} {self.one.city}"

    def right(self, name: str, number: str | None = None) -> tuple[Point, ...]:
        return self.known.accept(name, self.one, self.one.number if number is None else number)

    def full(self, street: str, number: str | None = None, collides: bool = False) -> Draft:
        """The usual form with another spelling of the street or the number."""
        return Draft(f"{street} {number or self.number}, {self.place}", self.right("L1"), collides)

    def misspelt(self, street: str) -> tuple[str, bool]:
        """The street with one error, and whether that makes it another street of the index."""
        wrong = self.misspell(street, self.rng)
        key = street_key(wrong)
        return wrong, key != street_key(self.one.street) and key in self.known.streets


Write = Callable[[Ask], Draft | None]


class Form(NamedTuple):
    """One class of queries."""

    title: str
    write: Write
    #: the label that an honest answer carries here
    label: str = ""
    #: asks for numbers that are in no index
    held: bool = False


def exact(ask: Ask) -> Draft:
    """S N, P C."""
    return ask.full(ask.one.street)


def other_ending(ask: Ask) -> Draft | None:
    """Straße, Strasse, Str. and str in place of each other."""
    found = ENDING.search(ask.one.street)
    if found is None or found.start() == 0:
        return None
    others = [word for word in (APART if found["gap"] else GLUED) if word != found["word"]]
    return ask.full(ask.one.street[: found.start("word")] + ask.rng.choice(others))


def written_out(ask: Ask) -> Draft | None:
    """Ae, oe, ue and ss."""
    street = ask.one.street.translate(WRITTEN_OUT)
    return ask.full(street) if street != ask.one.street else None


def umlaut_dropped(ask: Ask) -> Draft | None:
    """A, o, u and s without their dots."""
    street = ask.one.street.translate(DROPPED)
    return ask.full(street) if re.search("[äöüÄÖÜ]", ask.one.street) else None


def no_postcode(ask: Ask) -> Draft:
    """S N, C."""
    return Draft(f"{ask.one.street} {ask.number}, {ask.one.city}", ask.right("L2"))


def no_postcode_city_misspelt(ask: Ask) -> Draft:
    """S N, C with an error in the city."""
    return Draft(f"{ask.one.street} {ask.number}, {ask.misspell(ask.one.city, ask.rng)}", ask.right("L2"))


def wrong_postcode(ask: Ask) -> Draft | None:
    """Another postcode of the same city."""
    others = ask.known.other_postcodes(ask.one)
    if not others:
        return None
    text = f"{ask.one.street} {ask.number}, {ask.rng.choice(others)} {ask.one.city}"
    return Draft(text, ask.right("L2"))


def swapped(ask: Ask) -> Draft:
    """Place first, or number first."""
    street, number, postcode, city = ask.one.street, ask.number, ask.one.postcode, ask.one.city
    forms = (f"{ask.place}, {street} {number}", f"{city} {postcode} {street} {number}",
             f"{number} {street} {ask.place}")  # fmt: skip
    return Draft(ask.rng.choice(forms), ask.right("L1"))


def careless(ask: Ask) -> Draft:
    """Small letters, no punctuation."""
    text = re.sub("[.,-]", " ", f"{ask.one.street} {ask.number} {ask.place}".lower())
    return Draft(" ".join(text.split()), ask.right("L1"))


def one_error(ask: Ask) -> Draft:
    """One error in the street."""
    street, collides = ask.misspelt(ask.one.street)
    return ask.full(street, collides=collides)


def two_errors(ask: Ask) -> Draft | None:
    """Two errors in the street, one after the other."""
    if len(ask.one.street) < 8:
        return None
    street, collides = ask.misspelt(ask.misspelt(ask.one.street)[0])
    return ask.full(street, collides=collides) if street != ask.one.street else None


def one_error_no_postcode(ask: Ask) -> Draft:
    """One error in the street, no postcode."""
    street, collides = ask.misspelt(ask.one.street)
    return Draft(f"{street} {ask.number}, {ask.one.city}", ask.right("L2"), collides)


def city_misspelt(ask: Ask) -> Draft:
    """One error in the city, the postcode right."""
    city = ask.misspell(ask.one.city, ask.rng)
    return Draft(f"{ask.one.street} {ask.number}, {ask.one.postcode} {city}", ask.right("L1"))


def no_number(ask: Ask) -> Draft:
    """S, P C."""
    return Draft(f"{ask.one.street}, {ask.place}", ask.right("L3"))


def street_and_city(ask: Ask) -> Draft:
    """S, C."""
    return Draft(f"{ask.one.street}, {ask.one.city}", ask.right("L4"))


def letter_forms(ask: Ask) -> Draft | None:
    """12 a, 12A and 12 A."""
    found = re.fullmatch(r"(\d+)([a-z])", ask.number)
    if found is None:
        return None
    digits, letter = found.groups()
    return ask.full(ask.one.street, ask.rng.choice((f"{digits} {letter}", f"{digits}{letter.upper()}",
                                                    f"{digits} {letter.upper()}")))  # fmt: skip


def number_range(ask: Ask) -> Draft | None:
    """12-14 where both ends exist."""
    if not ask.number.isdecimal():
        return None
    last = str(int(ask.number) + 2)
    if not (end := ask.right("L1", last)):
        return None
    draft = ask.full(ask.one.street, ask.number + ask.rng.choice(("-", " - ", "–", "/")) + last)
    return draft._replace(accept=draft.accept + end)


def unknown_letter(ask: Ask) -> Draft | None:
    """12z where there is only a 12."""
    number = ask.number
    lettered = re.compile(rf"{re.escape(number)}[a-z]")
    if not number.isdecimal() or any(map(lettered.match, ask.known.numbers_of(ask.one))):
        return None
    return ask.full(ask.one.street, number + ask.rng.choice("bcdz"))


def noisy(ask: Ask) -> Draft:
    """Glued, or with words around it."""
    street, number, place = ask.one.street, ask.number, ask.place
    forms = (
        f"{street}{number} {place}",
        f"VHS, {street} {number}, D-{place}, Deutschland",
        f"{street} {number} (Hinterhaus, 2. OG), {place}",
        f"{street} Nr. {number}\n{place}",
    )
    return Draft(ask.rng.choice(forms), ask.right("L1"))


def careless_no_postcode(ask: Ask) -> Draft:
    """S N C in small letters."""
    return Draft(f"{ask.one.street} {ask.number} {ask.one.city}".lower(), ask.right("L2"))


def city_and_district(ask: Ask) -> Draft | None:
    """Berlin-Kreuzberg."""
    street, number, city, district = ask.one.street, ask.number, ask.one.city, ask.one.district
    if not district or district in city:
        return None
    forms = (f"{street} {number}, {city}-{district}", f"{street} {number}, {ask.place}-{district}",
             f"{street} {number}, {city} {district}")  # fmt: skip
    return Draft(ask.rng.choice(forms), ask.right("L5"))


def only_district(ask: Ask) -> Draft | None:
    """A district instead of the city."""
    if not ask.one.district or ask.one.district in ask.one.city:
        return None
    return Draft(f"{ask.one.street} {ask.number}, {ask.one.district}", ask.right("L5"))


def held_number(ask: Ask) -> Draft:
    """A number that is in no index; its neighbours are."""
    return ask.full(ask.one.street)._replace(accept=(ask.one.point,) if ask.one.point else ())


def several_cities(ask: Ask) -> Draft | None:
    """S N alone, where several cities have it: nobody can know which is meant."""
    points = ask.right("anywhere")
    apart = max(point.lat for point in points) - min(point.lat for point in points) > FAR_APART
    return Draft(f"{ask.one.street} {ask.number}", points) if apart else None


FORMS = {
    "01": Form("exact", exact),
    "02": Form("str./Straße/strasse", other_ending),
    "03": Form("ae/oe/ue/ss", written_out),
    "04": Form("umlaut dropped", umlaut_dropped),
    "05": Form("no postcode", no_postcode),
    "05c": Form("no postcode, error in city", no_postcode_city_misspelt),
    "06": Form("wrong postcode", wrong_postcode),
    "07": Form("order swapped", swapped),
    "08": Form("lower case, no punctuation", careless),
    "09": Form("one error in street", one_error),
    "10": Form("two errors in street", two_errors),
    "11": Form("one error, no postcode", one_error_no_postcode),
    "12": Form("error in city, with postcode", city_misspelt),
    "13": Form("no number, with postcode", no_number, "street"),
    "14": Form("street and city", street_and_city, "street"),
    "15": Form("letter forms 12 a/12A/12 A", letter_forms),
    "16": Form("range 12-14, 12/14", number_range),
    "17": Form("unknown letter 12z", unknown_letter, "house~"),
    "18": Form("glued or noise", noisy),
    "19": Form("lower case, no postcode", careless_no_postcode),
    "20": Form("city and district", city_and_district),
    "21": Form("district only", only_district),
    "22": Form("held-out number", held_number, "interpolated", held=True),
    "23": Form("street alone, in several cities", several_cities, "ambiguous"),
}
MISSPELT = ("05c", "09", "10", "11", "12")
"""The classes in which something is misspelt; all others are the same under every error model."""
