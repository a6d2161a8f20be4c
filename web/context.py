"""What every request needs: the store, the finder, the geocoder, the words and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from geo.live import LiveGeocoder
from model.region import RESERVED_SLUGS, Region
from model.vocabulary import Vocabulary
from search.courses import CourseFinder
from search.memory import Finder
from search.region_book import RegionBook
from store import Store
from web.errors import NotFound, UnknownRegion


@dataclass(frozen=True)
class Background:
    """The tile service behind the map, loaded only after a visitor's click; empty when there is none."""

    url: str = ""
    attribution: str = ""

    @property
    def host(self) -> str:
        """The host that a click would contact."""
        return self.url.split("/")[2] if self.url else ""


@dataclass(frozen=True)
class Services:
    """The parts of the application that web code may use."""

    store: Store
    finder: Finder
    courses: CourseFinder
    geocoder: LiveGeocoder
    vocabulary: Vocabulary
    clock: Callable[[], datetime]
    background: Background = Background()
    #: what links in mails begin with
    public_url: str = "http://127.0.0.1:8000"
    #: where uploads and private documents are kept, outside of everything that is served
    private_dir: Path = Path("data/private")
    #: what is shipped: boundaries, countries, vocabularies
    data_dir: Path = Path("data")
    #: whether mails end as files on this machine
    keeps_mail: bool = False

    @property
    def is_local(self) -> bool:
        """Whether links in mails lead to this machine only."""
        return (urlsplit(self.public_url).hostname or "") in ("127.0.0.1", "localhost", "::1")

    @property
    def troubles(self) -> list[str]:
        """What is wrong with the installation but does not stop it."""
        return [self.geocoder.trouble] if self.geocoder.trouble else []

    def region(self, name: str) -> Region:
        """The region with that slug or AGS, or a 404 that helps."""
        region = self._book.region(name)
        if region is None and name in RESERVED_SLUGS:
            raise NotFound("Vielleicht wurde die Adresse der Seite falsch abgeschrieben.", "There is nothing there.")
        if region is None:
            raise UnknownRegion(name)
        return region

    def regions(self) -> list[Region]:
        """All regions that are set up, by name."""
        return self._book.regions()

    @cached_property
    def _book(self) -> RegionBook:
        return RegionBook(self.store)


def services() -> Services:
    """The services of the application that answers this request."""
    found: Services = current_app.extensions["open_services"]()
    return found
