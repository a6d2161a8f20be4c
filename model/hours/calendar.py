"""The calendar of a region: its time zone, the public holidays of its Land and its school holidays.

Whether a day is a holiday has three answers: yes, no, and "not known". In Saxony, Thuringia and Bavaria some
holidays hold in Catholic municipalities only, and without a Land only the nationwide ones are certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

LAENDER: Final = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
_GERMAN_ZONES: Final = frozenset({"Europe/Berlin", "Europe/Busingen"})


class _Holidays(NamedTuple):
    sure: frozenset[date]
    maybe: frozenset[date]


@dataclass(frozen=True)
class Calendar:
    """When it is what time and which days are holidays; `land` is the ISO 3166-2 suffix such as "NW"."""

    zone: str = "Europe/Berlin"
    land: str | None = None
    school_holidays: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        if self.land is not None and self.land not in LAENDER:
            raise ValueError(f"“{self.land}” is not a German Land; known are {', '.join(LAENDER)}.")
        try:
            ZoneInfo(self.zone)
        except (OSError, ValueError, KeyError) as error:
            raise ValueError(f"“{self.zone}” is not a time zone.") from error
        ranges = tuple((first, last) for first, last in self.school_holidays)
        for first, last in ranges:
            if last < first:
                raise ValueError(f"The school holidays from {first} end before they begin, on {last}.")
        object.__setattr__(self, "school_holidays", ranges)

    @cached_property
    def tz(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.zone)

    @property
    def knows_public_holidays(self) -> bool:
        """Whether public holidays can be told at all; outside Germany they cannot."""
        return self.land is not None or self.zone in _GERMAN_ZONES

    def is_public_holiday(self, day: date) -> bool:
        """Whether the day is certainly a public holiday here."""
        return self.public_holiday(day) is True

    def public_holiday(self, day: date) -> bool | None:
        """Whether the day is a public holiday here; None if it is one in a part of the area only."""
        if not self.knows_public_holidays:
            return False
        found = _holidays(self.land, day.year)
        return None if day in found.maybe else day in found.sure

    def is_school_holiday(self, day: date) -> bool:
        """Whether the day lies in school holidays that are given."""
        return any(first <= day <= last for first, last in self.school_holidays)

    def school_holiday(self, day: date) -> bool | None:
        """Whether the day lies in school holidays; None for years of which none are given."""
        return self.is_school_holiday(day) if day.year in self._school_years else None

    @cached_property
    def _school_years(self) -> frozenset[int]:
        return frozenset(day.year for dates in self.school_holidays for day in dates)


@lru_cache(maxsize=256)
def _holidays(land: str | None, year: int) -> _Holidays:
    from holidays.countries.germany import Germany  # noqa: PLC0415 - heavy, and many processes never need it

    if land is None:
        everywhere = frozenset(Germany(years=year))
        somewhere = {day for code in LAENDER for day in _all_of(code, year)}
        return _Holidays(everywhere, frozenset(somewhere - everywhere))
    sure = frozenset(Germany(subdiv=land, years=year))
    return _Holidays(sure, _all_of(land, year) - sure)


def _all_of(land: str, year: int) -> frozenset[date]:
    from holidays.countries.germany import Germany  # noqa: PLC0415

    return frozenset(Germany(subdiv=land, years=year, categories=("public", "catholic")))
