"""Forms without an account for tests: the token of a page opened some seconds ago, and the proof a browser finds."""

import re
from itertools import count

from flask import Flask
from itsdangerous import TimestampSigner

from actions.admit import proves
from web.gate import FORM_FIELD


def open_token(app: Flask, purpose: str, age_s: int = 30) -> dict[str, str]:
    """What a form carries that was opened some time ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - age_s

    signer = Earlier(app.config["SECRET_KEY"], salt=f"open form {purpose}")
    return {FORM_FIELD: signer.sign(b"form").decode()}


def solved(html: str) -> str:
    """The proof of work that a page asks for, as its script would find it."""
    found = re.search(r'data-proof="([^"]+)" data-bits="(\d+)"', html)
    assert found, "the page asks for no proof"
    challenge, bits = found[1], int(found[2])
    return f"{challenge}:{next(number for number in count() if proves(challenge, str(number), bits))}"
