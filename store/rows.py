"""What a search needs to know about every offer, as columns of numbers, read in one go."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select

from model.neutrality import Assessment, assess
from model.offer import Offer
from store import tables
from store.dialect import among
from store.next_stops import move_to_stops
from store.offers import facts_of
from store.terms import CATEGORIES, TermIds, categories_of, names_of

FACETS = ("topics", "phases", "audiences", "languages", "formats")
CODE = np.dtype("<i4")
Numbers = NDArray[np.int32]
_FADED = select(tables.offer.c.id).where(tables.offer.c.faded_on.is_not(None))


@dataclass(frozen=True, slots=True)
class Category:
    """One value per offer: `values[codes[row]]`."""

    values: tuple[str, ...]
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Terms:
    """Any number of terms per offer: the offer at `rows[i]` has the term `names[codes[i]]`, a facet and a slug."""

    names: tuple[tuple[str, str], ...]
    rows: Numbers
    codes: Numbers


@dataclass(frozen=True, slots=True)
class SearchRows:
    """Published offers as columns, by ascending id; `lat` and `lon` are NaN where there is no point."""

    ids: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    categories: dict[str, Category]
    terms: Terms
    has_stops: NDArray[np.bool_]
    #: until when the points are right: then the next stop of some offer is another one; None: for good
    good_until: datetime | None
    #: nobody confirms it any more, so it stands behind the others
    faded: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


def search_row(offer_id: int, offer: Offer, assessment: Assessment, terms: TermIds) -> dict[str, Any]:
    """The columns of the table that `read` reads."""
    point = offer.place and offer.place.point
    wanted = (name for name in names_of(offer) if name[0] in FACETS)
    codes = [terms[name] for name in (*categories_of(offer, assessment), *wanted)]
    return {
        "offer_id": offer_id,
        "lat": point and point.lat,
        "lon": point and point.lon,
        "hours": offer.hours,
        "codes": np.array(codes, dtype=CODE).tobytes(),
    }


def read(connection: Connection, day: date, only: Sequence[int] | None, now: datetime | None = None) -> SearchRows:
    """The columns of all published offers, or of those among the given ids, assessed as of a day.

    With `now`, an offer that has no point of its own is where it stops next (see `Offer.stop_to_go_to`).
    """
    columns = tables.search_row.c
    statement = select(columns.offer_id, columns.lat, columns.lon, columns.hours, columns.codes)
    # Wrapping each row would take longer than reading it, so the rows are taken as the driver delivers them.
    cursor = connection.execute(_among(statement.order_by(columns.offer_id), columns.offer_id, only)).cursor
    rows = cursor.fetchall() if cursor else []
    own, lat, lon, hours, packed = zip(*rows, strict=True) if rows else ((),) * 5
    ids = np.array(own, dtype=np.int64)
    heads, row_of, tail = _unpacked(packed)
    book = _Book(connection)
    categories = {name: book.category(name, heads[:, at]) for at, name in enumerate(CATEGORIES)}
    lats, lons = np.array(lat, dtype=np.float64), np.array(lon, dtype=np.float64)
    return SearchRows(
        ids=ids,
        good_until=move_to_stops(connection, ids, lats, lons, now) if now else None,
        lat=lats,
        lon=lons,
        categories={**categories, **_renewed(connection, day, ids, only, categories), "hours": _counted(hours)},
        terms=book.terms(row_of, tail),
        has_stops=np.isin(ids, connection.execute(select(tables.stop.c.offer_id).distinct()).scalars().all()),
        faded=np.isin(ids, connection.execute(_FADED).scalars().all()),
    )


def _among(statement: Select[Any], column: Any, only: Sequence[int] | None) -> Select[Any]:
    return statement if only is None else statement.where(among(column, only))


def _unpacked(packed: Sequence[bytes]) -> tuple[Numbers, Numbers, Numbers]:
    """The codes of the categories as a table, and those of the terms as one long list with the row of each."""
    width = len(CATEGORIES)
    codes = np.frombuffer(b"".join(packed), dtype=CODE)
    sizes = np.fromiter(map(len, packed), dtype=np.int32, count=len(packed)) // CODE.itemsize
    starts = np.cumsum(sizes) - sizes
    head_at = starts[:, None] + np.arange(width)
    is_tail = np.ones(len(codes), dtype=bool)
    is_tail[head_at] = False
    rows = np.repeat(np.arange(len(packed), dtype=np.int32), sizes - width)
    return codes[head_at], rows, codes[is_tail]


class _Book:
    """All terms of the database, to turn their ids into codes from 0 on, facet by facet."""

    def __init__(self, connection: Connection) -> None:
        columns = tables.term.c
        rows = connection.execute(select(columns.id, columns.facet, columns.slug).order_by(columns.id)).all()
        self._terms = [(term_id, facet, slug) for term_id, facet, slug in rows]
        self._most = max((term_id for term_id, _, _ in self._terms), default=0)

    def category(self, facet: str, ids: Numbers) -> Category:
        """A category from the ids of its values."""
        known = [(term_id, slug) for term_id, name, slug in self._terms if name == facet]
        return Category(tuple(slug for _, slug in known), self._codes([term_id for term_id, _ in known])[ids])

    def terms(self, rows: Numbers, ids: Numbers) -> Terms:
        """The terms of offers from their ids."""
        known = [(term_id, (facet, slug)) for term_id, facet, slug in self._terms if facet in FACETS]
        return Terms(tuple(name for _, name in known), rows, self._codes([term_id for term_id, _ in known])[ids])

    def _codes(self, ids: list[int]) -> Numbers:
        """For each id of a term its place in a list of ids."""
        codes = np.full(self._most + 1, -1, dtype=np.int32)
        codes[ids] = np.arange(len(ids), dtype=np.int32)
        return codes


def _counted(values: Sequence[str]) -> Category:
    codes: dict[str, int] = {}
    numbers = array("i", [codes.setdefault(value, len(codes)) for value in values])
    return Category(tuple(codes), np.array(numbers, dtype=np.int32))


def _renewed(
    connection: Connection, day: date, ids: NDArray[np.int64], only: Sequence[int] | None, stored: dict[str, Category]
) -> dict[str, Category]:
    """Grade and evidence, assessed anew where the stored assessment is not that of the day."""
    columns = tables.offer.c
    turned = ((columns.changes_on <= day) | (columns.assessed_on > day)) & (columns.status == "published")
    found = connection.execute(_among(select(columns.id).where(turned), columns.id, only)).scalars().all()
    if not found:
        return {}
    facts = facts_of(connection, found)
    fresh = {int(np.searchsorted(ids, offer_id)): assess(facts[offer_id], day) for offer_id in found}
    return {name: _overlaid(stored[name], {row: getattr(seen, name) for row, seen in fresh.items()})
            for name in ("grade", "evidence")}  # fmt: skip


def _overlaid(category: Category, fresh: dict[int, str]) -> Category:
    values = list(dict.fromkeys((*category.values, *fresh.values())))
    codes = category.codes.copy()
    codes[list(fresh)] = [values.index(value) for value in fresh.values()]
    return Category(tuple(values), codes)
