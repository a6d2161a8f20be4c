"""Whom to ask about the entries of a region: one recipient for each provider and each person who keeps its entries."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from actions.campaign_list import identity
from importers.clean.text import fold
from model.campaign import Address
from model.mail import MailError, mail_address
from model.place import Place
from store.campaign_rows import EntrySource

CARRIERS: Mapping[str, str] = {
    "public": "Öffentlich", "nonprofit": "Gemeinnützig", "chamber": "Kammer", "commercial": "Gewerblich",
    "course_provider": "Bildungsanbieter",
}  # fmt: skip
KINDS: Mapping[str, str] = {"counselling": "Beratung", "learning": "Lernangebot"}


def recipients_from(sources: Iterable[EntrySource], *, public_mail: bool) -> list[tuple[str, Address]]:
    """The recipients for some entries; with `public_mail` the public address is asked where no other is known."""
    found: dict[tuple[str, str], Address] = {}
    for source in sources:
        if not source.provider.strip():
            continue
        address = _address(source, public_mail)
        group = (fold(address.institution), address.email.lower())
        known = found.get(group)
        found[group] = _together(known, address) if known else address
    return [(identity(address), address) for address in found.values()]


def _address(source: EntrySource, public_mail: bool) -> Address:
    own = _mail(source.email)
    place = source.seat if source.seat and source.seat.street else source.place
    where = place or Place()
    district = source.place.district if source.place else where.district
    return Address(
        source.provider, source.contact if own else "", own or (_mail(source.public_email) if public_mail else ""),
        source.phone or source.public_phone, where.street, where.number, where.postcode, where.city,
        CARRIERS.get(source.carrier) or KINDS[source.kind], district, (source.key,),
    )  # fmt: skip


def _together(first: Address, more: Address) -> Address:
    """One recipient of two entries: what the first does not know, the second may."""
    filled = first if first.has_post_address or not more.has_post_address else replace(
        first, street=more.street, number=more.number, postcode=more.postcode, city=more.city
    )  # fmt: skip
    return replace(
        filled, phone=first.phone or more.phone, district=first.district or more.district,
        offers=first.offers + more.offers,
    )  # fmt: skip


def _mail(text: str) -> str:
    try:
        return mail_address(text)
    except MailError:
        return ""
