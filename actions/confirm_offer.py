"""Confirm that entries are true, wholly or in parts; everybody who confirms does it here."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from model.fields import CHECKED
from model.offer import FieldCheck, HowVerified, Offer, Verification
from store import Store
from store.writer import Writer

#: how the history says it
HOW_WORDS: dict[HowVerified, str] = {
    "phone": "am Telefon",
    "mail": "über den Link in der Mail",
    "visit": "bei einem Besuch",
    "web": "auf der Webseite nachgesehen",
    "form": "im Formular",
}
PART_WORDS = {"hours": "Zeiten", "phone": "Telefon", "address": "Adresse"}


def confirm(
    store: Store, keys: Iterable[str], *, by: str, how: HowVerified, on: date, parts: Sequence[str] = ()
) -> tuple[str, ...]:
    """Confirm published offers in one transaction, and return the keys of those that were confirmed.

    `by` is public beside the day, so it names an office or a provider, never a person; the history tells the same name.
    Without `parts` the whole entry is true; with them only those of `model.fields.CHECKED`. Either way the entry is
    alive: it no longer stands behind the others, and nobody asks about it until it is due again.
    """
    what = ", ".join(PART_WORDS[part] for part in parts) or "Angaben"
    with store.write(by=by, why=f"{what} bestätigt ({HOW_WORDS[how]})") as writer:
        return confirm_within(writer, keys, by=by, how=how, on=on, parts=parts)


def confirm_within(
    writer: Writer, keys: Iterable[str], *, by: str, how: HowVerified, on: date, parts: Sequence[str] = ()
) -> tuple[str, ...]:
    """The same in a transaction that is open already and says why itself."""
    if unknown := set(parts) - set(CHECKED):
        raise ValueError(f"Nobody can confirm {', '.join(sorted(unknown))} by itself.")
    confirmed = []
    for key in dict.fromkeys(keys):
        offer = writer.offer(key)
        if offer is not None and offer.status == "published":
            writer.save_offer(confirmed_offer(offer, by=by, how=how, on=on, parts=parts))
            writer.upkeep.rest(key, "confirmed")
            confirmed.append(key)
    return tuple(confirmed)


def confirmed_offer(offer: Offer, *, by: str, how: HowVerified, on: date, parts: Sequence[str] = ()) -> Offer:
    """The offer as it is once somebody has confirmed it; an older word never replaces a newer one."""
    if not parts:
        known = offer.verification
        word = known if known and known.on > on else Verification(on, by, how)
        newer = tuple(check for check in offer.checks if check.on > word.on)
        return replace(offer, verification=word, checks=newer, faded_on=None)
    checks = {check.part: check for check in offer.checks}
    for part in parts:
        if part not in checks or checks[part].on <= on:
            checks[part] = FieldCheck(part, on, by, how)
    return replace(offer, checks=tuple(checks[part] for part in CHECKED if part in checks), faded_on=None)
