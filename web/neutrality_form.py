"""The form for facts about neutrality: what it shows, and what was typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from model.dates import say_day
from model.neutrality import CARRIERS, FACT_CODES, Assessment, Fact, FactCode, assess
from model.neutrality_check import checked_facts, lasts_until, with_checks
from model.neutrality_words import ANSWERS, QUESTIONS, why
from model.offer import Offer
from model.region import Region
from store.evidence import Document
from web.history_words import fact_words
from web.present import web_link

NUMBERS: Mapping[FactCode, str] = dict(zip(FACT_CODES, "①②③④⑤⑥⑦⑧", strict=False))
#: what stands below each question
HELPS: Mapping[FactCode, str] = {
    "carrier_type": "Das steht in der Satzung oder im Impressum.",
    "own_courses": "Verkauft der Träger selbst Kurse oder Maßnahmen?",
    "paid_per_result": "Zum Beispiel für jede Anmeldung oder jede Vermittlung.",
    "own_staff": "Menschen, die nur beraten und namentlich benannt sind.",
    "own_premises": "Räume, in denen nicht verkauft oder unterrichtet wird.",
    "mandate": "Zum Beispiel in der Satzung, im Zuwendungsbescheid oder im Vertrag.",
    "open_outcome": "Niemand muss kommen, und nichts ist vorher entschieden.",
    "label": "Name des Siegels, zum Beispiel BeQu-Siegel. Leer heißt: nicht geprüft.",
    "statement": "Wenn nur jemand sagt, dass die Beratung neutral ist. Das ist der schwächste Beleg.",
}
GRADES = {
    "A": "A – unabhängig",
    "B": "B – mit Regeln oder laut einer Quelle",
    "C": "C – an einen Anbieter gebunden",
    "unchecked": "? – noch nicht geprüft",
}
EVIDENCE = {"verified": "alles geprüft", "reported": "nicht alles geprüft", "none": "kein Nachweis"}
MOST = {"wert": 120, "quelle": 200, "link": 500, "stand": 40, "wortlaut": 500, "am": 10, "bis": 10}
PARTS = tuple(MOST)
ROLE = "Bildungsbüro"


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact as the form shows it."""

    code: FactCode
    number: str
    question: str
    help: str
    #: value and words of each answer; none where the answer is a text
    options: Sequence[tuple[str, str]]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    documents: Sequence[Document]
    #: what sources report about it, unchecked
    reported: Sequence[str]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed: the checked facts, and what is wrong by field."""

    facts: tuple[Fact, ...]
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the public would see."""

    grade: str
    evidence: str
    sentence: str
    counts: bool

    @property
    def mark(self) -> str:
        """Whether it counts as neutral, in a sentence."""
        return "Gilt in dieser Region als neutral." if self.counts else "Gilt in dieser Region nicht als neutral."


def outlook(offer: Offer, checked: Sequence[Fact] | None, region: Region, day: date) -> Outlook:
    """What the public sees of an offer, now or with other checks."""
    facts = offer.facts if checked is None else with_checks(offer.facts, checked)
    found: Assessment = assess(facts, day)
    return Outlook(
        GRADES[found.grade], EVIDENCE[found.evidence], why(found, region.policy), region.policy.accepts(found)
    )


def typed_of(offer: Offer, day: date) -> dict[str, str]:
    """The form as it is filled in before anybody types."""
    typed: dict[str, str] = {}
    known = checked_facts(offer.facts)
    for code in FACT_CODES:
        fact = known.get(code)
        values = (
            (fact.value, fact.source, fact.url, fact.as_of, fact.quote, _iso(fact.checked_on), _iso(fact.expires_on))
            if fact else ("", "", "", "", "", day.isoformat(), lasts_until(code, day).isoformat())
        )  # fmt: skip
        typed |= {f"{part}_{code}": value for part, value in zip(PARTS, values, strict=True)}
    role = next((fact.checked_by for fact in known.values()), ROLE)
    return typed | {"rolle": role}


def fact_rows(
    offer: Offer, typed: Mapping[str, str], errors: Mapping[str, str], documents: Sequence[Document]
) -> list[FactRow]:
    """All facts for the form."""
    rows = []
    for code in FACT_CODES:
        own = {name: sentence for name, sentence in errors.items() if name.endswith(f"_{code}")}
        behind = [one for one in documents if one.fact == code]
        reported = [fact_words(fact) for fact in offer.facts if fact.code == code and not fact.is_checked]
        rows.append(
            FactRow(
                code, NUMBERS.get(code, ""), QUESTIONS["de"][code], HELPS[code], _options(code),
                {part: typed.get(f"{part}_{code}", "") for part in PARTS}, own, behind, reported,
                bool(own or behind or typed.get(f"wert_{code}")),
            )
        )  # fmt: skip
    return rows


def read_facts(form: Mapping[str, str], offer: Offer, day: date) -> Reading:
    """The checked facts as they were typed; a check that is as it was stays whose it was."""
    errors: dict[str, str] = {}
    role, facts = one_line(form.get("rolle", "")), []
    if not 2 <= len(role) <= 80:
        errors["rolle"] = "Bitte schreiben Sie, wer geprüft hat, zum Beispiel: Bildungsbüro."
    known = checked_facts(offer.facts)
    for code in FACT_CODES:
        typed = {part: one_line(form.get(f"{part}_{code}", "")) for part in PARTS}
        wrong = _wrong(code, typed, day)
        errors |= {f"{part}_{code}": sentence for part, sentence in wrong.items()}
        if typed["wert"] and not wrong:
            fact = _fact(code, typed, role)
            before = known.get(code)
            facts.append(before if before and replace(fact, checked_by=before.checked_by) == before else fact)
    return Reading(tuple(facts), errors)


def one_line(text: str) -> str:
    """What was typed, in one line, without characters that nobody can see."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _fact(code: FactCode, typed: Mapping[str, str], role: str) -> Fact:
    checked_on = date.fromisoformat(typed["am"])
    fact = Fact(
        code, typed["wert"], typed["quelle"], web_link(typed["link"]), typed["stand"], typed["wortlaut"],
        role, checked_on,
    )  # fmt: skip
    if typed["bis"]:
        return replace(fact, expires_on=date.fromisoformat(typed["bis"]))
    return fact if fact.speaks_against or fact.value == "unknown" else replace(
        fact, expires_on=lasts_until(code, checked_on)
    )


def _wrong(code: FactCode, typed: Mapping[str, str], day: date) -> dict[str, str]:
    """What is wrong with the fields of one fact, in sentences."""
    wrong = {
        part: f"Das ist zu lang. Es passen {most} Zeichen."
        for part, most in MOST.items() if len(typed[part]) > most
    }  # fmt: skip
    if not typed["wert"]:
        told = any(typed[part] for part in ("quelle", "link", "wortlaut"))
        return wrong | ({"wert": "Hier steht ein Beleg, aber noch keine Antwort."} if told else {})
    if code != "label" and typed["wert"] not in {value for value, _ in _options(code)}:
        wrong["wert"] = "Diese Antwort gibt es hier nicht."
    if not typed["quelle"]:
        wrong["quelle"] = "Bitte schreiben Sie, woher Sie das wissen."
    if typed["link"] and not web_link(typed["link"]):
        wrong["link"] = "Das ist keine Web-Adresse. Sie beginnt mit https://"
    return wrong | _wrong_days(typed, day)


def _wrong_days(typed: Mapping[str, str], day: date) -> dict[str, str]:
    checked_on, ends = _day(typed["am"]), _day(typed["bis"])
    if checked_on is None:
        return {"am": "Bitte schreiben Sie den Tag so: 2026-03-31."}
    if checked_on > day:
        return {"am": f"Dieser Tag kommt noch. Heute ist der {say_day(day)}."}
    if typed["bis"] and ends is None:
        return {"bis": "Bitte schreiben Sie den Tag so: 2027-03-31."}
    return {"bis": "Das Ende liegt vor der Prüfung."} if ends and ends <= checked_on else {}


def _options(code: FactCode) -> list[tuple[str, str]]:
    if code == "label":
        return []
    values = CARRIERS if code == "carrier_type" else ("yes", "no")
    words = ANSWERS["de"]
    told = [(value, words[value]) for value in values]
    return [("", "Nicht geprüft"), *told, ("unknown", "Geprüft, aber nicht herauszufinden")]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def as_json(found: Outlook) -> dict[str, Any]:
    """An outlook for the script that shows it while somebody types."""
    return {"grade": found.grade, "evidence": found.evidence, "sentence": found.sentence, "mark": found.mark}
