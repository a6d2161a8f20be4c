"""A course: learning on given days, as catalogues list it by the million; never counselling, never edited here.

An offer stays true until somebody changes it, and people of the office look after it. A course comes and goes with its
catalogue, so it has neither history nor neutrality, and lives in a file of its own.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from geo.point import Box, Point
from model.place import Place

CourseForm = Literal["in_person", "online", "blended", "distance", "unknown"]
COURSE_FORMS: tuple[CourseForm, ...] = ("in_person", "online", "blended", "distance", "unknown")
CourseTime = Literal["full", "part", "weekend", "unknown"]
COURSE_TIMES: tuple[CourseTime, ...] = ("full", "part", "weekend", "unknown")
#: the levels of the Common European Framework of Reference for Languages
LEVELS: tuple[str, ...] = ("A1", "A2", "B1", "B2", "C1", "C2")
#: the forms for which nobody has to go anywhere
AFAR: frozenset[CourseForm] = frozenset({"online", "distance"})

#: after the last of days: courses of which nobody knows when they end
NO_END = "9999-12-31"

CATALOGUE_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
MAX_COURSES = 100
#: weeks ahead that can be asked for
MAX_WEEKS = 104

_LEVEL = re.compile(r"(?<![\w.])([ABC][12])(?:[.,]\d|\+)?(?![\w+])(?:\s?(?:[-–/+]|bis|und)\s?([ABC][12])(?!\w))?")
_OF_LANGUAGE = re.compile(
    r"deutsch|englisch|franz[öo]sisch|spanisch|italienisch|türkisch|arabisch|russisch|polnisch|portugiesisch|"
    r"niederländisch|chinesisch|japanisch|ukrainisch|sprach|integrationskurs|\bDa[FZ]\b|\bDTZ\b|\btelc\b|\bgoethe\b|"
    r"\bGER\b|\bDeuFöV\b|\benglish\b|\bgerman\b",
    re.IGNORECASE,
)


class CourseError(ValueError):
    """A question about courses that cannot be answered: the sentence says why."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Where courses come from: one catalogue, as of a day, with its licence."""

    name: str
    title: str
    #: when the catalogue was made, as it says itself; None where it does not
    made_on: date | None = None
    imported_on: date | None = None
    licence: str = ""
    attribution: str = ""
    courses: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """One course on its days at its place. Empty texts and None mean: the catalogue does not say."""

    #: catalogue:provider/number
    key: str
    title: str
    provider: str
    starts: date | None = None
    ends: date | None = None
    #: whether one may begin on any day
    flexible: bool | None = None
    dates_note: str = ""
    place: Place | None = None
    wheelchair: bool | None = None
    form: CourseForm = "unknown"
    time: CourseTime = "unknown"
    price: float | None = None
    currency: str = ""
    price_note: str = ""
    #: instruments that may pay for it, as far as the catalogue names them
    funding: tuple[str, ...] = ()
    funding_note: str = ""
    levels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    degree: str = ""
    requirements: str = ""
    #: as the catalogue writes it, maybe with markup
    description: str = ""
    url: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""

    @property
    def catalogue(self) -> str:
        """The name of the catalogue it is from."""
        return self.key.partition(":")[0]

    @property
    def is_afar(self) -> bool:
        """Whether one takes part without going anywhere."""
        return self.form in AFAR


@dataclass(frozen=True, slots=True)
class CourseQuery:
    """What somebody asks of courses: where, when, about what; all conditions hold at once."""

    today: date
    #: the courses of a region: those in its box and, where one is given, within its boundary (GeoJSON)
    box: Box | None = None
    boundary: str | None = None
    near: Point | None = None
    radius_m: float = 25_000.0
    text: str = ""
    #: begins within so many weeks; one that may be begun on any day always does
    weeks: int | None = None
    funding: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    forms: tuple[CourseForm, ...] = ()
    times: tuple[CourseTime, ...] = ()
    #: at most so much; a course whose price is not known is left out
    max_price: float | None = None
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        if self.weeks is not None and not 1 <= self.weeks <= MAX_WEEKS:
            raise CourseError(f"The weeks must be a number from 1 to {MAX_WEEKS}.")
        if not 1 <= self.limit <= MAX_COURSES or not 0 <= self.offset <= 10_000:
            raise CourseError(f"The limit must be a number from 1 to {MAX_COURSES}, the offset one up to 10,000.")
        if not 0 < self.radius_m <= 200_000:
            raise CourseError("The radius must be more than 0 and at most 200,000 metres.")
        if self.max_price is not None and not 0 <= self.max_price <= 1_000_000:
            raise CourseError("The highest price must be a number from 0 to 1,000,000.")
        if wrong := [level for level in self.levels if level not in LEVELS]:
            raise CourseError(f"The level {wrong[0][:20]!r} is none of {', '.join(LEVELS)}.")
        for label, values, allowed in (("form", self.forms, COURSE_FORMS), ("time", self.times, COURSE_TIMES)):
            if odd := [value for value in values if value not in allowed]:
                raise CourseError(f"The {label} {odd[0][:20]!r} is none of {', '.join(allowed)}.")


@dataclass(frozen=True, slots=True)
class CourseHit:
    """A course that fits, with its distance from where it was asked; None where nobody asked from somewhere."""

    course: Course
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class CourseAnswer:
    """Courses at places, those without a way apart, and how many there are of each."""

    hits: tuple[CourseHit, ...] = ()
    total: int = 0
    afar: tuple[CourseHit, ...] = ()
    #: counted up to a thousand
    afar_total: int = 0
    catalogues: tuple[Catalogue, ...] = field(default=())


@lru_cache(maxsize=4_096)
def levels_in(title: str, *, is_language: bool = False) -> tuple[str, ...]:
    """The levels of language that a title names: "Deutsch A2–B1" has two; "Führerschein C1" has none."""
    if not is_language and not _OF_LANGUAGE.search(title):
        return ()
    found: set[str] = set()
    for first, last in _LEVEL.findall(title):
        begin, end = LEVELS.index(first), LEVELS.index(last or first)
        found.update(LEVELS[min(begin, end) : max(begin, end) + 1])
    return tuple(level for level in LEVELS if level in found)
