"""What a week table cannot show, in words: holidays, parts of the year, weeks of the month, appointments."""

from __future__ import annotations

from collections.abc import Iterable

from model.hours.hours import Hours
from model.hours.osm import runs
from model.hours.phrasebook import ENGLISH, Phrasebook, clock_words, phrasebook
from model.hours.rules import APPOINTMENT_WORDS, NO_TIME_WORDS, Dates, DateSpan, DayRef, Rule, Span, Steps


def notes(hours: Hours, lang: str = "de") -> list[str]:
    """Return the sentences that belong beside the week table, each once."""
    book = phrasebook(lang)
    found = [note for rule in hours.rules for note in _rule_notes(rule, hours, book)]
    if hours.has_open_rules and not hours.names_public_holidays and not hours.is_always:
        found.append(book["holidays maybe"])
    if hours.appointment:
        found.append(book["appointments"])
    found += [rule.comment for rule in hours.rules if rule.kind == "note"]
    return [note[0].upper() + note[1:] for note in dict.fromkeys(found) if note]


def _rule_notes(rule: Rule, hours: Hours, book: Phrasebook) -> Iterable[str]:
    if rule.dates:
        yield _statement(dates_words(rule.dates, book), rule, book, days_words(rule, book))
    elif rule.days.names_holidays:
        within = _weekdays_words(rule.days.weekdays, book) if rule.days.within else ""
        yield _statement(_holidays_words(rule, book), rule, book, within)
    else:
        for text, weekday in nth_words(rule, book):
            yield _statement(text, rule, book, "") if _is_weekly_day(hours, weekday) else text


def _is_weekly_day(hours: Hours, weekday: int) -> bool:
    return any(rule.is_weekly and not rule.is_bare and rule.days.weekdays >> weekday & 1 for rule in hours.rules)


def _statement(when: str, rule: Rule, book: Phrasebook, days: str) -> str:
    said = remark(rule, book)
    if rule.kind == "closed" and not rule.spans:
        return _closed_statement(" ".join(part for part in (when, days) if part), said, book)
    times = spans_words(rule.spans, book) + (f" {book['closed']}" if rule.kind == "closed" else "")
    what = " ".join(part for part in (days, times) if part)
    if not rule.spans and not said:
        said = book["by appointment"] if rule.kind == "appointment" else book["no time"]
    return f"{when}: " + ", ".join(part for part in (what, said) if part)


def _closed_statement(when: str, said: str, book: Phrasebook) -> str:
    if book is ENGLISH and when.startswith(("On ", "In ", "From ", "Until ")):
        when = when[0].lower() + when[1:]
    return book["closed when"].format(when=when) + (f" ({said})" if said else "")


def remark(rule: Rule, book: Phrasebook) -> str:
    """Return what must be said beside the times of a rule."""
    if rule.kind == "appointment":
        return book["by appointment"] if rule.spans else ""
    if rule.comment == NO_TIME_WORDS:
        return ""
    if rule.kind == "unknown" and not rule.comment:
        return book["not sure"]
    return book["by appointment"] if rule.comment == APPOINTMENT_WORDS else rule.comment


def spans_words(spans: Iterable[Span], book: Phrasebook) -> str:
    """Return times of the day in words: "8–12 Uhr, 14–18 Uhr"."""
    return ", ".join(_span_words(span, book) for span in spans)


def _span_words(span: Span, book: Phrasebook) -> str:
    if span.is_whole_day:
        return book["all day"]
    first, last = clock_words(span.start, book), clock_words(span.end, book)
    if span.open_end and span.end <= span.start:
        return book["from"].format(time=book["clock"].format(time=first))
    return book["span"].format(first=first, last=last) + ("+" if span.open_end else "")


def _holidays_words(rule: Rule, book: Phrasebook) -> str:
    if rule.days.public and rule.days.school:
        return book["public and school"]
    return book["public"] if rule.days.public else book["school"]


def _weekdays_words(mask: int, book: Phrasebook) -> str:
    parts = [
        book.days[first] if first == last else book["day to day"].format(first=book.days[first], last=book.days[last])
        for first, last in runs(mask)
    ]
    return _listed(parts, book)


def days_words(rule: Rule, book: Phrasebook) -> str:
    """Return the days of a rule in words: "Montag bis Mittwoch und Freitag"; nothing for every day."""
    parts = [_weekdays_words(rule.days.weekdays, book)] if rule.days.weekdays else []
    parts += [text[0].lower() + text[1:] for text, _ in nth_words(rule, book)]
    if rule.days.names_holidays:
        holidays = _holidays_words(rule, book)
        parts.append(holidays[0].lower() + holidays[1:])
    return _listed(parts, book)


def nth_words(rule: Rule, book: Phrasebook) -> list[tuple[str, int]]:
    """Return "Jeden 1. und 3. Mittwoch im Monat" for each weekday of a rule, with the weekday."""
    numbers: dict[int, list[int]] = {}
    for weekday, number in rule.days.nth:
        numbers.setdefault(weekday, []).append(number)
    return [
        (book["nth"].format(numbers=_listed([_ordinal(n, book) for n in nths], book), day=book.days[weekday]), weekday)
        for weekday, nths in numbers.items()
    ]


def _ordinal(number: int, book: Phrasebook) -> str:
    if number < 0:
        return book.lasts[-1 - number]
    if book is ENGLISH:
        return f"{number}{('st', 'nd', 'rd', 'th', 'th')[number - 1]}"
    return f"{number}."


def dates_words(dates: Dates, book: Phrasebook) -> str:
    """Return a part of the year in words: "24. Dezember 2026 bis 1. Januar 2027"."""
    parts = [_date_span_words(span, book) for span in dates.spans]
    years = [str(y.first) if y.first == y.last else _years_words(y, book) for y in dates.years]
    weeks = [_weeks_words(dates.weeks, book)] if dates.weeks else []
    return ", ".join(part for part in (_listed(parts, book), _listed(years, book), *weeks) if part)


def _years_words(years: Steps, book: Phrasebook) -> str:
    if years.last == 9999:
        return book["from date"].format(date=years.first)
    return f"{years.first}–{years.last}"


def _weeks_words(weeks: tuple[Steps, ...], book: Phrasebook) -> str:
    if len(weeks) == 1 and weeks[0].step == 2 and weeks[0].last >= 52:
        return book["odd weeks" if weeks[0].first % 2 else "even weeks"]
    texts = [str(w.first) if w.first == w.last else f"{w.first}–{w.last}" for w in weeks]
    return book["weeks"].format(weeks=", ".join(texts))


def _date_span_words(span: DateSpan, book: Phrasebook) -> str:
    first, last = span.first, span.last
    if first is None or last is None:
        named = first or last
        return book["from date" if first else "until"].format(date=_day_words(named, book) if named else "")
    if span.is_one_day:
        return _day_words(first, book)
    if first.easter is None and first.day == 1 and last.day == 31:
        return _months_words(first, last, book)
    begin = _day_words(DayRef(first.month, first.day, None, first.easter) if first.year == last.year else first, book)
    return f"{begin} {book['to']} {_day_words(last, book)}"


def _months_words(first: DayRef, last: DayRef, book: Phrasebook) -> str:
    names = [book.months[first.month - 1], book.months[last.month - 1]]
    if first.year is not None:
        names = [f"{name} {day.year}" for name, day in zip(names, (first, last), strict=True)]
    return names[0] if names[0] == names[1] else f" {book['to']} ".join(names)


def _day_words(day: DayRef, book: Phrasebook) -> str:
    if day.easter is None:
        key = "date" if day.year is None else "date with year"
        return book[key].format(day=day.day, month=book.months[day.month - 1], year=day.year)
    name = next((name for days, name in _NAMED if days == day.easter), "")
    if name and book is not ENGLISH:
        return name
    if not day.easter:
        return book["easter"]
    key = "days after easter" if day.easter > 0 else "days before easter"
    return book[key].format(days=abs(day.easter))


_NAMED = ((-52, "Weiberfastnacht"), (-48, "Rosenmontag"), (-47, "Faschingsdienstag"), (-46, "Aschermittwoch"),
          (-3, "Gründonnerstag"), (-2, "Karfreitag"), (1, "Ostermontag"), (50, "Pfingstmontag"))  # fmt: skip


def _listed(parts: list[str], book: Phrasebook) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {book['and']} {parts[-1]}"
