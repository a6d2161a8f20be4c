"""Reading a list of institutions for a campaign: what goes in, which lines do not, and why."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from importers.base import ImportRefused, Options, Record, Reject
from importers.clean import contact
from importers.clean.text import fold, known
from importers.columns import guess as guess_offer_column
from importers.table import open_table, records
from model.campaign import Address
from model.country import GERMANY, Country
from model.mail import MailError, mail_address

MOST_RECIPIENTS = 20_000
#: what our own template calls the columns
TEMPLATE: Mapping[str, str] = {
    "Einrichtung": "institution", "Ansprechperson": "contact", "E-Mail": "email", "Telefon": "phone",
    "Straße": "street", "Hausnummer": "number", "PLZ": "postcode", "Ort": "city", "Typ": "kind",
    "Stadtteil": "district", "Kennungen": "offers",
}  # fmt: skip
#: what others write above the same things, and what the columns of an offer list mean here
_GUESSES = {
    "institution": "schule, firma, verein, stelle, einrichtungsname, schulname, name der schule",
    "contact": "anrede und name, z hd, zu haenden, ansprechpartner name, person",
    "kind": "typ, art der einrichtung, einrichtungsart, einrichtungstyp, schulform, schultyp, art, kategorie, gruppe",
    "offers": "kennung, kennungen, angebote, angebotskennung, angebotskennungen, angebot kennung, keys",
}
_WORDS = {fold(word): name for name, words in _GUESSES.items() for word in words.split(",")} | {
    fold(heading): name for heading, name in TEMPLATE.items()
}
_AS_OFFER = {
    "provider": "institution", "contact_person": "contact", "maintenance_name": "contact", "email": "email",
    "maintenance_email": "email", "phone": "phone", "street": "street", "number": "number", "postcode": "postcode",
    "city": "city", "district": "district", "address": "address", "carrier_type": "kind", "ref": "offers",
    "name": "name",
}  # fmt: skip
_TOWN = re.compile(r"\s*(\d{4,5})\s+(\D.*)")
_KEYS = re.compile(r"[^\s,;|]+")


@dataclass(frozen=True, slots=True)
class LineRemark:
    """What is to be said of one line of a list; line 0 is the whole file."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ListReading:
    """What came of a list, kept until somebody has looked at it."""

    file_name: str = ""
    addresses: tuple[Address, ...] = ()
    #: lines that do not go in
    rejected: tuple[LineRemark, ...] = ()
    #: lines that go in, with something to know
    notes: tuple[LineRemark, ...] = ()
    #: heading and what it was read as, "" for columns that mean nothing
    columns: tuple[tuple[str, str], ...] = ()


class _Refused(ValueError):
    """A line that cannot go in, with the reason."""


def identity(address: Address) -> str:
    """What tells whether two lines are the same institution: its name, and its mail or else its address."""
    where = address.email.lower() or fold(f"{address.street_line} {address.postcode}")
    return f"{fold(address.institution)}|{where}"[:400]


def read_list(
    path: Path, name: str, known_keys: Callable[[list[str]], frozenset[str]], country: Country = GERMANY
) -> ListReading:
    """Read a table of institutions; raises ImportRefused with a German sentence for what is none.

    `known_keys` tells which of some keys of offers there are.
    """
    try:
        table = open_table(path, Options(), lambda heading: bool(_meaning(heading)))
        columns = _columns(table.headings)
        if "institution" not in columns.values():
            shown = ", ".join(f"„{heading}“" for heading in table.headings[:8])
            raise ImportRefused(
                f"Keine Spalte nennt die Einrichtung. Gefunden haben wir: {shown}. Nennen Sie eine davon „Einrichtung“."
            )
        pieces = list(records(table, columns))
    except ImportRefused as error:
        raise ImportRefused(german(str(error))) from error
    reader = _Reader(columns, known_keys, country)
    for piece in pieces:
        reader.take(piece)
    told = tuple((heading, columns.get(heading, "")) for heading in table.headings)
    return replace(reader.result(), file_name=name, columns=told)


def _meaning(heading: str) -> str:
    """What a heading means in a list of institutions, "" if nothing."""
    return _WORDS.get(fold(heading)) or _AS_OFFER.get(guess_offer_column(heading) or "", "")


def _columns(headings: tuple[str, ...]) -> dict[str, str]:
    """The column of each meaning, the first that fits; "Name" is the institution where no other column is."""
    columns = {heading: name for heading in headings if (name := _meaning(heading))}
    instead = "contact" if "institution" in columns.values() else "institution"
    columns = {heading: instead if name == "name" else name for heading, name in columns.items()}
    first: dict[str, str] = {}
    for heading, name in columns.items():
        first.setdefault(name, heading)
    return {heading: name for name, heading in first.items()}


class _Reader:
    """Takes one line after the other."""

    def __init__(
        self, columns: Mapping[str, str], known_keys: Callable[[list[str]], frozenset[str]], country: Country
    ) -> None:
        self._columns, self._known_keys, self._country = columns, known_keys, country
        self._found: dict[str, tuple[int, Address]] = {}
        self._mails: dict[str, int] = {}
        self._rejected: list[LineRemark] = []
        self._notes: list[LineRemark] = []

    def take(self, piece: object) -> None:
        """Read a line, or say why not."""
        if isinstance(piece, Reject):
            self._rejected.append(LineRemark(piece.line, german(piece.reason)))
        elif isinstance(piece, Record):
            try:
                self._keep(piece.line, self._address(piece))
            except _Refused as refused:
                self._rejected.append(LineRemark(piece.line, str(refused)))

    def result(self) -> ListReading:
        """What came of all lines."""
        addresses = tuple(address for _, address in self._found.values())
        keys = sorted({key for address in addresses for key in address.offers})
        there = self._known_keys(keys) if keys else frozenset()
        for line, address in self._found.values():
            if missing := [key for key in address.offers if key not in there]:
                told = f"Diese Angebote gibt es hier nicht: {', '.join(missing)[:200]}."
                self._notes.append(LineRemark(line, told))
        kept = tuple(replace(one, offers=tuple(key for key in one.offers if key in there)) for one in addresses)
        notes = tuple(sorted(self._notes, key=lambda note: note.line))
        return ListReading(addresses=kept, rejected=tuple(self._rejected), notes=notes)

    def _address(self, record: Record) -> Address:
        texts = {name: known(str(record.values.get(heading, "")))[:300] for heading, name in self._columns.items()}
        institution = texts.get("institution", "")
        if not institution:
            raise _Refused("Die Einrichtung fehlt.")
        plain = {name: texts.get(name, "") for name in ("contact", "number", "kind", "district")}
        found = Address(
            institution, **plain, **_place(texts, self._country), email=_email(texts.get("email", "")),
            phone=contact.phone(texts.get("phone", ""), lambda _: None, self._country),
            offers=tuple(dict.fromkeys(_KEYS.findall(texts.get("offers", "")))),
        )  # fmt: skip
        if not found.email and not found.has_post_address:
            wrong = "stimmt nicht" if texts.get("email") else "fehlt"
            raise _Refused(f"Die E-Mail-Adresse {wrong}, und die Anschrift ist nicht vollständig.")
        if texts.get("email") and not found.email:
            note = f"„{texts['email'][:60]}“ ist keine E-Mail-Adresse. Diese Einrichtung bekommt einen Brief."
            self._notes.append(LineRemark(record.line, note))
        return found

    def _keep(self, line: int, address: Address) -> None:
        """Take an institution in; the same one twice becomes one with all its offers, and that is told."""
        same = identity(address)
        if same in self._found:
            first, before = self._found[same]
            self._found[same] = first, replace(before, offers=tuple(dict.fromkeys(before.offers + address.offers)))
            self._notes.append(LineRemark(line, f"Dieselbe Einrichtung wie in Zeile {first}. Sie wird einmal gefragt."))
            return
        if len(self._found) >= MOST_RECIPIENTS:
            raise _Refused(f"Mehr als {MOST_RECIPIENTS} Einrichtungen passen nicht in eine Erhebung.")
        mail = address.email.lower()
        if mail and mail in self._mails:
            told = f"Dieselbe E-Mail-Adresse wie in Zeile {self._mails[mail]}, aber eine andere Einrichtung."
            self._notes.append(LineRemark(line, f"{told} Die Adresse bekommt zwei Mails."))
        elif mail:
            self._mails[mail] = line
        self._found[same] = line, address


def _email(typed: str) -> str:
    """A mail address as it is sent to, "" for what is none."""
    try:
        name, _, host = contact.email(typed, lambda _: None).rpartition("@")
        return mail_address(f"{name}@{host.encode('idna').decode()}")
    except (MailError, UnicodeError):
        return ""


def _place(texts: Mapping[str, str], country: Country) -> dict[str, str]:
    """Street, postcode and town, also where they stand in one column."""
    street, postcode, city = (texts.get(name, "") for name in ("street", "postcode", "city"))
    if texts.get("address") and not street:
        street, _, rest = texts["address"].rpartition(",")
        city = city or rest.strip()
    if not postcode and (match := _TOWN.fullmatch(city)):
        postcode, city = match[1], match[2]
    if country.is_germany and postcode.isdigit() and len(postcode) == 4:
        postcode = f"0{postcode}"
    return {"street": street.strip(), "postcode": postcode, "city": city}


#: what the readers of tables say, and how it is said on the screen
_GERMAN: tuple[tuple[str, str], ...] = (
    (r"has (\d+) values but the header has (\d+) columns",
     "Die Zeile hat {0} Werte, die Kopfzeile aber {1} Spalten. Vielleicht fehlen Anführungszeichen."),
    (r"ends in the middle of this line", "Die Datei bricht mitten in dieser Zeile ab."),
    (r"quotation mark opens", "Ein Anführungszeichen wird nie geschlossen."),
    (r"line is longer than", "Die Zeile ist zu lang."),
    (r"is empty\.", "Die Datei ist leer."),
    (r"a header but no rows", "Unter der Kopfzeile steht nichts."),
    (r"only one column", "Die Datei hat nur eine Spalte. Trennen Sie die Spalten mit Semikolon, Komma oder Tabulator."),
    (r"old Excel file", "Das ist eine alte Excel-Datei oder eine mit Passwort. Bitte speichern Sie sie als XLSX."),
    (r"OpenDocument", "Das ist eine OpenDocument-Datei. Bitte speichern Sie die Tabelle als XLSX oder CSV."),
    (r"unpack to|suspiciously|parts; at most", "Diese Datei ist ungewöhnlich gepackt. Wir öffnen sie nicht."),
    (r"damaged|cannot be read|breaks off", "Die Datei ist beschädigt. Bitte speichern Sie sie noch einmal."),
    (r"no sheet with data", "In der Mappe steht nichts."),
    (r"a PDF|a picture|not a text file|compressed|database file|no Excel workbook",
     "Das ist keine Tabelle. Wir brauchen eine CSV- oder XLSX-Datei."),
)  # fmt: skip


def german(sentence: str) -> str:
    """What a reader of tables said, in German; what is German already stays."""
    for pattern, told in _GERMAN:
        if match := re.search(pattern, sentence):
            return told.format(*match.groups())
    return sentence if not sentence.startswith("The ") else "Das können wir nicht lesen."
