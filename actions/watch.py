"""Keeping the to-do list up to date: looks at what changed, and once a day at what time changes by itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from actions.doubles import note_doubles
from actions.duties import Tools
from actions.watch_rules import Scene, look_at
from geo.boundaries import Boundaries
from geo.live import LiveGeocoder
from importers.clean.text import fold
from importers.locate import Locator
from model.expired_funding import ExpiredFunding
from model.findings import KINDS, TURNING, Found
from model.region import Region
from model.vocabulary import Vocabulary
from store import Store

#: raised when a rule changes, so that all offers are looked at again
RULES_EDITION = 1
#: everything is looked at again so often, because streets get numbers and stops pass
WHOLE_AGAIN = timedelta(days=7)
#: so many offers are looked at in one transaction
BATCH = 250
ALL = frozenset(KINDS)


def watch_duty(tools: Tools) -> int:
    """Look at what changed since the last time; returns how many findings are different now."""
    return watch(tools.store, tools.geocoder, tools.vocabulary, tools.clock())


def watch(store: Store, geocoder: LiveGeocoder, vocabulary: Vocabulary, now: datetime, *, whole: bool = False) -> int:
    """Bring the to-do list up to date; `whole` looks at every offer whatever was seen before.

    It may be stopped at any moment: each batch is kept as a whole, and what was not reached is looked at the next time.
    """
    state = store.findings
    version, today = store.version(), now.date().isoformat()
    edition = _edition(geocoder, vocabulary)
    begun = state.state("whole_on")
    stale = not begun or now.date() - datetime.fromisoformat(begun).date() >= WHOLE_AGAIN
    if whole or stale or state.state("edition") != edition:
        changed = _look(store, geocoder, vocabulary, now, version, store.changed_since(0), ALL)
        return changed + _remember(store, version=version, day=today, edition=edition, whole_on=today)
    seen = int(state.state("version") or 0)
    changed = 0
    if seen != version:
        fresh = store.changed_since(seen)
        changed += _look(store, geocoder, vocabulary, now, version, fresh, ALL)
        _remember(store, version=version)
    if state.state("day") != today:
        changed += _look(store, geocoder, vocabulary, now, version, store.changed_since(0), TURNING)
        _remember(store, day=today)
    return changed


def watch_some(
    store: Store, geocoder: LiveGeocoder, vocabulary: Vocabulary, now: datetime, ids: Collection[int],
    kinds: Collection[str] = ALL,
) -> int:  # fmt: skip
    """Look at a few offers right away, for whoever knows that something about them is different."""
    return _look(store, geocoder, vocabulary, now, store.version(), list(ids), frozenset(kinds))


def _look(
    store: Store, geocoder: LiveGeocoder, vocabulary: Vocabulary, now: datetime, version: int, ids: list[int],
    kinds: frozenset[str],
) -> int:  # fmt: skip
    regions = {region.ags: region for region in store.regions()}
    scenes: dict[str, Scene] = {}
    changed = 0
    seen: dict[str, list[str]] = defaultdict(list)
    for some in _batches(ids):
        found: dict[str, dict[int, list[Found]]] = defaultdict(dict)
        for offer_id, offer in zip(some, store.offers(some), strict=True):
            region = regions.get(offer.region)
            if region is None:
                continue
            if region.ags not in scenes:
                scenes[region.ags] = _scene(store, geocoder, vocabulary, region, now)
            found[region.ags][offer_id] = look_at(offer, scenes[region.ags], kinds)
            seen[region.ags].append(offer.key)
        with store.write(by="watch", why="to-do list") as writer:
            for ags, those in found.items():
                changed += writer.findings.put(ags, version, scenes[ags].day, those, kinds)
    if kinds == ALL:
        changed += sum(note_doubles(store, ags, keys) for ags, keys in seen.items())
    return changed


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _scene(store: Store, geocoder: LiveGeocoder, vocabulary: Vocabulary, region: Region, now: datetime) -> Scene:
    day = now.astimezone(ZoneInfo(region.zone)).date()
    outline = store.boundary(region.ags)
    around = store.findings.surroundings(region.ags)
    return Scene(
        region=region,
        day=day,
        locator=Locator(geocoder, region.box),
        boundary=Boundaries({region.ags: outline}) if outline else None,
        surroundings=around,
        funding=ExpiredFunding(vocabulary, region.land, day),
        dead_links=store.findings.dead_links(),
        districts={fold(name): name for name in sorted(around.districts) if len(fold(name)) > 3},
    )


def _edition(geocoder: LiveGeocoder, vocabulary: Vocabulary) -> str:
    """What changes when the rules, the words or the gazetteer change, so that everything must be looked at again."""
    words = repr((RULES_EDITION, geocoder.layers(), sorted(vocabulary.terms("funding").items())))
    return blake2b(words.encode(), digest_size=8).hexdigest()


def _remember(store: Store, **values: object) -> int:
    with store.write(by="watch", why="to-do list") as writer:
        for name, value in values.items():
            writer.findings.remember(name, str(value))
    return 0
