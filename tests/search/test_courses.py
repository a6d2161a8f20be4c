"""Which courses fit, in which order, and what is left out because nobody knows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from actions.import_courses import import_courses
from geo.gazetteer import build
from geo.layers import KnownAddress, address_layer
from geo.live import LiveGeocoder
from geo.point import Box, Point, distance_m
from model.course import CourseAnswer, CourseError, CourseQuery, levels_in
from search.courses import CourseFinder, boundary_of
from store.courses import Courses
from tests.courses import catalogue, course

TODAY = date(2026, 3, 3)
HERE, FAR = Point(51.4331, 6.7621), Point(51.4731, 6.7621)
FAR_PLACE = {"name": "Fern", "street": "Fernweg", "zip": "47166", "city": "Duisburg"}
AROUND = Box(6.6, 51.3, 6.9, 51.6)


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> CourseFinder:
    folder = tmp_path_factory.mktemp("courses")
    houses = [KnownAddress("Musterallee", "12", "47051", "Duisburg", "", HERE, "house"),
              KnownAddress("Fernweg", "1", "47166", "Duisburg", "", FAR, "house")]  # fmt: skip
    build(folder / "gazetteer.sqlite", [address_layer(houses)])
    path = catalogue(
        folder / "1.xml",
        course("SOON", "Excel Grundlagen", starts="2026-03-10", ends="2026-03-12", price="120"),
        course("LATE", "Excel Aufbau", starts="2026-09-01", measure="12/3/2026", time=1),
        course("ANY", "Deutsch B1", flexible="true"),
        course("DE-T1", of="ANY", starts="2026-04-01", place={**FAR_PLACE, "street": "Fernweg 1"}),
        course("RUNS", "Pflege", starts="2026-02-01", ends="2026-06-30"),
        course("OVER", "Vorbei", starts="2026-02-01", ends="2026-02-05"),
        course("HIDDEN", "Nicht mehr gezeigt", starts="2026-05-01", shown="2026-03-01"),
        course("NET", "Excel online", starts="2026-04-15", form=202, price="99"),
        course("OPEN", "Schweißen", place=None, form=0),
        course("ONLY", "Nur Rahmen", place=None, form=0),
        course("ONLY-1", of="ONLY", starts="2026-03-20"),
    )
    import_courses(folder / "courses", path, LiveGeocoder(folder / "gazetteer.sqlite"), TODAY)
    return CourseFinder(Courses(folder / "courses"))


@pytest.fixture
def ask(finder: CourseFinder) -> Callable[..., CourseAnswer]:
    return lambda **more: finder.find(CourseQuery(TODAY, **more))


def numbers(hits: object) -> list[str]:
    return [hit.course.key.partition("/")[2] for hit in hits]  # type: ignore[attr-defined]


def test_soonest_first_then_those_open_at_any_time_then_those_that_have_begun(ask: Callable[..., CourseAnswer]) -> None:
    answer = ask()
    assert numbers(answer.hits) == ["SOON", "ONLY-1", "DE-T1", "LATE", "ANY", "RUNS"]
    assert answer.total == 6
    assert numbers(answer.afar) == ["NET", "OPEN"] and answer.afar_total == 2


@pytest.mark.parametrize(("question", "expected"), [
    ({"text": "excel"}, ["SOON", "LATE"]),
    ({"text": "EXC grund"}, ["SOON"]),
    ({"text": "anbieter p1", "weeks": 2}, ["SOON", "ANY"]),
    ({"weeks": 4}, ["SOON", "ONLY-1", "ANY"]),
    ({"levels": ("B1",)}, ["DE-T1", "ANY"]),
    ({"levels": ("C1",)}, []),
    ({"funding": ("bildungsgutschein",)}, ["LATE"]),
    ({"times": ("full",)}, ["LATE"]),
    ({"forms": ("online",)}, []),
    ({"max_price": 150.0}, ["SOON"]),
    ({"limit": 2, "offset": 1}, ["ONLY-1", "DE-T1"]),
])  # fmt: skip
def test_every_condition_leaves_out_what_does_not_fit_or_is_not_known(
    ask: Callable[..., CourseAnswer], question: dict[str, object], expected: list[str]
) -> None:
    assert numbers(ask(**question).hits) == expected


def test_around_a_point_each_course_has_its_distance(ask: Callable[..., CourseAnswer]) -> None:
    near = ask(near=HERE, radius_m=1_000.0)
    assert "DE-T1" not in numbers(near.hits) and near.total == 5
    assert {hit.distance_m for hit in near.hits} == {0.0}
    far = next(hit for hit in ask(near=HERE).hits if hit.course.key.endswith("DE-T1"))
    assert far.distance_m == pytest.approx(distance_m(HERE, FAR))


def test_a_region_is_what_lies_within_its_boundary(ask: Callable[..., CourseAnswer]) -> None:
    north = boundary_of('{"type": "Polygon", "coordinates": [[[6.6, 51.45], [6.9, 51.45], [6.9, 51.6], [6.6, 51.45]]]}')
    assert ask(box=AROUND).total == 6
    assert numbers(ask(box=AROUND, boundary=north).hits) == ["DE-T1"]
    assert ask(box=Box(10.0, 50.0, 11.0, 51.0)).total == 0


def test_a_course_is_found_by_its_key_also_after_its_end(finder: CourseFinder) -> None:
    assert (found := finder.course("probe:P1/OVER")) and found.title == "Vorbei"
    assert finder.course("probe:P1/NEVER") is None and finder.course("other:P1/OVER") is None


def test_where_there_is_no_catalogue_nothing_is_found(tmp_path: Path) -> None:
    finder = CourseFinder(Courses(tmp_path / "none"))
    assert not finder.has_courses and finder.find(CourseQuery(TODAY)) == CourseAnswer()


def test_a_damaged_file_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "bad.courses.sqlite").write_bytes(b"no database at all" * 100)
    courses = Courses(tmp_path)
    assert courses.files() == [] and "bad.courses.sqlite" in courses.troubles()[0]


@pytest.mark.parametrize("wrong", [{"weeks": 0}, {"limit": 0}, {"levels": ("D1",)}, {"forms": ("x",)},
                                   {"radius_m": -1.0}, {"max_price": float("inf")}])  # fmt: skip
def test_a_question_that_cannot_be_is_refused_with_a_sentence(wrong: dict[str, object]) -> None:
    with pytest.raises(CourseError, match="must be|is none of"):
        replace(CourseQuery(TODAY), **wrong)


@pytest.mark.parametrize(("title", "levels"), [
    ("Deutsch A2–B1", ("A2", "B1")), ("Führerschein C1", ()), ("Englisch B1.2 am Abend", ("B1",)),
    ("Integrationskurs A1 bis B1", ("A1", "A2", "B1")), ("Deutschkurs-B2", ("B2",)),
    ("Deutsch B1/B2/C1", ("B1", "B2", "C1")),
    ("Excel A1", ()), ("Spanisch A1, A2", ("A1", "A2")),
])  # fmt: skip
def test_levels_are_read_from_titles_of_language_courses_only(title: str, levels: tuple[str, ...]) -> None:
    assert levels_in(title) == levels
