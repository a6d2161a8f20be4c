"""What a search needs to know about every offer, as columns of numbers, read in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select, union_all

from model.neutrality import assess
from store import tables
from store.dialect import among
from store.offers import facts_of

FACETS = ("topics", "phases", "audiences", "languages", "formats")
#: category -> its column; each holds few different values among many offers
CATEGORIES = ("region", "kind", "cost", "wheelchair", "grade", "evidence", "appointment", "hours")


@dataclass(frozen=True, slots=True)
class Category:
    """One value per offer: `values[codes[row]]`."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Terms:
    """Any number of terms per offer: the offer at `rows[i]` has the term `names[codes[i]]`, a facet and a slug."""

    names: tuple[tuple[str, str], ...]
    rows: NDArray[np.int32]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SearchRows:
    """Published offers as columns, by ascending id; `lat` and `lon` are NaN where there is no point."""

    ids: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    categories: dict[str, Category]
    terms: Terms
    has_stops: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


def read(connection: Connection, day: date, only: Sequence[int] | None) -> SearchRows:
    """The columns of all published offers, or of those among the given ids, assessed as of a day."""
    place = tables.place.c
    statement = (
        select(tables.offer.c.id, place.lat, place.lon, *(tables.offer.c[name] for name in CATEGORIES))
        .join_from(tables.offer, tables.place, tables.offer.c.place_id == tables.place.c.id, isouter=True)
        .where(tables.offer.c.status == "published")
        .order_by(tables.offer.c.id)
    )
    rows = _fetch(connection, _among(statement, tables.offer.c.id, only))
    own, lat, lon, *texts = zip(*rows, strict=True) if rows else ((),) * (3 + len(CATEGORIES))
    ids = np.array(own, dtype=np.int64)
    renewed = _renewed(connection, day, only)
    return SearchRows(
        ids=ids,
        lat=np.array(lat, dtype=np.float64),
        lon=np.array(lon, dtype=np.float64),
        categories={
            name: _category(_with(renewed, name, ids, values)) for name, values in zip(CATEGORIES, texts, strict=True)
        },
        terms=_terms(connection, ids, only),
        has_stops=np.isin(ids, _numbers(connection, select(tables.stop.c.offer_id).distinct())),
    )


def _among(statement: Select[Any], column: Any, only: Sequence[int] | None) -> Select[Any]:
    return statement if only is None else statement.where(among(column, only))


def _fetch(connection: Connection, statement: Any) -> list[tuple[Any, ...]]:
    """All rows as the driver delivers them; wrapping each of them would take longer than reading it."""
    cursor = connection.execute(statement).cursor
    assert cursor is not None
    return cursor.fetchall()  # type: ignore[return-value]


def _numbers(connection: Connection, statement: Any) -> NDArray[np.int64]:
    """All numbers of all rows, one after the other."""
    rows = _fetch(connection, statement)
    width = len(rows[0]) if rows else 0
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * width)


def _category(values: Sequence[str]) -> Category:
    codes: dict[str, int] = {}
    numbers = [codes.setdefault(value, len(codes)) for value in values]
    return Category(tuple(codes), np.array(numbers, dtype=np.int32))


def _terms(connection: Connection, ids: NDArray[np.int64], only: Sequence[int] | None) -> Terms:
    columns = tables.term.c
    known = connection.execute(select(columns.id, columns.facet, columns.slug).where(columns.facet.in_(FACETS)))
    names = {term_id: (facet, slug) for term_id, facet, slug in known}
    code_of = np.full(max(names, default=0) + 1, -1, dtype=np.int32)
    code_of[list(names)] = np.arange(len(names))
    links = [
        _among(select(table.c.offer_id, table.c.term_id), table.c.offer_id, only)
        for table in (tables.offer_term, tables.offer_language)
    ]
    offers, terms = _numbers(connection, union_all(*links)).reshape(-1, 2).T
    codes = np.where(terms < len(code_of), code_of[np.minimum(terms, len(code_of) - 1)], -1)
    rows = np.searchsorted(ids, offers)
    good = (codes >= 0) & (rows < len(ids))
    good[good] = ids[rows[good]] == offers[good]
    return Terms(tuple(names.values()), rows[good].astype(np.int32), codes[good].astype(np.int32))


def _renewed(connection: Connection, day: date, only: Sequence[int] | None) -> dict[int, dict[str, str]]:
    """Grade and evidence of the offers for which the stored assessment is not that of the day."""
    columns = tables.offer.c
    turned = (columns.changes_on <= day) | (columns.assessed_on > day)
    ids = connection.execute(_among(select(columns.id).where(turned), columns.id, only)).scalars().all()
    found = {offer_id: assess(facts, day) for offer_id, facts in facts_of(connection, ids).items()} if ids else {}
    return {offer_id: {"grade": seen.grade, "evidence": seen.evidence} for offer_id, seen in found.items()}


def _with(
    renewed: dict[int, dict[str, str]], name: str, ids: NDArray[np.int64], values: Sequence[str]
) -> Sequence[str]:
    if name not in ("grade", "evidence") or not renewed:
        return values
    fresh = list(values)
    for offer_id, seen in renewed.items():
        row = int(np.searchsorted(ids, offer_id))
        if row < len(ids) and ids[row] == offer_id:
            fresh[row] = seen[name]
    return fresh
