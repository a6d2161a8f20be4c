"""Finding offers that may be the same: blocks of candidates first, then a closer look at each pair.

Two lists of different sources often name one office differently; one source that names two offers differently means
two. So what counts as alike is stricter within one source. See docs/bureau/doubles.md.
"""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from geo.point import Point, distance_m
from importers.clean.contact import e164
from importers.clean.text import fold
from model.double import Outline, Pair, Reason
from model.offer import Offer
from store import Store

SAME_SPOT_M = 100.0
#: a cell of the grid is a little larger than the distance, so that neighbours are in the cells around
CELL_DEGREES = 0.001
#: how alike two names must be, in percent, by what else the offers share and whether their sources differ
SURE, LIKELY, POSSIBLE, SAME_SOURCE = 86.0, 70.0, 55.0, 93.0
#: a block with more members than this says nothing by itself, such as the switchboard of a big provider
BIG_BLOCK = 400
#: "A1", "Teil 2", "II": what differs in these is another course
_LEVEL = re.compile(r"\b(?:[abc][12](?:\.\d)?|[ivx]+|\w*\d\w*)\b")


@dataclass(frozen=True, slots=True)
class _Seen:
    """An outline as it is compared."""

    outline: Outline
    words: str
    #: without spaces, for "Bildungs-Beratung" is "Bildungsberatung"
    joined: str
    levels: frozenset[str]
    provider: str
    phone: str
    website: str
    address: str


class Book:
    """The offers of a region, ready to be asked which are like one."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        self._blocks: dict[str, list[_Seen]] = defaultdict(list)
        self._seen: dict[str, _Seen] = {}
        for outline in outlines:
            seen = self._seen[outline.key] = _compared(outline)
            for block in _own_blocks(seen):
                self._blocks[block].append(seen)

    def like(self, outline: Outline) -> list[Pair]:
        """The pairs that an offer is in, the most alike first."""
        seen = self._seen.get(outline.key)
        return self._pairs(seen if seen and seen.outline == outline else _compared(outline))

    def pairs_of(self, keys: Iterable[str]) -> list[Pair]:
        """All pairs in which one of the offers with these keys is, each once."""
        found = {(p.one, p.other): p for key in keys if key in self._seen for p in self._pairs(self._seen[key])}
        return list(found.values())

    def _pairs(self, seen: _Seen) -> list[Pair]:
        candidates: dict[str, _Seen] = {}
        for block in _asked_blocks(seen):
            members = self._blocks.get(block, ())
            if len(members) <= BIG_BLOCK or block.startswith("name "):
                candidates.update((other.outline.key, other) for other in members)
        candidates.pop(seen.outline.key, None)
        pairs = filter(None, (_compare(seen, other) for other in candidates.values()))
        return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


def like(store: Store, offer: Offer) -> list[Pair]:
    """Which published offers of its region may be the same as an offer, new or not, the most alike first.

    What somebody said is not the same is left out; `pair.of(offer.key)` is the key of the other one.
    """
    apart = store.doubles.apart(offer.key)
    pairs = Book(store.doubles.outlines(offer.region)).like(outline_of(offer))
    return [pair for pair in pairs if pair.of(offer.key) not in apart]


def note_doubles(store: Store, region: str, keys: Collection[str]) -> int:
    """Write down which pairs the offers with these keys are in now; returns how much is different."""
    pairs = Book(store.doubles.outlines(region)).pairs_of(keys)
    with store.write(by="watch", why="duplicates") as writer:
        return writer.doubles.put_pairs(region, keys, pairs)


def outline_of(offer: Offer) -> Outline:
    """What tells an offer apart from others."""
    place = offer.place
    address = f"{place.street} {place.number} {place.postcode or place.city}" if place and place.street else ""
    return Outline(
        offer.key, offer.kind, offer.name, offer.provider.name, offer.provenance.source, offer.contact.phone,
        offer.contact.website, address, place.point if place else None, bool(place and place.is_exact),
    )  # fmt: skip


def _compared(outline: Outline) -> _Seen:
    words = fold(outline.name)
    levels = frozenset(_LEVEL.findall(words))
    return _Seen(
        outline, " ".join(sorted(words.split())), words.replace(" ", ""), levels, fold(outline.provider),
        e164(outline.phone), _web(outline.website), fold(outline.address),
    )  # fmt: skip


@lru_cache(maxsize=16_384)
def _web(address: str) -> str:
    """A web address without what does not tell pages apart."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' if parts.query else ''}{parts.query}".casefold() if host else ""


def _own_blocks(seen: _Seen) -> Iterator[str]:
    """The marks under which an offer is kept."""
    yield from _marks(seen)
    if seen.outline.point is not None and seen.outline.is_exact:
        yield _cell(*_corner(seen.outline.point))


def _asked_blocks(seen: _Seen) -> Iterator[str]:
    """The marks under which those that may be like it are kept."""
    yield from _marks(seen)
    if seen.outline.point is not None and seen.outline.is_exact:
        row, column = _corner(seen.outline.point)
        yield from (_cell(row + up, column + right) for up in (-1, 0, 1) for right in (-1, 0, 1))


def _marks(seen: _Seen) -> Iterator[str]:
    kind = seen.outline.kind
    yield f"name {kind} {seen.words}"
    # Names that are spelt differently mostly begin alike or have the same longest word.
    yield f"word {kind} {seen.provider} {max(seen.words.split() or [''], key=len)[:6]}"
    for label, value in (("address", seen.address), ("phone", seen.phone), ("web", seen.website)):
        if value:
            yield f"{label} {kind} {value}"


def _corner(point: Point) -> tuple[int, int]:
    """The cell of a point; columns are as wide as rows are high."""
    return math.floor(point.lat / CELL_DEGREES), math.floor(point.lon * 0.6 / CELL_DEGREES)


def _cell(row: int, column: int) -> str:
    return f"cell {row} {column}"


def _compare(one: _Seen, other: _Seen) -> Pair | None:
    """The pair of two offers, if they may be the same."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - pages that compare nothing need not wait for it

    mine, theirs = one.outline, other.outline
    if mine.kind != theirs.kind or one.levels != other.levels:
        return None
    alike = max(
        ratio(one.words, other.words, score_cutoff=POSSIBLE), ratio(one.joined, other.joined, score_cutoff=POSSIBLE)
    )
    if not alike:
        return None
    metres = _metres(mine, theirs)
    spot = (bool(one.address) and one.address == other.address) or (metres is not None and metres <= SAME_SPOT_M)
    apart = not spot and bool(one.address and other.address)
    provider = ratio(one.provider, other.provider) >= SURE if one.provider and other.provider else False
    shared: dict[Reason, bool] = {
        "name": alike >= SURE,
        "place": spot,
        "phone": bool(one.phone) and one.phone == other.phone,
        "website": bool(one.website) and one.website == other.website,
        "provider": provider,
    }
    if not _enough(alike, shared, apart=apart, same_source=mine.source == theirs.source):
        return None
    weights = {"name": 0, "place": 18, "phone": 10, "website": 8, "provider": 8}
    score = min(100, round(alike * 0.56 + sum(weights[reason] for reason, holds in shared.items() if holds)))
    first, second = sorted((mine.key, theirs.key))
    reasons = tuple(reason for reason, holds in shared.items() if holds)
    return Pair(first, second, score, reasons, None if metres is None else round(metres))


def _enough(alike: float, shared: dict[Reason, bool], *, apart: bool, same_source: bool) -> bool:
    """Whether so much in common makes a pair worth a look."""
    spot = shared["place"]
    others = sum(shared[reason] for reason in ("phone", "website", "provider"))
    if same_source:
        return alike >= SAME_SOURCE and (spot or (not apart and others >= 2))
    if apart:
        return alike >= SURE and others >= 2 and shared["phone"]
    if spot:
        return alike >= LIKELY or others >= 2
    return alike >= SURE and others >= 1


def _metres(one: Outline, other: Outline) -> float | None:
    if one.point is None or other.point is None or not (one.is_exact and other.is_exact):
        return None
    return distance_m(one.point, other.point)
