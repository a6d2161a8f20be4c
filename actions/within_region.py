"""Candidates of a source that reaches farther than the region: what lies beyond its boundary is nobody's work here."""

from collections.abc import Iterator

from geo.boundaries import Boundaries
from importers.base import Note
from importers.pipeline import Ready, Step

#: boundaries of whole countries are drawn coarsely
TOLERANCE_M = 500.0


def within_region(steps: Iterator[Step], outline: str | None) -> Iterator[Step]:
    """The same steps without the records whose point lies beyond an outline; all of them where there is none."""
    if outline is None:
        yield from steps
        return
    area, beyond = Boundaries({"": outline}), 0
    for step in steps:
        place = step.cleaned.offer.place if isinstance(step, Ready) else None
        if place and place.point and not area.is_near(place.point, TOLERANCE_M):
            beyond += 1
        else:
            yield step
    if beyond:
        yield Note(0, f"{beyond} candidates lie beyond the boundary of the region; they were left out.")
