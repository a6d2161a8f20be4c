"""Recognising names with one typo among the words of a query that are otherwise unknown."""

from collections.abc import Iterable, Sequence

from geo.belonging import fits_postcode, together
from geo.gazetteer import Gazetteer
from geo.gazetteer_rows import PlaceRow
from geo.runs import BIG, Inside, Run, Span, Words, is_big, says_something
from geo.spelling import delete_hashes, mended_street, one_typo_apart

MOST_WORDS = 4
FROM, SHORT = 5, 7
"""From how many letters on a word may be misspelt, and up to how many it is easily an ordinary word instead."""
KNOWN = 5_000
"""Smaller places are only meant by a misspelt name if something else in the query, or the region, speaks for them."""


def find_misspelt(
    text: Words, spans: Sequence[Span], postcodes: Sequence[PlaceRow], gazetteer: Gazetteer, inside: Inside
) -> list[Span]:
    """The names of a query: those already found, and those with one typo in what is left, which may extend them."""
    runs = [run for run in text.runs(MOST_WORDS) if len(run.key) >= FROM and _may_be_misspelt(text, run)]
    likely = _likely(dict.fromkeys(run.key for run in runs), gazetteer)
    keys = {name for names in likely.values() for name in names}
    places, streets = gazetteer.places_named(keys), gazetteer.street_names(keys)
    found = list(spans)
    for run in runs:
        overlapped = [span for span in found if span.start < run.end and run.start < span.end]
        if any(span.misspelt or span.streets for span in overlapped):
            continue
        others = [span for span in found if span.places and span not in overlapped]
        meant = [
            row
            for name in likely[run.key]
            for row in places.get(name, ())
            if _is_plausible(run.key, name, row, inside) and _is_supported(run.key, row, others, postcodes, inside)
        ]
        roads = tuple(row for name in likely[run.key] for row in streets.get(name, ()))
        named = () if text.in_street(run, is_big(meant)) else tuple(meant)
        if named or roads:
            found = [span for span in found if span not in overlapped]
            found.append(Span(run.start, run.end, named, roads, misspelt=True))
            text.take(run)
    return found


def _may_be_misspelt(text: Words, run: Run) -> bool:
    """Whether a run has a word that nothing explains yet, and stands in one part of the query."""
    tokens = text.of(run)
    unexplained = any(i not in text.taken and says_something(text.tokens[i]) for i in range(run.start, run.end))
    return unexplained and all(token.kind == "word" and token.segment == tokens[0].segment for token in tokens)


def _likely(keys: Iterable[str], gazetteer: Gazetteer) -> dict[str, list[str]]:
    """The known keys one typo away from each of the given ones."""
    mended = {key: set(mended_street(key)) for key in keys}
    forms = {form for key, others in mended.items() for form in (key, *others)}
    hashes = {number for form in forms for number in delete_hashes(form)}
    shared = sorted({*gazetteer.place_keys_sharing(hashes), *gazetteer.street_keys_sharing(hashes)})
    return {
        key: [name for name in shared if name in others or one_typo_apart(key, name)] for key, others in mended.items()
    }


def _is_plausible(key: str, name: str, row: PlaceRow, inside: Inside) -> bool:
    """Whether a short word may be a misspelling: not of a shortened name, and rarely in its first letter.

    With five letters, one of them wrong, it is rather another word ("Hafen" for "Hagen"), unless it is in the region.
    """
    if len(key) >= SHORT:
        return True
    if row.short or (len(key) == len(name) == FROM and sorted(key) != sorted(name) and not inside(row.point)):
        return False
    return key[0] == name[0] or key[:2] == name[1::-1] or inside(row.point)


def _is_supported(
    key: str, row: PlaceRow, others: Sequence[Span], postcodes: Sequence[PlaceRow], inside: Inside
) -> bool:
    """Whether something speaks for a misspelt name: the rest of the query, the region, or that everybody knows it."""
    if postcodes or others:
        return all(any(together(row, other) for other in span.places) for span in others) and (
            not postcodes or any(fits_postcode(postcode, row) for postcode in postcodes)
        )
    people = KNOWN if len(key) >= SHORT else BIG
    return inside(row.point) or (row.population or 0) >= people or row.kind in ("borough", "district", "alias")
