"""Building a new installation from the committed seeds."""

from contextlib import closing

import pytest

import actions.seed
from actions.seed import seed
from config import ROOT
from geo.live import LiveGeocoder
from geo.point import Box
from store import open_store


def test_everything_committed_goes_in_and_a_second_time_changes_nothing(empty_database_url, tmp_path):
    lines = list(seed(empty_database_url, tmp_path / "gazetteer.sqlite", ROOT / "data"))
    assert all("0 rejected" in line for line in lines if "offers from" in line)
    with closing(open_store(empty_database_url)) as store:
        version = store.version()
        assert store.count_offers("05112") == 135 and store.boundary("05112")
    again = list(seed(empty_database_url, tmp_path / "gazetteer.sqlite", ROOT / "data"))
    with closing(open_store(empty_database_url)) as store:
        assert again == ["Database: there, with 135 offers."] and store.version() == version


def test_a_start_that_was_cut_off_is_taken_up_again(tmp_path, monkeypatch):
    url, gazetteer = f"sqlite:///{tmp_path / 'offers.sqlite'}", tmp_path / "gazetteer.sqlite"
    whole = actions.seed.import_file

    def cut_off(store, path, *rest, **more):
        if "learning" in path.name:
            raise KeyboardInterrupt
        return whole(store, path, *rest, **more)

    monkeypatch.setattr(actions.seed, "import_file", cut_off)
    with pytest.raises(KeyboardInterrupt):
        list(seed(url, gazetteer, ROOT / "data"))
    monkeypatch.setattr(actions.seed, "import_file", whole)
    list(seed(url, gazetteer, ROOT / "data"))
    with closing(open_store(url)) as store:
        assert store.count_offers() == 135 and [region.slug for region in store.regions()] == ["duisburg"]
        assert all(len(store.revisions(key)) == 1 for key in store.keys()[:5])


def test_places_are_found_by_the_names_that_offers_and_people_give_them(tmp_path):
    gazetteer = tmp_path / "gazetteer.sqlite"
    list(seed(f"sqlite:///{tmp_path / 'offers.sqlite'}", gazetteer, ROOT / "data"))
    geocoder, duisburg = LiveGeocoder(gazetteer), Box(6.62, 51.33, 6.84, 51.57)
    for query, kind, label in [
        ("Duisburg Hbf", "station", "Duisburg Hbf"), ("Hauptbahnhof", "station", "Duisburg Hbf"),
        ("Stadtfenster", "centre", "Stadtfenster, Duisburg"),
        ("Gesamtschule Süd", "school", "Gesamtschule Süd, Duisburg"),
        ("Agentur für Arbeit Duisburg", "office", "Agentur für Arbeit Duisburg"),
    ]:  # fmt: skip
        match = geocoder.find(query, duisburg)
        assert (match.precision, match.kind, match.label) == ("place", kind, label)
        assert match.radius_m <= 300 and match.missing == ()


@pytest.mark.parametrize("content", [None, b"", b"an older file, or none at all"])
def test_a_gazetteer_that_cannot_be_read_is_built_anew(tmp_path, content):
    gazetteer = tmp_path / "gazetteer.sqlite"
    with closing(open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True)):
        pass
    if content is not None:
        gazetteer.write_bytes(content)
    first = next(seed(f"sqlite:///{tmp_path / 'offers.sqlite'}", gazetteer, ROOT / "data"))
    assert first.startswith("Gazetteer: ")
    assert LiveGeocoder(gazetteer).find("Marxloh").found
