"""The form for the rules of a region: what it shows, what was typed, and what a change of them is called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from model.look import COLOUR, READABLE, least_contrast
from model.mail import ADDRESS
from model.neutrality import Evidence, Grade, Policy
from model.region import IMPRINT_FIELDS, OfficeRules, Region
from store.settings import RuleChange
from web.neutrality_form import one_line

GRADE_WORDS: Mapping[Grade, str] = {
    "A": "A – Träger ist unabhängig und verkauft keine Kurse",
    "B": "B – Träger hat eigene Angebote, aber feste Regeln; oder eine Quelle nennt die Beratung neutral",
    "C": "C – an einen Anbieter gebunden",
}
EVIDENCE_WORDS: Mapping[Evidence, str] = {
    "verified": "Alles ist geprüft",
    "reported": "Eine Quelle berichtet es, geprüft ist es noch nicht",
}
#: name in the form -> label, help
BUREAU: Mapping[str, tuple[str, str]] = {
    "name": ("Name des Büros", ""),
    "email": ("E-Mail des Büros", "Dahin gehen Hinweise und Antworten auf Mails."),
    "phone": ("Telefon des Büros", "Das steht auf der Karte, wenn jemand nicht weiterkommt."),
}
IMPRINT: Mapping[str, tuple[str, str]] = {
    "body": ("Behörde oder Träger der Karte", "Zum Beispiel: Stadt Duisburg, Der Oberbürgermeister."),
    "street": ("Straße und Hausnummer", ""),
    "city": ("Postleitzahl und Ort", ""),
    "represented_by": ("Vertreten durch", ""),
    "email": ("E-Mail im Impressum", ""),
    "phone": ("Telefon im Impressum", ""),
    "responsible": ("Verantwortlich für den Inhalt", "Name und Anschrift, wie § 18 Medienstaatsvertrag es verlangt."),
    "vat_id": ("Umsatzsteuer-Nummer", "Nur, wenn es eine gibt."),
    "supervision": ("Aufsichtsbehörde", ""),
    "privacy_officer": ("Datenschutzbeauftragte Stelle", ""),
}
#: name in the form -> label, help, least and most
NUMBERS: Mapping[str, tuple[str, str, int, int]] = {
    "monate": ("Nach wie vielen Monaten neu fragen?", "Gilt, wo ein Angebot keinen eigenen Takt hat.", 1, 60),
    "erinnern1": ("Erste Erinnerung nach so vielen Tagen", "", 1, 365),
    "erinnern2": ("Zweite Erinnerung nach so vielen Tagen", "", 1, 365),
    "verblassen": ("Eintrag verblasst nach so vielen Tagen", "Er bleibt, steht aber hinter allen anderen.", 1, 730),
}
#: name in the form -> label, help
LOOK: Mapping[str, tuple[str, str]] = {
    "farbe_action": ("Farbe für Knöpfe und Links", "Zum Beispiel #0a5680. Leer heißt: unsere Farbe."),
    "farbe_neutral": ("Farbe für „neutral“", "Ring und Haken bleiben, damit es nicht nur die Farbe sagt."),
    "host": ("Eigener Name im Netz", "Zum Beispiel bildung.stadt.example. Er führt dann gleich zu dieser Region."),
}
HOST = re.compile(r"(?=.{4,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
MOST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Typed:
    """The rules as they were typed, and what is wrong by field."""

    values: Mapping[str, str]
    grades: frozenset[str]
    evidence: frozenset[str]
    errors: Mapping[str, str]

    def change(self, region: Region) -> Region:
        """The region with these rules; all else stays as it is."""
        number = {name: int(self.values[name]) for name in NUMBERS}
        return replace(
            region,
            policy=Policy(cast(frozenset[Grade], self.grades), cast(frozenset[Evidence], self.evidence)),
            office=replace(
                region.office,
                four_eyes=self.values["vier_augen"] == "ja",
                confirm_every_months=number["monate"],
                remind_after_days=(number["erinnern1"], number["erinnern2"]),
                fade_after_days=number["verblassen"],
            ),
            look=replace(
                region.look, action=self.values["farbe_action"], neutral=self.values["farbe_neutral"]
            ),
            host=self.values["host"],
            bureau={**region.bureau, **self._texts("buero", BUREAU, region.bureau)},
            imprint={**region.imprint, **self._texts("impressum", IMPRINT, region.imprint)},
        )

    def _texts(self, group: str, names: Mapping[str, object], known: Mapping[str, str]) -> dict[str, str]:
        texts = {name: self.values[f"{group}_{name}"] for name in names}
        return {name: text for name, text in texts.items() if text or name in known}


def typed_of(region: Region) -> Typed:
    """The rules of a region as the form shows them."""
    office = region.office
    first, second = (*office.remind_after_days, 14, 28)[:2]
    numbers = (office.confirm_every_months, first, second, office.fade_after_days)
    values = dict(zip(NUMBERS, map(str, numbers), strict=True))
    values["vier_augen"] = "ja" if office.four_eyes else ""
    values |= {"farbe_action": region.look.action, "farbe_neutral": region.look.neutral, "host": region.host}
    values |= {f"buero_{name}": region.bureau.get(name, "") for name in BUREAU}
    values |= {f"impressum_{name}": region.imprint.get(name, "") for name in IMPRINT}
    return Typed(values, frozenset(region.policy.grades), frozenset(region.policy.evidence), {})


def read_rules(form: Mapping[str, str], grades: Sequence[str], evidence: Sequence[str], region: Region) -> Typed:
    """What was typed into the form."""
    groups = (*(f"buero_{name}" for name in BUREAU), *(f"impressum_{name}" for name in IMPRINT))
    names = [*NUMBERS, *LOOK, "vier_augen", *groups]
    values = {name: one_line(form.get(name, "")) for name in names}
    allowed = grades_for(region)
    chosen, proofs = frozenset(grades) & frozenset(allowed), frozenset(evidence) & frozenset(EVIDENCE_WORDS)
    errors: dict[str, str] = {}
    if not chosen:
        errors["stufen"] = "Bitte wählen Sie mindestens eine Stufe. Sonst gilt keine Beratung als neutral."
    if not proofs:
        errors["nachweis"] = "Bitte wählen Sie mindestens einen Nachweis. Sonst gilt keine Beratung als neutral."
    errors |= _wrong_numbers(values) | _wrong_look(values)
    for name in names:
        if len(values[name]) > MOST_TEXT:
            errors[name] = f"Das ist zu lang. Es passen {MOST_TEXT} Zeichen."
        elif name.endswith("_email") and values[name] and not ADDRESS.fullmatch(values[name]):
            errors[name] = "Das ist keine E-Mail-Adresse. Sie sieht so aus: rat@stadt.example"
    return Typed(values, chosen, proofs, errors)


def grades_for(region: Region) -> tuple[Grade, ...]:
    """The grades one may choose; C only where it counts already, because its sentence says that it is not neutral."""
    return ("A", "B", "C") if "C" in region.policy.grades else ("A", "B")


def _wrong_numbers(values: Mapping[str, str]) -> dict[str, str]:
    wrong = {
        name: f"Bitte schreiben Sie eine Zahl von {least} bis {most}."
        for name, (_, _, least, most) in NUMBERS.items()
        if not (values[name].isdecimal() and len(values[name]) < 5 and least <= int(values[name]) <= most)
    }
    if not wrong:
        first, second, fade = (int(values[name]) for name in ("erinnern1", "erinnern2", "verblassen"))
        if second <= first:
            wrong["erinnern2"] = "Die zweite Erinnerung kommt nach der ersten."
        if fade <= second:
            wrong["verblassen"] = "Erst erinnern, dann verblassen: Hier muss die größte Zahl stehen."
    return wrong


def _wrong_look(values: dict[str, str]) -> dict[str, str]:
    """What is wrong with colours and host name; both are put into small letters first."""
    wrong = {}
    for name in ("farbe_action", "farbe_neutral"):
        colour = values[name] = values[name].lower()
        if colour and not COLOUR.fullmatch(colour):
            wrong[name] = "Schreiben Sie die Farbe bitte so: #0a5680. Leer heißt: unsere Farbe."
        elif colour and (found := least_contrast(colour)) < READABLE:
            ratio = f"{found:.1f}".replace(".", ",")
            wrong[name] = f"Diese Farbe ist zu blass. Ihr Kontrast ist {ratio} zu 1, nötig sind 4,5 zu 1."
    host = values["host"] = values["host"].lower().removeprefix("https://").rstrip("/")
    if host and not HOST.fullmatch(host):
        wrong["host"] = "Schreiben Sie nur den Namen: bildung.stadt.example. Ohne Schrägstrich und Anschluss."
    return wrong


def told(before: Region, after: Region) -> list[RuleChange]:
    """Which rules differ between two regions, in words."""
    return [
        RuleChange(label, old, new)
        for (label, old), (_, new) in zip(_words(before), _words(after), strict=True)
        if old != new
    ]


def missing(region: Region) -> list[str]:
    """What the law asks of the imprint and is still empty, by label."""
    return [IMPRINT[name][0] for name in IMPRINT_FIELDS if name in region.missing_imprint]


def _words(region: Region) -> list[tuple[str, str]]:
    office: OfficeRules = region.office
    policy = region.policy
    return [
        ("Diese Stufen gelten als neutral", ", ".join(g for g in GRADE_WORDS if g in policy.grades)),
        ("Dieser Nachweis reicht", "; ".join(w for e, w in EVIDENCE_WORDS.items() if e in policy.evidence)),
        ("Vier Augen", "ja" if office.four_eyes else "nein"),
        (NUMBERS["monate"][0], str(office.confirm_every_months)),
        ("Erinnerungen nach so vielen Tagen", ", ".join(map(str, office.remind_after_days))),
        (NUMBERS["verblassen"][0], str(office.fade_after_days)),
        (LOOK["farbe_action"][0], region.look.action),
        (LOOK["farbe_neutral"][0], region.look.neutral),
        (LOOK["host"][0], region.host),
        *((label, region.bureau.get(name, "")) for name, (label, _) in BUREAU.items()),
        *((label, region.imprint.get(name, "")) for name, (label, _) in IMPRINT.items()),
    ]
