"""What was found at an offer, as a German sentence for the office."""

from collections.abc import Callable, Mapping
from datetime import date

from model.dates import say_day
from model.findings import Detail

#: why a web address is dead, by the reason that the check noted
LINK_WORDS: Mapping[str, str] = {
    "no_host": "den Namen der Webseite gibt es nicht mehr",
    "no_answer": "niemand antwortet",
    "timeout": "es kommt keine Antwort",
    "insecure": "das Zertifikat der Webseite stimmt nicht",
    "loop": "die Seite leitet im Kreis weiter",
    "not_public": "die Adresse liegt nicht im öffentlichen Internet",
    "not_web": "die Adresse ist keine Webadresse",
}
FACT_WORDS: Mapping[str, str] = {
    "carrier_type": "Träger",
    "own_courses": "eigene Kurse",
    "paid_per_result": "Geld je Vermittlung",
    "own_staff": "eigenes Personal",
    "own_premises": "eigene Räume",
    "mandate": "Pflicht zur offenen Beratung",
    "open_outcome": "freiwillig und offen",
    "label": "Siegel",
    "statement": "Aussage einer Quelle",
}


def sentence(kind: str, detail: Detail) -> str:
    """What is wrong, in one or two short German sentences; what was typed by people stands in quotation marks."""
    return _SENTENCES[kind](detail)


def say_metres(metres: float) -> str:
    """A distance as people say it: "450 m", "1,2 km"."""
    return f"{round(metres, -1):.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km".replace(".", ",")


def _outside(detail: Detail) -> str:
    return f"Der Punkt von „{detail['where']}“ liegt nicht in der Region."


def _far(detail: Detail) -> str:
    found, away = detail["found"], say_metres(detail["metres"])
    return f"Der Punkt liegt {away} entfernt von „{detail['where']}“. Dort finden wir: {found}."


def _seat(detail: Detail) -> str:
    if detail.get("district"):
        return f"Der Text nennt {detail['district']}, die Adresse „{detail['where']}“ liegt woanders."
    return f"Das Angebot ist unterwegs, die Adresse „{detail['where']}“ ist aber der Sitz des Trägers."


def _link(detail: Detail) -> str:
    reason = str(detail["reason"])
    words = LINK_WORDS.get(reason) or f"die Seite meldet den Fehler {reason}"
    return f"{detail['url']}: {words}."


def _no_place(detail: Detail) -> str:
    where = detail.get("where")
    return f"„{where}“ ist nicht zu finden. Das Angebot hat keinen Punkt." if where else (
        "Man geht hin, aber es steht keine Adresse da.")  # fmt: skip


def _hours_unread(detail: Detail) -> str:
    return f"„{detail['hours']}“ versteht die Karte nicht. Es hakt bei „{detail['part']}“."


def _funding_text(detail: Detail) -> str:
    return f"Der Text nennt „{detail['word']}“. {_ended(detail)}"


def _funding(detail: Detail) -> str:
    return f"„{detail['label']}“ ist noch angekreuzt. {_ended(detail)}"


def _ended(detail: Detail) -> str:
    return f"Das gibt es seit dem {_day(detail['ended'])} nicht mehr."


def _lapsed(detail: Detail) -> str:
    return f"Abgelaufen am {_day(detail['day'])}: {_facts(detail)}."


def _soon(detail: Detail) -> str:
    return f"Gilt nur bis {_day(detail['day'])}: {_facts(detail)}."


def _facts(detail: Detail) -> str:
    return ", ".join(FACT_WORDS.get(code, code) for code in detail["facts"])


def _day(text: str) -> str:
    return say_day(date.fromisoformat(text))


_SENTENCES: Mapping[str, Callable[[Detail], str]] = {
    "outside": _outside,
    "far": _far,
    "seat": _seat,
    "no_contact": lambda detail: "Es gibt weder Telefon noch E-Mail noch Webseite.",
    "phone": lambda detail: f"„{detail['phone']}“ kann man nicht wählen.",
    "link": _link,
    "no_place": _no_place,
    "hours_missing": lambda detail: "Niemand weiß, wann die Beratung offen ist.",
    "hours_unread": _hours_unread,
    "evidence_lapsed": _lapsed,
    "evidence_soon": _soon,
    "funding_text": _funding_text,
    "funding": _funding,
    "postcode": lambda detail: f"„{detail['postcode']}“ hat keine fünf Ziffern.",
}
