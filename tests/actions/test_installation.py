"""Offers of another installation: found here, kept there."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from actions.import_offers import ImportRefused, import_file
from config import ROOT
from exporters import export
from geo.live import LiveGeocoder
from geo.point import Box, Point
from importers.report import ImportReport
from model.neutrality import assess
from model.region import Region
from store import Store, open_store
from store.errors import KeptElsewhere
from store.files import load_vocabulary
from tests.desk import services_of
from tests.store.examples import an_offer
from tests.web.conftest import app, client, settings  # noqa: F401  # fixtures

WORDS = load_vocabulary(ROOT / "data" / "vocabulary")
FILE = ROOT / "tests" / "importers" / "installation" / "nachbarstadt.geojson"
NEXT = Region("05113", "Nachbarstadt", "nachbarstadt", Box(6.62, 51.33, 6.84, 51.56), land="NW")
KEY = "von-nachbar:liste-05113/a1"


def bring(store: Store, path: Path = FILE, name: str | None = "nachbar", complete: bool = True) -> ImportReport:
    return import_file(store, path, NEXT, WORDS, LiveGeocoder(path.parent / "none"), name=name, complete=complete)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'here.sqlite'}", create=True)
    with opened.write("test", "region") as writer:
        writer.save_region(NEXT)
    yield opened
    opened.close()


def test_they_are_here_with_who_keeps_them_and_quoted_neutrality(store: Store) -> None:
    report = bring(store)
    assert (report.counts["new"], report.counts["rejected"]) == (3, 1)
    offer = store.offer(KEY)
    assert offer and offer.verification is None and offer.provenance.licence == "CC BY 4.0"
    assert offer.provenance.attribution == \
        "Gepflegt von: Bildungsberatung Nachbarstadt, Stand 2026-02-21; Stadt Nachbarstadt"
    judged = assess(offer.facts, date(2026, 3, 3))
    assert judged.evidence == "reported" and offer.facts[0].source == "Bildungsberatung Nachbarstadt"
    assert bring(store).counts["same"] == 3


def test_only_the_next_file_changes_them(store: Store, tmp_path: Path) -> None:
    bring(store)
    offer = store.offer(KEY)
    assert offer
    with pytest.raises(KeptElsewhere, match="kept by another"), store.write("admin@x.example", "x") as writer:
        writer.archive_offer(KEY)
    with pytest.raises(KeptElsewhere), store.write("import liste", "x") as writer:
        writer.save_offer(an_offer(KEY))
    fewer = tmp_path / "n.geojson"
    text = FILE.read_text(encoding="utf-8")
    fewer.write_text(text.replace('"liste-05113:a3"', '"liste-05113:neu"').replace("Rat zu", "Guter Rat zu"))
    counts = bring(store, fewer, complete=False).counts
    assert (counts["new"], counts["changed"]) == (1, 1) and store.offer(KEY).summary.startswith("Guter")  # type: ignore[union-attr]
    cut = tmp_path / "cut.geojson"
    cut.write_text(text[: len(text) // 2])
    with pytest.raises(ImportRefused, match="cut off"):
        bring(store, cut)
    assert len(store.keys("05113")) == 4


def test_what_one_map_gives_away_another_takes(store: Store, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'there.sqlite'}", create=True).write("test", "offers") as writer:
        writer.save_region(NEXT)
        for number in range(3):
            writer.save_offer(an_offer(f"list:{number}", region="05113"))
    there = open_store(f"sqlite:///{tmp_path / 'there.sqlite'}")
    path = tmp_path / "offers.geojson"
    path.write_bytes(export("geojson", there, date(2026, 3, 3), "05113", "Bildungsberatung Nachbarstadt"))
    there.close()
    assert bring(store, path, name=None).counts["new"] == 3
    assert store.keys("05113") == [f"von-nachbarstadt:list/{number}" for number in range(3)]


def test_no_list_of_ours_may_be_called_so(store: Store, tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text("Name;Art\nRat;Beratung\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="another installation"):
        bring(store, tmp_path / "liste.csv", name="von-irgendwo")


def test_pages_say_who_keeps_it_and_change_nothing(app, client: FlaskClient) -> None:  # noqa: F811
    here = services_of(app).store
    with here.write("test", "region") as writer:
        writer.save_region(NEXT)
    bring(here)
    page = client.get(f"/nachbarstadt/angebot/{KEY}").text
    assert "Gepflegt von: Bildungsberatung Nachbarstadt" in page and "Dieses Angebot pflegt eine andere Karte" in page
    assert f"{KEY}/aendern" not in page and f"{KEY}/fehler" not in page
    for path in ("aendern", "fehler"):
        answer = client.get(f"/nachbarstadt/angebot/{KEY}/{path}")
        assert answer.status_code == 409 and "Hier kann man es nur lesen" in answer.text
    near = client.post("/api/v1/nearest", json={"region": "duisburg", "near": {"lat": 51.4331, "lon": 6.7621}})
    hit = next(hit for hit in near.get_json()["hits"] if hit["key"] == KEY)
    assert hit["neighbour"] == "Nachbarstadt" and hit["distance_m"] == 0
    assert Point(hit["lat"], hit["lon"]) == Point(51.4331, 6.7621)
