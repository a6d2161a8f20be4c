"""What may be told about hand-overs: sums of closed quarters in which nobody can be singled out.

Every table is told once, when its quarter is over, and never changes: so there is nothing to subtract. Each attribute
stands in one table only. See docs/decisions/suppression.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from model.referral import (
    OUTCOMES,
    RECORD_WEEKS,
    SENT_ON,
    SLIP_DAYS,
    WHY_NOT_NEAREST,
    Institution,
    K,
    monday_of,
    quarter_of,
    week_of,
    weeks_later,
)
from model.suppression import Cell, Sum, withheld
from model.vocabulary import Vocabulary
from store import Store

#: classes of months since the last verification: label and the months it reaches to
AGES = (("höchstens 6 Monate", 6), ("7 bis 12 Monate", 12), ("13 bis 24 Monate", 24), ("über 24 Monate", 10_000))
NEVER = "nie geprüft"
NOT_ASKED = "keine Angabe"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its word, and a number for each column; None is withheld."""

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it may be told."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    #: whether there are too few hand-overs to tell anything of it
    too_few: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """All tables of one quarter; `total` is None if there were fewer than five hand-overs."""

    quarter: str
    total: int | None
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What an institution is told of its own hand-overs in one quarter; None is withheld."""

    quarter: str
    total: int | None
    topics: tuple[Row, ...] = ()


def quarters(store: Store, region: str, today: date) -> list[str]:
    """The quarters that can be told, the latest first: all of their weeks are over, and none is deleted yet."""
    span = store.referrals.weeks(region)
    if span is None:
        return []
    this_week, oldest = week_of(today), weeks_later(week_of(today), -RECORD_WEEKS)
    found = {quarter_of(span[0])}
    week = span[0]
    while week < this_week:
        found.add(quarter_of(week))
        week = weeks_later(week, 1)
    return sorted((one for one in found if _is_over(one, this_week) and weeks_of(one)[0] >= oldest), reverse=True)


def _is_over(quarter: str, this_week: str) -> bool:
    return weeks_of(quarter)[-1] < this_week


def weeks_of(quarter: str) -> list[str]:
    """The weeks of a quarter, counted whole by their Thursdays."""
    year, number = int(quarter[:4]), int(quarter[-1])
    day = date(year, 3 * number - 2, 1)
    week = week_of(day)
    if quarter_of(week) != quarter:
        week = weeks_later(week, 1)
    found = []
    while quarter_of(week) == quarter:
        found.append(week)
        week = weeks_later(week, 1)
    return found


def has_answers(quarter: str, today: date) -> bool:
    """Whether nobody can answer a slip of the quarter any more, so that what came of it does not change either."""
    last_day = monday_of(weeks_of(quarter)[-1]) + timedelta(days=6)
    return week_of(today) > week_of(last_day + timedelta(days=SLIP_DAYS))


def figures(store: Store, vocabulary: Vocabulary, region: str, quarter: str, today: date) -> Figures:
    """All tables of a quarter for the office of a region."""
    counts = _Counts(store, region, quarter)
    if counts.total < K:
        return Figures(quarter, None)
    names = _Names(store, vocabulary, region)
    answered = has_answers(quarter, today)
    tables = [*_by_week_and_topic(counts, names), _of_offers(counts, names, answered)]
    tables += [_one_way(counts, names, *one) for one in _ONE_WAY]
    if answered:
        tables += [_one_way(counts, names, "sent_on", "Wohin es weiterging"),
                   _one_way(counts, names, "answered_by", "Wer geantwortet hat")]  # fmt: skip
    tables.append(_of_districts(store.referrals.districts(region, quarter)))
    return Figures(quarter, counts.total, tuple(tables))


def own_figures(store: Store, vocabulary: Vocabulary, institution: Institution, today: date) -> list[OwnFigures]:
    """What an institution may know of itself, quarter by quarter; nothing of others follows from it."""
    names = _Names(store, vocabulary, institution.region)
    found = []
    for quarter in quarters(store, institution.region, today):
        counts = _Counts(store, institution.region, quarter)
        cells, sums = _network(counts)
        hidden = withheld(cells, sums) if counts.total >= K else None
        own = ("institution", institution.code)
        if hidden is None or not cells.get(own) or own in hidden:
            found.append(OwnFigures(quarter, None if cells.get(own) else 0))
            continue
        topics = [("of", institution.code, topic) for topic in counts.seen("topic")]
        rows = [Row(names.of("topic", one[2]), (_told(cells, hidden, one),)) for one in topics if cells[one]]
        found.append(OwnFigures(quarter, cells[own], tuple(rows)))
    return found


class _Counts:
    """The true numbers of one quarter, which stay inside."""

    def __init__(self, store: Store, region: str, quarter: str) -> None:
        self.weeks = weeks_of(quarter)
        self._store, self._region = store, region
        self.total = sum(self.by("week").values())

    def by(self, *columns: str) -> dict[tuple[str, ...], int]:
        """How many for each combination of columns."""
        found = self._store.referrals.counts(self._region, columns, self.weeks[0], self.weeks[-1])
        return {tuple(map(str, key)): count for key, count in found.items()}

    def one(self, column: str) -> dict[str, int]:
        """How many for each value of a column; ages in classes."""
        found: Counter[str] = Counter()
        for (value,), count in self.by(column).items():
            found[_age(value) if column == "verified_months" else value] += count
        return dict(found)

    def seen(self, column: str) -> list[str]:
        """The values of a column that there are, in a fixed order."""
        return sorted(self.one(column))


def _age(months: str) -> str:
    if months == "None":
        return NEVER
    return next(label for label, most in AGES if int(months) <= most)


class _Names:
    """Words for what is recorded as codes."""

    _LISTS: Mapping[str, str] = {"topic": "topics", "phase": "phases", "format": "formats", "language": "languages"}
    _WORDS: Mapping[str, Mapping[str, str]] = {
        "why_not_nearest": {**WHY_NOT_NEAREST, "": "die nächste, oder keine Angabe"},
        "outcome": OUTCOMES,
        "sent_on": SENT_ON,
        "live_contact": {"True": "gemeinsam angerufen", "False": "nicht gemeinsam angerufen", "1":
                         "gemeinsam angerufen", "0": "nicht gemeinsam angerufen"},
        "answered_by": {"holder": "mit dem Schein", "centre": "die Beratungsstelle", "": "niemand"},
    }  # fmt: skip

    def __init__(self, store: Store, vocabulary: Vocabulary, region: str) -> None:
        self._store, self._vocabulary = store, vocabulary
        self._institutions = {one.code: one.name for one in store.referrals.institutions(region)}

    def of(self, column: str, value: str) -> str:
        """The word for one value of a column."""
        if column == "institution":
            return self._institutions.get(value, value)
        if column == "offer":
            offer = self._store.offer(value)
            return f"{offer.name} – {offer.provider.name}" if offer else value
        if column in self._LISTS:
            return self._vocabulary.label(self._LISTS[column], value) if value else NOT_ASKED
        return self._WORDS.get(column, {}).get(value, value or NOT_ASKED)


def _network(counts: _Counts) -> tuple[dict[Cell, int], list[Sum]]:
    """Weeks by topics and institutions by topics as one system of sums, because they share the topics."""
    weeks, topics, houses = counts.weeks, counts.seen("topic"), counts.seen("institution")
    by_week, by_house = counts.by("week", "topic"), counts.by("institution", "topic")
    cells: dict[Cell, int] = {("week", one): 0 for one in weeks}
    cells |= {("week", one): count for one, count in counts.one("week").items()}
    cells |= {("topic", one): count for one, count in counts.one("topic").items()}
    cells |= {("institution", one): count for one, count in counts.one("institution").items()}
    cells |= {("in", week, topic): by_week.get((week, topic), 0) for week in weeks for topic in topics}
    cells |= {("of", house, topic): by_house.get((house, topic), 0) for house in houses for topic in topics}
    sums = [Sum(tuple(("in", week, topic) for topic in topics), ("week", week)) for week in weeks]
    sums += [Sum(tuple(("in", week, topic) for week in weeks), ("topic", topic)) for topic in topics]
    sums += [Sum(tuple(("of", house, topic) for topic in topics), ("institution", house)) for house in houses]
    sums += [Sum(tuple(("of", house, topic) for house in houses), ("topic", topic)) for topic in topics]
    sums += [Sum(tuple((name, one) for one in values), counts.total)
             for name, values in (("week", weeks), ("topic", topics), ("institution", houses))]  # fmt: skip
    return cells, sums


def _by_week_and_topic(counts: _Counts, names: _Names) -> Iterable[Table]:
    """Weeks by topics, and institutions; what an institution is told of its topics is protected with them."""
    cells, sums = _network(counts)
    hidden = withheld(cells, sums)
    topics = counts.seen("topic")
    title, houses_title = "Wochen und Themen", "Einrichtungen"
    if hidden is None:
        yield Table("weeks", title, (), (), too_few=True)
        yield Table("institutions", houses_title, (), (), too_few=True)
        return
    rows = [
        Row(week, (*(_told(cells, hidden, ("in", week, one)) for one in topics), _told(cells, hidden, ("week", week))))
        for week in counts.weeks
    ]
    rows.append(Row("Alle", (*(_told(cells, hidden, ("topic", one)) for one in topics), counts.total)))
    yield Table("weeks", title, (*(names.of("topic", one) for one in topics), "Alle"), tuple(rows))
    houses = sorted(counts.seen("institution"), key=lambda code: names.of("institution", code).casefold())
    told = (Row(names.of("institution", one), (_told(cells, hidden, ("institution", one)),)) for one in houses)
    yield Table("institutions", houses_title, ("Weiterleitungen",), tuple(told))


def _of_offers(counts: _Counts, names: _Names, answered: bool) -> Table:
    """Where people were handed on to, and, once that does not change any more, what came of it.

    Which offers are withheld is settled without the answers, so that it is the same before and after.
    """
    title = "Beratungsstellen" + (" und was daraus wurde" if answered else "")
    offers, results = counts.one("offer"), counts.by("offer", "outcome")
    cells: dict[Cell, int] = dict(offers)
    hidden = withheld(cells, [Sum(tuple(offers), counts.total)])
    if hidden is None:
        return Table("offers", title, (), (), too_few=True)
    outcomes = [*OUTCOMES, ""] if answered else []
    rows = []
    for key in sorted(offers, key=lambda key: (0 if key in hidden else -offers[key], key)):
        of_it = {one: results.get((key, one), 0) for one in outcomes}
        told = _told_parts(of_it, offers[key], withhold_all=key in hidden)
        rows.append(Row(names.of("offer", key), (_told(cells, hidden, key), *told)))
    heads = [OUTCOMES.get(one, "keine Antwort") for one in outcomes]
    return Table("offers", title, ("Weiterleitungen", *heads), tuple(rows))


def _told_parts(parts: Mapping[str, int], total: int, *, withhold_all: bool) -> list[int | None]:
    """The parts of a total that everybody knows, those withheld that would give somebody away."""
    cells: dict[Cell, int] = dict(parts)
    hidden = None if withhold_all else withheld(cells, [Sum(tuple(parts), total)])
    return [None if hidden is None else _told(cells, hidden, one) for one in parts]


#: column and title of the tables with one attribute
_ONE_WAY = (
    ("phase", "Lebensphase"),
    ("format", "Gewünschte Form"),
    ("language", "Gewünschte Sprache"),
    ("why_not_nearest", "Warum nicht die nächste Stelle"),
    ("verified_months", "Wie alt die Prüfung der Angaben war"),
    ("live_contact", "Gemeinsam angerufen"),
)


def _one_way(counts: _Counts, names: _Names, column: str, title: str) -> Table:
    found = counts.one(column)
    return _simple(column, title, {names.of(column, value): count for value, count in sorted(found.items())})


def _of_districts(found: Mapping[str, int]) -> Table:
    return _simple("districts", "Ortsteile (nur wo genannt)", dict(sorted(found.items())))


def _simple(name: str, title: str, found: Mapping[str, int]) -> Table:
    """A table with one attribute, protected as though its sum were known."""
    total = sum(found.values())
    cells: dict[Cell, int] = dict(found)
    hidden = withheld(cells, [Sum(tuple(found), total)]) if total >= K else None
    if hidden is None:
        return Table(name, title, (), (), too_few=True)
    rows = tuple(Row(label, (_told(cells, hidden, label),)) for label in found)
    return Table(name, title, ("Weiterleitungen",), rows)


def _told(cells: Mapping[Cell, int], hidden: frozenset[Cell], cell: Cell) -> int | None:
    return None if cell in hidden else cells[cell]
