"""The differencing attack: everything that is ever told of hand-overs, week after week, against the true numbers.

The attacker knows all tables of the office and of every institution, each as it was told in every week, every zero, and
that what is withheld is not zero. They solve for the number of people behind each week, institution and topic at once.
A small cell is singled out if they can prove that it is smaller than five.
"""

import os
import random
from collections import Counter
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import lil_array

from actions.referral_counts import age_of, quarters, weeks_of
from actions.referral_figures import figures, own_figures
from config import ROOT
from model.referral import OUTCOMES, SENT_ON, Institution, K, Referral, expires_in, monday_of, week_of
from store import open_store
from store.files import load_vocabulary
from store.slip_codes import access_digest

WORDS = load_vocabulary(ROOT / "data" / "vocabulary")
REGION = "05112"
TOPICS = ("ausbildung", "studium", "sprache", "anerkennung", "finanzierung", "")
FIRST = date(2026, 1, 5)
WEEKS = 25
#: how old the verification of each offer is, at first and later in a quarter
AGES_OF = {f"list:{number}": ((None, None), (3, 9), (30, 30), (9, 9), (None, 0))[number % 5] for number in range(8)}


@pytest.fixture
def store(tmp_path):
    """Sums are made from counts, which tests/store compares on both databases; one of them is enough here."""
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True)
    yield opened
    opened.close()


def some_hand_overs(seed, houses):
    """Two quarters of hand-overs, some topics and institutions rare."""
    chance = random.Random(seed)
    busy = chance.choice([2, 5, 15])
    for number in range(WEEKS):
        week = week_of(FIRST + timedelta(weeks=number))
        for _ in range(chance.randint(0, 2 * busy)):
            house = houses[min(int(chance.expovariate(0.7)), len(houses) - 1)]
            topic = TOPICS[min(int(chance.expovariate(0.6)), len(TOPICS) - 1)]
            offer = f"list:{min(int(chance.expovariate(0.5)), 7)}"
            outcome = chance.choice(["", "", *OUTCOMES])
            yield Referral(region=REGION, week=week, institution=house.code, offer=offer, topic=topic,
                           language=chance.choice(["", "", "", "tr", "ar"]), outcome=outcome,
                           sent_on=chance.choice(list(SENT_ON)[:4]) if outcome == "sent_on" else "",
                           answered_by=chance.choice(["holder", "centre"]) if outcome else "",
                           phase=chance.choice(["", "schule", "weiterbildung"]),
                           verified_months=AGES_OF[offer][number % 13 > 8],
                           live_contact=chance.random() < 0.1)  # fmt: skip


def filled(store, seed):
    with store.write("test", "hand-overs") as writer:
        houses = [writer.referrals.add_institution(REGION, f"Haus {number}", access_digest(f"{seed} {number}"))
                  for number in range(5)]  # fmt: skip
        records = list(some_hand_overs(seed, houses))
        for number, one in enumerate(records):
            expires = expires_in(monday_of(one.week))
            writer.referrals.register(f"{seed} {number}", one, expires, f"Ort {number % 9}" if number % 3 else "")
    return houses, records


def told(store, houses, day):
    """All that is told on a day: tables by quarter, and what each institution sees."""
    tables = {one: figures(store, WORDS, REGION, one, day) for one in quarters(store, REGION, day)}
    own = {house.code: {one.quarter: one for one in own_figures(store, WORDS, house, day)} for house in houses}
    return tables, own


def label(topic):
    return WORDS.label("topics", topic) if topic else "keine Angabe"


class Solver:
    """Unknown numbers, and what is known of sums of them."""

    def __init__(self, cells, true):
        self.cells, self.true = list(cells), true
        self.equal, self.least = [], []

    def learn(self, part, count):
        """Take in a number that is told, or that one is withheld, which cannot be zero then."""
        (self.least if count is None else self.equal).append((part, 1 if count is None else count))

    def count(self, part):
        """What a sum of unknowns truly is."""
        return sum(self.true[self.cells[number]] for number in part)

    def most(self, part):
        """What a sum of unknowns can be at most."""
        aim = np.zeros(len(self.cells))
        aim[list(part)] = -1
        found = linprog(aim, *self._matrix(self.least, -1), *self._matrix(self.equal, 1), method="highs")
        assert found.status in (0, 3), "what is told contradicts itself"
        return round(-found.fun, 6) if found.status == 0 else float("inf")

    def _matrix(self, lines, sign):
        lines = list(dict.fromkeys(lines))
        if not lines:
            return None, None
        matrix = lil_array((len(lines), len(self.cells)))
        for number, (part, _) in enumerate(lines):
            matrix[number, list(part)] = sign
        return matrix.tocsr(), np.array([sign * count for _, count in lines])

    def singled_out(self):
        """The small sums of which it can be proven that they are small."""
        return [name for name, part in self.sums() if 0 < self.count(part) < K and self.most(part) < K]


class Attack(Solver):
    """One quarter as unknown numbers: how many for each week, institution and topic."""

    def __init__(self, records, houses, quarter):
        self.houses = {house.name: house.code for house in houses}
        self.weeks = weeks_of(quarter)
        here = [one for one in records if one.week in self.weeks]
        self.topics = sorted({one.topic for one in here})
        true = Counter((one.week, one.institution, one.topic) for one in here)
        super().__init__(product(self.weeks, self.houses.values(), self.topics), true)

    def part(self, week=None, house=None, topic=None):
        """Which unknowns a number is the sum of."""
        return tuple(number for number, (one, other, third) in enumerate(self.cells)
                     if week in (None, one) and house in (None, other) and topic in (None, third))  # fmt: skip

    def read(self, tables, own):
        """Take in all tables of the office, and those of every institution."""
        found = {one.name: one for one in tables.tables}
        if tables.total is not None:
            self.learn(self.part(), tables.total)
        if "weeks" in found and not found["weeks"].too_few:
            for row in found["weeks"].rows:
                week = None if row.label == "Alle" else row.label
                for topic, count in zip([*self.topics, None], row.counts, strict=True):
                    self.learn(self.part(week=week, topic=topic), count)
            for row in found["institutions"].rows:
                self.learn(self.part(house=self.houses[row.label]), row.counts[0])
        for code, sums in own.items():
            if sums is not None and sums.total is not None:
                self.learn(self.part(house=code), sums.total)
                rows = {row.label: row.counts[0] for row in sums.topics}
                for topic in self.topics:
                    self.learn(self.part(house=code, topic=topic), rows.get(label(topic), 0) if sums.total else 0)

    def sums(self):
        """Every cell of every table as the sum of unknowns that it is."""
        for week, house, topic in product([None, *self.weeks], [None, *self.houses.values()], [None, *self.topics]):
            if week is None or house is None:  # no table tells what an institution did in a week
                yield (week, house, topic), self.part(week, house, topic)


class AttackOnOffers(Solver):
    """One quarter as unknown numbers: how many for each offer, age of its verification, and what came of it.

    When an offer was verified is public, so the attacker knows which ages there can be for each.
    """

    def __init__(self, records, quarter):
        here = [one for one in records if one.week in weeks_of(quarter)]
        true = Counter((one.offer, age_of(str(one.verified_months)), (one.outcome, one.sent_on, one.answered_by))
                       for one in here)  # fmt: skip
        pairs = sorted({(offer, age) for offer, age, _ in true})
        answers = [(one, kind, by) for one in OUTCOMES for by in ("holder", "centre")
                   for kind in (SENT_ON if one == "sent_on" else ("",))]  # fmt: skip
        super().__init__([(*pair, came) for pair in pairs for came in [("", "", ""), *answers]], true)
        self.offers = sorted({offer for offer, _ in pairs})
        self.ages = sorted({age for _, age in pairs})

    def part(self, test):
        """Which unknowns a number is the sum of."""
        return tuple(number for number, cell in enumerate(self.cells) if test(*cell))

    def of_offer(self, key, outcome=None):
        return self.part(lambda offer, _, came: offer == key and outcome in (None, came[0]))

    def of_age(self, age):
        return self.part(lambda _, one, __: one == age)

    def of_kind(self, kind):
        return self.part(lambda _, __, came: came[1] == kind)

    def of_answer(self, by):
        return self.part(lambda _, __, came: came[2] == by)

    def read(self, tables):
        """Take in the tables of offers, ages and answers."""
        found = {one.name: one for one in tables.tables}
        self.learn(self.part(lambda *_: True), tables.total)
        if not found["offers"].too_few:
            for row in found["offers"].rows:
                self.learn(self.of_offer(row.label), row.counts[0])
                # Where all of it is withheld, nothing is told, so not even that something is not zero.
                came = zip([*OUTCOMES, ""], row.counts[1:], strict=True) if row.counts[1:] else ()
                for outcome, count in came if set(row.counts[1:]) != {None} else ():
                    self.learn(self.of_offer(row.label, outcome), count)
        words = {word: code for code, word in SENT_ON.items()}
        people = {"mit dem Schein": "holder", "die Beratungsstelle": "centre", "niemand": ""}
        for name, part in (("verified_months", self.of_age), ("sent_on", lambda one: self.of_kind(words[one])),
                           ("answered_by", lambda one: self.of_answer(people[one]))):  # fmt: skip
            for row in found[name].rows if name in found else ():
                self.learn(part(row.label), row.counts[0])

    def sums(self):
        """Every cell of these tables as the sum of unknowns that it is."""
        for key in self.offers:
            for outcome in (None, *OUTCOMES, ""):
                yield (key, outcome), self.of_offer(key, outcome)
        yield from ((age, self.of_age(age)) for age in self.ages)
        yield from ((kind, self.of_kind(kind)) for kind in SENT_ON)
        yield from ((by, self.of_answer(by)) for by in ("holder", "centre", ""))


def attacked(records, houses, tables, own, quarter):
    """All small cells that both attacks can prove to be small."""
    first = Attack(records, houses, quarter)
    first.read(tables, {code: sums.get(quarter) for code, sums in own.items()})
    second = AttackOnOffers(records, quarter)
    second.read(tables)
    return first.singled_out() + second.singled_out()


@pytest.mark.parametrize("seed", range(5 if int(os.environ.get("KILLS", "10")) >= 10 else 2))
def test_no_small_cell_can_be_singled_out(store, seed):
    houses, records = filled(store, seed)
    for weeks in (WEEKS + 1, WEEKS + 20):  # before and after it is told what came of the hand-overs
        tables, own = told(store, houses, FIRST + timedelta(weeks=weeks))
        busy = {quarter: one for quarter, one in tables.items() if one.total}
        assert busy.keys() == {"2026-Q1", "2026-Q2"}
        for quarter, one in busy.items():
            assert attacked(records, houses, one, own, quarter) == [], quarter


def test_the_same_attack_finds_somebody_where_only_small_cells_are_withheld(store, monkeypatch):
    """The control: without the others that are withheld with them, small cells are given away."""
    def simple(cells, sums, **_):
        return frozenset(cell for cell, count in cells.items() if 0 < count < K)

    monkeypatch.setattr("actions.referral_figures.withheld", simple)
    houses, records = filled(store, 1)
    tables, own = told(store, houses, FIRST + timedelta(weeks=WEEKS + 20))
    for quarter in ("2026-Q1", "2026-Q2"):
        first = Attack(records, houses, quarter)
        first.read(tables[quarter], {code: sums.get(quarter) for code, sums in own.items()})
        second = AttackOnOffers(records, quarter)
        second.read(tables[quarter])
        assert len(first.singled_out()) > 2 and len(second.singled_out()) > 2


@pytest.mark.parametrize("seed", [0, 1])
def test_what_was_told_once_never_changes_so_that_weeks_cannot_be_subtracted(store, seed):
    """Everything as it is told at the end of every week, compared with the week before."""
    houses, _ = filled(store, seed)
    before, own_before = {}, {}
    for number in range(WEEKS + 20):
        now, own = told(store, houses, FIRST + timedelta(weeks=number, days=2))
        for quarter, one in before.items():
            assert quarter in now
            assert [counts_of(table) for table in now[quarter].tables if table.name in names_of(one)] == [
                counts_of(table) for table in one.tables]  # fmt: skip
        for code, sums in own_before.items():
            assert all(own[code][quarter] == one for quarter, one in sums.items())
        before, own_before = now, own
    assert [one for one, table in before.items() if table.total] == ["2026-Q2", "2026-Q1"]


def names_of(told_figures):
    return {table.name for table in told_figures.tables}


def counts_of(table):
    """The numbers of a table; of the offers only how many, because what came of it is told later."""
    if table.name == "offers":
        return table.name, [(row.label, row.counts[0]) for row in table.rows]
    return table.name, table.rows


@pytest.mark.parametrize("seed", range(2))
def test_tables_of_one_attribute_and_outcomes_give_nobody_away(store, seed):
    """Each line of numbers with a total that everybody knows: a small one may always be five or more."""
    houses, records = filled(store, seed)
    late = FIRST + timedelta(weeks=WEEKS + 20)
    for quarter, one in told(store, houses, late)[0].items():
        if quarter == "2026-Q3":
            assert (one.total, one.tables) == (None, ()), "nobody was handed on there"
            continue
        assert {"offers", "phase", "language", "verified_months", "districts", "answered_by"} <= names_of(one)
        for table in one.tables:
            if table.name not in ("weeks", "institutions"):
                first = [row.counts[0] for row in table.rows]
                here = [record for record in records if record.week in weeks_of(quarter)]
                assert_line(first, None if table.name == "districts" else len(here))
                for row in table.rows if len(table.columns) > 1 else ():
                    if row.counts[0] is None:
                        assert set(row.counts) == {None}
                    else:
                        assert_line(row.counts[1:], row.counts[0])


def assert_line(counts, total):
    """No number of 1 to 4 is told, and those withheld can each be five although all others are at least one."""
    assert not any(count is not None and 0 < count < K for count in counts)
    hidden = sum(count is None for count in counts)
    if hidden and total is not None:
        rest = total - sum(count for count in counts if count is not None)
        assert hidden == len(counts) or rest >= K + hidden - 1


def test_what_an_institution_sees_is_its_own_alone(store):
    houses, records = filled(store, 1)
    day = FIRST + timedelta(weeks=WEEKS + 1)
    for house in houses:
        for one in own_figures(store, WORDS, house, day):
            mine = [record for record in records
                    if record.institution == house.code and record.week in weeks_of(one.quarter)]  # fmt: skip
            assert one.total in (None, len(mine))
            assert sum(row.counts[0] or 0 for row in one.topics) <= len(mine)
    stranger = Institution("nobody", REGION, "Niemand")
    assert {one.total for one in own_figures(store, WORDS, stranger, day)} == {0}


def test_nothing_is_told_of_a_quarter_that_is_not_over_or_partly_deleted(store):
    filled(store, 1)
    with_any = lambda weeks: [one for one in quarters(store, REGION, FIRST + timedelta(weeks=weeks, days=2))  # noqa: E731
                              if one < "2026-Q3"]  # fmt: skip
    assert [with_any(weeks) for weeks in (11, 12)] == [[], ["2026-Q1"]]
    assert [with_any(weeks) for weeks in (103, 104)] == [["2026-Q2", "2026-Q1"], ["2026-Q2"]]
