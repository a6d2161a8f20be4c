"""Nominatim, asked in its own process without HTTP; runs inside Nominatim's environment."""

import sys
from collections.abc import Callable
from typing import Any

from _geocode_worker import NOTHING, Found, serve
from nominatim_api import NominatimAPI


def start() -> Callable[[str], Found]:
    """Open the database of the project folder."""
    api = NominatimAPI(sys.argv[1])
    limits = {"max_results": int(sys.argv[2])} if len(sys.argv) > 2 else {}

    def find(text: str) -> Found:
        results = api.search(text, **limits)
        if not results:
            return NOTHING
        first = results[0]
        return first.centroid.lat, first.centroid.lon, _label(first), False

    return find


def _label(result: Any) -> str:
    """Nominatim's own words for what it found."""
    if (result.category[0] == "place" and result.category[1] in ("house", "houses")) or result.housenumber:
        return "house"
    if result.category[1] == "postcode":
        return "postcode"
    return "street" if result.rank_address >= 26 else "place"


if __name__ == "__main__":
    serve(start)
