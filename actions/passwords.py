"""Passwords: long ones, none that is known from leaks, no rules about symbols; kept as argon2 hashes only."""

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
#: 19 MiB twice: as hard to guess as larger settings, and many may sign in at once on a small machine
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: parts of a name or address this short are in too many good passwords to be refused
_SHORT = 5


def password_trouble(password: str, email: str, name: str = "") -> str:
    """Why a password cannot be used, in one sentence; nothing if it can."""
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return f"Das Passwort ist zu kurz. Es braucht mindestens {SHORTEST} Zeichen, zum Beispiel vier Wörter."
    if len(plain) > LONGEST:
        return f"Das Passwort ist zu lang. Mehr als {LONGEST} Zeichen gehen nicht."
    folded = plain.casefold()
    if any(part in folded for part in _own_words(email, name)):
        return "Das Passwort enthält Ihren Namen oder Ihre Mail-Adresse. Bitte wählen Sie etwas anderes."
    if is_leaked(plain):
        return "Dieses Passwort ist leicht zu erraten, es steht in Listen bekannter Passwörter. Bitte ein anderes."
    return ""


def is_leaked(password: str) -> bool:
    """Whether a password is in the list of leaked ones, also with digits around it or written several times over."""
    folded = password.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    return any(not part or part in _leaked() for part in (folded, core)) or _repeats(folded)


def hash_password(password: str) -> str:
    """What is kept in place of a password."""
    return _HASHER.hash(_plain(password))


def password_fits(hashed: str, password: str) -> bool:
    """Whether a password is the one; takes the same time if there is none to compare with."""
    try:
        return _HASHER.verify(hashed or _nobodys(), _plain(password)[: LONGEST + 1]) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    """Whether a hash was made with other settings than those of today."""
    return _HASHER.check_needs_rehash(hashed)


def _plain(password: str) -> str:
    """The same password, however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)


def _own_words(email: str, name: str) -> set[str]:
    address, person = email.strip().casefold(), " ".join(name.casefold().split())
    parts = {address.partition("@")[0], *re.split(r"[^\w]+", f"{person} {address.partition('@')[0]}")}
    whole = {word for word in (address, person, person.replace(" ", "")) if len(word) > 2}
    return whole | {part for part in parts if len(part) >= _SHORT}


def _repeats(text: str) -> bool:
    """Whether it is the same few characters again and again, as "abcabcabcabc"."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5)) or any(
        len(text) % size == 0 and text == text[:size] * (len(text) // size) and text[:size] in _leaked()
        for size in range(5, len(text) // 2 + 1)
    )


@cache
def _leaked() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 – large and rarely needed

    return frozenset(FREQUENCY_LISTS["passwords"])


@cache
def _nobodys() -> str:
    """A hash to compare with when there is no account, so that the answer comes no sooner."""
    return _HASHER.hash("nobody has this password")
