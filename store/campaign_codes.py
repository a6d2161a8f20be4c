"""What is stored in place of the code of a letter: a slow digest, because a code is short enough to be guessed."""

import hashlib

#: each guess costs whoever stole the database so many steps; each code costs us less than a millisecond
STEPS = 2_000


def code_digest(code: str) -> str:
    """The digest of a code in its tidy form; the same for the same code, so that it can be looked up."""
    return hashlib.pbkdf2_hmac("sha256", code.encode(), b"campaign code", STEPS).hex()
