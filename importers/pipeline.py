"""The way of a record: read, draft, clean, locate. Streams, and rejects what cannot go on without stopping the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from importers.base import Importer, Note, Options, Record, Reject
from importers.clean.offer import Cleaned, Cleaner
from importers.locate import Locator


@dataclass(frozen=True, slots=True)
class Columns:
    """How the headings of a table were read, and which of them mean nothing to us."""

    read: dict[str, str]
    unmapped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A record at the end of its way: the offer, and the raw values it was made of."""

    cleaned: Cleaned
    record: Record


#: what comes out of the pipeline
Step = Ready | Reject | Note | Columns


def run(importer: Importer, path: Path, options: Options, cleaner: Cleaner, locator: Locator) -> Iterator[Step]:
    """All records of a file as offers. Those without a point come last, when all given points are known."""
    seen: dict[str, int] = {}
    waiting: list[Ready] = []
    told_columns = False
    for piece in importer.read(path, options):
        if not isinstance(piece, Record):
            yield piece
            continue
        if piece.columns is not None and not told_columns:
            told_columns = True
            yield _columns(piece)
        step = _clean(importer, piece, cleaner)
        if isinstance(step, Reject):
            yield step
            continue
        first = seen.setdefault(step.cleaned.ref, step.cleaned.line)
        if first != step.cleaned.line:
            yield Reject(step.cleaned.line, step.cleaned.ref, f"The same key is already used in line {first}.")
            continue
        place = step.cleaned.offer.place
        locator.learn(place)
        if _needs_point(step):
            waiting.append(step)
        else:
            yield step
    for step in waiting:
        yield located(step, locator)
    yield from (Note(0, sentence) for sentence in locator.remarks())


def _clean(importer: Importer, record: Record, cleaner: Cleaner) -> Ready | Reject:
    draft = importer.draft(record)
    if isinstance(draft, Reject):
        return draft
    cleaned = cleaner.clean(draft)
    return cleaned if isinstance(cleaned, Reject) else Ready(cleaned, record)


def _needs_point(step: Ready) -> bool:
    offer = step.cleaned.offer
    places = [offer.place, *(stop.place for stop in offer.stops)]
    return any(place is not None and place.point is None for place in places)


def located(step: Ready, locator: Locator) -> Ready:
    """The same record with points for its place and its stops, as far as they can be had."""
    warnings: list[str] = list(step.cleaned.warnings)
    offer = step.cleaned.offer
    place = locator.locate(offer.place, warnings.append) if offer.place else None
    stops = tuple(replace(stop, place=locator.locate(stop.place, warnings.append)) for stop in offer.stops)
    cleaned = replace(
        step.cleaned, offer=replace(offer, place=place, stops=stops), warnings=tuple(dict.fromkeys(warnings))
    )
    return replace(step, cleaned=cleaned)


def _columns(record: Record) -> Columns:
    read = dict(record.columns or {})
    unmapped = tuple(heading for heading in record.values if heading not in read)
    return Columns(read, unmapped)


def raw_values(record: Record) -> dict[str, Any]:
    """The raw values worth keeping: those that say something."""
    return {name: value for name, value in record.values.items() if value not in ("", None)}
