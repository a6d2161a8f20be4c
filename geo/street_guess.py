"""Streets that may be meant by misspelt words: names that differ by a few letters, where the query says they are."""

from collections.abc import Iterable, Iterator, Sequence

from geo.gazetteer import Gazetteer
from geo.runs import Run, Words
from geo.seen import Seen
from geo.spelling import STREET, bare, delete_hashes, mended_street, squeeze
from geo.street_options import Named, Weigher

SHORTEST = 4
LONGEST, MOST_WORDS = 5, 3
"""How many words the misspelt name of a street and of a city may have."""
BEST = 4
"""So many of the closest names are looked at for each run of words."""
_WRITTEN = "strase"


def most_typos(letters: int) -> int:
    """How many letters may be wrong in a name of so many."""
    return 1 if letters < 6 else 2 if letters < 10 else 3


def guesses(seen: Seen, gazetteer: Gazetteer, weigher: Weigher) -> Iterator[list[Named]]:
    """Names of streets close to what was typed, from ever wider lists; each list is asked for only if needed."""
    runs = list(_runs(seen))
    for keys in _lists(seen, gazetteer, weigher, runs) if runs else ():
        found = sorted(_closest(runs, keys), key=lambda one: (one.typos * 3 - len(one.key), one.start))
        if found:
            yield list({one.key: one for one in reversed(found)}.values())[::-1]


Typed = tuple[str, str, int, int]
"""A run of words with its key, the same with "straße" written out, and where it stands."""


def _runs(seen: Seen) -> Iterator[Typed]:
    """The runs of words that may be a misspelt street: those that are more than names of places."""
    tokens = seen.asked.tokens
    places = {i for span in seen.contexts(0, 0) for i in range(span.start, span.end)}
    for start in range(len(tokens)):
        joined, written = "", ""
        for end in range(start, min(start + LONGEST, len(tokens))):
            token = tokens[end]
            if token.kind == "postcode" or token.segment != tokens[start].segment:
                break
            joined += token.key
            written += bare(token.text).replace(".", "").replace("-", "")
            words = token.kind == tokens[start].kind == "word" and len(joined) >= SHORTEST
            if words and not places.issuperset(range(start, end + 1)):
                yield squeeze(joined), squeeze(written), start, end + 1


def _lists(
    seen: Seen, gazetteer: Gazetteer, weigher: Weigher, runs: Sequence[Typed]
) -> Iterator[str]:
    """The names that may be meant, on lines: of the postcodes, those one letter off, and those of the cities."""
    if seen.asked.postcodes:
        yield gazetteer.street_keys_in(seen.asked.postcodes)
    forms = {form for key, written, *_ in runs for form in (key, *mended_street(written))}
    hashes = {number for form in forms for number in delete_hashes(form)}
    yield "\n".join(sorted(gazetteer.street_keys_sharing(hashes)))
    cities = weigher.cities(seen.contexts(0, 0)) or list({row.city_key for row in seen.postcodes if row.city_key})
    if not cities and not seen.asked.postcodes and seen.inside.box is not None:
        cities = gazetteer.cities_in(seen.inside.box)
    if cities:
        yield gazetteer.street_keys_in(cities)


def _closest(runs: Iterable[Typed], lines: str) -> Iterator[Named]:
    """For each run of words the names that are closest to it."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loaded by the first spelling that is looked at closely
    from rapidfuzz.process import extract  # noqa: PLC0415

    if not lines:
        return
    keys, long = lines.split("\n"), _written(lines).split("\n")
    for key, written, start, end in runs:
        most = most_typos(min(len(key), len(written)))
        near: dict[str, int] = {}
        for typed, known in ((key, keys), (written, long)):
            for _, typos, at in extract(typed, known, scorer=OSA.distance, score_cutoff=most, limit=BEST):
                near[keys[at]] = min(int(typos), near.get(keys[at], most))
        yield from (Named(name, start, end, typos) for name, typos in near.items())


def _written(lines: str) -> str:
    """Keys on lines with their "str" written out and their "sankt" shortened, as most people write them."""
    text = f"\n{lines}\n".replace(f"{STREET}\n", f"{_WRITTEN}\n")
    return text.replace("\nsankt", "\nst").replace("ansankt", "anst")[1:-1]


def misspelt_cities(seen: Seen, gazetteer: Gazetteer, named: Named) -> list[str]:
    """The keys of those cities with a street of this name that the other words may mean, misspelt."""
    tokens = seen.asked.tokens
    runs = Words(tokens, set(range(named.start, named.end))).runs(MOST_WORDS)
    typed = [run.key for run in runs if len(run.key) >= SHORTEST - 1 and not _overlap(run, named)]
    if not typed:
        return []
    near = gazetteer.places_named(_place_keys(gazetteer, typed))
    likely = {row.city_key for rows in near.values() for row in rows if row.is_municipality}
    found = _closest_cities(typed, sorted(likely))
    if found and gazetteer.streets(seen.streets[named.key], cities=found):
        return found
    return _closest_cities(typed, gazetteer.cities_with(seen.streets[named.key]))


def _place_keys(gazetteer: Gazetteer, typed: Iterable[str]) -> list[str]:
    """The keys of places one letter off."""
    return gazetteer.place_keys_sharing({number for key in typed for number in delete_hashes(key)})


def _closest_cities(typed: Iterable[str], cities: Sequence[str]) -> list[str]:
    """Those cities whose keys differ least from what was typed, if by one letter, or two of a long name."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loaded by the first spelling that is looked at closely
    from rapidfuzz.process import extract  # noqa: PLC0415

    best: dict[str, float] = {}
    for key in typed:
        most = 2 if len(key) > 7 else 1
        for city, typos, _ in extract(key, cities, scorer=OSA.distance, score_cutoff=most, limit=BEST):
            best[city] = min(best.get(city, 9.0), typos)
    return [city for city, typos in best.items() if typos == min(best.values())]


def _overlap(run: Run, named: Named) -> bool:
    return run.start < named.end and named.start < run.end
