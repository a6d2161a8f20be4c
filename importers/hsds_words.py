"""What HSDS says of a service in attributes, costs and words, in our own."""

from collections.abc import Iterator
from typing import Any

from importers.clean.text import known
from importers.json_file import dict_of, list_of, text_of
from model.draft import DraftFact

Thing = dict[str, Any]
#: taxonomies that are called like our vocabularies
FACETS = ("topics", "phases", "audiences", "formats", "funding")
_WHEELCHAIR = {"mit rollstuhl zugänglich": "yes", "teilweise zugänglich": "limited", "nicht zugänglich": "no"}
_APPOINTMENTS = {"nur mit termin": "required", "mit oder ohne termin": "possible", "ohne termin": "not_needed"}
_FREE = frozenset({"kostenfrei", "free", "free of charge"})


def terms_of(service: Thing) -> Iterator[Thing]:
    """The terms by which a service is described, each with the value of its attribute."""
    for one in map(dict_of, list_of(service, "attributes")):
        term = dict_of(one, "taxonomy_term")
        if term:
            yield {**term, "value": text_of(one.get("value"))}


def origin_of(service: Thing) -> dict[str, str]:
    """Where the entry is from: source, date, licence, attribution, precision of its point."""
    told = (term for term in terms_of(service) if text_of(term.get("taxonomy")) == "origin")
    return {text_of(term.get("code")): term["value"] for term in told}


def facts_of(service: Thing) -> Iterator[DraftFact]:
    """What the source says about neutrality, as its word: a grade of another system is no grade here."""
    for term in terms_of(service):
        grade = text_of(term.get("code"))
        if text_of(term.get("taxonomy")) == "neutrality" and grade in ("A", "B", "C"):
            day = term["value"].rpartition(", ")[2]
            quote = ", ".join(filter(None, (f"Stufe {grade}", term["value"])))
            yield DraftFact("statement", "no" if grade == "C" else "yes", as_of=day if day[:4].isdecimal() else "",
                            quote=quote)  # fmt: skip


def costs_of(service: Thing) -> tuple[str, str]:
    """Whether it costs something, and a note; a price of 0 is free, because HSDS has no other word for it."""
    note = known(text_of(service.get("fees_description")))
    told = [dict_of(one) for one in list_of(service, "cost_options")]
    amounts = [amount for one in told if (amount := _number(one.get("amount"))) is not None]
    if amounts and not any(amounts):
        return "free", "" if note.casefold() in _FREE else note
    if any(amounts):
        return "paid", "; ".join(filter(None, (note, *map(_priced, told))))
    return ("free", "") if note.casefold() in _FREE else ("", note)


def restriction_of(service: Thing) -> str:
    """To whom it is restricted, in words, with the ages."""
    ages = [_number(service.get(name)) for name in ("minimum_age", "maximum_age")]
    least, most = (f"{age:g}" if age else "" for age in ages)
    years = f"{least} bis {most} Jahre" if least and most else f"ab {least} Jahren" if least else \
        f"bis {most} Jahre" if most else ""  # fmt: skip
    return "; ".join(filter(None, (known(text_of(service.get("eligibility_description"))), years)))


def appointment_of(service: Thing) -> str:
    """Whether one needs an appointment, where it is said in our words."""
    return _APPOINTMENTS.get(known(text_of(service.get("application_process"))).casefold(), "")


def wheelchair_of(location: Thing) -> tuple[str, str]:
    """How one gets in with a wheelchair: in our words where they are ours, else as a note."""
    for one in map(dict_of, list_of(location, "accessibility")):
        text, details = (known(text_of(one.get(name))) for name in ("description", "details"))
        grade = _WHEELCHAIR.get(text.casefold(), "")
        if grade:
            return grade, details
        if text or details:
            return "", ". ".join(dict.fromkeys(filter(None, (text, details))))
    return "", ""


def _priced(option: Thing) -> str:
    """One price in words: "35 GBP Under 18s per 1 hour session"."""
    parts = [known(text_of(option.get(name))) for name in ("amount", "currency", "option", "amount_description")]
    return " ".join(filter(None, (parts[0], parts[1].upper(), *parts[2:])))


def _number(value: Any) -> float | None:
    try:
        return None if text_of(value).strip() == "" else float(text_of(value))
    except ValueError:
        return None
