"""When each entry is to be confirmed again, and how far asking for it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, or_, select

from model.freshness import ASKING, Step, next_step
from model.region import Region
from store import regions, tables
from store import upkeep_lists as lists
from store.dialect import among
from store.room import Room
from store.tables_mail import mail
from store.tables_upkeep import ON_REQUEST, answer, ladder, question, upkeep
from store.text import fold
from store.upkeep_changes import UpkeepChanges
from store.upkeep_counts import Work, work
from store.upkeep_links import Asked, Linked, linked
from store.upkeep_lists import PAGE, Address, Counts, Group, Kept

__all__ = ["PAGE", "Address", "Asked", "Counts", "Group", "Kept", "Ladder", "Linked", "Open", "Upkeep",
           "UpkeepChanges", "Work"]  # fmt: skip

DEFAULT_MAILS_A_DAY = 200
#: what happened to an entry beside the ladder
Change = Literal["confirmed", "archived", "moved"]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Whether a region asks by itself, since when, and how many mails a day at most."""

    on_since: datetime | None = None
    switched_by: str = ""
    mails_a_day: int = DEFAULT_MAILS_A_DAY


@dataclass(frozen=True, slots=True)
class Open:
    """A question that waits for an answer."""

    id: int
    code: str
    email: str
    step: int
    asked_on: date
    stepped_on: date
    #: its last mail came back or could not be sent
    bounced: bool

    def next_step(self, day: date, region: Region) -> Step:
        """What comes next for it."""
        return next_step(self.step, self.asked_on, self.stepped_on, day, region.office)


class Upkeep(Room):
    """Reads them."""

    def ladder(self, region: str) -> Ladder:
        """Whether a region asks by itself."""
        with self._database.reading() as connection:
            row = connection.execute(select(ladder).where(ladder.c.region == region)).first()
        return Ladder(row.on_since, row.switched_by, row.mails_a_day) if row else Ladder()

    def counts(self, region: str, day: date) -> Counts:
        """How many entries of a region are how fresh."""
        with self._database.reading() as connection:
            return lists.counts(connection, region, _months(connection, region), day)

    def work(self, region: Region, day: date) -> Work:
        """How many entries of a region are due, to be called about, and perhaps gone; quicker than all counts."""
        with self._database.reading() as connection:
            return work(connection, region.ags, region.office.confirm_every_months, day)

    def phone_list_count(self, region: str) -> int:
        """How many entries of a region are to be called about."""
        with self._database.reading() as connection:
            return lists.count(connection, region, lists.ON_PHONE_LIST)

    def next_addresses(self, region: str, day: date, limit: int) -> list[Address]:
        """Who would be asked next, the longest unconfirmed first; addresses with an open question wait for it."""
        with self._database.reading() as connection:
            busy = set(connection.execute(select(question.c.email).where(_open(region))).scalars())
            found = lists.addresses(connection, region, _months(connection, region), day, limit + len(busy) + 1)
        return [one for one in found if one.email and one.email not in busy][:limit]

    def due_keys(self, region: str, day: date, emails: Sequence[str]) -> dict[str, list[str]]:
        """The keys of all due entries of each address."""
        found: dict[str, list[str]] = {}
        with self._database.reading() as connection:
            due = lists.is_due(connection, _months(connection, region), day) & among(lists.EMAIL, emails)
            statement = select(lists.EMAIL, tables.offer.c.key).select_from(lists.with_contacts(lists.with_upkeep()))
            for address, key in connection.execute(statement.where(lists.published(region), due)):
                found.setdefault(address, []).append(key)
        return found

    def calls_begun(self, region: str, day: date) -> int:
        """How many entries came on the phone list on a day because nobody can be written to."""
        begun = (lists.STAGE == "phone") & (upkeep.c.asked_on == day)
        with self._database.reading() as connection:
            return lists.count(connection, region, begun)

    def page(self, region: str, group: Group, day: date, text: str = "", start: int = 0) -> tuple[list[Kept], int]:
        """Entries of one group, the longest unconfirmed first, and how many there are; `text` is part of a name."""
        with self._database.reading() as connection:
            condition = _narrowed(connection, region, group, day, text)
            found = lists.entries(connection, region, condition, lists.BY_AGE, PAGE, start)
            source = lists.with_contacts(lists.with_upkeep())
            statement = select(func.count()).select_from(source).where(lists.published(region), condition)
            return found, int(connection.execute(statement).scalar_one())

    def keys(self, region: str, group: Group, day: date, text: str = "") -> list[str]:
        """The keys of all entries of one group."""
        with self._database.reading() as connection:
            source = lists.with_contacts(lists.with_upkeep())
            where = lists.published(region), _narrowed(connection, region, group, day, text)
            return list(connection.execute(select(tables.offer.c.key).select_from(source).where(*where)).scalars())

    def entry(self, region: str, key: str) -> Kept | None:
        """One entry with whom to ask about it; none of another region or off the map."""
        with self._database.reading() as connection:
            found = lists.entries(connection, region, tables.offer.c.key == key, lists.BY_AGE, 1)
        return found[0] if found else None

    def phone_list(self, region: str, start: int = 0, limit: int = PAGE) -> list[Kept]:
        """The entries to call about, by district."""
        with self._database.reading() as connection:
            return lists.entries(connection, region, lists.ON_PHONE_LIST, lists.BY_DISTRICT, limit, start)

    def open_questions(self, region: str) -> list[Open]:
        """The questions of a region that wait for an answer, the oldest first."""
        came_back = select(mail.c.ref).where(mail.c.about == "freshness", mail.c.state.in_(("bounced", "failed")))
        with self._database.reading() as connection:
            bounced = set(connection.execute(came_back.where(mail.c.region == region)).scalars())
            statement = select(question).where(_open(region)).order_by(question.c.asked_on, question.c.id)
            rows = connection.execute(statement).all()
        return [
            Open(row.id, row.code, row.email, row.step, row.asked_on, row.stepped_on, row.code in bounced)
            for row in rows
        ]

    def calls_since(self, region: str, until: date) -> list[str]:
        """The keys of entries that have waited for a call since a day or longer."""
        waiting = (lists.STAGE == "phone") & (upkeep.c.asked_on <= until) & tables.offer.c.faded_on.is_(None)
        with self._database.reading() as connection:
            return [one.key for one in lists.entries(connection, region, waiting, lists.BY_AGE, 500)]

    def overtaken(self, region: str) -> list[tuple[str, Change]]:
        """Entries about which asking must end, because somebody confirmed, archived or re-addressed them elsewhere."""
        offer = tables.offer
        asked = (
            select(offer.c.key).select_from(lists.with_contacts(lists.with_upkeep())).where(offer.c.region == region)
        )
        fresh = or_(
            (upkeep.c.stage != "rest") & (offer.c.verified_on >= upkeep.c.asked_on),
            offer.c.verified_on >= offer.c.faded_on,
        )
        off = (upkeep.c.stage != "rest") & (offer.c.status != "published")
        open_answer = answer.join(question, question.c.id == answer.c.question_id)
        moved = (
            select(answer.c.offer_id)
            .select_from(open_answer)
            .where(_open(region), answer.c.answer == "", answer.c.offer_id == offer.c.id)
            .where(question.c.email != lists.EMAIL)
        )
        wanted: tuple[tuple[Any, Change], ...] = (
            (off, "archived"),
            (fresh & (offer.c.status == "published"), "confirmed"),
            (upkeep.c.stage.in_(ASKING) & moved.exists(), "moved"),
        )
        with self._database.reading() as connection:
            return [
                (key, change) for where, change in wanted for key in connection.execute(asked.where(where)).scalars()
            ]

    def mails_today(self, region: str, since: datetime) -> int:
        """How many mails the ladder of a region has queued since a moment."""
        where = (mail.c.about == "freshness") & (mail.c.region == region) & (mail.c.queued_at >= since)
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(mail).where(where)).scalar_one())

    def linked(self, token: str) -> Linked | None:
        """What a personal link leads to, None for one that we never made or have forgotten."""
        with self._database.reading() as connection:
            return linked(connection, token)


def _narrowed(connection: Connection, region: str, group: Group, day: date, text: str) -> Any:
    condition = lists.group_condition(connection, group, _months(connection, region), day)
    if not text.strip():
        return condition
    named = tables.offer.c.sort_name.contains(" ".join(fold(text)), autoescape=True)
    return condition & or_(named, lists.EMAIL.contains(text.strip().lower(), autoescape=True))


def _open(region: str) -> Any:
    return (question.c.region == region) & question.c.closed_on.is_(None) & (question.c.step != ON_REQUEST)


def _months(connection: Connection, region: str) -> int:
    found = regions.by_name(connection, region)
    return found.office.confirm_every_months if found else 12
