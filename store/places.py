"""Places and providers: rows that many offers share and that never change; what differs is another row."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, func, insert, select

from geo.point import Point
from model.place import Place
from store import tables
from store.dialect import among
from store.documents import to_text

T = TypeVar("T", bound=Hashable)
Row = dict[str, Any]


def digest(text: str) -> str:
    """A short text that differs where the given text differs."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def next_id(connection: Connection, table: Table) -> int:
    """The first free id; safe because only one writer is at work at any time and nothing is ever deleted."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one())


class Shared(Generic[T]):
    """The rows of one table of shared things, found or made on demand, each looked up once per transaction."""

    def __init__(self, connection: Connection, table: Table, row_of: Callable[[T], Row]) -> None:
        self._connection = connection
        self._table = table
        self._row_of = row_of
        self._ids: dict[T, int] = {}
        self._next: int | None = None

    def __getitem__(self, thing: T) -> int:
        return self._ids[thing]

    def settle(self, things: Iterable[T]) -> None:
        """Make sure that each of the things has a row."""
        wanted = {digest(to_text(thing)): thing for thing in things if thing not in self._ids}
        if not wanted:
            return
        where = among(self._table.c.digest, list(wanted))
        for known, row_id in self._connection.execute(select(self._table.c.digest, self._table.c.id).where(where)):
            self._ids[wanted.pop(known)] = row_id
        rows = []
        for missing, thing in wanted.items():
            self._ids[thing] = self._new_id()
            rows.append({"id": self._ids[thing], "digest": missing, **self._row_of(thing)})
        if rows:
            self._connection.execute(insert(self._table), rows)

    def _new_id(self) -> int:
        fresh = next_id(self._connection, self._table) if self._next is None else self._next
        self._next = fresh + 1
        return fresh


def place_row(place: Place) -> Row:
    """The columns of a place."""
    return {
        "name": place.name,
        "street": place.street,
        "number": place.number,
        "postcode": place.postcode,
        "city": place.city,
        "district": place.district,
        "lat": place.point and place.point.lat,
        "lon": place.point and place.point.lon,
        "precision": place.precision,
        "radius_m": place.radius_m,
        "point_source": place.point_source,
    }


#: the columns of a place, its id first, in the order in which `place_from` takes them
PLACE_NAMES = ("id", *place_row(Place()))


def place_columns(table: Any = tables.place) -> list[Any]:
    """The columns to select for a place; from an alias where a statement needs several places."""
    return [table.c[name] for name in PLACE_NAMES]


def place_from(values: Sequence[Any]) -> Place | None:
    """The place of a row, None where the row has none."""
    place_id, name, street, number, postcode, city, district, lat, lon, precision, radius_m, point_source = values
    if place_id is None:
        return None
    point = None if lat is None else Point(lat, lon)
    return Place(name, street, number, postcode, city, district, point, precision, radius_m, point_source)
