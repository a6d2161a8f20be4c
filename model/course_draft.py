"""What a catalogue claims about one course: cleaned texts, days and codes, but its place still as it is written."""

from dataclasses import dataclass
from datetime import date

from model.course import NO_END, CourseForm, CourseTime
from model.draft import DraftPlace

NOWHERE = DraftPlace()


@dataclass
class CourseDraft:
    """One course as its catalogue tells it. A further date leaves empty what is as in the course it belongs to."""

    ref: str
    line: int
    #: number of its provider, "" where the catalogue has only one
    provider: str
    title: str
    #: number of the course that this is a further date of
    parent: str = ""
    keywords: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    shown_from: date | None = None
    shown_until: date | None = None
    flexible: bool | None = None
    dates_note: str = ""
    place: DraftPlace = NOWHERE
    wheelchair: bool | None = None
    form: CourseForm = "unknown"
    time: CourseTime = "unknown"
    price: float | None = None
    currency: str = ""
    price_note: str = ""
    funding: tuple[str, ...] = ()
    funding_note: str = ""
    levels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    degree: str = ""
    requirements: str = ""
    description: str = ""
    url: str = ""
    #: sentences for the report
    notes: tuple[str, ...] = ()

    @property
    def last_day(self) -> str:
        """Until when it is shown, as in 2027-03-31: to its end, and no longer than its catalogue wants."""
        end = self.ends or (None if self.flexible else self.starts)
        days = [day for day in (end, self.shown_until) if day is not None]
        return min(days).isoformat() if days else NO_END
