"""Clean phone numbers, mail addresses and web addresses."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from importers.clean.text import Warn, known, shorten
from model.country import GERMANY, Country

#: numbers that are dialled as they are, without an area code
SHORT_NUMBERS = frozenset({"110", "112", "115", "116111", "116117", "116006", "116016", "116123"})
#: area codes that can be told apart without a directory: mobile networks, services, the four short ones
_KNOWN_AREA = re.compile(r"0(?:30|40|69|89|15\d{2}|16\d|17\d|800|180\d|137|700|900)(?=\d{3})")
_NUMBER = re.compile(r"[(]?(?:\+|00)?\s*[(]?\d[\d\s()/.\-–—]*")
_SEPARATORS = re.compile(r"[\s/.()\-–—]+")
_CALL = re.compile(r"(?i)(tel(efon)?|fon|phone|t|mobil|handy)\b\.?")
_MORE = re.compile(r"\s*(?:;|,|\bund\b|\boder\b|\bbzw\b\.?|\||\n|\s/\s)\s*(?=[(+0])")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[\w](?:[\w-]*[\w])?\.)+[^\W\d_]{2,}")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s,;|<>\"]+", re.IGNORECASE)


def phone(text: str, warn: Warn, country: Country = GERMANY) -> str:
    """A phone number in the form Germans read: area code, space, number, hyphen before the extension.

    A number of another country is written as one dials it from anywhere.
    """
    text = known(text)
    if not text:
        return ""
    first, *others = _MORE.split(text)
    if others and _digits(first) >= 5:
        warn(f"Only one phone number is shown; left out: {shorten(', '.join(others))}.")
    else:
        first = text
    match = _NUMBER.search(first)
    if not match:
        warn(f"The phone number {shorten(text)!r} has no digits; it was left out.")
        return ""
    left_out = [part.strip(" :;,.()") for part in (first[: match.start()], first[match.end() :])]
    extra = [part for part in left_out if part and not _CALL.fullmatch(part)]
    if extra:
        warn(f"Beside the phone number the words {shorten(' … '.join(extra))!r} were left out.")
    whole = _with_lost_zero(match[0], warn) if country.is_germany else _from_anywhere(match[0], country)
    number = readable_phone(whole)
    if not number:
        warn(f"The phone number {shorten(text)!r} cannot be dialled; please check it.")
        return shorten(text, 40)
    return number


def _from_anywhere(text: str, country: Country) -> str:
    """A number of a country with what it begins with from abroad, unless it has that already."""
    written = text.strip().lstrip("(").strip()
    if written.startswith(("+", "00")) or re.sub(r"\D", "", written) in SHORT_NUMBERS:
        return re.sub(rf"[(]\s*{country.trunk}\s*[)]", " ", text) if country.trunk else text
    if country.trunk and not written.startswith(country.trunk):
        return text
    return f"+{country.calling} {written.removeprefix(country.trunk).replace(')', ' ', 1)}"


def _with_lost_zero(text: str, warn: Warn) -> str:
    """A number that a spreadsheet took for a quantity: its leading zero, or its plus, is missing."""
    digits = text.strip()
    if not re.fullmatch(r"[1-9]\d{7,13}", digits):
        return text
    mended = f"+{digits}" if len(digits) >= 12 and digits.startswith("49") else f"0{digits}"
    warn(f"The phone number {digits} lacks its beginning; it was read as {mended}.")
    return mended


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


@lru_cache(maxsize=16_384)
def readable_phone(text: str) -> str:
    """The readable form of a number, or nothing if nobody could dial it."""
    text = re.sub(r"^[(]\s*((?:\+|00)\s*\d+)\s*[)]", r"\1 ", text.strip()).rstrip("-–—/.( ")
    foreign = re.match(r"(?:\+|00)\s*(\d)", text)
    if foreign:
        text = re.sub(r"^(?:\+|00)\s*", "+", text)
        inland = re.match(r"\+49[\s/.\-–—]*(?:[(]\s*0\s*[)]|[(](?=\d)|0(?=\d))?[\s/.\-–—]*", text)
        if not inland:
            compact = "+" + " ".join(part for part in _SEPARATORS.split(text[1:]) if part)
            return compact if 8 <= _digits(compact) <= 15 else ""
        text = "0" + text[inland.end() :].replace(")", " ", 1)
    digits = re.sub(r"\D", "", text)
    if digits in SHORT_NUMBERS:
        return digits
    if not digits.startswith("0") or not 6 <= len(digits) <= 14 or digits.startswith("00"):
        return ""
    return _grouped(text, digits)


def _grouped(text: str, digits: str) -> str:
    """Area code and number apart, as far as the writer or the numbering plan tells where one ends."""
    parts = [part for part in re.split(r"[\s/.()]+|[\-–—]+", text) if part]
    hyphen = re.search(r"(\d)\s*[\-–—]\s*(\d{1,6})\s*$", text)
    if len(parts) == 1:
        told = _KNOWN_AREA.match(digits)
        return f"{told[0]} {digits[told.end() :]}" if told else digits
    area = parts[0]
    if len(area) < 3 or len(area) > 6:
        return " ".join(parts)
    if hyphen and len(parts) > 2:
        return f"{area} {' '.join(parts[1:-1])}-{parts[-1]}"
    return f"{area} {' '.join(parts[1:])}"


def e164(number: str) -> str:
    """The number for a `tel:` link, "+492032835708"; empty if it has no area code."""
    digits = re.sub(r"\D", "", number)
    if digits in SHORT_NUMBERS:
        return digits
    if number.startswith("+"):
        return f"+{digits}" if 8 <= len(digits) <= 15 else ""
    return f"+49{digits[1:]}" if digits.startswith("0") and 6 <= len(digits) <= 14 else ""


def email(text: str, warn: Warn) -> str:
    """A mail address, or nothing and a warning."""
    text = known(text)
    if not text:
        return ""
    plain = re.sub(r"(?i)mailto:|^e-?mail\s*:?\s*", "", text)
    plain = re.sub(r"(?i)\s*(?:[(\[{]\s*(?:at|ät)\s*[)\]}]|\s(?:at|ät)\s|\s@\s|@\s|\s@)\s*", "@", plain)
    plain = re.sub(r"(?i)\s*[(\[{]\s*(?:dot|punkt)\s*[)\]}]\s*", ".", plain)
    found = _EMAIL.findall(plain)
    if not found:
        warn(f"{shorten(text)!r} is no mail address; it was left out.")
        return ""
    if len(found) > 1:
        warn(f"Only one mail address is shown; left out: {shorten(', '.join(found[1:]))}.")
    name, _, host = found[0].rpartition("@")
    return f"{name.strip('.')}@{host.lower()}" if name.strip(".") else ""


def website(text: str, warn: Warn) -> str:
    """A web address with its scheme, or nothing and a warning."""
    text = known(text)
    if not text:
        return ""
    first, *others = web_addresses(text)[:5] or [text]
    if others:
        warn(f"Only one web address is shown; left out: {shorten(', '.join(others))}.")
    address = _checked(first)
    if not address:
        warn(f"{shorten(text)!r} is no web address; it was left out.")
    return address


def web_addresses(text: str) -> list[str]:
    """The web addresses a text names, in its order, each once."""
    found = (_checked(match.rstrip(".)]")) for match in _ADDRESS.findall(text))
    return list(dict.fromkeys(address for address in found if address))


def _checked(text: str) -> str:
    """A web address in full, if it is one."""
    text = text.strip().strip("<>\"'")
    if "://" not in text:
        if re.match(r"(?i)[a-z][a-z0-9+.-]*:(?!\d)", text) or "@" in text or " " in text:
            return ""
        text = f"https://{text.removeprefix('//')}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return ""
    fits = parts.scheme.lower() in ("http", "https") and _HOST.fullmatch(host) and not parts.username
    if not fits or " " in text or len(text) > 2_000:
        return ""
    return f"{parts.scheme.lower()}{text[len(parts.scheme) :]}"
