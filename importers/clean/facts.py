"""Turn claims about neutrality into facts: who says so, since when, in which words. A claim is never a check."""

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from importers.clean.contact import web_addresses
from importers.clean.dates import as_of, read_day
from importers.clean.text import Warn, fold, known, one_line, shorten
from importers.clean.wordlist import WordList
from importers.clean.words import yes_no
from model.draft import DraftFact
from model.neutrality import FACT_CODES, Fact

#: who says so where the source names nobody
LIST = "Angabe in der Liste"
_UNTIL = re.compile(r"(?i)[,;]?\s*[(]?(?:gültig\s)?bis\s(?P<end>[^()]+?)[)]?$")


class Sayer(NamedTuple):
    """Who says so where a claim names nobody: the list as a whole, and the source of the entry."""

    list_title: str
    entry_source: str

    def of(self, claim: DraftFact) -> str:
        """The name to show. That a list calls somebody neutral is its own word; other facts are those of the entry."""
        if known(claim.source):
            return known(claim.source)
        return (self.list_title if claim.code == "statement" else self.entry_source) or LIST


def facts(claims: Sequence[DraftFact], sayer: Sayer, carriers: WordList, warn: Warn) -> tuple[Fact, ...]:
    """The facts that claims amount to; unknown says nothing, and what cannot be read is named in the report."""
    result = []
    for claim in claims:
        fact = _fact(claim, sayer, carriers, warn)
        if fact:
            result.append(fact)
    return tuple(result)


def _fact(claim: DraftFact, sayer: Sayer, carriers: WordList, warn: Warn) -> Fact | None:
    code = next((code for code in FACT_CODES if code == claim.code), None)
    if code is None:
        warn(f"{shorten(claim.code)!r} is no fact about neutrality; it was left out.")
        return None
    value, expires = _value(claim, carriers)
    if value is None:
        warn(f"{shorten(known(claim.value))!r} is no answer to {code}; it was left out.")
        return None
    if value in ("", "unknown"):
        return None
    urls = web_addresses(claim.url)
    return Fact(
        code=code,
        value=value,
        source=sayer.of(claim),
        url=urls[0] if urls else "",
        as_of=as_of(claim.as_of),
        quote=one_line(claim.quote),
        expires_on=expires,
    )


def _value(claim: DraftFact, carriers: WordList) -> tuple[str | None, date | None]:
    """The value of a claim and the day on which it lapses; None if it cannot be read."""
    text = known(claim.value)
    if claim.code == "carrier_type":
        return (carriers.find(text) if text else ""), None
    if claim.code == "label":
        return _label(text)
    return yes_no(text), None


def _label(text: str) -> tuple[str, date | None]:
    """A label and its end: "BeQu-Label bis 12/2027"."""
    if yes_no(text) == "no" or fold(text) in ("kein siegel", "keines"):
        return "", None
    until = _UNTIL.search(text)
    end = last_day(until["end"]) if until else None
    return (text[: until.start()].strip() or text, end) if until and end else (text, None)


def last_day(text: str) -> date | None:
    """The last day of the day, month or year a text names."""
    day = read_day(text)
    if day:
        return day
    told = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", as_of(text))
    if not told:
        return None
    year, month = int(told[1]), int(told[2] or 12)
    return date(year, month, calendar.monthrange(year, month)[1])
