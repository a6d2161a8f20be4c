"""Dataclasses as JSON and back, led by their type hints, so that a new field needs nothing here.

What has its default value is left out: the text of a thing stays the same when its class gains a field.
"""

import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from store.errors import StoreError

T = TypeVar("T")
Turn = Callable[[Any], Any]
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def to_text(thing: Any) -> str:
    """A dataclass as JSON, always the same text for equal things."""
    try:
        encode: Turn = _encoder(type(thing))  # type: ignore[arg-type]  # a class is hashable
        text = json.dumps(encode(thing), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        text.encode()
    except ValueError as error:
        reason = "a number that is none" if "JSON" in str(error) else "half a character"
        raise StoreError(f"{_called(thing)} holds {reason} and cannot be stored.") from error
    if "\\u0000" in text and NUL.search(text):
        raise StoreError(f"{_called(thing)} holds a NUL character and cannot be stored.")
    return text


def from_text(kind: type[T], text: str) -> T:
    """The dataclass that a JSON text describes; fields that the class no longer has are passed over."""
    decode: Callable[[Any], T] = _decoder(kind)  # type: ignore[arg-type]  # a class is hashable
    return decode(json.loads(text))


def encode(thing: Any) -> Any:
    """A dataclass as what JSON knows, for a text that holds several."""
    turn: Turn = _encoder(type(thing))  # type: ignore[arg-type]  # a class is hashable
    return turn(thing)


def decode(kind: type[T], data: Any) -> T:
    """The dataclass that `encode` made into data."""
    turn: Callable[[Any], T] = _decoder(kind)  # type: ignore[arg-type]  # a class is hashable
    return turn(data)


def raw_text(record: Mapping[str, Any]) -> str:
    """A raw record as JSON; what JSON does not know is kept as its text."""
    return json.dumps(record, default=str)


def _called(thing: Any) -> str:
    name = getattr(thing, "key", "") or getattr(thing, "name", "")
    return f"The {type(thing).__name__.lower()} {name!r}"


@cache
def _encoder(hint: Any) -> Turn:
    plain: dict[Any, Turn] = {
        frozenset: sorted,
        Mapping: lambda value: dict(sorted(value.items())),
        float: lambda value: float(value) + 0.0,  # turns -0.0 into 0.0, which is the same number
        date: date.isoformat,
        datetime: datetime.isoformat,
    }
    return _turn(hint, _encoder, _dataclass_encoder, list) or plain.get(get_origin(hint) or hint, _same)


@cache
def _decoder(hint: Any) -> Turn:
    plain: dict[Any, Turn] = {
        frozenset: frozenset,
        date: date.fromisoformat,
        datetime: datetime.fromisoformat,
    }
    return _turn(hint, _decoder, _dataclass_decoder, tuple) or plain.get(get_origin(hint) or hint, _same)


def _turn(hint: Any, inward: Callable[[Any], Turn], whole: Callable[[Any], Turn], into: Turn) -> Turn | None:
    """How to turn what is made of other things: dataclasses, tuples, and what may be None."""
    if is_dataclass(hint):
        return whole(hint)
    parts = [part for part in get_args(hint) if part not in (type(None), ...)]
    if get_origin(hint) in (Union, types.UnionType):
        turn = inward(parts[0])
        return lambda value: None if value is None else turn(value)
    if get_origin(hint) is tuple:
        turns = [inward(part) for part in parts]
        if get_args(hint)[-1] is not ...:
            return lambda values: into([turn(value) for turn, value in zip(turns, values, strict=True)])
        only = turns[0]
        return into if only is _same else lambda values: into([only(value) for value in values])
    return None


def _same(value: Any) -> Any:
    return value


def _dataclass_encoder(kind: Any) -> Turn:
    hints = get_type_hints(kind)
    parts = [(field.name, _encoder(hints[field.name]), _default(field)) for field in fields(kind)]

    def encode(thing: Any) -> dict[str, Any]:
        values = [(name, turn, getattr(thing, name), default) for name, turn, default in parts]
        return {name: turn(value) for name, turn, value, default in values if value != default}

    return encode


def _dataclass_decoder(kind: Any) -> Turn:
    hints = get_type_hints(kind)
    turns = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    return lambda data: kind(**{name: turns[name](value) for name, value in data.items() if name in turns})


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
