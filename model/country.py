"""What differs from country to country in addresses and telephone numbers; data/countries.toml lists the countries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Country:
    """A country as addresses and telephones need it; without more it is Germany, where most regions are."""

    #: ISO 3166-1, two capital letters
    code: str = "DE"
    #: what a number from abroad begins with, without the plus
    calling: str = "49"
    #: what a number within the country begins with, "" where there is nothing
    trunk: str = "0"
    #: what a postcode looks like, as a regular expression
    postcode: str = r"(?!00)\d{5}"

    def is_postcode(self, text: str) -> bool:
        """Whether a text is written as postcodes of this country are."""
        return bool(_pattern(self.postcode).fullmatch(text))

    @property
    def is_germany(self) -> bool:
        """Whether rules hold that were worked out for Germany alone, such as lost zeros of postcodes."""
        return self.code == "DE"


GERMANY = Country()


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """What a new region takes over from its country."""

    country: Country
    name: str
    zone: str
    #: what the keys of its municipalities are called
    scheme: str = ""
    #: the beginning of a key, and the part of the country it stands for
    parts: Mapping[str, str] = field(default_factory=dict)
    #: keys that a merger ended, and what they belong to now
    merged: Mapping[str, str] = field(default_factory=dict)

    def part_of(self, key: str) -> str:
        """The part of the country whose keys begin like this one, "" where nobody told us."""
        return next((part for start, part in self.parts.items() if key.startswith(start)), "")


@lru_cache(maxsize=64)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
