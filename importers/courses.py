"""What an importer of courses yields: the head of a catalogue, its providers, courses, and courses taken back.

Such an importer has `COURSES = True`, and `read` and `draft` as every other; it drafts courses (`model.course_draft`).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CatalogueHead:
    """What a catalogue says of itself, before its first course.

    `is_whole` says that it replaces all that its providers had; otherwise it adds to it.
    """

    ref: str
    title: str
    made_on: date | None
    is_whole: bool
    #: the number of a change to an earlier catalogue, None where it is a catalogue of its own
    change: int | None = None


@dataclass(frozen=True, slots=True)
class CourseProvider:
    """A provider of courses, as a house: persons are not read."""

    ref: str
    name: str
    website: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A course that the catalogue takes back."""

    ref: str
    line: int
    provider: str = ""


CoursePiece = CatalogueHead | CourseProvider | Withdrawal
