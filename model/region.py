"""A region: a municipality, a district or a group of them, with its own rules and texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.point import Box
from model.country import GERMANY, Country
from model.look import Look
from model.neutrality import Policy

#: the fields that § 5 DDG and § 18 MStV ask of a public body's imprint
IMPRINT_FIELDS = ("body", "street", "city", "represented_by", "email", "phone", "responsible")

#: what the first part of an address means here, so that no region may be called so
RESERVED_SLUGS = frozenset(
    {"anbieter", "api", "buero", "dcat", "einbetten.js", "healthz", "hsds", "konto", "lotse", "ogc", "regionen",
     "robots.txt", "schein", "sitemap.xml", "static", "stimmt", "umfrage"}
)


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """How the office of a region works; set on a page of the back office."""

    #: whether a second person must confirm what one person accepted
    four_eyes: bool = False
    #: after how many months an entry is to be confirmed again, where it has no rhythm of its own
    confirm_every_months: int = 12
    #: days after the first question: first reminder, second reminder, then the entry fades
    remind_after_days: tuple[int, ...] = (14, 28)
    fade_after_days: int = 42


@dataclass(frozen=True, slots=True)
class Region:
    """Everything the map needs to know about one region; data, not code."""

    ags: str
    name: str
    slug: str
    box: Box
    #: the part of the country whose holidays hold here: the suffix of ISO 3166-2, such as "NW"
    land: str = ""
    zone: str = "Europe/Berlin"
    country: Country = GERMANY
    languages: tuple[str, ...] = ("de", "en")
    policy: Policy = field(default_factory=Policy)
    imprint: Mapping[str, str] = field(default_factory=dict)
    bureau: Mapping[str, str] = field(default_factory=dict)
    #: how accessible the pages are: status ("full", "partial", "none", "" while untested), checked_on, method, …
    accessibility: Mapping[str, str] = field(default_factory=dict)
    school_holidays: tuple[tuple[date, date], ...] = ()
    office: OfficeRules = field(default_factory=OfficeRules)
    look: Look = field(default_factory=Look)
    #: the host name under which "/" leads here, "" where the region has none of its own
    host: str = ""

    @property
    def missing_imprint(self) -> tuple[str, ...]:
        """The legally required imprint fields that are still empty."""
        return tuple(name for name in IMPRINT_FIELDS if not self.imprint.get(name, "").strip())
