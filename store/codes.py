"""Codes that leave the house in place of database ids: random, easy to read aloud, without letters that look alike."""

import hashlib
import secrets

#: without i, l, o, u, 0 and 1
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def fresh_code(length: int = 10) -> str:
    """A random code; ten letters are 49 bits, enough for names that are protected by rights as well."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def fresh_token() -> str:
    """A secret of 256 bits for a link or a cookie; only its digest is ever stored."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What is stored in place of a secret token; a token has so many bits that it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
