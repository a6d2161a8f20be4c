"""Catalogues of courses come in as a whole or not at all, and come in again without a trace of the first time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from actions.import_courses import import_courses, is_catalogue
from config import ROOT
from geo.gazetteer import build
from geo.layers import KnownAddress, address_layer
from geo.live import LiveGeocoder
from geo.point import Point
from importers.base import ImportRefused
from importers.drafting import drafted
from importers.report import ImportReport
from model.course import CourseQuery
from search.courses import CourseFinder
from store import StoreError
from store.course_writer import writing_courses
from store.courses import Courses
from tests.courses import catalogue, course, told

TODAY = date(2026, 3, 3)
SAMPLES = ROOT.parent / "shared" / "data" / "courses"
MODEL = ROOT / "tests" / "importers" / "openqcat"
Take = Callable[..., ImportReport]


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> LiveGeocoder:
    path = tmp_path_factory.mktemp("gazetteer") / "gazetteer.sqlite"
    houses = [KnownAddress("Musterallee", "12", "47051", "Duisburg", "", Point(51.4331, 6.7621), "house")]
    build(path, [address_layer(houses)])
    return LiveGeocoder(path)


@pytest.fixture
def take(tmp_path: Path, geocoder: LiveGeocoder) -> Take:
    """Bring a file in."""
    return lambda path, **more: import_courses(tmp_path / "courses", path, geocoder, TODAY, **more)


@pytest.fixture
def state(tmp_path: Path) -> Callable[[], dict[str, Any]]:
    """All courses that are there, by key."""

    def look() -> dict[str, Any]:
        files = Courses(tmp_path / "courses").files()
        found = [file.by_ref(ref) for file in files for ref in file.refs()]
        return {one.key: one for one in found if one}

    return look


def test_a_catalogue_becomes_courses_with_what_they_inherit(take: Take, state: Any) -> None:
    report = take(MODEL / "katalog.xml")
    assert report.counts | {"warnings": 0} == {"new": 4, "changed": 0, "same": 0, "archived": 0, "proposed": 0,
                                               "rejected": 3, "warnings": 0}  # fmt: skip
    courses = state()
    further = courses["weiterbildung-niederrhein-2027-1:77001/D-200-T1"]
    assert further.title == "Berufssprachkurs B1 bis B2" and further.levels == ("B1", "B2")
    assert further.requirements == "Zertifikat A2" and further.starts == date(2027, 1, 11)
    assert further.provider == "Lernwerk Rheinaue gGmbH" and further.phone == "0203 555010"
    assert not any("Niemand" in str(one) or "555999" in str(one) for one in courses.values())


def test_the_same_file_again_changes_nothing(take: Take, state: Any) -> None:
    take(MODEL / "katalog.xml")
    before = state()
    assert take(MODEL / "katalog.xml").counts["same"] == 4
    again = take(MODEL / "katalog.xml", relocate=True)
    assert (again.counts["same"], again.counts["new"], again.counts["changed"]) == (4, 0, 0)
    assert state() == before


def test_a_change_takes_back_and_adds_and_leaves_the_rest(take: Take, state: Any) -> None:
    take(MODEL / "katalog.xml")
    report = take(MODEL / "aenderung.xml")
    assert (report.counts["new"], report.counts["archived"], report.counts["same"]) == (1, 1, 3)
    keys = {key.partition(":")[2] for key in state()}
    assert "77001/AV-1" not in keys and {"77001/N-1", "77001/D-200-T1"} <= keys


def test_neither_a_change_nor_an_addition_is_ever_taken_for_the_whole(tmp_path: Path, take: Take, state: Any) -> None:
    take(MODEL / "katalog.xml")
    take(MODEL / "aenderung.xml", complete=True)
    assert len(state()) == 4
    take(catalogue(tmp_path / "1.xml", course("A", "Excel")))
    take(catalogue(tmp_path / "2.xml", course("B", "Word"), full=False), complete=True)
    assert {key for key in state() if key.startswith("probe:")} == {"probe:P1/A", "probe:P1/B"}


def test_a_change_of_a_catalogue_that_is_not_here_is_refused(take: Take) -> None:
    with pytest.raises(ImportRefused, match="changes a catalogue that is not here"):
        take(MODEL / "aenderung.xml")


def test_a_full_catalogue_replaces_only_what_its_providers_had(tmp_path: Path, take: Take, state: Any) -> None:
    both = [course("A", "Excel", provider="P1"), course("B", "Word", provider="P2")]
    take(catalogue(tmp_path / "1.xml", *both, providers=("P1", "P2")))
    take(catalogue(tmp_path / "2.xml", course("C", "Excel neu", provider="P1")), complete=False)
    assert sorted(map(told, state().values())) == [("P1/C", "Excel neu"), ("P2/B", "Word")]
    take(catalogue(tmp_path / "3.xml", course("D", "Nur noch dieser")), complete=True)
    assert sorted(map(told, state().values())) == [("P1/D", "Nur noch dieser")]


def test_an_addition_keeps_what_was_there(tmp_path: Path, take: Take, state: Any) -> None:
    take(catalogue(tmp_path / "1.xml", course("A", "Excel"), course("T", of="A", starts="2026-05-01")))
    take(catalogue(tmp_path / "2.xml", course("A", "Excel anders"), course("B", "Word"), full=False))
    assert sorted(map(told, state().values())) == [("P1/A", "Excel anders"), ("P1/B", "Word"), ("P1/T", "Excel anders")]


@pytest.mark.parametrize(("keep", "sentence"), [(0.6, "no whole XML"), (0.0, "empty|No importer")])
def test_a_file_cut_off_changes_nothing(tmp_path: Path, take: Take, state: Any, keep: float, sentence: str) -> None:
    take(MODEL / "katalog.xml")
    before = state()
    whole = (MODEL / "katalog.xml").read_bytes()
    cut = tmp_path / "katalog.xml"
    cut.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(ImportRefused, match=sentence):
        take(cut)
    assert state() == before


def test_an_error_page_and_a_file_without_courses_change_nothing(tmp_path: Path, take: Take, state: Any) -> None:
    take(catalogue(tmp_path / "1.xml", course("A", "Excel")))
    page = tmp_path / "katalog.xml"
    page.write_text("<html><body>503 Service Unavailable</body></html>")
    with pytest.raises(ImportRefused):
        take(page)
    with pytest.raises(ImportRefused, match="holds no course"):
        take(catalogue(tmp_path / "2.xml"))
    assert [one.title for one in state().values()] == ["Excel"]


def test_a_catalogue_that_lost_much_is_not_taken_for_the_whole(tmp_path: Path, take: Take, state: Any) -> None:
    take(catalogue(tmp_path / "1.xml", *(course(f"K{n}", f"Kurs {n}", starts="2026-06-01") for n in range(10))))
    few = catalogue(tmp_path / "2.xml", *(course(f"K{n}", f"Kurs {n}") for n in range(3)))
    with pytest.raises(ImportRefused, match="7 courses that were there are missing"):
        take(few)
    assert len(state()) == 10
    take(few, complete=True)
    assert len(state()) == 3


def test_courses_that_ended_may_go(tmp_path: Path, take: Take, state: Any) -> None:
    take(catalogue(tmp_path / "1.xml", *(course(f"K{n}", "Alt", starts="2026-01-05") for n in range(9)),
                   course("N", "Neu", starts="2026-06-01")))  # fmt: skip
    assert take(catalogue(tmp_path / "2.xml", course("N", "Neu", starts="2026-06-01"))).counts["archived"] == 9
    assert len(state()) == 1


def test_what_cannot_be_read_is_named(tmp_path: Path, take: Take, state: Any) -> None:
    report = take(catalogue(tmp_path / "1.xml", course("A", "Excel"), course("A", "Excel noch einmal"),
                            course("W", of="FEHLT"), course("K", of="W2"), course("W2", of="FEHLT")))  # fmt: skip
    reasons = [remark.sentence for remark in report.rejections]
    assert report.counts["rejected"] == 4 and len(state()) == 1
    assert any("already used in line" in reason for reason in reasons)
    assert sum("which is not there" in reason for reason in reasons) == 3


def test_entities_are_refused_before_they_swell(tmp_path: Path, take: Take) -> None:
    text = catalogue(tmp_path / "1.xml", course("A", "&b;")).read_text().replace("&amp;b;", "&b;")
    bomb = '<!DOCTYPE OPENQCAT [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n<OPENQCAT'
    (tmp_path / "1.xml").write_text(text.replace("<OPENQCAT", bomb, 1))
    with pytest.raises(ImportRefused, match="DOCTYPE"):
        take(tmp_path / "1.xml")


def test_a_packed_file_is_read_and_a_damaged_one_refused(tmp_path: Path, take: Take, state: Any) -> None:
    import gzip

    packed = gzip.compress(catalogue(tmp_path / "1.xml", course("A", "Excel")).read_bytes())
    (tmp_path / "1.xml.gz").write_bytes(packed)
    take(tmp_path / "1.xml.gz")
    (tmp_path / "2.xml.gz").write_bytes(packed[:-30])
    with pytest.raises(ImportRefused):
        take(tmp_path / "2.xml.gz")
    assert len(state()) == 1


def test_a_dry_run_writes_nothing(tmp_path: Path, take: Take, state: Any) -> None:
    assert take(MODEL / "katalog.xml", dry_run=True).counts["new"] == 4
    assert state() == {}


def test_two_at_once_are_refused_and_not_mixed(tmp_path: Path, take: Take) -> None:
    with writing_courses(tmp_path / "courses", "probe"), pytest.raises(StoreError, match="by somebody else"):
        take(catalogue(tmp_path / "1.xml", course("A", "Excel")))


def test_large_files_are_read_beside_with_the_same_result() -> None:
    path = MODEL / "katalog.xml"
    assert list(drafted("openqcat", path, beside=True)) == list(drafted("openqcat", path, beside=False))


def test_reading_beside_ends_with_its_reader() -> None:
    pieces = drafted("openqcat", MODEL / "katalog.xml", beside=True)
    next(pieces)
    pieces.close()


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data/courses is not there; it comes with the project")
def test_the_public_samples_are_read(take: Take, state: Any) -> None:
    assert is_catalogue(SAMPLES / "sample_synthetic_valid.xml")
    report = take(SAMPLES / "sample_synthetic_valid.xml")
    assert (report.counts["new"], report.counts["rejected"]) == (2, 0)
    assert {one.title for one in state().values()} == {"Grundlagen der Buchführung"}
    assert {one.form for one in state().values()} == {"in_person", "online"}


WORK = """
import sys
from datetime import date
from pathlib import Path
from actions.import_courses import import_courses
from geo.live import LiveGeocoder
import_courses(Path(sys.argv[1]), Path(sys.argv[2]), LiveGeocoder(Path("none")), date(2026, 3, 3), relocate=True)
"""


def test_killed_at_any_moment_and_repeated_it_ends_the_same(tmp_path: Path) -> None:
    folder, large = tmp_path / "courses", tmp_path / "2.xml"
    few = [course(f"K{n}", f"Kurs {n}", starts="2026-06-01") for n in range(20)]
    many = [course(f"K{n}", f"Kurs {n} neu", starts="2026-07-01") for n in range(3_000)]
    command = [sys.executable, "-c", WORK, str(folder)]
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, str(catalogue(tmp_path / "1.xml", *few))], check=True, env=here)
    before = _all(folder)
    began = time.monotonic()
    elsewhere = [sys.executable, "-c", WORK, str(tmp_path / "elsewhere"), str(catalogue(large, *many))]
    subprocess.run(elsewhere, check=True, env=here)
    whole, after = time.monotonic() - began, _all(tmp_path / "elsewhere")
    assert len(before) == 20 and len(after) == 3_000
    tries = min(int(os.environ.get("KILLS", "4")), 20)
    for number in range(tries):
        process = subprocess.Popen([*command, str(large)], env=here)
        time.sleep(whole * (0.3 + 0.65 * number / tries))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert _all(folder) in (before, after)
    subprocess.run([*command, str(large)], check=True, env=here)
    assert _all(folder) == after
    assert not list(folder.glob("*.part"))


def _all(folder: Path) -> dict[str, Any]:
    return {one.key: one for file in Courses(folder).files() for ref in file.refs(limit=10_000)
            if (one := file.by_ref(ref))}  # fmt: skip


def test_places_that_are_not_known_are_told(tmp_path: Path, take: Take) -> None:
    away = {"name": "", "street": "Nirgends 1", "zip": "99999", "city": "Nirgendheim"}
    report = take(catalogue(tmp_path / "1.xml", course("A", "Excel", place=away), course("B", "Word")))
    assert any("1 places are not known here" in one.sentence for one in report.warnings)
    finder = CourseFinder(Courses(tmp_path / "courses"))
    answer = finder.find(CourseQuery(TODAY))
    assert [hit.course.title for hit in answer.hits] == ["Word"] and answer.total == 1
