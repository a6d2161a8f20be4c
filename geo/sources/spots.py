"""Spots that many know by one name: the other names of a station, and one spot out of its many parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from geo.ecef import ecef
from geo.layers import KINDS, Entry
from geo.point import Point, distance_m
from geo.spelling import key

TOGETHER_M = 200.0
"""Spots of one name that are this near to each other are parts of one."""
_APART_M = 1_000.0
"""More than `TOGETHER_M`: how far apart two names are kept in the fourth dimension, in which names differ."""

_STATION_WORD = re.compile(r"(?<![\w-])(hauptbahnhof|hbf\.?|bahnhof|bhf\.?|bf\.?)(?!\w)", re.IGNORECASE)
_LINE_PREFIX = re.compile(r"^(S\+U|[SU](?:-Bahn(?:hof)?)?) +(?=[A-ZÄÖÜ])")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


def station_names(name: str, kind: str) -> tuple[str, ...]:
    """What else people call a stop or station: "Bf Buchschlag" or "Buchschlag Bahnhof" for "Bahnhof Buchschlag"."""
    bare = _ASIDE.sub("", name)
    names = [bare]
    if line := _LINE_PREFIX.match(bare):
        bare = bare[line.end() :]
        names += [bare, *(f"{letter}-Bahnhof {bare}" for letter in ("S", "U") if letter in line[1].split("-")[0])]
    elif word := _STATION_WORD.search(bare):
        where = " ".join(filter(None, (part.strip(" ,-") for part in _STATION_WORD.split(bare)[::2])))
        if where:
            names += _with_word(where, main=word[1].lower().startswith("h"))
    elif kind == "station":
        names += _with_word(bare, main=False)
    return tuple(dict.fromkeys(other for other in names if other != name))


def _with_word(where: str, *, main: bool) -> list[str]:
    words = ("Hbf", "Hauptbahnhof") if main else ("Bahnhof", "Bf")
    return [form for word in words for form in (f"{where} {word}", f"{word} {where}")]


def merged(spots: Sequence[Entry]) -> Iterator[Entry]:
    """The spots, those of one name within 200 m put together; a station takes in the stops that bear its name."""
    if not spots:
        return
    labels = _clusters(spots)
    order = sorted(range(len(spots)), key=labels.__getitem__)
    for _, members in groupby(order, key=labels.__getitem__):
        yield _one([spots[index] for index in members])


def _clusters(spots: Sequence[Entry]) -> list[int]:
    """For each spot the number of the cluster it belongs to."""
    import numpy as np  # noqa: PLC0415 - only whoever builds a gazetteer needs these
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415
    from scipy.spatial import cKDTree  # noqa: PLC0415

    numbers: dict[tuple[str, str], int] = {}
    names = [numbers.setdefault(_family(spot), len(numbers)) for spot in spots]
    where = np.empty((len(spots), 4))
    where[:, :3] = ecef([spot.point.lat for spot in spots], [spot.point.lon for spot in spots])
    where[:, 3] = np.array(names) * _APART_M
    pairs = cKDTree(where).query_pairs(TOGETHER_M, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(spots), len(spots)))
    labels: Any = connected_components(links, directed=False)[1]
    return [int(label) for label in labels]


def _family(spot: Entry) -> tuple[str, str]:
    """What spots must have in common to be parts of one: the stop "U Rathaus" belongs to the station "Rathaus"."""
    if spot.kind in ("stop", "station"):
        return "stop", key(_LINE_PREFIX.sub("", _ASIDE.sub("", spot.name)) or spot.name)
    return spot.kind, key(spot.name)


def _one(parts: Sequence[Entry]) -> Entry:
    """One spot in the middle of its parts, with all their names."""
    if len(parts) == 1:
        return parts[0]
    leading = [part for part in parts if part.kind == "station"] or parts
    first = leading[0]
    lat = sum(part.point.lat for part in leading) / len(leading)
    lon = sum(part.point.lon for part in leading) / len(leading)
    middle = Point(lat, lon)
    reach = max(distance_m(middle, part.point) for part in parts)
    names = dict.fromkeys(name for part in parts for name in (part.name, *part.aliases))
    return replace(
        first,
        point=middle,
        radius_m=round(reach) if reach > KINDS[first.kind].radius_m else 0.0,
        city=next((part.city for part in parts if part.city), ""),
        aliases=tuple(name for name in names if name != first.name),
    )
