"""Importing files of offers into a real store."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from actions.import_offers import ImportRefused, import_file
from exporters import csv_table
from geo.gazetteer import build
from geo.layers import KnownAddress, address_layer, places_layer
from geo.live import LiveGeocoder
from geo.point import Box, Point
from importers.report import ImportReport
from model.contact import MaintenanceContact
from model.offer import Offer, Verification
from model.region import Region
from model.vocabulary import Vocabulary
from store import Store, open_store
from store.files import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
REGION = Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56), land="NW")
HEADER = "Kennung;Name;Träger;Art;Themen;Straße;PLZ;Ort;Telefon;Sprechzeiten"
Import = Callable[..., ImportReport]
on_both_databases = pytest.mark.usefixtures("database_url")


def row(number: int, name: str = "", **cells: str) -> str:
    """A line of a list: an offer of its own with this number."""
    told = {"street": f"Musterallee {number}", "phone": f"0203 5550{number:03d}", "hours": "Mo 9-12"} | cells
    title = name or f"Angebot Nummer {number} mit eigenem Namen"
    who, where = f"{title};Träger {number}", f"{told['street']};47051;Duisburg"
    return f"{number};{who};Beratung;Studium;{where};{told['phone']};{told['hours']}"


ROWS = [row(number) for number in range(1, 13)]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT / "data" / "vocabulary")


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> LiveGeocoder:
    """A geocoder that knows the districts of Duisburg and one house."""
    path = tmp_path_factory.mktemp("gazetteer") / "gazetteer.sqlite"
    house = KnownAddress("Musterallee", "1", "47051", "Duisburg", "", Point(51.4331, 6.7621), "house")
    build(path, [places_layer(ROOT / "data" / "places" / "duisburg.csv"), address_layer([house])])
    return LiveGeocoder(path)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A fresh store in SQLite, or in both databases for a test that asks for them."""
    asked = "database_url" in request.fixturenames
    url = request.getfixturevalue("database_url") if asked else f"sqlite:///{tmp_path / 'offers.sqlite'}"
    opened = open_store(url, create=True, clock=lambda: NOW)
    with opened.write(by="test", why="a region") as writer:
        writer.save_region(REGION)
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a list of offers."""

    def write(*rows: str, name: str = "liste.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
        return path

    return write


@pytest.fixture
def bring(store: Store, vocabulary: Vocabulary, geocoder: LiveGeocoder) -> Import:
    """Import a file into the store."""

    def into_store(path: Path, **options: Any) -> ImportReport:
        options.setdefault("clock", lambda: NOW)
        return import_file(store, path, REGION, vocabulary, geocoder, **options)

    return into_store


def offer(store: Store, key: str) -> Offer:
    found = store.offer(key)
    assert found is not None
    return found


def edit(store: Store, key: str, **changes: Any) -> None:
    with store.write(by="bureau@stadt.example", why="korrigiert") as writer:
        writer.save_offer(replace(offer(store, key), **changes))


@on_both_databases
def test_offers_go_in_with_run_record_and_history(store: Store, file: Callable[..., Path], bring: Import) -> None:
    report = bring(file(*ROWS))
    nothing = dict.fromkeys(("changed", "same", "archived", "proposed", "rejected"), 0)
    assert report.counts == nothing | {"new": 12, "warnings": report.counts["warnings"]}
    assert report.importer == "spreadsheet"
    assert store.keys(source="liste-05112") == sorted(f"liste-05112:{number}" for number in range(1, 13))
    stored = offer(store, "liste-05112:1")
    assert stored.place is not None
    assert stored.place.precision == "house"
    assert store.raw_record("liste-05112:1") == dict(zip(HEADER.split(";"), ROWS[0].split(";"), strict=True))
    run = store.run(report.run_id or 0)
    assert run is not None
    assert (run.file_name, run.region, run.counts["new"]) == ("liste.csv", "05112", 12)
    assert store.revisions("liste-05112:1")[0].by == "import liste-05112"


def test_offers_are_found_by_the_words_of_their_topics(store: Store, file: Callable[..., Path], bring: Import) -> None:
    bring(file(ROWS[0]))
    assert len(store.text_ids("Universität")) == 1


@on_both_databases
def test_a_second_run_of_the_same_file_changes_nothing(store: Store, file: Callable[..., Path], bring: Import) -> None:
    path = file(*ROWS)
    bring(path)
    again = bring(path)
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 12)
    assert not again.changed_anything
    assert len(store.revisions("liste-05112:1")) == 1


def test_a_second_run_changes_nothing_even_when_the_gazetteer_knows_more(
    store: Store, file: Callable[..., Path], vocabulary: Vocabulary, geocoder: LiveGeocoder, tmp_path: Path
) -> None:
    path = file(row(1, street="Neuer Weg 5"))
    import_file(store, path, REGION, vocabulary, geocoder, clock=lambda: NOW)
    house = KnownAddress("Neuer Weg", "5", "47051", "Duisburg", "", Point(51.44, 6.77), "house")
    better = tmp_path / "better.sqlite"
    build(better, [places_layer(ROOT / "data" / "places" / "duisburg.csv"), address_layer([house])])
    again = import_file(store, path, REGION, vocabulary, LiveGeocoder(better), clock=lambda: NOW)
    assert again.counts["same"] == 1
    assert any("more exactly" in remark.sentence for remark in again.warnings)
    asked = import_file(store, path, REGION, vocabulary, LiveGeocoder(better), relocate=True, clock=lambda: NOW)
    assert asked.counts["changed"] == 1
    place = offer(store, "liste-05112:1").place
    assert place is not None
    assert place.precision == "house"


@on_both_databases
def test_a_changed_row_is_one_change_with_its_history(store: Store, file: Callable[..., Path], bring: Import) -> None:
    bring(file(*ROWS))
    report = bring(file(row(1, phone="0203 999999"), *ROWS[1:]))
    assert (report.counts["changed"], report.counts["same"]) == (1, 11)
    assert offer(store, "liste-05112:1").contact.phone == "0203 999999"
    assert len(store.revisions("liste-05112:1")) == 2


@on_both_databases
def test_a_dry_run_tells_everything_and_writes_nothing(store: Store, file: Callable[..., Path], bring: Import) -> None:
    before = store.version()
    report = bring(file(*ROWS, "99;;;;;;;;;"), dry_run=True)
    assert (report.counts["new"], report.counts["rejected"]) == (12, 1)
    assert report.run_id is None
    assert store.version() == before
    assert store.keys() == []
    assert store.runs() == []


@on_both_databases
def test_a_broken_row_is_named_and_the_rest_goes_in(store: Store, file: Callable[..., Path], bring: Import) -> None:
    report = bring(file(ROWS[0], "2;;;;;;;;;", '3;"offen;x;x', ROWS[3], ROWS[0]))
    assert [(remark.line, remark.ref) for remark in report.rejections] == [(3, "2"), (4, ""), (6, "1")]
    assert report.counts["new"] == 2
    assert "line 2" in report.rejections[2].sentence
    kept = store.rejections(report.run_id or 0)
    assert [rejection.line for rejection in kept] == [3, 4, 6]


@on_both_databases
def test_a_correction_by_people_survives_every_import(store: Store, file: Callable[..., Path], bring: Import) -> None:
    path = file(*ROWS)
    bring(path)
    edit(store, "liste-05112:1", hours="Mo 9-16", verification=Verification(NOW.date(), "Bildungsbüro", "phone"))
    assert bring(path).counts["same"] == 12
    changed = file(row(1, hours="Di 9-12", phone="0203 999999"), *ROWS[1:])
    for _ in range(2):
        report = bring(changed)
        stored = offer(store, "liste-05112:1")
        assert (stored.hours, stored.contact.phone) == ("Mo 9-16", "0203 999999")
        assert stored.verification is not None
        assert any(remark.ref == "1" and "hours" in remark.sentence for remark in report.warnings)


def test_what_people_archived_stays_archived(store: Store, file: Callable[..., Path], bring: Import) -> None:
    path = file(*ROWS)
    bring(path)
    edit(store, "liste-05112:1", status="archived")
    bring(path)
    assert offer(store, "liste-05112:1").status == "archived"


def test_offers_missing_from_a_file_stay(store: Store, file: Callable[..., Path], bring: Import) -> None:
    bring(file(*ROWS))
    report = bring(file(*ROWS[:10]))
    assert report.counts["archived"] == 0
    assert len(store.keys()) == 12
    assert any("2 offers of this source are not in the file" in remark.sentence for remark in report.warnings)


@on_both_databases
def test_a_complete_file_archives_what_it_lacks_and_brings_it_back(
    store: Store, file: Callable[..., Path], bring: Import
) -> None:
    bring(file(*ROWS))
    assert bring(file(*ROWS[:10]), complete=True).counts["archived"] == 2
    assert len(store.keys()) == 10
    assert bring(file(*ROWS), complete=True).counts["changed"] == 2
    assert len(store.keys()) == 12


def test_a_file_that_lacks_too_much_archives_nothing(store: Store, file: Callable[..., Path], bring: Import) -> None:
    bring(file(*ROWS))
    report = bring(file(*ROWS[:5]), complete=True)
    assert report.counts["archived"] == 0
    assert any("more than 30%" in remark.sentence for remark in report.warnings)
    assert len(store.keys()) == 12


def test_a_file_that_was_cut_off_archives_nothing(store: Store, file: Callable[..., Path], bring: Import) -> None:
    path = file(*ROWS)
    bring(path)
    path.write_bytes(path.read_bytes()[:-45])
    report = bring(path, complete=True)
    assert report.counts["rejected"] == 1
    assert report.counts["archived"] == 0
    assert len(store.keys()) == 12


def test_a_rejected_row_is_not_missing(store: Store, file: Callable[..., Path], bring: Import) -> None:
    bring(file(*ROWS))
    report = bring(file(*ROWS[:11], "12;;;;;;;;;"), complete=True)
    assert (report.counts["rejected"], report.counts["archived"]) == (1, 0)


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "0 bytes"), (b"\n\n", "empty"), (b"Kennung;Name\n", "no rows below"), (bytes(range(256)) * 9, "not a text")],
)
def test_an_empty_or_broken_file_is_refused_and_leaves_everything(
    store: Store, file: Callable[..., Path], bring: Import, tmp_path: Path, content: bytes, word: str
) -> None:
    bring(file(*ROWS))
    before = store.version()
    broken = tmp_path / "neu.csv"
    broken.write_bytes(content)
    with pytest.raises(ImportRefused, match=word):
        bring(broken, complete=True)
    assert store.version() == before
    assert len(store.keys()) == 12


def test_a_missing_file_is_refused(bring: Import, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"fehlt\.csv"):
        bring(tmp_path / "fehlt.csv")


def test_another_list_under_the_same_name_is_refused(store: Store, file: Callable[..., Path], bring: Import) -> None:
    bring(file(*ROWS))
    kinds = ("Schwimmen", "Häkeln", "Schach", "Yoga", "Kochen", "Angeln")
    other = [
        f"{number};{kind} für Anfänger;Sportverein Wanderlust;Kurs;;Anderswo {number};47051;Duisburg;;"
        for number, kind in enumerate(kinds, 1)
    ]
    with pytest.raises(ImportRefused, match="another list"):
        bring(file(*other))
    assert offer(store, "liste-05112:1").provider.name == "Träger 1"
    assert bring(file(*other), name="Sport im Park").source == "sport-im-park"
    assert len(store.keys()) == 18


def test_a_name_gives_the_keys_their_beginning(store: Store, file: Callable[..., Path], bring: Import) -> None:
    bring(file(ROWS[0]), name="Beratung Köln 2026")
    assert store.keys() == ["beratung-koeln-2026:1"]
    assert bring(file(ROWS[0]), name="2026").source == "liste-2026"
    with pytest.raises(ImportRefused, match="'!!!'"):
        bring(file(ROWS[0]), name="!!!")


def test_possible_doubles_of_another_source_are_named(file: Callable[..., Path], bring: Import) -> None:
    bring(file(ROWS[0]), name="eins")
    report = bring(file(ROWS[0]), name="zwei")
    assert [remark.sentence for remark in report.warnings if "may be the same" in remark.sentence] == [
        "This may be the same as eins:1 (Angebot Nummer 1 mit eigenem Namen)."
    ]


@on_both_databases
def test_who_keeps_the_entry_is_stored_apart_and_corrections_stay(store: Store, tmp_path: Path, bring: Import) -> None:
    path = tmp_path / "liste.csv"

    def write(mail: str) -> Path:
        path.write_text(f"Kennung;Name;Pflege-E-Mail\n1;Rat;{mail}\n", encoding="utf-8")
        return path

    key = "liste-05112:1"
    bring(write("alt@stadt.example"))
    assert store.maintenance_contact(key) == MaintenanceContact(email="alt@stadt.example")
    assert bring(write("neu@stadt.example")).counts["changed"] == 1
    assert store.maintenance_contact(key) == MaintenanceContact(email="neu@stadt.example")


def test_progress_is_told_up_to_the_end(file: Callable[..., Path], bring: Import) -> None:
    told: list[tuple[int, int]] = []
    bring(file(*[row(number) for number in range(1, 121)]), progress=lambda done, total: told.append((done, total)))
    assert len(told) >= 3
    assert all(done <= total for done, total in told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize("name", ["counselling", "learning"])
def test_the_seeds_of_duisburg_go_in_without_a_rejection(bring: Import, name: str) -> None:
    path = ROOT / "data" / "seeds" / f"05112_{name}.csv"
    report = bring(path, name="seed-05112")
    assert report.rejections == ()
    assert report.unmapped_columns == ()
    assert report.counts["new"] == len(path.read_text(encoding="utf-8").splitlines()) - 1
    unknown = [remark for remark in report.warnings if "vocabulary" in remark.sentence]
    assert unknown == []
    assert bring(path, name="seed-05112").counts["same"] == report.counts["new"]


def test_what_was_exported_comes_back_unchanged(store: Store, bring: Import, tmp_path: Path) -> None:
    for name in ("counselling", "learning"):
        bring(ROOT / "data" / "seeds" / f"05112_{name}.csv", name="seed-05112")
    exported = tmp_path / "export.csv"
    exported.write_bytes(csv_table.write(store.list_offers(limit=1000)).encode())
    report = bring(exported, name="seed-05112")
    assert (report.counts["same"], report.rejections) == (135, ())


@pytest.mark.parametrize(("name", "rows"), [("counselling", 77), ("learning", 60)])
def test_a_strangers_english_list_goes_in_without_a_rejection(
    bring: Import, shared_data: Path, name: str, rows: int
) -> None:
    report = bring(shared_data / "offers" / f"duisburg_{name}.csv", name="fremd")
    assert (report.counts["new"], report.rejections) == (rows, ())
    assert report.unmapped_columns == ("address_quality", "evidence", "remark")
