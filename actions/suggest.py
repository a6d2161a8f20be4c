"""Proposing a change of an offer, or a new one: kept for the office to decide, never live unseen."""

from collections.abc import Sequence
from dataclasses import replace

from actions.admit import Sending, admit
from model.fields import FIELDS, differing
from model.mail import mail_address
from model.offer import Offer
from model.suggestion import CHANNELS, STATUS, Channel, Suggestion
from store import Store, Writer
from store.codes import fresh_code

MAX_NOTE = 2000
#: what an offer cannot be without
NEEDED = ("name", "kind", "provider")


class SuggestError(ValueError):
    """A suggestion that cannot be taken: `field` names what is wrong."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def office_key(region: str, code: str) -> str:
    """The key of an offer that was made in the office of a region."""
    return f"office-{region}:{code}"


def suggest(
    store: Store,
    *,
    region: str,
    base: Offer | None,
    proposed: Offer,
    channel: Channel,
    names: Sequence[str],
    note: str = "",
    reply_to: str = "",
    source: str = "",
    sending: Sending | None = None,
) -> str:
    """Keep a proposal for review and return its code; "" if it neither changes one of the named fields nor says a word.

    `base` is the offer as the sender saw it, None for a new one. `names` are the fields the sender spoke about;
    `model.suggestion.STATUS` among them with an archived `proposed` proposes to take the offer off the map.
    Whoever needs no account tells about the `sending`, which may be refused with ProofNeeded.
    """
    with store.write(by=channel, why="suggestion") as writer:
        if sending:
            admit(writer, sending)
        return suggest_within(
            writer, region=region, base=base, proposed=proposed, channel=channel, names=names, note=note,
            reply_to=reply_to, source=source,
        )  # fmt: skip


def suggest_within(
    writer: Writer,
    *,
    region: str,
    base: Offer | None,
    proposed: Offer,
    channel: Channel,
    names: Sequence[str],
    note: str = "",
    reply_to: str = "",
    source: str = "",
) -> str:
    """The same within a transaction that is open already."""
    if channel not in CHANNELS:
        raise SuggestError("channel", f"The channel {channel!r} is none of {', '.join(CHANNELS)}.")
    words = note.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > MAX_NOTE:
        raise SuggestError("note", f"The note is longer than {MAX_NOTE} characters.")
    changed = changed_names(base, proposed, names)
    if not changed and not words:
        return ""
    code = fresh_code()
    if base is None:
        proposed = replace(proposed, key=office_key(region, code), region=region)
    address = mail_address(reply_to) if reply_to.strip() else ""
    key = base.key if base else ""
    return writer.suggestions.add(
        Suggestion(
            code, region, key, channel, changed, base, proposed, note=words, source=source, reply_to=address
        )
    )


def changed_names(base: Offer | None, proposed: Offer, names: Sequence[str]) -> tuple[str, ...]:
    """Which of the named fields a proposal changes; of a new offer those that say something, its name among them."""
    known = [name for name in FIELDS if name in names]
    if base is None:
        nobody = replace(proposed.provider, name="", website="")
        blank = Offer(proposed.key, proposed.region, "?", proposed.kind, nobody)
        filled = differing(blank, proposed, known)
        return tuple(name for name in FIELDS if name in filled or name in NEEDED)
    changed = differing(base, proposed, known)
    return (*changed, STATUS) if STATUS in names and base.status != proposed.status else changed
