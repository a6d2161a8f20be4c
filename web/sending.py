"""Forms sent without an account: from where (known to nobody, not even to us) and with how much work."""

import hashlib
import secrets
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, TimestampSigner

from actions.admit import Sending, links_in, proves
from web.remote import daily_sender

#: a field that people do not see; programs that fill in everything fill it in too
TRAP = "webseite-2"
PROOF_FIELD = "_nachweis"
#: how long somebody may take from being asked for a proof to sending it
PROOF_LASTS = timedelta(hours=1)


def sending(about: str, text: str = "") -> Sending:
    """What the rules for sending need to know about this request."""
    challenge, _, number = request.form.get(PROOF_FIELD, "").rpartition(":")
    bits = _bits(challenge)
    solved = bits if bits and proves(challenge, number, bits) else 0
    proof = hashlib.sha256(challenge.encode()).hexdigest() if solved else ""
    return Sending(daily_sender("suggestion"), about, links_in(text), proof, solved)


def fresh_challenge(bits: int) -> str:
    """A riddle for the browser: it must find a number that makes the digest begin with so many zero bits."""
    return _signer().sign(f"{secrets.token_urlsafe(12)}.{bits}".encode()).decode()


def _bits(challenge: str) -> int:
    """How many bits a riddle asks for; 0 for one that is not ours or too old."""
    try:
        inner = _signer().unsign(challenge, max_age=int(PROOF_LASTS.total_seconds()))
    except BadSignature:
        return 0
    return int(inner.decode().rpartition(".")[2])


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.config["SECRET_KEY"], salt="proof of work")
