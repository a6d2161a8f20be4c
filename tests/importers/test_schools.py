"""The public tables of schools: placed by their own coordinates, and honestly without them."""

import csv
from pathlib import Path

import pytest

from actions.build_gazetteer import rebuild_gazetteer
from actions.import_offers import import_file
from config import ROOT
from geo.live import LiveGeocoder
from geo.point import Box, Point, distance_m
from importers.base import Note, Options, Record, Reject
from importers.report import ImportReport
from importers.schools import read
from model.offer import Offer
from model.region import Region
from store import Store, open_store
from store.files import load_vocabulary

LAND = Region("de-nrw", "Nordrhein-Westfalen", "nrw", Box(5.8, 50.3, 9.5, 52.6), "NW")
TOWN = Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56), "NW")
WORDS = load_vocabulary(ROOT / "data" / "vocabulary")
HERE = Path(__file__).parent / "schools"
TABLE = "institutions/schuldaten_nrw_2021_excerpt.csv"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True)
    with opened.write("me", "regions") as writer:
        writer.save_region(LAND)
        writer.save_region(TOWN)
    return opened


def brought_in(store: Store, path: Path, region: Region, gazetteer: Path) -> tuple[ImportReport, list[Offer]]:
    report = import_file(store, path, region, WORDS, LiveGeocoder(gazetteer))
    return report, store.list_offers(region=region.ags, limit=10_000)


def excerpt(source: Path, target: Path, every: int) -> Path:
    """Every so many lines of the table, below its two first lines."""
    lines = source.read_text(encoding="utf-8").split("\n")
    target.write_text("\n".join([*lines[:2], *lines[2::every]]) + "\n", encoding="utf-8")
    return target


def test_schools_are_placed_at_their_house_by_their_own_coordinates(store, shared_data, tmp_path) -> None:
    path = excerpt(shared_data / TABLE, tmp_path / "schulen.csv", 10)
    report, offers = brought_in(store, path, LAND, tmp_path / "none")
    assert len(offers) + sum("Authorities" in one.sentence for one in report.warnings) > 400
    fine = [offer for offer in offers if offer.place and offer.place.point and offer.place.precision == "house"]
    assert len(fine) >= 0.99 * len(offers)


def test_without_coordinates_the_geocoder_says_how_exact_it_is(store, shared_data, tmp_path) -> None:
    whole = excerpt(shared_data / TABLE, tmp_path / "schulen.csv", 20)
    true = {record.values["Schulnummer"]: Point(float(record.values["latitude"]), float(record.values["longitude"]))
            for record in read(whole, Options()) if isinstance(record, Record)}  # fmt: skip
    rows = list(csv.reader(whole.read_text(encoding="utf-8").split("\n")[1:], delimiter=";"))
    bare = [[*row[:-2], "", ""] if number and row else row for number, row in enumerate(rows)]
    path = tmp_path / "ohne.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(bare)
    rebuild_gazetteer(tmp_path / "gazetteer.sqlite", ROOT / "data", store)
    _, offers = brought_in(store, path, LAND, tmp_path / "gazetteer.sqlite")
    assert len(offers) > 190
    far = {}
    for offer in offers:
        assert offer.place is not None
        if offer.place.point is not None:
            metres = distance_m(offer.place.point, true[offer.key.partition(":")[2]])
            far.setdefault(offer.place.precision, []).append(metres)
    # No streets are known here, so nothing may be called finer than a part of a town.
    assert set(far) <= {"postcode", "district", "place"}
    # What is shipped knows the larger towns of the country only; the others stay without a point.
    assert sum(map(len, far.values())) > 0.5 * len(offers)
    assert max(far["postcode"], default=0) < 5_000 and max(far["place"]) < 15_000


def test_the_table_of_a_land_is_read_for_one_town(store, shared_data, tmp_path) -> None:
    report, offers = brought_in(store, shared_data / TABLE, TOWN, tmp_path / "none")
    assert 130 <= len(offers) <= 180
    assert any("outside the region were left out" in one.sentence for one in report.warnings)


def test_a_table_that_was_cut_off_says_so_and_persons_are_never_read() -> None:
    pieces = list(read(HERE / "schuldaten_abgebrochen.csv", Options()))
    assert [piece.ends_early for piece in pieces if isinstance(piece, Reject)] == [True]
    told = [piece for piece in read(HERE / "jedeschule.csv", Options()) if not isinstance(piece, Note)]
    assert all("director" not in piece.values for piece in told if isinstance(piece, Record))
