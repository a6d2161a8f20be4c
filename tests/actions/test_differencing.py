"""The differencing attack: everything that is ever told of hand-overs, week after week, against the true numbers.

The attacker knows all tables of the office and of every institution, each as it was told in every week, every zero, and
that what is withheld is not zero. They solve for the number of people behind each week, institution and topic at once.
A small cell is singled out if they can prove that it is smaller than five.
"""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import lil_array

from actions.referral_figures import figures, own_figures, quarters, weeks_of
from config import ROOT
from model.referral import OUTCOMES, Institution, K, Referral, expires_in, monday_of, week_of
from store.files import load_vocabulary
from store.slip_codes import access_digest
from tests.store.conftest import clock, emptied_postgis_url, made_postgis_url, store, store_url  # noqa: F401

WORDS = load_vocabulary(ROOT / "data" / "vocabulary")
REGION = "05112"
TOPICS = ("ausbildung", "studium", "sprache", "anerkennung", "finanzierung", "")
FIRST = date(2026, 1, 5)
WEEKS = 25


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
                           phase=chance.choice(["", "schule", "weiterbildung"]),
                           verified_months=chance.choice([None, 3, 9, 30]),
                           live_contact=chance.random() < 0.1)  # fmt: skip


def filled(store, seed):  # noqa: F811
    with store.write("test", "hand-overs") as writer:
        houses = [writer.referrals.add_institution(REGION, f"Haus {number}", access_digest(f"{seed} {number}"))
                  for number in range(5)]  # fmt: skip
        records = list(some_hand_overs(seed, houses))
        for number, one in enumerate(records):
            expires = expires_in(monday_of(one.week))
            writer.referrals.register(f"{seed} {number}", one, expires, f"Ort {number % 9}" if number % 3 else "")
    return houses, records


def told(store, houses, day):  # noqa: F811
    """All that is told on a day: tables by quarter, and what each institution sees."""
    tables = {one: figures(store, WORDS, REGION, one, day) for one in quarters(store, REGION, day)}
    own = {house.code: {one.quarter: one for one in own_figures(store, WORDS, house, day)} for house in houses}
    return tables, own


def label(topic):
    return WORDS.label("topics", topic) if topic else "keine Angabe"


class Attack:
    """One quarter as unknown numbers: how many for each week, institution and topic."""

    def __init__(self, records, houses, quarter):
        self.houses = {house.name: house.code for house in houses}
        self.weeks = weeks_of(quarter)
        self.topics = sorted({one.topic for one in records if one.week in self.weeks})
        self.true = Counter((one.week, one.institution, one.topic) for one in records if one.week in self.weeks)
        self.cells = list(product(self.weeks, self.houses.values(), self.topics))
        self.equal, self.least = [], []

    def part(self, week=None, house=None, topic=None):
        """Which unknowns a number is the sum of."""
        return tuple(number for number, (one, other, third) in enumerate(self.cells)
                     if week in (None, one) and house in (None, other) and topic in (None, third))  # fmt: skip

    def learn(self, part, count):
        (self.least if count is None else self.equal).append((part, 1 if count is None else count))

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

    def small(self):
        """The cells of every table that are smaller than five, each as the sum of unknowns that it is."""
        for week, house, topic in product([None, *self.weeks], [None, *self.houses.values()], [None, *self.topics]):
            if week is not None and house is not None:
                continue  # no table tells what an institution did in a week
            part = self.part(week, house, topic)
            count = sum(self.true[self.cells[number]] for number in part)
            if 0 < count < K:
                yield (week, house, topic), part


@pytest.mark.parametrize("seed", range(6))
def test_no_small_cell_can_be_singled_out(store, seed):  # noqa: F811
    houses, records = filled(store, seed)
    tables, own = told(store, houses, FIRST + timedelta(weeks=WEEKS + 1))
    assert len(tables) == 2
    for quarter, one in tables.items():
        attack = Attack(records, houses, quarter)
        attack.read(one, {code: sums.get(quarter) for code, sums in own.items()})
        singled = [cell for cell, part in attack.small() if attack.most(part) < K]
        assert not singled, f"{quarter}: {singled}"


def test_the_same_attack_finds_somebody_where_only_small_cells_are_withheld(store, monkeypatch):  # noqa: F811
    """The control: without the others that are withheld with them, small cells are given away."""
    simple = lambda cells, sums: frozenset(cell for cell, count in cells.items() if 0 < count < K)  # noqa: E731
    monkeypatch.setattr("actions.referral_figures.withheld", simple)
    houses, records = filled(store, 1)
    tables, own = told(store, houses, FIRST + timedelta(weeks=WEEKS + 1))
    singled = 0
    for quarter, one in tables.items():
        attack = Attack(records, houses, quarter)
        attack.read(one, {code: sums.get(quarter) for code, sums in own.items()})
        singled += sum(attack.most(part) < K for _, part in attack.small())
    assert singled > 5


@pytest.mark.parametrize("seed", [0, 1])
def test_what_was_told_once_never_changes_so_that_weeks_cannot_be_subtracted(store, seed):  # noqa: F811
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


@pytest.mark.parametrize("seed", range(4))
def test_tables_of_one_attribute_and_outcomes_give_nobody_away(store, seed):  # noqa: F811
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


def test_what_an_institution_sees_is_its_own_alone(store):  # noqa: F811
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


def test_nothing_is_told_of_a_quarter_that_is_not_over_or_partly_deleted(store):  # noqa: F811
    filled(store, 1)
    with_any = lambda weeks: [one for one in quarters(store, REGION, FIRST + timedelta(weeks=weeks, days=2))  # noqa: E731
                              if one < "2026-Q3"]  # fmt: skip
    assert [with_any(weeks) for weeks in (11, 12)] == [[], ["2026-Q1"]]
    assert [with_any(weeks) for weeks in (103, 104)] == [["2026-Q2", "2026-Q1"], ["2026-Q2"]]
