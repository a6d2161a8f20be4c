"""Why an offer counts as neutral, or does not, in plain German or English."""

from collections.abc import Mapping

from model.dates import say_as_of, say_day
from model.neutrality import Assessment, Fact, FactCode, Policy

QUESTIONS: Mapping[str, Mapping[FactCode, str]] = {
    "de": {
        "carrier_type": "Wer ist der Träger?",
        "own_courses": "Bietet der Träger eigene Kurse an?",
        "paid_per_result": "Bekommt die Stelle Geld für jede Vermittlung?",
        "own_staff": "Gibt es eigenes Personal für die Beratung?",
        "own_premises": "Gibt es eigene Räume für die Beratung?",
        "mandate": "Muss die Stelle zu allen Anbietern beraten?",
        "open_outcome": "Ist die Beratung freiwillig und offen?",
        "label": "Hat die Beratung ein Siegel?",
        "statement": "Nennt jemand die Beratung neutral?",
    },
    "en": {
        "carrier_type": "Who runs it?",
        "own_courses": "Does the carrier offer courses of its own?",
        "paid_per_result": "Is it paid for each placement?",
        "own_staff": "Is there separate counselling staff?",
        "own_premises": "Are there separate counselling rooms?",
        "mandate": "Must it advise on all providers?",
        "open_outcome": "Is the counselling voluntary and open?",
        "label": "Does the counselling hold a label?",
        "statement": "Does anybody call the counselling neutral?",
    },
}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "de": {"yes": "Ja", "no": "Nein", "unknown": "Nicht bekannt", "public": "Öffentlich", "nonprofit": "Gemeinnützig",
           "chamber": "Kammer", "commercial": "Gewerblich", "course_provider": "Bildungsanbieter"},
    "en": {"yes": "Yes", "no": "No", "unknown": "Not known", "public": "Public", "nonprofit": "Non-profit",
           "chamber": "Chamber", "commercial": "Commercial", "course_provider": "Course provider"},
}  # fmt: skip

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "unchecked": "Ob diese Stelle neutral berät, ist noch nicht geprüft.",
        "lapsed": "Der Nachweis der Neutralität ist am {day} abgelaufen. Er ist noch nicht erneuert.",
        "A": "Neutral: Der Träger ist unabhängig und verkauft keine Kurse.",
        "B": "Neutral mit Regeln: Der Träger hat auch eigene Angebote. Die Beratung ist davon getrennt.",
        "C": "Nicht neutral: Der Träger bietet selbst Kurse an.",
        "C_commercial": "Nicht neutral: Der Träger ist ein gewerbliches Unternehmen.",
        "C_paid": "Nicht neutral: Die Stelle bekommt Geld für jede Vermittlung.",
        "C_outcome": "Nicht neutral: Die Beratung ist nicht freiwillig oder nicht offen.",
        "statement": "Neutral laut {source}.",
        "checked": "Geprüft am {day} ({by}).",
        "reported": "Laut {source}, noch nicht geprüft.",
        "open": "Vom Bildungsbüro noch nicht geprüft.",
        "below": "Das reicht in dieser Region nicht, um als neutral zu gelten.",
        "nobody": "einer öffentlichen Quelle",
    },
    "en": {
        "unchecked": "Nobody has checked yet whether this counselling is neutral.",
        "lapsed": "The evidence of neutrality ran out on {day}. It has not been renewed yet.",
        "A": "Neutral: the carrier is independent and sells no courses.",
        "B": "Neutral by rules: the carrier also has offers of its own. The counselling is kept apart from them.",
        "C": "Not neutral: the carrier offers courses itself.",
        "C_commercial": "Not neutral: the carrier is a commercial company.",
        "C_paid": "Not neutral: it is paid for each placement.",
        "C_outcome": "Not neutral: the counselling is not voluntary or not open.",
        "statement": "Neutral according to {source}.",
        "checked": "Checked on {day} ({by}).",
        "reported": "According to {source}, not checked yet.",
        "open": "Not checked by the education office yet.",
        "below": "In this region that is not enough to count as neutral.",
        "nobody": "a public source",
    },
}


def why(assessment: Assessment, policy: Policy | None = None, lang: str = "de") -> str:
    """One or two sentences saying why an offer counts as neutral or does not, and who says so."""
    words = _SENTENCES[lang]
    if assessment.grade == "unchecked":
        if assessment.lapsed:
            last = max(fact.expires_on for fact in assessment.lapsed if fact.expires_on)
            return words["lapsed"].format(day=say_day(last, lang))
        return words["unchecked"]
    parts = [_judgement(assessment, lang)]
    parts.append(_evidence(assessment, lang))
    if policy and assessment.grade in ("A", "B") and not policy.accepts(assessment):
        parts.append(words["below"])
    return " ".join(parts)


def answer(fact: Fact, lang: str = "de") -> str:
    """The value of a fact in words; a label is its own name."""
    return ANSWERS[lang].get(fact.value, fact.value)


def said_by(fact: Fact, lang: str = "de") -> str:
    """Who says so and since when: "Bürgerstiftung Duisburg (Dezember 2021)"."""
    name = fact.source or _SENTENCES[lang]["nobody"]
    return f"{name} ({say_as_of(fact.as_of, lang)})" if fact.as_of else name


def _statement(assessment: Assessment) -> Fact | None:
    return next((fact for fact in assessment.because if fact.code == "statement"), None)


def _judgement(assessment: Assessment, lang: str) -> str:
    words = _SENTENCES[lang]
    statement = _statement(assessment)
    if statement:
        return words["statement"].format(source=said_by(statement, lang))
    if assessment.grade == "C":
        codes = {fact.code for fact in assessment.because}
        if "paid_per_result" in codes:
            return words["C_paid"]
        if "open_outcome" in codes:
            return words["C_outcome"]
        sells = any(fact.value in ("yes", "course_provider") for fact in assessment.because)
        return words["C"] if sells else words["C_commercial"]
    return words[assessment.grade]


def _evidence(assessment: Assessment, lang: str) -> str:
    words = _SENTENCES[lang]
    if assessment.evidence == "verified":
        day, by = min((fact.checked_on, fact.checked_by) for fact in assessment.because if fact.checked_on)
        return words["checked"].format(day=say_day(day, lang), by=by)
    if _statement(assessment):
        return words["open"]
    doubtful = next(fact for fact in assessment.because if not fact.is_checked)
    return words["reported"].format(source=said_by(doubtful, lang))
