"""The regions as the store has them now, without the offers: most pages of the office need no more."""

import re

from model.region import Region
from store import Store

#: the key in front of the name, as addresses of other portals have it
_WITH_KEY = re.compile(r"(\d{5}|\d{8})-.+")


class RegionBook:
    """All regions, read anew when the store has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: tuple[int, dict[str, Region]] = (-1, {})

    def region(self, name: str) -> Region | None:
        """The region with that AGS or slug, or with both as in "05515-muenster"."""
        known = self._by_name()
        return known.get(name) or (known.get(both[1]) if (both := _WITH_KEY.fullmatch(name)) else None)

    def regions(self) -> list[Region]:
        """All regions by name."""
        return list({region.ags: region for region in self._by_name().values()}.values())

    def _by_name(self) -> dict[str, Region]:
        version, known = self._known
        now = self._store.version()
        if version != now:
            regions = self._store.regions()
            known = {region.ags: region for region in regions} | {region.slug: region for region in regions}
            self._known = (now, known)
        return known
