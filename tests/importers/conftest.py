"""What the tests of importers share: the real vocabulary, a region, and a real geocoder over a small gazetteer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geo.gazetteer import build
from geo.layers import KnownAddress, address_layer, places_layer
from geo.live import LiveGeocoder
from geo.point import Box, Point
from importers import spreadsheet
from importers.clean.offer import Cleaner
from model.region import Region
from model.vocabulary import Vocabulary
from store.files import load_vocabulary

DATA = Path(__file__).resolve().parents[2] / "data"
TODAY = date(2026, 3, 3)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The vocabularies that come with the program."""
    return load_vocabulary(DATA / "vocabulary")


@pytest.fixture(scope="session")
def region() -> Region:
    """A region in which the invented offers of the tests lie."""
    return Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56), land="NW")


@pytest.fixture(scope="session")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> LiveGeocoder:
    """A geocoder that knows the districts of Duisburg and two houses."""
    houses = [
        KnownAddress("Musterallee", "12", "47051", "Duisburg", "", Point(51.4331, 6.7621), "house"),
        KnownAddress("Beispielgasse", "3", "47053", "Duisburg", "Hochfeld", Point(51.4201, 6.7533), "house"),
    ]
    path = tmp_path_factory.mktemp("gazetteer") / "gazetteer.sqlite"
    build(path, [places_layer(DATA / "places" / "duisburg.csv"), address_layer(houses)])
    return LiveGeocoder(path)


@pytest.fixture
def cleaner(vocabulary: Vocabulary, region: Region) -> Cleaner:
    """What makes offers of drafts, for a list called "liste"."""
    source = replace(spreadsheet.SOURCE, name="liste", title="Liste der Stadt")
    return Cleaner(vocabulary, region, source, TODAY)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a table as it stands in a test, each row a line with semicolons."""

    def write(*rows: str, name: str = "liste.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes("\r\n".join((*rows, "")).encode(encoding))
        return path

    return write
