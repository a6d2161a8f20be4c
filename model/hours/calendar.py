"""The calendar of a region: its time zone, the public holidays of its country and Land, and its school holidays.

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
    """When it is what time and which days are holidays.

    `country` is a code of ISO 3166-1, `land` the suffix of ISO 3166-2 such as "NW"; None where it is not known.
    """

    zone: str = "Europe/Berlin"
    land: str | None = None
    school_holidays: tuple[tuple[date, date], ...] = ()
    country: str = "DE"

    def __post_init__(self) -> None:
        if self.country == "DE" and self.land is not None and self.land not in LAENDER:
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
        """Whether public holidays can be told at all; of some countries nobody has told us."""
        if self.country == "DE":
            return self.land is not None or self.zone in _GERMAN_ZONES
        return _is_known(self.country)

    def has_doubtful_holidays(self, year: int) -> bool:
        """Whether some days of a year are holidays in a part of the area only, as far as we know it."""
        return bool(_holidays(self.country, self.land, year).maybe)

    def is_public_holiday(self, day: date) -> bool:
        """Whether the day is certainly a public holiday here."""
        return self.public_holiday(day) is True

    def public_holiday(self, day: date) -> bool | None:
        """Whether the day is a public holiday here; None if it is one in a part of the area only."""
        if not self.knows_public_holidays:
            return False
        found = _holidays(self.country, self.land, day.year)
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
def _holidays(country: str, land: str | None, year: int) -> _Holidays:
    lands = _lands(country)
    if land in lands:
        sure = _public(country, land, year)
        return _Holidays(sure, _all_of(country, land, year) - sure)
    everywhere = _public(country, None, year)
    somewhere = {day for code in lands for day in _all_of(country, code, year)}
    return _Holidays(everywhere, frozenset(somewhere - everywhere))


def _public(country: str, land: str | None, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 - heavy, and many processes never need it

    return frozenset(country_holidays(country, subdiv=land, years=year))


def _all_of(country: str, land: str | None, year: int) -> frozenset[date]:
    """The holidays of a Land, with those that only its Catholic municipalities keep."""
    if country != "DE":
        return _public(country, land, year)
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays(country, subdiv=land, years=year, categories=("public", "catholic")))


@lru_cache(maxsize=16)
def _lands(country: str) -> tuple[str, ...]:
    if country == "DE":
        return LAENDER
    from holidays import list_supported_countries  # noqa: PLC0415

    return tuple(list_supported_countries().get(country, ()))


@lru_cache(maxsize=16)
def _is_known(country: str) -> bool:
    from holidays import list_supported_countries  # noqa: PLC0415

    return country in list_supported_countries()
