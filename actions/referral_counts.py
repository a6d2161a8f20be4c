"""True numbers of hand-overs by quarter, and words for what is recorded as codes; nothing of this is told as it is."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from model.referral import (
    OUTCOMES,
    RECORD_WEEKS,
    SENT_ON,
    SLIP_DAYS,
    WHY_NOT_NEAREST,
    monday_of,
    quarter_of,
    week_of,
    weeks_later,
)
from model.vocabulary import Vocabulary
from store import Store

#: classes of months since the last verification: label and the months it reaches to
AGES = (("höchstens 6 Monate", 6), ("7 bis 12 Monate", 12), ("13 bis 24 Monate", 24), ("über 24 Monate", 10_000))
NEVER = "nie geprüft"
NOT_ASKED = "keine Angabe"


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


class Counts:
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
            found[age_of(value) if column == "verified_months" else value] += count
        return dict(found)

    def by_age(self, column: str) -> dict[tuple[str, str], int]:
        """How many for each value of a column and each class of ages."""
        found: Counter[tuple[str, str]] = Counter()
        for (value, months), count in self.by(column, "verified_months").items():
            found[value, age_of(months)] += count
        return dict(found)

    def seen(self, column: str) -> list[str]:
        """The values of a column that there are, in a fixed order."""
        return sorted(self.one(column))


def age_of(months: str) -> str:
    """The class of so many months since the last verification."""
    if months == "None":
        return NEVER
    return next(label for label, most in AGES if int(months) <= most)


class Names:
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
