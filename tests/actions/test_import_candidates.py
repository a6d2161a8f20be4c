"""OpenStreetMap, Integreat and the employment agency only propose: all the way from their files to the office."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.import_offers import ImportRefused, import_file
from actions.review import Review, ReviewError, Verdict, mark_of, review
from geo.live import LiveGeocoder
from geo.point import Box
from importers.report import ImportReport
from model.access import Account, Grant
from model.region import Region
from model.vocabulary import Vocabulary
from store import Store, open_store
from store.files import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
INPUTS = ROOT / "tests" / "importers"
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
REGION = Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56), land="NW")
FILES = {
    "openstreetmap/antwort.json": 11,
    "openstreetmap/auszug.osm": 4,
    "integreat/orte.json": 5,
    "agency/weiterbildung.json": 6,
}
Bring = Callable[[Path], ImportReport]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT / "data" / "vocabulary")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True, clock=lambda: NOW)
    with opened.write(by="test", why="a region") as writer:
        writer.save_region(REGION)
    yield opened
    opened.close()


@pytest.fixture
def bring(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> Bring:
    """Import a file as the whole of its source."""
    nowhere = LiveGeocoder(tmp_path / "no_gazetteer")

    def into_store(path: Path) -> ImportReport:
        return import_file(store, path, REGION, vocabulary, nowhere, clock=lambda: NOW, complete=True)

    return into_store


@pytest.mark.parametrize(("name", "proposed"), FILES.items())
def test_what_a_file_holds_waits_for_review_and_a_second_run_adds_nothing(
    store: Store, bring: Bring, name: str, proposed: int
) -> None:
    first = bring(INPUTS / name)
    assert (first.counts["proposed"], first.counts["new"], first.counts["archived"]) == (proposed, 0, 0)
    assert store.suggestions.waiting(REGION.ags) == proposed and not store.keys(source=first.source)
    second = bring(INPUTS / name)
    assert second.counts["proposed"] == 0 and second.counts["same"] == first.counts["same"] + proposed
    assert store.suggestions.waiting(REGION.ags) == proposed


@pytest.mark.parametrize("name", FILES)
def test_half_a_file_changes_nothing(store: Store, bring: Bring, tmp_path: Path, name: str) -> None:
    whole = (INPUTS / name).read_bytes()
    half = tmp_path / Path(name).name
    half.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(ImportRefused, match="cut off"):
        bring(half)
    assert store.suggestions.waiting(REGION.ags) == 0


def test_a_candidate_carries_its_licence_and_its_place(store: Store, bring: Bring) -> None:
    bring(INPUTS / "openstreetmap" / "antwort.json")
    found = {one.source: one.proposed for one in store.suggestions.page(REGION.ags, limit=50)}
    school = found["openstreetmap:way/9000010"]
    assert school.provenance.licence == "ODbL 1.0" and "OpenStreetMap contributors" in school.provenance.attribution
    assert school.place and school.place.precision == "house" and school.verification is None


def test_what_a_neighbour_has_taken_stays_there(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    essen = Region("05113", "Essen", "essen", Box(6.7, 51.33, 7.2, 51.56), land="NW")
    with store.write(by="test", why="a neighbour") as writer:
        writer.save_region(essen)
    nowhere, path = LiveGeocoder(tmp_path / "none"), INPUTS / "openstreetmap" / "auszug.osm"

    def bring(region: Region) -> ImportReport:
        return import_file(store, path, region, vocabulary, nowhere, clock=lambda: NOW)

    def decide(region: Region, answer: bool) -> None:
        account = Account(1, "c", "a@stadt.example", "Ada", NOW, (Grant("editor", region.ags),))
        one = store.suggestions.page(region.ags)[0]
        verdict = Verdict(dict.fromkeys(one.names, answer), mark_of(one, None))
        review(store, one.code, verdict, Review(region, account, str, str))

    bring(REGION)
    bring(essen)
    waiting = store.suggestions.waiting(essen.ags)
    first = store.suggestions.page(essen.ags)[0].source
    while first not in store.keys(region=REGION.ags):
        decide(REGION, answer=True)
    with pytest.raises(ReviewError, match="elsewhere"):
        decide(essen, answer=True)
    decide(essen, answer=False)
    assert store.suggestions.waiting(essen.ags) == waiting - 1
    report = bring(essen)
    assert any(f"{first} is an offer of another region" in remark.sentence for remark in report.warnings)
    assert first in store.keys(region=REGION.ags)


def test_what_lies_beyond_the_boundary_is_left_out(store: Store, bring: Bring) -> None:
    west = [[6.62, 51.33], [6.752, 51.33], [6.752, 51.56], [6.62, 51.56], [6.62, 51.33]]
    with store.write(by="test", why="a boundary") as writer:
        writer.save_region(REGION, json.dumps({"type": "Polygon", "coordinates": [west]}))
    report = bring(INPUTS / "openstreetmap" / "antwort.json")
    found = {one.source.partition(":")[2] for one in store.suggestions.page(REGION.ags, limit=50)}
    assert "node/9000001" not in found  # 700 m beyond
    assert "node/9000030" in found  # 90 m beyond: boundaries are drawn coarsely
    assert "way/9000037" in found  # nobody knows where it is
    assert report.counts["proposed"] == len(found) == 8
    assert "3 candidates lie beyond the boundary of the region; they were left out." in [
        remark.sentence for remark in report.warnings
    ]
