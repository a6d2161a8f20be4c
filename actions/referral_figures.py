"""What may be told about hand-overs: sums of closed quarters in which nobody can be singled out.

Every table is told once, when its quarter is over, and never changes: so there is nothing to subtract. Each attribute
stands in one table only. See docs/decisions/suppression.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from actions.referral_counts import Counts, Names, has_answers, quarters
from model.referral import OUTCOMES, Institution, K
from model.suppression import Cell, Sum, withheld
from model.vocabulary import Vocabulary
from store import Store

#: an institution sees so many quarters of its own
OWN_QUARTERS = 4


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


def figures(store: Store, vocabulary: Vocabulary, region: str, quarter: str, today: date) -> Figures:
    """All tables of a quarter for the office of a region."""
    counts = Counts(store, region, quarter)
    if counts.total < K:
        return Figures(quarter, None)
    names = Names(store, vocabulary, region)
    answered = has_answers(quarter, today)
    tables = [*_by_week_and_topic(counts, names), *_of_offers(counts, names, answered)]
    tables += [_one_way(counts, names, *one) for one in _ONE_WAY]
    tables.append(_of_districts(store.referrals.districts(region, quarter)))
    return Figures(quarter, counts.total, tuple(tables))


def own_figures(store: Store, vocabulary: Vocabulary, institution: Institution, today: date) -> list[OwnFigures]:
    """What an institution may know of itself, quarter by quarter; nothing of others follows from it."""
    names = Names(store, vocabulary, institution.region)
    found = []
    for quarter in quarters(store, institution.region, today)[:OWN_QUARTERS]:
        counts = Counts(store, institution.region, quarter)
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


def _network(counts: Counts) -> tuple[dict[Cell, int], list[Sum]]:
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


def _by_week_and_topic(counts: Counts, names: Names) -> Iterable[Table]:
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


def _of_offers(counts: Counts, names: Names, answered: bool) -> Iterable[Table]:
    """Where people were handed on to, how old the verification was, and, once that is settled, what came of it.

    Everybody can look up when an offer was verified, so offers and ages are one system. Which offers are withheld is
    settled without the answers, so that it is the same before and after.
    """
    offers, ages = counts.one("offer"), counts.one("verified_months")
    hidden = _withheld_offers(counts, offers, ages)
    came = _what_came_of_it(counts, offers, hidden) if answered and hidden is not None else None
    title = "Beratungsstellen" + (" und was daraus wurde" if answered else "")
    heads = ["Weiterleitungen", *(OUTCOMES.get(one, "keine Antwort") for one in _outcomes(answered))]
    rows = []
    for key in sorted(offers, key=lambda key: (0 if hidden and key in hidden else -offers[key], key)):
        told = (came.told("is", key, one) if came else None for one in _outcomes(answered))
        rows.append(Row(names.of("offer", key), (_told(offers, hidden or frozenset(), key), *told)))
    yield _table("offers", title, tuple(heads), rows if hidden is not None else None)
    lines = None if hidden is None else [Row(one, (_told(ages, hidden, one),)) for one in sorted(ages)]
    yield _table("verified_months", "Wie alt die Prüfung der Angaben war", ONE_COLUMN, lines)
    for name, title in _CAME if answered else ():
        values = sorted(value for value in counts.one(name) if value or name == "answered_by")
        lines = [Row(names.of(name, one), (came.told(name, one),)) for one in values] if came else None
        yield _table(name, title, ONE_COLUMN, lines)


def _outcomes(answered: bool) -> list[str]:
    return [*OUTCOMES, ""] if answered else []


def _withheld_offers(counts: Counts, offers: Mapping[str, int], ages: Mapping[str, int]) -> frozenset[Cell] | None:
    """Which offers and which ages are not told."""
    both = counts.by_age("offer")
    cells: dict[Cell, int] = {**offers, **ages, **both}
    sums = [Sum(tuple(offers), counts.total), Sum(tuple(ages), counts.total)]
    sums += [Sum(tuple(pair for pair in both if pair[0] == key), key) for key in offers]
    sums += [Sum(tuple(pair for pair in both if pair[1] == age), age) for age in ages]
    return withheld(cells, sums, never=both)


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of hand-overs, with what is not told of it."""

    cells: Mapping[Cell, int]
    hidden: frozenset[Cell]

    def told(self, *cell: str) -> int | None:
        """A number, or None if it is withheld."""
        return _told(self.cells, self.hidden, cell)


def _what_came_of_it(counts: Counts, offers: Mapping[str, int], hidden: frozenset[Cell] | None) -> _Came | None:
    """Outcomes by offer, where people were sent on to, and who answered: one system, because they imply each other."""
    results, kinds, by = counts.by("offer", "outcome"), counts.one("sent_on"), counts.one("answered_by")
    outcomes = _outcomes(True)
    cells: dict[Cell, int] = {("offer", key): count for key, count in offers.items()}
    cells |= {("is", key, one): results.get((key, one), 0) for key in offers for one in outcomes}
    cells |= {("sent_on", one): count for one, count in kinds.items() if one}
    cells |= {("answered_by", one): count for one, count in by.items()}
    sums = [Sum(tuple(("offer", key) for key in offers), counts.total)]
    sums += [Sum(tuple(("is", key, one) for one in outcomes), ("offer", key)) for key in offers]
    sent = [("sent_on", one) for one in kinds if one]
    # Both sides count the same people, so each can be worked out from the other.
    cells["all sent on"] = sum(cells[one] for one in sent)
    sums += [Sum(tuple(sent), "all sent on"), Sum(tuple(("is", key, "sent_on") for key in offers), "all sent on")]
    cells["all silent"] = by.get("", 0)
    sums += [Sum((("answered_by", ""),), "all silent")] if "" in by else []
    sums += [Sum(tuple(("is", key, "") for key in offers), "all silent")]
    sums += [Sum(tuple(("answered_by", one) for one in by), counts.total)]
    gone = {key for key in offers if hidden and key in hidden}
    never = {("offer", key) for key in gone} | {("is", key, one) for key in gone for one in outcomes}
    told = {("offer", key) for key in offers if key not in gone}
    found = withheld(cells, sums, never=[*never, "all sent on", "all silent"], told=told)
    # Of an offer that is withheld nothing is told, no zero either.
    return None if found is None else _Came(cells, found | never)


ONE_COLUMN = ("Weiterleitungen",)
#: what is told of answers for the whole region
_CAME = (("sent_on", "Wohin es weiterging"), ("answered_by", "Wer geantwortet hat"))


def _table(name: str, title: str, columns: tuple[str, ...], rows: Iterable[Row] | None) -> Table:
    """A table, or that there is too little to tell anything of it."""
    return Table(name, title, (), (), too_few=True) if rows is None else Table(name, title, columns, tuple(rows))


#: column and title of the tables with one attribute
_ONE_WAY = (
    ("phase", "Lebensphase"),
    ("format", "Gewünschte Form"),
    ("language", "Gewünschte Sprache"),
    ("why_not_nearest", "Warum nicht die nächste Stelle"),
    ("live_contact", "Gemeinsam angerufen"),
)


def _one_way(counts: Counts, names: Names, column: str, title: str) -> Table:
    found = counts.one(column)
    return _simple(column, title, {names.of(column, value): count for value, count in sorted(found.items())})


def _of_districts(found: Mapping[str, int]) -> Table:
    return _simple("districts", "Ortsteile (nur wo genannt)", dict(sorted(found.items())))


def _simple(name: str, title: str, found: Mapping[str, int]) -> Table:
    """A table with one attribute, protected as though its sum were known."""
    total = sum(found.values())
    cells: dict[Cell, int] = dict(found)
    hidden = withheld(cells, [Sum(tuple(found), total)]) if total >= K else None
    rows = None if hidden is None else [Row(label, (_told(cells, hidden, label),)) for label in found]
    return _table(name, title, ONE_COLUMN, rows)


def _told(cells: Mapping[Cell, int], hidden: frozenset[Cell], cell: Cell) -> int | None:
    return None if cell in hidden else cells[cell]
