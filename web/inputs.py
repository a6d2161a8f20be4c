"""What a program sent, read once into typed values; whatever is wrong is named with its field."""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from geo.point import Box, Point, PointError
from model.query import MAX_LIMIT, Query
from model.region import Region
from web.context import services
from web.errors import BadQuery

LISTS = ("topics", "phases", "audiences", "languages", "formats", "costs")
#: nobody asks for opening hours beyond these years, and calendars end somewhere
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
QUERY_FIELDS = ("region", "kind", "neutral", *LISTS, "wheelchair", "open_at", "text", "radius_m", "limit")


def bad(field: str, sentence: str) -> BadQuery:
    """An input error; the German sentence is general, the English one exact."""
    return BadQuery("Eine Angabe in der Anfrage stimmt nicht.", sentence, field)


def json_body(allowed: Iterable[str]) -> Mapping[str, Any]:
    """The JSON object in the request's body, with no other fields than the allowed ones."""
    if not request.is_json:
        raise bad("", "The body must be JSON with the header Content-Type: application/json.")
    body = request.get_json(silent=True)
    if body is None:
        raise bad("", "The body is not valid JSON.")
    if not isinstance(body, dict):
        raise bad("", f"The body must be a JSON object, not {_kind(body)}.")
    known = tuple(allowed)
    for name in body:
        if name not in known:
            raise bad(name[:60], f"The field {name[:60]!r} is not known. Known are: {', '.join(known)}.")
    return body


def text(body: Mapping[str, Any], field: str, *, required: bool = False, most: int = 200) -> str:
    """A text field."""
    value = body.get(field)
    if value is None:
        if required:
            raise bad(field, f"The field {field} is missing.")
        return ""
    if not isinstance(value, str):
        raise bad(field, f"The field {field} must be a text, not {_kind(value)}.")
    if len(value) > most:
        raise bad(field, f"The field {field} is longer than {most} characters.")
    if required and not any(character.isalnum() for character in value):
        raise bad(field, f"The field {field} holds neither a letter nor a digit.")
    return value


def region(body: Mapping[str, Any]) -> Region | None:
    """The region a body names; where there is only one, that one."""
    name = text(body, "region")
    known = services().regions()
    if not name:
        return known[0] if len(known) == 1 else None
    found = services().finder.region(name)
    if found is None:
        names = ", ".join(region.ags for region in known[:20])
        raise bad("region", f"There is no region {name[:60]!r} here. Known are: {names}.")
    return found


def number(body: Mapping[str, Any], field: str, default: float | None = None) -> float | None:
    """A number field."""
    value = body.get(field)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise bad(field, f"The field {field} must be a number, not {_kind(value)}.")
    if not math.isfinite(value):
        raise bad(field, f"The field {field} must be a finite number, not {value}.")
    return value


def point(near: Mapping[str, Any]) -> Point:
    """The point in a {"lat", "lon"} object."""
    for name in ("lat", "lon"):
        if name not in near:
            raise bad("near", f"The field near needs either an address or lat and lon; {name} is missing.")
    try:
        return Point(near["lat"], near["lon"])
    except PointError as error:
        raise bad("near", str(error)) from error


def query_of(body: Mapping[str, Any], region: Region | None, now: Callable[[], datetime]) -> Query:
    """The query that a body's fields ask for."""
    limit = number(body, "limit", 20)
    if limit is None or int(limit) != limit:
        raise bad("limit", f"The limit must be a whole number from 1 to {MAX_LIMIT}, not {limit}.")
    return Query(
        region=region.ags if region else None,
        kind=text(body, "kind") or None,  # type: ignore[arg-type]  # check_query refuses other kinds with a sentence
        neutral=_flag(body, "neutral"),
        wheelchair=_flag(body, "wheelchair"),
        open_at=_moment(body, region, now),
        text=text(body, "text"),
        radius_m=number(body, "radius_m"),
        limit=int(limit),
        **{name: texts(body, name) for name in LISTS},
    )


def args_body() -> dict[str, Any]:
    """The query part of the address as if it were a body, for GET requests that take filters."""
    body: dict[str, Any] = {}
    for name in request.args:
        values = [part for value in request.args.getlist(name) for part in value.split(",") if part]
        if name in LISTS:
            body[name] = values
        elif name in ("neutral", "wheelchair"):
            body[name] = _yes_or_no(name, request.args[name])
        elif name in ("limit", "radius_m", "zoom"):
            body[name] = _as_number(name, request.args[name])
        else:
            body[name] = request.args[name]
    return body


def box(value: str) -> Box:
    """A box written west,south,east,north."""
    parts = value.split(",")
    try:
        if len(parts) != 4:
            raise ValueError
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise bad("bbox", f"The bbox must be four numbers west,south,east,north, not {value[:80]!r}.") from None
    try:
        return Box(west, south, east, north)
    except PointError as error:
        raise bad("bbox", str(error)) from error


def _as_number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise bad(name, f"The parameter {name} must be a number, not {value[:60]!r}.") from None


def _yes_or_no(name: str, value: str) -> bool:
    if value.lower() in ("1", "true", "yes", "ja"):
        return True
    if value.lower() in ("0", "false", "no", "nein", ""):
        return False
    raise bad(name, f"The parameter {name} must be true or false, not {value[:60]!r}.")


def _flag(body: Mapping[str, Any], field: str) -> bool:
    value = body.get(field, False)
    if not isinstance(value, bool):
        raise bad(field, f"The field {field} must be true or false, not {_kind(value)}.")
    return value


def texts(body: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """A field with a list of texts, each once."""
    value = body.get(field, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise bad(field, f"The field {field} must be a list of texts.")
    if len(value) > 50:
        raise bad(field, f"The field {field} has more than 50 values.")
    return tuple(dict.fromkeys(value))


def _moment(body: Mapping[str, Any], region: Region | None, now: Callable[[], datetime]) -> datetime | None:
    value = text(body, "open_at")
    if not value:
        return None
    if value == "now":
        return now()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise bad("open_at", f"The field open_at must be now or a time such as 2026-11-23T10:00, not {value[:60]!r}.") \
            from None  # fmt: skip
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise bad("open_at", f"The year of open_at must lie between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    if moment.tzinfo is None:
        return moment.replace(tzinfo=ZoneInfo(region.zone if region else "Europe/Berlin"))
    return moment


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
