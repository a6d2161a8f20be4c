"""Forms that need no account: who sends much, or about one thing very often, shows a piece of work first.

Nobody is shut out and no other service is asked. Nobody knows who sends: a sender is a keyed digest of a day.
"""

import hashlib
import re
from dataclasses import dataclass

from store import Writer

#: a provider that goes through its twenty offers is no spammer
FREE_BY_SENDER = 30
FREE_ABOUT = 10
FREE_LINKS = 2
#: bits of the first proof, one more for every further 30 forms, and the most that is ever asked
FIRST_BITS, MOST_BITS = 15, 20
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)


class ProofNeeded(Exception):
    """So much was sent that a proof of work is asked for; nothing was kept."""

    def __init__(self, bits: int) -> None:
        super().__init__(f"A proof of work of {bits} bits is needed.")
        self.bits = bits


@dataclass(frozen=True, slots=True)
class Sending:
    """A form that somebody sends without an account."""

    sender: str
    #: the key of the offer, or what else it is about
    about: str
    #: how many addresses of pages its free text names
    links: int = 0
    #: the proof of work that came along, checked already, and of how many bits it is
    proof: str = ""
    bits: int = 0


def admit(writer: Writer, sending: Sending) -> None:
    """Note that a form is sent, or raise ProofNeeded."""
    lately = writer.suggestions.sent_lately(sending.sender, sending.about)
    much = lately.by_sender >= FREE_BY_SENDER or lately.about >= FREE_ABOUT or sending.links > FREE_LINKS
    if much:
        more = max(0, lately.by_sender - FREE_BY_SENDER) // FREE_BY_SENDER
        bits = min(MOST_BITS, FIRST_BITS + more)
        if sending.bits < bits or writer.suggestions.proof_is_used(sending.proof):
            raise ProofNeeded(bits)
    writer.suggestions.note_sent(sending.sender, sending.about, sending.proof if much else "")


def links_in(text: str) -> int:
    """How many addresses of pages a text names."""
    return len(LINK.findall(text))


def proves(challenge: str, number: str, bits: int) -> bool:
    """Whether a number makes the digest of a challenge begin with so many zero bits."""
    digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0
