"""What a region still lacks, and why one cannot be set up, in German words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from actions.region_check import Code, Item, State
from model.region import Region
from web.rules_form import IMPRINT

_OFFICE = {"name": "Name", "email": "E-Mail", "phone": "Telefon"}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing on the list as the page shows it."""

    state: State
    title: str
    sentence: str
    #: where it is done, and what the link says; both "" where nothing is to be done here
    link: str = ""
    link_words: str = ""


#: what to do: endpoint of the page, and the words of the link
_WHERE: Mapping[Code, tuple[str, str]] = {
    "imprint": ("bureau.settings", "Impressum ausfüllen"),
    "office": ("bureau.settings", "Angaben ergänzen"),
    "people": ("bureau.accounts", "Jemanden einladen"),
    "offers": ("bureau.imports", "Liste einlesen"),
    "counselling": ("bureau.imports", "Liste einlesen"),
    "neutral": ("bureau.neutrality_waiting", "Neutralität prüfen"),
    "points": ("bureau.todo", "Zu tun ansehen"),
    "review": ("bureau.suggestions", "Vorschläge ansehen"),
}
_REFUSED: Mapping[str, Callable[[Sequence[str]], str]] = {
    "key": lambda _: "Das ist kein Schlüssel. Ein AGS hat 5 oder 8 Ziffern, zum Beispiel 05112.",
    "country": lambda _: "Dieses Land kennen wir nicht. Eigene Schlüssel beginnen zum Beispiel mit de- oder at-.",
    "several": lambda names: f"So heißen mehrere: {'; '.join(names)}. Bitte geben Sie die Ziffern an.",
    "unknown": lambda names: "So heißt kein Kreis und keine kreisfreie Stadt."
    + (f" Meinten Sie {' oder '.join(names)}?" if names else ""),
    "not_shipped": lambda _: "Dieses Gebiet liegt nicht bei. Mit einer Grenzdatei richtet es Ihre Technik ein: "
    "flask --app app region add SCHLÜSSEL --boundaries DATEI.",
    "file": lambda _: "In der Datei ist kein solches Gebiet. Prüfen Sie Schlüssel und Namen.",
    "name": lambda _: "Mehrere Gebiete zusammen brauchen einen Namen. Bitte geben Sie ihn unten an.",
    "member": lambda names: f"Den Umriss von {', '.join(names)} kennen wir nicht. Nehmen Sie den AGS eines Kreises.",
}


def refused_words(why: str, names: Sequence[str]) -> str:
    """Why a region cannot be set up."""
    return _REFUSED.get(why, lambda _: "Das hat nicht geklappt. Bitte prüfen Sie die Angabe.")(names)


def item_words(item: Item, region: Region) -> Told:
    """One thing on the list, with the way to where it is done."""
    title, sentence = _sentence(item)
    where = _WHERE.get(item.code) if item.state != "done" else None
    link = url_for(where[0], region=region.slug) if where else ""
    return Told(item.state, title, sentence, link, where[1] if where else "")


def _sentence(item: Item) -> tuple[str, str]:
    done, names = item.state == "done", ", ".join(item.names)
    imprint = ", ".join(IMPRINT[name][0] for name in item.names if name in IMPRINT)
    office = ", ".join(_OFFICE[name] for name in item.names if name in _OFFICE)
    words: Mapping[Code, tuple[str, str, str]] = {
        "outline": ("Grenze", "Die Karte zeigt den Umriss.", "Die Karte kennt keinen Umriss."),
        "imprint": ("Impressum", "Alle Pflichtangaben sind da.", f"Das Gesetz verlangt noch: {imprint}."),
        "office": ("Bildungsbüro", "Menschen wissen, wohin sie sich wenden.", f"Es fehlt: {office}."),
        "accessibility": (
            "Erklärung zur Barrierefreiheit", "Sie steht auf der Karte.",
            "Noch hat niemand geprüft. Das Ergebnis trägt Ihre Technik ein.",
        ),
        "people": (
            "Menschen im Büro",
            "Ein Konto darf Einträge ändern." if item.count == 1 else f"{item.count} Konten dürfen Einträge ändern.",
            f"{item.count} von {item.total} nötigen Konten gibt es.",
        ),
        "public_url": (
            "Adresse im Netz", "Links in Mails führen auf die Karte.",
            "Links in Mails führen noch auf diesen Rechner. Ihre Technik stellt PUBLIC_URL ein.",
        ),
        "mail": (
            "Mails", "Mails gehen hinaus.",
            "Mails bleiben noch als Dateien liegen. Ihre Technik stellt MAIL_URL ein.",
        ),
        "offers": ("Angebote", f"{item.count} stehen auf der Karte.", "Noch steht nichts auf der Karte."),
        "counselling": ("Beratung", f"{item.count} Beratungsangebote.", "Noch gibt es keine Beratung auf der Karte."),
        "neutral": (
            "Neutralität", f"Alle {item.total} Beratungsangebote sind geprüft.",
            f"{item.count} von {item.total} Beratungsangeboten sind geprüft." if item.total
            else "Noch gibt es keine Beratung.",
        ),
        "points": (
            "Punkte auf der Karte", f"{item.count} von {item.total} Orten sind genau.",
            f"{item.count} von {item.total} Orten sind genau. Ein Adressverzeichnis hilft." if item.total
            else "Noch gibt es keine Orte.",
        ),
        "review": ("Vorschläge", "Nichts wartet.", f"{item.count} Vorschläge warten auf Sie."),
        "holidays": (
            "Feiertage", "Feiertage sind bekannt.",
            "Manche Feiertage gelten hier nur an einigen Orten. Dann steht: Zeiten nicht sicher.",
        ),
        "school_holidays": (
            "Schulferien", "Die Ferien sind bekannt.",
            "Ferien sind nicht eingetragen. Zeiten „außer in den Ferien“ bleiben offen.",
        ),
        "neighbours": ("Nachbarn", f"Daneben liegen: {names}.", "Keine Nachbarregion ist eingerichtet."),
    }  # fmt: skip
    title, good, bad = words[item.code]
    return title, good if done else bad
