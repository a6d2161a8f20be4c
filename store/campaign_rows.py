"""Campaigns and their recipients between tables and dataclasses, and the questions that are asked about them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, func, literal_column, or_, select, true

from model.campaign import Address, Campaign, Plan, Recipient
from model.place import Place
from store import tables
from store.dialect import among
from store.documents import from_text
from store.places import PLACE_NAMES, place_columns, place_from
from store.providers import seat
from store.tables_campaigns import campaign, campaign_answer, campaign_recipient
from store.tables_mail import mail

#: open: has not answered; silent: was asked and has not; by_mail, by_letter: open, and how to reach it;
#: letters: to be reached by letter, and the address is whole
Which = Literal["all", "open", "answered", "declined", "silent", "by_mail", "by_letter", "letters", "trouble"]
#: mails that did not arrive, as far as anybody knows
LOST = ("failed", "bounced")
_ADDRESS = ("institution", "contact", "email", "phone", "street", "number", "postcode", "city", "kind", "district")
_lost = (
    select(mail.c.about, mail.c.ref, mail.c.to, func.max(mail.c.trouble).label("trouble"))
    .where(mail.c.state.in_(LOST))
    .group_by(mail.c.about, mail.c.ref, mail.c.to)
)


@dataclass(frozen=True, slots=True)
class EntrySource:
    """One published entry, and whom to ask about it."""

    key: str
    provider: str
    kind: str
    carrier: str
    seat: Place | None
    place: Place | None
    contact: str
    email: str
    phone: str
    public_email: str
    public_phone: str


def campaign_of(row: Row[Any]) -> Campaign:
    """The campaign of a row."""
    return Campaign(
        row.id, row.code, row.region, row.name, row.starts, row.ends, row.state, from_text(Plan, row.plan),
        row.created_at, row.started_at, row.closed_at, row.rounds, row.round_at, row.pending,
    )  # fmt: skip


def recipients(of: Campaign) -> Any:
    """The statement for those whom a campaign asks, with what came back of their mails."""
    lost = _lost.where(mail.c.about == of.about).subquery("lost")
    same = and_(lost.c.ref == campaign_recipient.c.code, lost.c.to == campaign_recipient.c.email)
    source = campaign_recipient.join(lost, same, isouter=True).join(
        campaign_answer, campaign_answer.c.recipient_id == campaign_recipient.c.id, isouter=True
    )
    trouble = lost.c.trouble.label("trouble")
    statement = select(campaign_recipient, campaign_answer.c.saved_at, trouble, lost.c.ref.label("lost"))
    order = (campaign_recipient.c.postcode, campaign_recipient.c.institution, campaign_recipient.c.code)
    return statement.select_from(source).where(campaign_recipient.c.campaign_id == of.id).order_by(*order)


def only(which: Which) -> Any:
    """The condition for some of the recipients."""
    at = campaign_recipient.c
    state, email = at.state, at.email
    # the outer join gives a row of what was lost only where something was
    lost: Any = literal_column("lost.ref")
    by_letter = and_(state == "open", or_(email == "", lost.is_not(None)))
    conditions: dict[str, Any] = {
        "all": true(),
        "open": state == "open",
        "answered": state == "answered",
        "declined": state == "declined",
        "silent": and_(state == "open", campaign_recipient.c.asked_at.is_not(None)),
        "by_mail": and_(state == "open", email != "", lost.is_(None)),
        "by_letter": by_letter,
        "letters": and_(by_letter, at.street != "", or_(at.postcode != "", at.city != "")),
        "trouble": and_(state == "open", lost.is_not(None)),
    }
    return conditions[which]


def tallies(of: Campaign) -> Any:
    """The statement that counts those who were asked, or answered anyway, by all that the return rate tells apart."""
    inner = recipients(of).where(or_(campaign_recipient.c.asked_at.is_not(None), only("answered"))).order_by(None)
    some = inner.subquery("some")
    groups = (some.c.kind, some.c.district, some.c.state, some.c.lost.is_not(None))
    return select(*groups, func.count()).group_by(*groups)


def asked(region: Any, what: Any) -> Any:
    """The statement for all who were asked by a campaign of a region that runs, and have not answered."""
    where = and_(campaign.c.region == region, campaign.c.state == "running", only("silent"))
    return select(what).select_from(campaign_recipient.join(campaign)).where(where)


def recipient_of(row: Row[Any]) -> Recipient:
    """The recipient of a row."""
    texts: dict[str, Any] = {name: getattr(row, name) for name in _ADDRESS}
    address = Address(**texts, offers=tuple(json.loads(row.offers)))
    trouble = (row.trouble or "Die Mail kam nicht an.") if row.lost else ""
    return Recipient(
        row.id, row.code, address, row.state, row.round, row.asked_at, row.letter_at, row.answered_at, row.saved_at,
        row.note, trouble,
    )  # fmt: skip


def address_values(address: Address) -> dict[str, str]:
    """The columns of an address."""
    values = {name: getattr(address, name) for name in _ADDRESS}
    return values | {"offers": json.dumps(address.offers)}


def known_keys(connection: Connection, region: str, keys: Sequence[str]) -> frozenset[str]:
    """Those among some keys that are published offers of a region."""
    offer = tables.offer
    where = and_(among(offer.c.key, keys), offer.c.region == region, offer.c.status == "published")
    return frozenset(connection.execute(select(offer.c.key).where(where)).scalars())


def entry_sources(connection: Connection, region: str) -> list[EntrySource]:
    """The published entries of a region with whom to ask about them, by provider."""
    offer, provider, fact = tables.offer, tables.provider, tables.fact
    kept, public = tables.maintenance_contact, tables.public_contact
    carrier = and_(fact.c.offer_id == offer.c.id, fact.c.code == "carrier_type")
    statement = (
        select(
            offer.c.key, provider.c.name, offer.c.kind, fact.c.value, kept.c.name, kept.c.email, kept.c.phone,
            public.c.email, public.c.phone, *place_columns(seat), *place_columns(),
        )
        .select_from(offer.join(provider, offer.c.provider_id == provider.c.id))
        .join(seat, provider.c.seat_id == seat.c.id, isouter=True)
        .join(tables.place, offer.c.place_id == tables.place.c.id, isouter=True)
        .join(kept, kept.c.offer_id == offer.c.id, isouter=True)
        .join(public, public.c.offer_id == offer.c.id, isouter=True)
        .join(fact, carrier, isouter=True)
        .where(offer.c.region == region, offer.c.status == "published")
        .order_by(provider.c.name, offer.c.key)
    )  # fmt: skip
    found = {row[0]: _source(row) for row in connection.execute(statement)}
    return list(found.values())


def _source(row: Row[Any]) -> EntrySource:
    values: tuple[Any, ...] = tuple(row)
    key, name, kind, *texts = values[:9]
    middle = 9 + len(PLACE_NAMES)
    carrier, contact, email, phone, public_email, public_phone = (text or "" for text in texts)
    own, place = place_from(values[9:middle]), place_from(values[middle:])
    return EntrySource(key, name, kind, carrier, own, place, contact, email, phone, public_email, public_phone)

