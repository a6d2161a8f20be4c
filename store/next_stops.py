"""Where offers that travel are next, for a search that measures distances."""

from collections import defaultdict
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from model.place import STOP_COUNTS, counts_now
from store import tables

Degrees = NDArray[np.float64]
Coming = tuple[datetime, datetime, float | None, float | None]


def move_to_stops(
    connection: Connection, ids: NDArray[np.int64], lat: Degrees, lon: Degrees, now: datetime
) -> datetime | None:
    """Put the point of the next stop where an offer has none of its own.

    `ids` ascend; `lat` and `lon` are changed. Returns until when that is right, None if nothing will change.
    """
    changes: list[datetime] = []
    for offer_id, stops in _coming(connection, now).items():
        row = int(np.searchsorted(ids, offer_id))
        if row >= len(ids) or ids[row] != offer_id or not np.isnan(lat[row]):
            continue
        starts, ends, north, east = min(stops, key=lambda one: one[0])
        counts = counts_now(starts, now)
        changes.append(ends if counts else starts - STOP_COUNTS)
        if counts and north is not None and east is not None:
            lat[row], lon[row] = north, east
    return min(changes, default=None)


def _coming(connection: Connection, now: datetime) -> dict[int, list[Coming]]:
    """The stops that have not ended, by offer."""
    stop, place = tables.stop.c, tables.place.c
    joined = tables.stop.join(tables.place, stop.place_id == place.id)
    found: defaultdict[int, list[Coming]] = defaultdict(list)
    rows = connection.execute(select(stop.offer_id, stop.starts, stop.ends, place.lat, place.lon).select_from(joined))
    for offer_id, starts, ends, lat, lon in rows:
        if ends >= now:
            found[offer_id].append((starts, ends, lat, lon))
    return found
