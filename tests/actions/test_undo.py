"""Taking a run of an importer back, on both databases, with real imports of real files."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.import_offers import import_file
from actions.undo import Kept, UndoError, preview_undo, undo_run
from geo.live import LiveGeocoder
from geo.point import Box
from importers.report import ImportReport
from model.region import Region
from model.source import Source
from store import Store, open_store
from store.files import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
REGION = Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56), land="NW")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, create=True, clock=lambda: NOW)
    with opened.write(by="test", why="a region") as writer:
        writer.save_region(REGION)
    yield opened
    opened.close()


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import rows of number, name and phone as one file."""
    vocabulary = load_vocabulary(ROOT / "data" / "vocabulary")
    geocoder = LiveGeocoder(tmp_path / "none.sqlite")

    def into_store(*rows: str, name: str = "liste.csv", **options: bool) -> ImportReport:
        path = tmp_path / name
        lines = [f"{number};{title};Träger;Beratung;{phone}" for number, title, phone in (r.split(",") for r in rows)]
        path.write_text("\n".join(("Kennung;Name;Träger;Art;Telefon", *lines, "")), encoding="utf-8")
        return import_file(store, path, REGION, vocabulary, geocoder, clock=lambda: NOW, **options)

    return into_store


def key(number: int) -> str:
    return f"liste-05112:{number}"


FIRST = ("1,Rat eins,0203 111", "2,Rat zwei,0203 222", "3,Rat drei,0203 333", "5,Rat fünf,0203 555")


def test_what_a_run_changed_goes_back_and_what_it_made_is_archived(store, bring):
    bring(*FIRST)
    before = {number: replace(store.offer(key(number)), edited_at=None) for number in (1, 2, 3)}
    run = bring("1,Rat eins,0203 999", "2,Rat zwei,0203 222", "4,Rat vier,0203 444", "5,Rat fünf,0203 555",
                complete=True).run_id  # fmt: skip
    assert store.offer(key(3)).status == "archived"
    assert (preview_undo(store, store.run(run)).reverted, preview_undo(store, store.run(run)).archived) == (2, 1)
    report = undo_run(store, run, "Anna", "falsche  Datei")
    assert (report.reverted, report.archived, report.kept) == (2, 1, ())
    assert {n: replace(store.offer(key(n)), edited_at=None) for n in (1, 2, 3)} == before
    assert store.offer(key(4)).status == "archived" and store.offer(key(4)).name == "Rat vier"
    undone = store.revisions(key(1))[0]
    assert (undone.by, undone.why) == ("Anna", "Einlesen von liste.csv zurückgenommen: falsche Datei")
    assert (store.run(run).undone_by, store.run(run).undone_at) == ("Anna", NOW)


def test_what_people_changed_since_stays_and_is_named(store, bring):
    bring(*FIRST)
    run = bring("1,Rat eins,0203 999", "2,Rat zwei,0203 888", "4,Rat vier,0203 444").run_id
    with store.write(by="Ben", why="am Telefon erfahren") as writer:
        writer.save_offer(replace(writer.offer(key(1)), hours="Mo 9-12"))
        writer.save_offer(replace(writer.offer(key(4)), hours="Mo 9-12"))
    report = undo_run(store, run, "Anna", "falsche Datei")
    assert (report.reverted, report.archived) == (1, 0)
    assert report.kept == (Kept(key(1), "Rat eins", "Ben"), Kept(key(4), "Rat vier", "Ben"))
    assert store.offer(key(1)).contact.phone == "0203 999" and store.offer(key(1)).hours == "Mo 9-12"
    assert store.offer(key(2)).contact.phone == "0203 222" and store.offer(key(4)).status == "published"


def test_the_next_delivery_can_set_right_what_a_wrong_one_spoilt(store, bring):
    bring("1,Rat eins,0203 111")
    wrong = bring("1,Rat eins,0203 999", "2,Rat zwei,0203 222").run_id
    undo_run(store, wrong, "Anna", "falsche Datei")
    report = bring("1,Rat eins,0203 777", "2,Rat zwei,0203 222")
    assert store.offer(key(1)).contact.phone == "0203 777"
    assert store.offer(key(2)).status == "published" and report.warnings == ()


def test_the_first_run_of_all_and_several_changes_in_one_run(store, bring):
    run = bring(*FIRST).run_id
    assert undo_run(store, run, "Anna", "nur ein Versuch").archived == 4
    assert store.count_offers() == 0 and len(store.keys(archived=True)) == 4


@pytest.mark.parametrize(("reason", "why"), [("  ", "reason"), ("x" * 501, "reason")])
def test_a_reason_is_needed(store, bring, reason, why):
    run = bring(*FIRST).run_id
    with pytest.raises(UndoError) as refused:
        undo_run(store, run, "Anna", reason)
    assert refused.value.why == why and store.count_offers() == 4


def test_a_run_is_taken_back_once_only_if_it_is_there_and_whole(store, bring):
    run = bring(*FIRST).run_id
    undo_run(store, run, "Anna", "nur ein Versuch")
    with store.write("import x", "broke off") as writer:
        begun = writer.start_run(Source("x", "A list"), "x.csv", "0" * 64, "05112")
    for number, why in ((run, "done"), (run + 99, "gone"), (begun, "unfinished")):
        with pytest.raises(UndoError) as refused:
            undo_run(store, number, "Anna", "noch einmal")
        assert refused.value.why == why
