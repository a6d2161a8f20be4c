"""What may need doing at an offer: each kind with how much it harms citizens, the minutes it takes, and its words.

The weights put first what sends people to the wrong door. See docs/bureau/todo.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Detail = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of thing to do, with the words of the to-do list."""

    name: str
    #: how much it harms citizens, 0 to 100; the list is in this order
    weight: int
    #: how long one of them takes somebody of the office
    minutes: int
    title: str
    #: what to do, one or two short sentences
    advice: str
    #: the field of the offer's form where it is set right
    field: str = ""


_ALL = (
    FindingKind("outside", 98, 4, "Punkt liegt außerhalb der Region",
                "Prüfen Sie die Adresse und rücken Sie den Punkt zurecht.", "place"),
    FindingKind("far", 95, 4, "Punkt und Adresse passen nicht zusammen",
                "Schauen Sie nach, was stimmt: die Adresse oder der Punkt.", "place"),
    FindingKind("seat", 92, 5, "Sitz des Trägers statt Ort der Beratung",
                "Fragen Sie beim Träger nach, wo die Menschen wirklich hingehen.", "place"),
    FindingKind("no_contact", 88, 5, "Niemand ist zu erreichen",
                "Tragen Sie Telefon, E-Mail oder Webseite ein.", "phone"),
    FindingKind("phone", 84, 3, "Telefonnummer kann nicht stimmen",
                "Schlagen Sie die Nummer nach und tragen Sie sie mit Vorwahl ein.", "phone"),
    FindingKind("link", 76, 4, "Webseite ist nicht mehr da",
                "Suchen Sie die neue Adresse, oder löschen Sie die alte. Vielleicht gibt es das Angebot nicht mehr.",
                "website"),
    FindingKind("no_place", 72, 4, "Adresse fehlt oder ist nicht zu finden",
                "Ergänzen Sie die Adresse oder setzen Sie den Punkt von Hand.", "place"),
    FindingKind("evidence_lapsed", 68, 10, "Nachweis der Neutralität ist abgelaufen",
                "Holen Sie einen neuen Nachweis ein und tragen Sie ihn ein."),
    FindingKind("hours_unread", 60, 3, "Sprechzeiten sind nicht zu verstehen",
                "Schreiben Sie die Zeiten so, dass die Karte sie lesen kann.", "hours"),
    FindingKind("hours_missing", 56, 5, "Sprechzeiten fehlen",
                "Rufen Sie an und fragen Sie nach den Zeiten. Auch „nur mit Termin“ hilft.", "hours"),
    FindingKind("funding_text", 52, 3, "Text nennt eine Förderung, die es nicht mehr gibt",
                "Nehmen Sie den Namen aus dem Text, oder schreiben Sie dazu, dass sie beendet ist.", "description"),
    FindingKind("funding", 50, 2, "Förderung ist ausgelaufen",
                "Nehmen Sie das Häkchen bei der Förderung weg.", "funding"),
    FindingKind("postcode", 44, 2, "Postleitzahl kann nicht stimmen",
                "Eine deutsche Postleitzahl hat fünf Ziffern.", "place"),
    FindingKind("evidence_soon", 30, 10, "Nachweis der Neutralität läuft bald ab",
                "Fragen Sie jetzt nach, dann bleibt das Zeichen stehen."),
)  # fmt: skip
KINDS: Mapping[str, FindingKind] = {kind.name: kind for kind in _ALL}
#: what may change although the offer itself does not: with the day, with other offers, with the web
TURNING = frozenset({"seat", "link", "evidence_lapsed", "evidence_soon", "funding_text", "funding"})


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong with an offer. `value` is what is wrong; "stimmt so" holds for as long as it stays."""

    kind: str
    value: str
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to do, as it stands in the list: at which offer, since when."""

    kind: str
    key: str
    name: str
    provider: str
    detail: Detail
    found_on: date
    minutes: int
    #: tells the value that was seen, so that nobody says "stimmt so" to another one
    mark: str = ""
