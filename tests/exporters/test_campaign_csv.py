import csv
import io
from datetime import UTC, datetime

from exporters.campaign_csv import answers_csv, status_csv, texts_csv
from model.campaign import Address, Answers, OwnAnswer, Plan, Question, Recipient
from model.campaign_results import nameless

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
PLAN = Plan(questions=(
    Question("q1", "=Was?", "yes_no"), Question("q2", "Warum?", "long"), Question("q3", "Wo?", "several", ("a", "b")),
))  # fmt: skip


def table(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def sent(kind: str, district: str, why: str = "weil") -> tuple[str, str, Answers]:
    own = (OwnAnswer("q1", ("yes",)), OwnAnswer("q2", (why,)), OwnAnswer("q3", ("a", "b")))
    return kind, district, Answers(own=own, by="Ada Öz", note="geheim")


def test_answers_leave_without_names_codes_or_texts():
    found = answers_csv(PLAN, nameless(PLAN, [sent("VHS", "Mitte")] * 5 + [sent("Kammer", "Nord")]))
    assert table(found)[0] == ["Typ", "Stadtteil", "'=Was?", "Wo?"]
    assert table(found)[1:] == [["nicht genannt", "nicht genannt", "Ja", "a | b"]] * 6
    assert "Öz" not in found
    assert "weil" not in found


def test_texts_leave_by_themselves_in_the_order_of_the_alphabet():
    found = texts_csv(PLAN, [one for *_, one in (sent("VHS", "Mitte", "b"), sent("Kammer", "Nord", "=a"))])
    assert table(found) == [["Frage", "Antwort"], ["Warum?", "'=a"], ["Warum?", "b"]]


def test_the_status_names_everybody_and_no_cell_is_a_formula():
    people = [
        Recipient(1, "c", Address("@VHS", email="a@b.example", number="1", street="Weg"), "answered", asked_at=NOW,
                  answered_at=NOW),
        Recipient(2, "d", Address("Kolleg"), saved_at=NOW, trouble="Das Postfach ist voll."),
    ]  # fmt: skip
    head, first, second = table(status_csv(people))
    rows = [dict(zip(head, row, strict=True)) for row in (first, second)]
    assert (rows[0]["Einrichtung"], rows[0]["Stand"], rows[0]["Straße"]) == ("'@VHS", "beantwortet", "Weg 1")
    assert (rows[0]["Beantwortet am"], rows[0]["Angefangen"]) == ("2026-03-03", "")
    assert (rows[1]["Stand"], rows[1]["Angefangen"]) == ("offen", "ja")
    assert rows[1]["Mail kam nicht an"] == "Das Postfach ist voll."
    assert "code" not in " ".join(head).lower()
