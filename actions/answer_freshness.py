"""Answer by personal link whether entries are true: they are, they are different, or they exist no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from actions.confirm_offer import confirm_within
from actions.freshness_mail import new_link_mail, sender_of
from actions.suggest import suggest_within
from model.offer import Offer
from model.suggestion import STATUS
from store import Store, Writer
from store.upkeep import Linked

#: why a link leads nowhere: never made or forgotten, too old, or all is answered
Closed = Literal["unknown", "expired", "used"]
NEW_LINK_DAYS = 7
GONE_NOTE = "Über den persönlichen Link gemeldet: Das Angebot gibt es nicht mehr."


class LinkClosed(Exception):
    """A link that can no longer be used."""

    def __init__(self, why: Closed) -> None:
        super().__init__(f"The link is {why}.")
        self.why: Closed = why


class NotAsked(ValueError):
    """An entry that the link is not about."""


class NothingSaid(ValueError):
    """A proposal that changes nothing."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was taken down: the keys of what was confirmed, and of what exists no more."""

    confirmed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def open_link(linked: Linked | None, now: datetime) -> Linked:
    """What a link leads to if it can still be used, else why not."""
    if linked is None:
        raise LinkClosed("unknown")
    if not linked.waiting:
        raise LinkClosed("used" if linked.offers else "expired")
    if not linked.is_open(now):
        raise LinkClosed("expired")
    return linked


def answer(store: Store, token: str, said: Mapping[str, Literal["confirmed", "gone"]], now: datetime) -> Answered:
    """Take answers down, all of them or none; what was answered meanwhile stays as it was answered."""
    with store.write(by="Träger", why="Angaben bestätigt (über den Link in der Mail)") as writer:
        linked = open_link(writer.upkeep.linked(token), now)
        waiting = _mine(linked, said)
        region = store.region(linked.region)
        day = now.astimezone(ZoneInfo(region.zone if region else "Europe/Berlin")).date()
        confirmed: list[str] = []
        for key in (key for key in waiting if said[key] == "confirmed"):
            offer = writer.offer(key)
            if offer is not None:
                confirmed += confirm_within(writer, [key], by=offer.provider.name, how="mail", on=day)
        gone = [key for key in waiting if said[key] == "gone" and _report_gone(writer, key)]
        return Answered(tuple(confirmed), tuple(gone))


def propose(
    store: Store, token: str, base: Offer, proposed: Offer, *, names: Sequence[str], note: str, now: datetime
) -> str:
    """Keep what somebody says is different about one entry, for the office to review; returns the suggestion's code."""
    with store.write(by="Träger", why="Änderung vorgeschlagen (über den Link in der Mail)") as writer:
        linked = open_link(writer.upkeep.linked(token), now)
        if base.key not in _mine(linked, [base.key]):
            raise LinkClosed("used")
        code = suggest_within(
            writer, region=linked.region, base=base, proposed=proposed, channel="confirmation", names=names, note=note
        )
        if not code:
            raise NothingSaid
        writer.upkeep.rest(base.key, "changed")
        return code


def send_new_link(store: Store, token: str, now: datetime, public_url: str) -> bool:
    """Mail a new link to the address of an old one, once a day; False where nobody can be written to.

    Whoever holds the old link learns nothing by it: the new one goes to the same address only.
    """
    known = store.upkeep.linked(token)
    region = store.region(known.region) if known else None
    sender = sender_of(region, public_url) if region else None
    if known is None or sender is None:
        return False
    key = f"freshness:{known.code}:again:{now.date().isoformat()}"
    if store.mails.by_key(key) is not None:
        return True
    with store.write(by="Träger", why="neuer Link angefordert") as writer:
        again = writer.upkeep.linked(token)
        until = now + timedelta(days=NEW_LINK_DAYS)
        letter = writer.upkeep.renew(again, now.date(), until) if again else None
        if again is None or letter is None:
            return False
        if not writer.mails.queue(new_link_mail(writer, sender, again.email, letter, key)):
            raise LinkClosed("used")  # somebody asked at the same moment; theirs is on its way
    return True


def _mine(linked: Linked, keys: Sequence[str] | Mapping[str, str]) -> list[str]:
    """The keys that wait for an answer; a key that the link is not about is refused."""
    known = {one.key for one in linked.offers}
    if any(key not in known for key in keys):
        raise NotAsked
    return [key for key in keys if key in linked.waiting]


def _report_gone(writer: Writer, key: str) -> bool:
    """Tell the office that an entry exists no more; it stays on the map until the office decides."""
    offer = writer.offer(key)
    if offer is None:
        return False
    suggest_within(
        writer, region=offer.region, base=offer, proposed=replace(offer, status="archived"), channel="confirmation",
        names=(STATUS,), note=GONE_NOTE,
    )  # fmt: skip
    writer.upkeep.rest(key, "gone")
    return True
