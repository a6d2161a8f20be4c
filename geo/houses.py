"""The houses of one street, packed into a few bytes each, and finding one of them by its number.

A blob starts with a count. Then come the plain houses, seven bytes each, ordered by number: number, suffix and the way
from the street's own point in 1e-5 degrees (about a metre), north and east. What does not fit that follows in a longer
form: ranges, numbers above 65,535 and rare suffixes.
"""

import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from geo.address import HouseNumber

SCALE = 100_000
"""Steps in one degree."""
FARTHEST = 32_767
"""How many steps a house may lie from the point of its street; farther ones belong to another part of it."""
MOST_BETWEEN = 40
"""Up to how many numbers may be missing between two houses for one between them to be guessed."""
ENDS_APART_M = 600.0
_NOWHERE = -32_768
_ROUGH = 0x80
_PLAIN = struct.Struct("<HBhh")
_LONG = struct.Struct("<IIhhBB")
_COUNT = struct.Struct("<H")
_SUFFIXES = ("", *"abcdefghijklmnopqrstuvwxyz", "1/2", "1/3", "1/4", "bis", "ter", "quater")
_CODES = {suffix: code for code, suffix in enumerate(_SUFFIXES)}


class House(NamedTuple):
    """One house; `north` and `east` in steps of 1e-5 degrees, None where nobody has located it."""

    number: int
    suffix: str = ""
    last: int = 0
    north: int | None = None
    east: int | None = None
    #: its point is that of a neighbour or a guess
    rough: bool = False

    @property
    def name(self) -> HouseNumber:
        """Its number as people write it."""
        return HouseNumber(self.number, self.suffix, self.last)


class HouseHit(NamedTuple):
    """What a street knows of a number asked for, as steps from its own point."""

    #: "same", "rough" (the same, but only roughly located), "beside" (the same number with another letter),
    #: "between" (guessed from both neighbours), "unlocated" (known, but nowhere)
    how: str
    house: HouseNumber
    north: int = 0
    east: int = 0


def pack(houses: Iterable[House]) -> bytes:
    """The houses of a street as bytes; their ways must not be longer than FARTHEST."""
    plain: list[House] = []
    long: list[House] = []
    distinct = set(houses)
    located = not any(house.north is None for house in distinct)
    for house in sorted(distinct, key=None if located else _order):
        code = _CODES.get(house.suffix)
        (plain if code is not None and not house.last and house.number <= 0xFFFF else long).append(house)
    parts = [_COUNT.pack(min(len(plain), 0xFFFF))]
    long = plain[0xFFFF:] + long
    for house in plain[:0xFFFF]:
        code = _CODES[house.suffix] | (_ROUGH if house.rough else 0)
        parts.append(_PLAIN.pack(house.number, code, *_way(house)))
    for house in long:
        suffix = house.suffix.encode()[:255]
        parts += [_LONG.pack(house.number, house.last, *_way(house), house.rough, len(suffix)), suffix]
    return b"".join(parts) if plain or long else b""


def _order(house: House) -> tuple[int, str, int, int, int]:
    return house.number, house.suffix, house.last, *_way(house)


def _way(house: House) -> tuple[int, int]:
    if house.north is None or house.east is None:
        return _NOWHERE, _NOWHERE
    return house.north, house.east


def unpack(blob: bytes) -> Iterator[House]:
    """The houses of a blob."""
    if not blob:
        return
    (count,) = _COUNT.unpack_from(blob)
    end = _COUNT.size + count * _PLAIN.size
    for number, code, north, east in _PLAIN.iter_unpack(blob[_COUNT.size : end]):
        yield _house(number, _SUFFIXES[code & ~_ROUGH], 0, north, east, bool(code & _ROUGH))
    while end < len(blob):
        number, last, north, east, rough, length = _LONG.unpack_from(blob, end)
        end += _LONG.size + length
        yield _house(number, blob[end - length : end].decode(), last, north, east, bool(rough))


def _house(number: int, suffix: str, last: int, north: int, east: int, rough: bool) -> House:
    if north == _NOWHERE:
        return House(number, suffix, last, None, None, rough)
    return House(number, suffix, last, north, east, rough)


def look_up(blob: bytes, asked: HouseNumber, metres_per_step: tuple[float, float]) -> list[HouseHit]:
    """What is known of a number, the best kind of knowledge only; several if they lie at several places.

    Looks through the plain houses by halving, and at all only where the number itself is not among them.
    """
    found = [] if asked.last else _named(blob, asked)
    if not _is_located(found):
        houses = list(unpack(blob))
        found = [_hit("same", house) for house in houses if house.name == asked] or _named(blob, asked)
        if not _is_located(found):
            found += [_hit("same", house) for house in houses if house.name.same(asked)]
        if not _is_located(found):
            found += [_hit("beside", house) for house in houses if house.number == asked.number]
        if not found:
            between = guess_between(houses, asked, metres_per_step)
            return [between] if between else []
    best = min(_GOOD[hit.how] for hit in found)
    found = list(dict.fromkeys(hit for hit in found if _GOOD[hit.how] == best))
    return found[:1] if best in (_GOOD["beside"], _GOOD["unlocated"]) else found


def _is_located(hits: list[HouseHit]) -> bool:
    return any(hit.how != "unlocated" for hit in hits)


_GOOD = {"same": 0, "rough": 1, "beside": 2, "between": 3, "unlocated": 4}


def _named(blob: bytes, asked: HouseNumber) -> list[HouseHit]:
    """The plain houses with just this number and letter."""
    code = _CODES.get(asked.letter)
    if not blob or code is None or asked.number > 0xFFFF:
        return []
    low, high = 0, _COUNT.unpack_from(blob)[0]
    count, size, start = high, _PLAIN.size, _COUNT.size
    while low < high:
        middle = (low + high) // 2
        at = start + middle * size
        if blob[at] | blob[at + 1] << 8 < asked.number:
            low = middle + 1
        else:
            high = middle
    found = []
    while low < count:
        number, flags, north, east = _PLAIN.unpack_from(blob, start + low * size)
        if number != asked.number:
            break
        if flags & ~_ROUGH == code:
            found.append(_hit("same", _house(number, asked.letter, 0, north, east, bool(flags & _ROUGH))))
        low += 1
    return found


def _hit(how: str, house: House) -> HouseHit:
    if house.north is None or house.east is None:
        return HouseHit("unlocated", house.name)
    return HouseHit("rough" if house.rough and how == "same" else how, house.name, house.north, house.east)


def guess_between(
    houses: Iterable[House], asked: HouseNumber, metres_per_step: tuple[float, float]
) -> HouseHit | None:
    """A place between the next lower and the next higher number on the same side of the street."""
    lower: House | None = None
    upper: House | None = None
    for house in houses:
        if house.north is None or house.rough or (house.number - asked.number) % 2:
            continue
        if house.number < asked.number and (lower is None or house.number > lower.number):
            lower = house
        elif house.number > asked.number and (upper is None or house.number < upper.number):
            upper = house
    if lower is None or upper is None or upper.number - lower.number > MOST_BETWEEN:
        return None
    assert lower.north is not None and lower.east is not None and upper.north is not None and upper.east is not None
    north, east = upper.north - lower.north, upper.east - lower.east
    if (north * metres_per_step[0]) ** 2 + (east * metres_per_step[1]) ** 2 > ENDS_APART_M**2:
        return None
    share = (asked.number - lower.number) / (upper.number - lower.number)
    return HouseHit("between", asked, round(lower.north + share * north), round(lower.east + share * east))
