"""Files that are read again and again: what is due is read, each by itself, and the office hears of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from actions.import_due import Done, Parts, import_due, import_due_duty
from actions.import_offers import import_file
from config import ROOT
from geo.live import LiveGeocoder
from geo.point import Box
from importers.base import look_over
from model.region import Region
from model.standing import StandingImport
from store import Store, open_store
from store.files import load_vocabulary
from tests.actions.working import few_places, tools_of
from tests.store.examples import Clock

BOX = Box(6.62, 51.33, 6.84, 51.56)
REGION = Region("05112", "Duisburg", "duisburg", BOX, "NW", bureau={"email": "b@stadt.example"})
WORDS = load_vocabulary(ROOT / "data" / "vocabulary")
HEAD = "Kennung;Name;Träger\n"
#: as a run of `import --all-due` would go at this moment
Again = Callable[[], list[Done]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database_url: str, clock: Clock) -> Iterator[Store]:
    opened = open_store(database_url, create=True, clock=clock)
    with opened.write("me", "region") as writer:
        writer.save_region(REGION)
    yield opened
    opened.close()


@pytest.fixture
def file(store: Store, tmp_path: Path, clock: Clock) -> Path:
    """A list that was imported once, and is to be read again every week."""
    path = tmp_path / "liste.csv"
    path.write_text(f"{HEAD}1;Beratung am Markt;Stadt\n2;Beratung Nord;Stadt\n", encoding="utf-8")
    import_file(store, path, REGION, WORDS, LiveGeocoder(tmp_path / "none"), name="stadt", clock=clock)
    one = StandingImport("05112", str(path), 7, name="stadt", complete=True, last_at=clock(),
                         last_sha256=look_over(path).sha256)  # fmt: skip
    with store.write("me", "again") as writer:
        writer.standing.keep(one)
    return path


@pytest.fixture
def again(store: Store, tmp_path: Path, clock: Clock) -> Again:
    return lambda: list(import_due(Parts(store, WORDS, LiveGeocoder(tmp_path / "none"), clock, tmp_path / "courses")))


def mails(store: Store) -> list[tuple[str, str, str]]:
    with store._database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql('SELECT "to", subject, text FROM mail ORDER BY id')]


def test_a_file_is_read_again_when_it_is_due_and_the_office_hears_of_it(store, file, again, clock) -> None:
    file.write_text(f"{HEAD}1;Beratung am Markt;Stadt\n2;Beratung im Norden;Stadt\n3;Neu;Stadt\n4;;Stadt\n")
    assert again() == []
    clock.wait(days=7)
    (done,) = again()
    assert done.report is not None and (done.report.counts["new"], done.report.counts["changed"]) == (1, 1)
    ((to, subject, text),) = mails(store)
    assert (to, subject) == ("b@stadt.example", "Eingelesen: liste.csv (Duisburg)")
    assert "Neu: 1\nGeändert: 1\nUnverändert: 1" in text and "Zeile 5: The row has no name." in text
    assert again() == []


def test_the_same_file_is_not_read_twice_and_nobody_is_bothered(store, file, again, clock) -> None:
    clock.wait(days=7)
    (done,) = again()
    assert (done.report, done.refused) == (None, "") and mails(store) == []
    assert len(store.runs()) == 1


@pytest.mark.parametrize("content", ["", "<html>404 Not Found</html>", None])
def test_a_file_that_is_gone_empty_or_an_error_page_archives_nothing(store, file, again, clock, content) -> None:
    file.unlink()
    if content is not None:
        file.write_text(content)
    clock.wait(days=7)
    (done,) = again()
    assert done.refused and store.count_offers("05112") == 2
    assert "hat sich nichts geändert" in mails(store)[0][2]
    file.write_text(f"{HEAD}1;Beratung am Markt;Stadt\n2;Beratung Nord;Stadt\n3;Neu;Stadt\n")
    clock.wait(days=7)
    assert again()[0].report.counts["new"] == 1


def test_one_broken_file_does_not_stop_the_others(store, file, again, clock, tmp_path) -> None:
    with store.write("me", "again") as writer:
        writer.standing.keep(StandingImport("05112", str(tmp_path / "a-first.csv"), 1))
    file.write_text(f"{HEAD}1;Beratung am Markt;Stadt\n2;Beratung Nord;Stadt\n3;Neu;Stadt\n")
    clock.wait(days=7)
    first, second = again()
    assert "cannot be read" in first.refused and second.report.counts["new"] == 1


def test_without_an_address_the_command_says_that_nobody_hears_of_it(store, file, again, clock) -> None:
    with store.write("me", "no address") as writer:
        writer.save_region(replace(REGION, bureau={}))
    file.write_text(f"{HEAD}1;Beratung;Stadt\n2;Beratung Nord;Stadt\n")
    clock.wait(days=7)
    (done,) = again()
    assert "No mail tells of it" in done.lines()[-1] and mails(store) == []


def test_a_file_is_read_no_more_once_somebody_says_so(store, file, again, clock) -> None:
    with store.write("me", "stop") as writer:
        assert writer.standing.forget("05112", str(file)) and not writer.standing.forget("05112", str(file))
    clock.wait(days=30)
    assert again() == []


def test_a_daily_task_that_begins_some_minutes_earlier_does_not_slip_by_a_day(clock) -> None:
    one = StandingImport("05112", "/a", 1, last_at=clock())
    assert one.is_due(clock() + timedelta(hours=23, minutes=30)) and not one.is_due(clock() + timedelta(hours=22))


def test_the_worker_reads_what_is_due_and_the_geocoder_knows_the_new_address(store, file, clock, tmp_path) -> None:
    few_places(tmp_path / "data")
    rows = ["4;Beratung im Turm;Stadt;Turmgasse;7;Duisburg;51,43;6,76", *(f"{n};Nr. {n};Stadt;;;;;" for n in (1, 2, 3))]
    file.write_text("\n".join(["Kennung;Name;Träger;Straße;Hausnummer;Ort;Breite;Länge", *rows]) + "\n")
    clock.wait(days=7)
    tools = tools_of(store, tmp_path, clock=clock, data_dir=tmp_path / "data", gazetteer=tmp_path / "gazetteer.sqlite")
    assert import_due_duty(tools) == 1 and import_due_duty(tools) == 0
    assert LiveGeocoder(tmp_path / "gazetteer.sqlite").find("Turmgasse 7, Duisburg").precision == "house"
