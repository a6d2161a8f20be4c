"""What is stored in place of the code of a slip: a slow digest, so that a stolen database tells no codes."""

import hashlib

#: each guess costs whoever stole the database so many steps; each code costs us a millisecond
STEPS = 2_000


def slip_digest(code: str) -> str:
    """The digest of a code in its tidy form; the same for the same code, so that it can be looked up."""
    return hashlib.pbkdf2_hmac("sha256", code.encode(), b"slip code", STEPS).hex()


def access_digest(code: str) -> str:
    """The digest of the access code of an institution, or of the token of a counselling centre."""
    return hashlib.pbkdf2_hmac("sha256", code.encode(), b"access of an institution", STEPS).hex()
