"""A catalogue of a million courses brought in, interrupted, repeated and asked, beside only taking the same XML apart.

    python benchmarks/courses.py [COURSES]

Makes a catalogue of COURSES courses (a million if not told; 2 GB in a temporary folder), gives the gazetteer the
postcodes of GeoNames, and brings it in in a process of its own whose memory is watched. Peers in the same run: lxml and
ElementTree, which only walk over the file and keep nothing.
"""

import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks._catalogue import towns_of, write_catalogue
from config import ROOT
from geo.point import Box, Point
from model.course import CourseQuery
from search.courses import CourseFinder
from store.courses import Courses

POSTCODES = ROOT.parent / "shared" / "data" / "postcodes" / "zipcodes.de.csv"
TODAY = date(2026, 11, 27)
GOAL_A_SECOND, GOAL_MB = 5_000, 400
WORK = """
import resource, sys
from datetime import date
from pathlib import Path
from actions.import_courses import import_courses
from geo.live import LiveGeocoder
from geo.point import Box
if __name__ == "__main__":
    report = import_courses(Path(sys.argv[1]), Path(sys.argv[2]), LiveGeocoder(Path(sys.argv[3])), date(2026, 11, 27),
                            relocate=True, around=(Box(6.62, 51.33, 6.84, 51.56),))
    print(report.lines(0)[0])
    kib = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"memory {sum(kib) / 1024:.0f}")
"""
#: what people ask: a word, and what else
QUESTIONS = {
    "all of a city": {},
    "a word": {"text": "excel"},
    "a common word, in four weeks": {"text": "deutsch", "weeks": 4},
    "level and voucher": {"levels": ("B2",), "funding": ("bildungsgutschein",)},
}


def main() -> None:
    """Make the catalogue, bring it in, kill and repeat, ask, and print tables."""
    courses = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, gazetteer = folder / "catalogue.xml", folder / "gazetteer.sqlite"
        write_catalogue(path, courses, towns_of(POSTCODES), TODAY)
        _fill(gazetteer, folder)
        print(f"{courses:,} courses, {path.stat().st_size / 1e6:,.0f} MB, load {os.getloadavg()[0]:.1f}\n")
        script = folder / "work.py"
        script.write_text(WORK, encoding="utf-8")
        command = [sys.executable, str(script), str(folder / "courses"), str(path), str(gazetteer)]
        lxml_s, _ = _timed(lambda: _with_lxml(path))
        tree_s, _ = _timed(lambda: _with_elementtree(path))
        ours, told = _timed(lambda: _run(command))
        print(told.strip())
        print("\n| | seconds | courses/s | as a multiple of lxml |\n|---|---|---|---|")
        for label, seconds in (("this project", ours), ("ElementTree, nothing kept", tree_s),
                               ("lxml, nothing kept", lxml_s)):  # fmt: skip
            print(f"| {label} | {seconds:.1f} | {courses / seconds:,.0f} | {seconds / lxml_s:.1f} |")
        memory = float(told.rpartition("memory ")[2])
        print(f"\nMemory of both processes at their highest: {memory:.0f} MB{_missed(memory <= GOAL_MB)}; "
              f"{courses / ours:,.0f} courses/s{_missed(courses / ours >= GOAL_A_SECOND)}.")  # fmt: skip
        print(_interrupted(command, folder / "courses", ours))
        _ask(folder / "courses")


def _missed(good: bool) -> str:
    return "" if good else " (goal missed)"


def _fill(gazetteer: Path, folder: Path) -> None:
    """A gazetteer with what is shipped and the postcodes of GeoNames."""
    command = [sys.executable, "-m", "flask", "--app", "app"]
    here = {**os.environ, "GAZETTEER": str(gazetteer), "DATABASE_URL": f"sqlite:///{folder / 'offers.sqlite'}",
            "SECRET_KEY_FILE": str(folder / "key")}  # fmt: skip
    subprocess.run([*command, "seed"], cwd=ROOT, env=here, check=True, capture_output=True)
    subprocess.run([*command, "gazetteer", "add", str(POSTCODES)], cwd=ROOT, env=here, check=True, capture_output=True)


def _run(command: list[str]) -> str:
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=here, check=True, capture_output=True, text=True).stdout


def _interrupted(command: list[str], folder: Path, whole: float) -> str:
    """Kill the same work half-way; what was there must be there as before, and a repetition must end the same."""
    before = _state(folder)
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=here, stdout=subprocess.DEVNULL)
    time.sleep(whole / 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    survived = _state(folder) == before
    _run(command)
    return (f"Killed half-way: what was there is {'unchanged' if survived else 'CHANGED'}; "
            f"repeated: {'the same state' if _state(folder) == before else 'ANOTHER STATE'}.")  # fmt: skip


def _state(folder: Path) -> list[str]:
    """The numbers of all courses, with what the first of every thousand says."""
    found = []
    for file in Courses(folder).files():
        after = ""
        while refs := file.refs(after):
            found += [*refs, repr(file.by_ref(refs[0]))]
            after = refs[-1]
    return found


def _ask(folder: Path) -> None:
    """How long questions take."""
    finder = CourseFinder(Courses(folder))
    areas = {"Duisburg": {"box": Box(6.62, 51.33, 6.84, 51.56)},
             "25 km around Duisburg": {"near": Point(51.43, 6.76), "radius_m": 25_000.0}}  # fmt: skip
    print("\n| question | where | courses that fit | median ms | slowest of 9 |\n|---|---|---|---|---|")
    for where, area in areas.items():
        for label, question in QUESTIONS.items():
            query = CourseQuery(TODAY, **area, **question)  # type: ignore[arg-type]
            times = sorted(_timed(lambda query=query: finder.find(query))[0] * 1_000 for _ in range(9))
            found = finder.find(query)
            print(f"| {label} | {where} | {found.total:,} + {found.afar_total:,} | {statistics.median(times):.0f} | "
                  f"{times[-1]:.0f} |")  # fmt: skip
    print(f"\nMemory of the asking process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB.")


def _timed(work: Callable[[], object]) -> tuple[float, str]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, str(result)


def _with_lxml(path: Path) -> int:
    from lxml import etree  # noqa: PLC0415 - a peer, loaded where its turn begins

    count = 0
    for _, element in etree.iterparse(str(path), tag="SERVICE"):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


def _with_elementtree(path: Path) -> int:
    from xml.etree import ElementTree  # noqa: PLC0415 - a peer, loaded where its turn begins

    count = 0
    for _, element in ElementTree.iterparse(path):
        if element.tag == "SERVICE":
            count += 1
            element.clear()
    return count


if __name__ == "__main__":
    main()
