"""Working through the phone list: confirmed by phone, nobody there, exists no more; and whom to ask next time."""

from collections.abc import Sequence
from datetime import date

from actions.confirm_offer import confirm_within
from model.contact import MaintenanceContact
from model.mail import mail_address
from store import Store


def confirm_by_phone(store: Store, key: str, *, by: str, office: str, on: date, parts: Sequence[str] = ()) -> bool:
    """Note that somebody said on the phone that an entry is true, or some parts of it; False if it is off the map.

    The history names the person, the entry itself only the office, because it is public.
    """
    with store.write(by=by, why="Angaben bestätigt (am Telefon)") as writer:
        return bool(confirm_within(writer, [key], by=office, how="phone", on=on, parts=parts))


def note_nobody_there(store: Store, key: str, *, by: str, on: date) -> None:
    """Note that somebody called about an entry and reached nobody; it stays on the list."""
    with store.write(by=by, why="niemand erreicht") as writer:
        writer.upkeep.nobody_there(key, on)


def note_gone(store: Store, key: str, *, by: str) -> None:
    """Note that an entry is said to exist no more; it stays on the map until somebody decides."""
    with store.write(by=by, why="soll es nicht mehr geben") as writer:
        writer.upkeep.rest(key, "gone")


def decide_gone(store: Store, key: str, *, by: str, office: str, exists: bool, on: date) -> None:
    """Decide about an entry that is said to exist no more: take it off the map, or confirm that it exists."""
    why = "Angaben bestätigt (es gibt das Angebot noch)" if exists else "gibt es nicht mehr"
    with store.write(by=by, why=why) as writer:
        if exists:
            confirm_within(writer, [key], by=office, how="phone", on=on)
        else:
            writer.archive_offer(key)
            writer.upkeep.leave(key)


def keep_contact(store: Store, key: str, contact: MaintenanceContact, *, by: str) -> bool:
    """Write down whom to ask about an entry; raises MailError for what is no mail address. False if it is gone.

    An entry that waited for a call because nobody could be written to is asked by mail from now on.
    """
    if contact.email:
        mail_address(contact.email)
    with store.write(by=by, why="Pflegekontakt") as writer:
        offer = writer.offer(key)
        if offer is None:
            return False
        writer.save_offer(offer, maintenance=contact)
        if contact.email and offer.faded_on is None:
            writer.upkeep.write_again(key)
        return True
