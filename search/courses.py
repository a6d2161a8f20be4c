"""Courses that fit, soonest first: at places of the region or around a point, and apart those without a way."""

import json
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from geo.point import box_around, distance_m, ellipsoid
from model.course import Catalogue, Course, CourseAnswer, CourseHit, CourseQuery
from store.courses import CourseFile, Courses, Found, Ids

#: courses without a way are many and alike; no more of them stand beside the others
MOST_AFAR = 5
#: of a catalogue of the whole country there are very many, and nobody needs to know how many
MOST_COUNTED = 1_000
#: so many areas are remembered with their places
MOST_AREAS = 200
#: behind those that begin on a day to come: courses that may be begun on any day, then those that have begun
_OPEN_START, _BEGUN = 10**7, 10**7 + 1
#: what SQLite counts more days than Python, as whole days
_JULIAN = 1_721_424


class CourseFinder:
    """Answers questions about the courses of all catalogues."""

    def __init__(self, courses: Courses) -> None:
        self._courses = courses
        self._areas: dict[tuple[Any, ...], Ids] = {}
        self._lock = threading.Lock()

    @property
    def has_courses(self) -> bool:
        """Whether there is any catalogue."""
        return bool(self._courses.files())

    def catalogues(self) -> list[Catalogue]:
        """The catalogues that are there, by name."""
        return [file.catalogue for file in self._courses.files()]

    def find(self, query: CourseQuery) -> CourseAnswer:
        """The courses that fit, soonest first, nearer first among those of one day."""
        files = self._courses.files()
        here = [(file, *self._at_places(file, query)) for file in files]
        afar = [(file, file.afar(query, MOST_COUNTED)) for file in files]
        hits = _page(here, query, query.offset, query.limit)
        more = _page([(file, found, np.zeros(len(found.ids))) for file, found in afar], query, 0, MOST_AFAR)
        return CourseAnswer(
            tuple(CourseHit(course, _distance(course, query)) for course in hits),
            sum(len(found.ids) for _, found, _ in here),
            tuple(CourseHit(course) for course in more),
            min(sum(len(found.ids) for _, found in afar), MOST_COUNTED),
            tuple(file.catalogue for file in files),
        )

    def course(self, key: str) -> Course | None:
        """The course with this key, also one that has ended."""
        name, _, ref = key.partition(":")
        return next((file.by_ref(ref) for file in self._courses.files() if file.name == name), None)

    def _at_places(self, file: CourseFile, query: CourseQuery) -> tuple[Found, Any]:
        """The courses of a catalogue at places that fit, and how far each is."""
        places = file.places
        inside = self._inside(file, query)
        ways = np.zeros(len(inside))
        if query.near is not None:
            lon, lat = np.full(len(inside), query.near.lon), np.full(len(inside), query.near.lat)
            ways = ellipsoid().inv(lon, lat, places.lon[inside], places.lat[inside])[2]
            inside, ways = inside[ways <= query.radius_m], ways[ways <= query.radius_m]
        ids = places.ids[inside]
        found = file.at(query, ids)
        order = np.argsort(ids)
        at = order[np.searchsorted(ids[order], found.places)] if len(ids) else np.empty(0, np.int64)
        return found, ways[at]

    def _inside(self, file: CourseFile, query: CourseQuery) -> Ids:
        """Which places lie in the box and within the boundary; around a point, those that may be near enough."""
        box = box_around(query.near, query.radius_m) if query.near is not None else query.box
        places = file.places
        if box is None:
            return np.arange(len(places.ids))
        mark = (file.path, file.stamp, box, query.near is None and query.boundary)
        with self._lock:
            if mark in self._areas:
                return self._areas[mark]
        across = (places.lon >= box.west) & (places.lon <= box.east)
        inside = np.flatnonzero(across & (places.lat >= box.south) & (places.lat <= box.north))
        if query.near is not None:
            return inside  # nobody may find out later from where somebody asked
        if query.boundary and len(inside):
            import shapely  # noqa: PLC0415 - only where there are courses

            area = shapely.from_geojson(query.boundary)
            shapely.prepare(area)
            inside = inside[shapely.intersects_xy(area, places.lon[inside], places.lat[inside])]
        with self._lock:
            if len(self._areas) >= MOST_AREAS:
                self._areas.clear()
            self._areas[mark] = inside
        return inside


def boundary_of(geojson: str | None) -> str | None:
    """A boundary as it may stand in a query: its geometry, or nothing where there is none."""
    if not geojson:
        return None
    told = json.loads(geojson)
    return json.dumps(told.get("geometry", told))


def _page(found: Sequence[tuple[CourseFile, Found, Any]], query: CourseQuery, offset: int, limit: int) -> list[Course]:
    """The courses of one page out of all that fit, over all catalogues."""
    if not sum(len(one.ids) for _, one, _ in found):
        return []
    ids = np.concatenate([one.ids for _, one, _ in found])
    starts = np.concatenate([one.starts for _, one, _ in found])
    begun = (starts > 0) & (starts < query.today.toordinal() + _JULIAN)
    starts = np.where(begun, _BEGUN, np.where(starts > 0, starts, _OPEN_START))
    ways = np.concatenate([way for _, _, way in found])
    which = np.concatenate([np.full(len(one.ids), number) for number, (_, one, _) in enumerate(found)])
    page = np.lexsort((ids, which, ways, starts))[offset : offset + limit]
    courses: dict[tuple[int, int], Course] = {}
    for number, (file, _, _) in enumerate(found):
        wanted = [int(one) for one in ids[page][which[page] == number]]
        if wanted:
            courses |= {(number, row): course for row, course in zip(wanted, file.read(wanted), strict=True)}
    return [courses[int(which[one]), int(ids[one])] for one in page]


def _distance(course: Course, query: CourseQuery) -> float | None:
    if query.near is None or course.place is None or course.place.point is None:
        return None
    return distance_m(query.near, course.place.point)
