"""What leaves a campaign as CSV: where everybody stands, answers without names, and free texts by themselves."""

import csv
import io
from collections.abc import Iterable, Sequence

from exporters.csv_table import FORMULA
from model.campaign import COUNTABLE, Answers, Plan, Recipient
from model.campaign_results import Nameless

WORDS = {"yes": "Ja", "no": "Nein", "unknown": "Weiß nicht"}
STATES = {"open": "offen", "answered": "beantwortet", "declined": "abgesagt"}
#: what stands where a group would be so small that somebody could be recognised
HIDDEN = "nicht genannt"


def status_csv(people: Iterable[Recipient]) -> str:
    """Where everybody stands, for the office only: it names people."""
    head = ("Einrichtung", "Ansprechperson", "E-Mail", "Telefon", "Straße", "PLZ", "Ort", "Typ", "Stadtteil", "Stand",
            "Gefragt am", "Brief am", "Beantwortet am", "Angefangen", "Mail kam nicht an", "Notiz")  # fmt: skip
    rows = []
    for who in people:
        at = who.address
        days = (one.date().isoformat() if one else "" for one in (who.asked_at, who.letter_at, who.answered_at))
        begun = "ja" if who.saved_at and who.state != "answered" else ""
        rows.append((
            at.institution, at.contact, at.email, at.phone, at.street_line, at.postcode, at.city, at.kind, at.district,
            STATES[who.state], *days, begun, who.trouble, who.note,
        ))  # fmt: skip
    return _table(head, rows)


def answers_csv(plan: Plan, answers: Iterable[Nameless]) -> str:
    """The answers to countable questions, with type and district as far as nobody is recognised by them."""
    questions = [one for one in plan.questions if one.kind in COUNTABLE]
    rows = [
        (one.kind or HIDDEN, one.district or HIDDEN, *(" | ".join(map(_word, values)) for values in one.values))
        for one in answers
    ]
    return _table(("Typ", "Stadtteil", *(one.text for one in questions)), rows)


def texts_csv(plan: Plan, sent: Iterable[Answers]) -> str:
    """What was written in sentences, question by question and in the order of the alphabet, with nothing beside it."""
    some = list(sent)
    rows = [
        (question.text, text)
        for question in plan.questions
        if question.kind not in COUNTABLE
        for text in sorted(value for one in some for value in one.of(question.code))
    ]
    return _table(("Frage", "Antwort"), rows)


def _word(value: str) -> str:
    return WORDS.get(value, value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as German spreadsheets open it; no cell is run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_safe, head))
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _safe(value: str) -> str:
    return "'" + value if value.startswith(FORMULA) else value
