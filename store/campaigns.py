"""Questionnaires: whom they go to, who answered, and what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from model.campaign import Address, Answers, Campaign, CampaignState, Plan, Recipient
from model.campaign_results import Tally
from store import campaign_rows as rows
from store.campaign_codes import code_digest
from store.codes import fresh_code
from store.dialect import among
from store.documents import from_text, to_text
from store.places import next_id
from store.room import Changes, Room
from store.tables_campaigns import campaign as table
from store.tables_campaigns import campaign_answer as answer
from store.tables_campaigns import campaign_code, campaign_guess
from store.tables_campaigns import campaign_recipient as recipient


@dataclass(frozen=True, slots=True)
class Saved:
    """What one institution has saved and what it has sent in; revision 0 means nothing yet."""

    revision: int = 0
    draft: Answers = field(default_factory=Answers)
    sent: Answers | None = None
    saved_at: datetime | None = None
    sent_at: datetime | None = None


class Campaigns(Room):
    """Reads them."""

    def of_region(self, region: str) -> list[Campaign]:
        """All campaigns of a region, the newest first."""
        statement = select(table).where(table.c.region == region).order_by(table.c.id.desc())
        with self._database.reading() as connection:
            return [rows.campaign_of(row) for row in connection.execute(statement)]

    def by_code(self, region: str, code: str) -> Campaign | None:
        """The campaign that pages of a region call by this code."""
        with self._database.reading() as connection:
            return _campaign(connection, and_(table.c.code == code, table.c.region == region))

    def recipients(
        self, campaign: Campaign, which: rows.Which = "all", *, offset: int = 0, limit: int | None = None
    ) -> list[Recipient]:
        """Those who are asked, by postcode and name."""
        statement = rows.recipients(campaign).where(rows.only(which))
        with self._database.reading() as connection:
            found = connection.execute(statement.offset(offset).limit(limit)).all()
        return [rows.recipient_of(row) for row in found]

    def count(self, campaign: Campaign, which: rows.Which = "all") -> int:
        """How many are asked, or are in some state."""
        inner = rows.recipients(campaign).where(rows.only(which)).order_by(None).subquery()
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(inner)).scalar_one())

    def tallies(self, campaign: Campaign) -> list[Tally]:
        """How many were asked and what became of them, counted by the database."""
        with self._database.reading() as connection:
            return [Tally(*row) for row in connection.execute(rows.tallies(campaign))]

    def answered_at(self, campaign: Campaign) -> list[datetime]:
        """When those who answered first did."""
        where = (recipient.c.campaign_id == campaign.id, recipient.c.answered_at.is_not(None))
        with self._database.reading() as connection:
            return list(connection.execute(select(recipient.c.answered_at).where(*where)).scalars())

    def recipient(self, campaign: Campaign, code: str) -> Recipient | None:
        """The recipient that pages call by this code."""
        with self._database.reading() as connection:
            row = connection.execute(rows.recipients(campaign).where(recipient.c.code == code)).first()
        return rows.recipient_of(row) if row else None

    def entry(self, code: str) -> tuple[Campaign, Recipient] | None:
        """Whose form a code opens; none for a code that there is not, or no longer."""
        with self._database.reading() as connection:
            return _entry(connection, code)

    def saved(self, recipient_id: int) -> Saved:
        """What somebody has filled in so far."""
        with self._database.reading() as connection:
            return _saved(connection, recipient_id)

    def all_sent(self, campaign: Campaign) -> list[tuple[str, str, Answers]]:
        """Type, district and answers of all who sent them in, in an order that says nothing about when."""
        statement = select(recipient.c.kind, recipient.c.district, answer.c.sent).join_from(recipient, answer)
        statement = statement.where(recipient.c.campaign_id == campaign.id, answer.c.sent_at.is_not(None))
        with self._database.reading() as connection:
            found = connection.execute(statement.order_by(recipient.c.code)).all()
        return [(kind, district, from_text(Answers, sent)) for kind, district, sent in found]

    def waiting(self, region: str) -> int:
        """How many institutions of a region were asked by a campaign that runs, and have not answered."""
        with self._database.reading() as connection:
            return int(connection.execute(rows.asked(region, func.count())).scalar_one())

    def sources(self, region: str) -> list[rows.EntrySource]:
        """The published entries of a region with whom to ask about them, for a list of recipients."""
        with self._database.reading() as connection:
            return rows.entry_sources(connection, region)

    def known_keys(self, region: str, keys: Iterable[str]) -> frozenset[str]:
        """Those among some keys that are published offers of a region."""
        with self._database.reading() as connection:
            return rows.known_keys(connection, region, list(keys))

    def guesses(self, sender: str, hour: str) -> int:
        """How many codes that there are not somebody has typed within an hour."""
        where = and_(campaign_guess.c.sender == sender, campaign_guess.c.hour == hour)
        with self._database.reading() as connection:
            return int(connection.execute(select(campaign_guess.c.tries).where(where)).scalar() or 0)


class CampaignChanges(Changes):
    """Changes them within a transaction."""

    def add(self, region: str, name: str, starts: date, ends: date, plan: Plan) -> str:
        """Begin a campaign, and return its code."""
        row = {"id": next_id(self._connection, table), "code": fresh_code(), "region": region, "name": name}
        more = {"starts": starts, "ends": ends, "plan": to_text(plan), "state": "draft", "pending": "", "rounds": 0}
        self._connection.execute(insert(table).values(**row, **more, created_at=self._stamp.at))
        return str(row["code"])

    def get(self, region: str, code: str) -> Campaign | None:
        """A campaign as it is now that nobody else can change it."""
        return _campaign(self._connection, and_(table.c.code == code, table.c.region == region))

    def save(self, campaign: Campaign) -> None:
        """Write name, days, texts and questions down."""
        values = {"name": campaign.name, "starts": campaign.starts, "ends": campaign.ends}
        self._set(campaign, **values, plan=to_text(campaign.plan))

    def set_pending(self, campaign: Campaign, text: str) -> None:
        """Keep an uploaded list until somebody takes it over, or drop it."""
        self._set(campaign, pending=text)

    def set_state(self, campaign: Campaign, state: CampaignState) -> None:
        """Let a campaign run, or end it; when it ends, its codes open nothing any more."""
        if state == "closed":
            self._set(campaign, state=state, closed_at=self._stamp.at, pending="")
            own = select(recipient.c.id).where(recipient.c.campaign_id == campaign.id)
            self._connection.execute(delete(campaign_code).where(campaign_code.c.recipient_id.in_(own)))
        else:
            self._set(campaign, state=state, started_at=self._stamp.at)

    def begin_round(self, campaign: Campaign) -> int:
        """Begin to invite or to remind, and return the number of the round."""
        self._set(campaign, rounds=campaign.rounds + 1, round_at=self._stamp.at)
        return campaign.rounds + 1

    def ended(self, day: date) -> list[Campaign]:
        """The campaigns that run although their last day lies before a day."""
        statement = select(table).where(table.c.state == "running", table.c.ends < day)
        return [rows.campaign_of(row) for row in self._connection.execute(statement)]

    def add_recipients(self, campaign: Campaign, found: Iterable[tuple[str, Address]]) -> tuple[int, int]:
        """Let institutions be asked, each with what tells it apart; returns how many are new, and known already."""
        where = recipient.c.campaign_id == campaign.id
        known = set(self._connection.execute(select(recipient.c.identity).where(where)).scalars())
        first, twice = next_id(self._connection, recipient), 0
        fresh: list[dict[str, Any]] = []
        for identity, address in found:
            if identity in known:
                twice += 1
                continue
            known.add(identity)
            state = {"state": "open", "note": "", "round": 0, "letter_round": 0, "code": fresh_code()}
            own = {"id": first + len(fresh), "campaign_id": campaign.id, "identity": identity}
            fresh.append({**own, **state, **rows.address_values(address)})
        if fresh:
            self._connection.execute(insert(recipient), fresh)
        return len(fresh), twice

    def set_address(self, campaign: Campaign, code: str, address: Address) -> None:
        """Correct how somebody is reached."""
        self._recipient(campaign, code, **rows.address_values(address))

    def set_recipient_state(self, campaign: Campaign, code: str, state: str, note: str) -> None:
        """Note that somebody does not want to answer, or does after all."""
        self._recipient(campaign, code, state=state, note=note)

    def remove(self, campaign: Campaign, code: str) -> None:
        """Take somebody off the list of a draft."""
        where = and_(recipient.c.campaign_id == campaign.id, recipient.c.code == code, recipient.c.asked_at.is_(None))
        self._connection.execute(delete(recipient).where(where))

    def to_ask(self, campaign: Campaign, number: int, limit: int) -> list[Recipient]:
        """Some of those whom a round still has to ask by mail."""
        statement = rows.recipients(campaign).where(rows.only("by_mail"), recipient.c.round < number).limit(limit)
        return [rows.recipient_of(row) for row in self._connection.execute(statement)]

    def letters(self, campaign: Campaign, codes: Sequence[str] | None, *, again: bool) -> list[Recipient]:
        """Whom to write a letter: those named, or all without mail, or of these only who has none from this round."""
        where = rows.only("open") if codes is not None else rows.only("by_letter")
        statement = rows.recipients(campaign).where(where)
        if codes is not None:
            statement = statement.where(among(recipient.c.code, codes))
        elif not again:
            statement = statement.where(recipient.c.letter_round < campaign.rounds)
        return [rows.recipient_of(row) for row in self._connection.execute(statement)]

    def mark_asked(self, who: Sequence[Recipient], number: int, *, letter: bool = False) -> None:
        """Note that these were asked in a round, by mail or by letter."""
        at = self._stamp.at
        values = {"letter_at": at, "letter_round": number} if letter else {"round": number}
        where = among(recipient.c.id, [one.id for one in who])
        self._connection.execute(update(recipient).where(where).values(asked_at=at, **values))

    def add_codes(self, codes: Iterable[tuple[Recipient, str]]) -> None:
        """Let codes open the forms of recipients."""
        found = [
            {"digest": code_digest(code), "recipient_id": who.id, "made_at": self._stamp.at} for who, code in codes
        ]
        if found:
            self._connection.execute(insert(campaign_code), found)

    def entry(self, code: str) -> tuple[Campaign, Recipient] | None:
        """Whose form a code opens, now that nobody else can change it."""
        return _entry(self._connection, code)

    def saved(self, who: Recipient) -> Saved:
        """What somebody has filled in, now that nobody else can change it."""
        return _saved(self._connection, who.id)

    def save_answers(self, who: Recipient, answers: Answers, *, sent: bool = False) -> int:
        """Keep what somebody has filled in, and, if so, that it was sent; returns the new revision."""
        before = self.saved(who)
        at, text = self._stamp.at, to_text(answers)
        values: dict[str, Any] = {"revision": before.revision + 1, "draft": text, "saved_at": at}
        values |= {"sent": text, "sent_at": at} if sent else {}
        if before.revision:
            where = answer.c.recipient_id == who.id
            self._connection.execute(update(answer).where(where).values(**values))
        else:
            self._connection.execute(insert(answer).values(recipient_id=who.id, **{"sent": ""} | values))
        if sent:
            done = {"state": "answered", "answered_at": who.answered_at or at}
            self._connection.execute(update(recipient).where(recipient.c.id == who.id).values(**done))
        return before.revision + 1

    def count_guess(self, sender: str, hour: str) -> int:
        """Note that somebody typed a code that there is not, forget earlier hours, and return how many it were."""
        self._connection.execute(delete(campaign_guess).where(campaign_guess.c.hour < hour))
        where = and_(campaign_guess.c.sender == sender, campaign_guess.c.hour == hour)
        tries = int(self._connection.execute(select(campaign_guess.c.tries).where(where)).scalar() or 0) + 1
        if tries > 1:
            self._connection.execute(update(campaign_guess).where(where).values(tries=tries))
        else:
            self._connection.execute(insert(campaign_guess).values(sender=sender, hour=hour, tries=1))
        return tries

    def forget_persons(self, campaign: Campaign) -> int:
        """Empty names, mail addresses, phones and streets of a campaign; institution, type and district stay."""
        empty = dict.fromkeys(("contact", "email", "phone", "street", "number", "note"), "")
        where = recipient.c.campaign_id == campaign.id
        own = select(recipient.c.id).where(where)
        for row in self._connection.execute(select(answer).where(answer.c.recipient_id.in_(own))).all():
            kept = {name: _without_person(text) for name, text in (("draft", row.draft), ("sent", row.sent))}
            here = answer.c.recipient_id == row.recipient_id
            self._connection.execute(update(answer).where(here).values(**kept))
        changed = {**empty, "identity": recipient.c.code}
        return self._connection.execute(update(recipient).where(where).values(**changed)).rowcount

    def _set(self, campaign: Campaign, **values: Any) -> None:
        self._connection.execute(update(table).where(table.c.id == campaign.id).values(**values))

    def _recipient(self, campaign: Campaign, code: str, **values: Any) -> None:
        where = and_(recipient.c.campaign_id == campaign.id, recipient.c.code == code)
        self._connection.execute(update(recipient).where(where).values(**values))


def _without_person(text: str) -> str:
    return to_text(replace(from_text(Answers, text), by="")) if text else ""


def _campaign(connection: Connection, where: Any) -> Campaign | None:
    row = connection.execute(select(table).where(where)).first()
    return rows.campaign_of(row) if row else None


def _entry(connection: Connection, code: str) -> tuple[Campaign, Recipient] | None:
    found = connection.execute(
        select(campaign_code.c.recipient_id, recipient.c.campaign_id)
        .join_from(campaign_code, recipient)
        .where(campaign_code.c.digest == code_digest(code))
    ).first()
    if found is None:
        return None
    campaign = _campaign(connection, table.c.id == found.campaign_id)
    assert campaign is not None
    row = connection.execute(rows.recipients(campaign).where(recipient.c.id == found.recipient_id)).one()
    return campaign, rows.recipient_of(row)


def _saved(connection: Connection, recipient_id: int) -> Saved:
    row: Row[Any] | None = connection.execute(select(answer).where(answer.c.recipient_id == recipient_id)).first()
    if row is None:
        return Saved()
    sent = from_text(Answers, row.sent) if row.sent else None
    return Saved(row.revision, from_text(Answers, row.draft), sent, row.saved_at, row.sent_at)
