"""Campaigns in the office: works, wrong role, wrong region, bad input, no token, swapped codes, typed scripts."""

import csv
import io
import re
from dataclasses import replace

import openpyxl
import pypdfium2
import pytest
import zxingcpp

from model.campaign import Address, Answers, OwnAnswer
from model.mail import Mail
from tests.campaigns import PLAN, a_campaign, running
from tests.desk import ELSEWHERE, services_of, signed_in
from web.bureau.campaigns import ROUTES

AT = "/buero/duisburg/erhebungen"
NEW = {"name": "Frühjahr", "starts": "2026-03-01", "ends": "2026-04-30", "invitation": "Guten Tag {name}",
       "reminder": "Noch einmal, {name}"}  # fmt: skip
LIST = """Einrichtung;E-Mail;Straße;Hausnummer;PLZ;Ort;Typ;Stadtteil
Volkshochschule;vhs@stadt.example;Königstraße;47;47051;Duisburg;VHS;Altstadt
Kolleg ohne Mail;;Weg;1;47049;Duisburg;Kolleg;Wanheimerort
;leer@stadt.example;;;;;;
"""


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def editor(app):
    return signed_in(app)


@pytest.fixture
def draft(store):
    return a_campaign(store, [Address("VHS", email="vhs@stadt.example"), Address("Kolleg", street="Weg", city="Ort")])


def upload(person, code, text, name="liste.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return person.post(f"{AT}/{code}/empfaenger/liste", {"liste": (io.BytesIO(data), name)},
                       content_type="multipart/form-data")  # fmt: skip


def test_from_nothing_to_an_invitation(editor, store):
    assert "Es gibt noch keine Erhebung." in editor.get(AT).text
    there = editor.post(f"{AT}/neu", NEW).location
    code = there.split("/")[-2]
    fields = {"fields": ["phone", "hours"], "question": "neue-frage", "neue-frage-text": "Wie viele?",
              "neue-frage-kind": "number"}  # fmt: skip
    assert editor.post(there, fields).location == f"{AT}/{code}"
    assert "vorschau" in upload(editor, code, LIST).location
    preview = editor.get(f"{AT}/{code}/empfaenger").text
    assert "Zeile 4: Die Einrichtung fehlt." in preview
    assert "2 aufnehmen" in preview
    editor.post(f"{AT}/{code}/empfaenger/aufnehmen", {"do": "take"})
    page = editor.get(f"{AT}/{code}").text
    assert "1 per Mail, 1 per Brief" in page
    editor.post(f"{AT}/{code}/verschicken", {"rounds": "0"})
    one = store.campaigns.by_code("05112", code)
    assert (one.state, one.rounds, one.plan.fields) == ("running", 1, ("hours", "phone"))
    assert [job.kind for job in store.jobs.latest("05112", ["campaign_round"])] == ["campaign_round"]
    assert "Frühjahr" in editor.get(AT).text


def test_a_click_twice_sends_once(editor, store, draft):
    for _ in range(2):
        editor.post(f"{AT}/{draft.code}/verschicken", {"rounds": "0"})
    assert store.campaigns.by_code("05112", draft.code).rounds == 1
    assert len(store.jobs.latest("05112", ["campaign_round"])) == 1
    assert "Das wurde gerade schon verschickt." in editor.get(f"{AT}/{draft.code}").text


def test_no_round_begins_while_the_last_one_is_at_work(editor, store, draft):
    editor.post(f"{AT}/{draft.code}/verschicken", {"rounds": "0"})
    editor.post(f"{AT}/{draft.code}/verschicken", {"rounds": "1"})
    assert "Der letzte Versand ist noch nicht fertig." in editor.get(f"{AT}/{draft.code}").text
    assert store.campaigns.by_code("05112", draft.code).rounds == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Bitte geben Sie der Erhebung einen Namen."),
        ({"ends": "2026-02-01"}, "Der letzte Tag liegt vor dem ersten."),
        ({"starts": "gestern"}, "Bitte nennen Sie den ersten Tag."),
        ({"invitation": "Hallo {vorname}"}, "Den Platzhalter {vorname} gibt es nicht."),
    ],
)
def test_a_form_that_is_not_right_says_what_and_loses_nothing(editor, store, changes, said):
    answer = editor.post(f"{AT}/neu", NEW | changes | {"reminder": "<b>Noch da</b> {name}"})
    assert answer.status_code == 400
    assert said in answer.text
    assert "&lt;b&gt;Noch da&lt;/b&gt;" in answer.text
    assert store.campaigns.of_region("05112") == []


def test_questions_are_put_in_order_crossed_out_and_added(editor, store, draft):
    editor.post(f"{AT}/{draft.code}/fragen", {
        "fields": "phone", "question": ["frage1", "frage2", "frage3", "neue-frage"], "frage1-text": "Eins",
        "frage1-kind": "long", "frage1-order": "3", "frage2-drop": "1", "frage2-text": "Zwei", "frage3-text": "Drei",
        "frage3-kind": "yes_no", "frage3-order": "1", "neue-frage-text": "Neu", "neue-frage-kind": "one",
        "neue-frage-options": "a\r\n\r\nb\na", "neue-frage-required": "1", "neue-frage-order": "2", "do": "more",
    })  # fmt: skip
    kept = store.campaigns.by_code("05112", draft.code).plan.questions
    assert [(one.text, one.kind, one.required) for one in kept] == [
        ("Drei", "yes_no", False), ("Neu", "one", True), ("Eins", "long", False),
    ]  # fmt: skip
    assert kept[1].options == ("a", "b")
    assert kept[0].code == "frage3"
    assert "Neue Frage" in editor.get(f"{AT}/{draft.code}/fragen?mehr=1").text


def test_a_question_with_one_choice_is_told_at_its_place(editor, draft):
    answer = editor.post(f"{AT}/{draft.code}/fragen", {"fields": "phone", "question": "frage2", "frage2-text": "Was?",
                                                       "frage2-kind": "one", "frage2-options": "nur eine"})  # fmt: skip
    assert answer.status_code == 400
    assert "Diese Frage braucht 2 bis 20 Antworten" in answer.text
    assert "nur eine" in answer.text


def test_questions_stay_as_they_are_once_they_were_sent(editor, store):
    campaign, _ = running(store, [Address("VHS", email="a@b.example")])
    answer = editor.post(f"{AT}/{campaign.code}/fragen", {"fields": "email"})
    assert answer.status_code == 400
    editor.post(f"{AT}/{campaign.code}/texte", NEW | {"ends": "2026-05-31", "starts": "2026-02-01"})
    after = store.campaigns.by_code("05112", campaign.code)
    assert (after.plan.fields, after.plan.questions, after.starts) == (PLAN.fields, PLAN.questions, campaign.starts)
    assert (str(after.ends), after.plan.invitation) == ("2026-05-31", NEW["invitation"])


def test_recipients_come_from_the_map_by_provider(editor, store, draft):
    editor.post(f"{AT}/{draft.code}/empfaenger/eintraege", {"public": "1"})
    people = store.campaigns.recipients(draft)
    found = {key for who in people for key in who.address.offers}
    named = {key for key in store.keys("05112") if store.offer(key).provider.name}
    assert found == named
    assert any(who.address.email for who in people if who.address.offers)
    again = editor.post(f"{AT}/{draft.code}/empfaenger/eintraege", {"public": "1"})
    assert "standen schon auf der Liste" in editor.get(again.location).text
    assert len(store.campaigns.recipients(draft)) == len(people)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "leer.csv", "Die Datei ist leer."),
        (b"%PDF-1.7", "../../etc/passwd", "Das ist keine Tabelle."),
        (b"PK\x03\x04" + b"0" * 50, "mappe.xlsx", "Die Datei ist beschädigt."),
    ],
)
def test_what_is_no_list_is_refused(editor, store, draft, data, name, said):
    answer = upload(editor, draft.code, data, name)
    assert answer.status_code == 400
    assert said in answer.text
    assert store.campaigns.by_code("05112", draft.code).pending == ""


def test_an_upload_name_with_paths_or_a_script_is_only_shown(editor, draft):
    upload(editor, draft.code, LIST, "../../<script>alert(1)</script>.csv")
    page = editor.get(f"{AT}/{draft.code}/empfaenger").text
    assert "<script>alert" not in page
    assert "../" not in page.split("Das haben wir in")[1].split("gelesen")[0]


def test_an_excel_list_may_be_dropped_again(editor, store, draft):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Einrichtung", "E-Mail"])
    book.active.append(["Neu", "neu@stadt.example"])
    book.save(file)
    upload(editor, draft.code, file.getvalue(), "liste.xlsx")
    editor.post(f"{AT}/{draft.code}/empfaenger/aufnehmen", {"do": "drop"})
    assert store.campaigns.count(draft) == 2
    assert store.campaigns.by_code("05112", draft.code).pending == ""


def test_a_file_that_is_too_large_is_refused(editor, draft):
    assert upload(editor, draft.code, b"Einrichtung;E-Mail\n" + b"x" * 10_000_001).status_code == 413


def test_a_recipient_is_corrected_says_no_and_is_taken_off(editor, store, draft):
    who = store.campaigns.recipients(draft, "by_mail")[0]
    at = f"{AT}/{draft.code}/empfaenger/{who.code}"
    wrong = editor.post(at, {"institution": "VHS", "email": "a@b.example\r\nBcc: c@d.example"})
    assert wrong.status_code == 400
    editor.post(at, {"institution": "VHS Mitte", "email": "neu@stadt.example", "kind": "VHS"})
    assert store.campaigns.recipient(draft, who.code).address.email == "neu@stadt.example"
    editor.post(at, {"do": "decline", "note": "am Telefon"})
    assert store.campaigns.recipient(draft, who.code).state == "declined"
    editor.post(at, {"do": "reopen"})
    assert store.campaigns.recipient(draft, who.code).state == "open"
    editor.post(at, {"do": "remove"})
    assert store.campaigns.recipient(draft, who.code) is None


def test_whoever_was_asked_is_not_taken_off(editor, store):
    campaign, ((who, _),) = running(store, [Address("VHS", email="a@b.example")])
    editor.post(f"{AT}/{campaign.code}/empfaenger/{who.code}", {"do": "remove"})
    assert store.campaigns.count(campaign) == 1


def test_letters_come_by_postcode_with_codes_that_open_the_forms(app, editor, store):
    people = [Address(f"Stelle {number}", street="Weg", number="1", postcode=f"4705{9 - number}", city="Duisburg")
              for number in range(3)]  # fmt: skip
    campaign, _ = running(store, [*people, Address("VHS", email="a@b.example", street="Weg", city="Ort")])
    answer = editor.post(f"{AT}/{campaign.code}/briefe", {"again": "1"})
    assert answer.content_type == "application/pdf"
    assert re.fullmatch(r'attachment; filename="briefe-duisburg-2026-03-03-3.pdf"',
                        answer.headers["Content-Disposition"])  # fmt: skip
    pdf = pypdfium2.PdfDocument(answer.data)
    links = [zxingcpp.read_barcodes(page.render(scale=3).to_pil())[0].text for page in pdf]
    pdf.close()
    client = app.test_client()
    for number, link in zip((2, 1, 0), links, strict=True):
        path = link.removeprefix("http://127.0.0.1:8000")
        assert f"Stelle {number}" in client.get(path).text
    assert store.campaigns.count(campaign, "by_letter") == 3
    assert "Auf den Briefen steht deshalb kein vollständiger Absender." in editor.get(f"{AT}/{campaign.code}").text
    nobody = editor.post(f"{AT}/{campaign.code}/briefe")
    assert nobody.status_code == 303


def test_a_letter_again_for_those_who_were_ticked(editor, store):
    campaign, pairs = running(store, [Address("VHS", email="a@b.example", street="Weg", city="Ort"),
                                      Address("Kolleg", email="c@d.example", street="Weg", city="Ort")])  # fmt: skip
    answer = editor.post(f"{AT}/{campaign.code}/briefe", {"picked": "1", "who": [pairs[0][0].code, "gibtsnicht"]})
    with pypdfium2.PdfDocument(answer.data) as pdf:
        assert len(pdf) == 1
    assert [who.letter_at is not None for who in store.campaigns.recipients(campaign)] == [False, True]


def test_the_send_log_of_one_campaign_shows_its_mails_only(editor, store, draft):
    other = a_campaign(store, [Address("Andere", email="andere@stadt.example")])
    with store.write(by="a", why="b") as writer:
        for one, to in ((draft, "vhs@stadt.example"), (other, "andere@stadt.example")):
            writer.campaigns.set_state(one, "running")
            writer.mails.queue(Mail(f"{one.about}:x:invite", to, "Betreff", "Text", one.about, "05112"))
    page = editor.get(f"{AT}/{draft.code}").text
    link = re.search(r'href="([^"]*/post[^"]*)"[^>]*>(?:(?!</a>).)*Versand \(1\)', page)
    log = editor.get(link[1].replace("&amp;", "&")).text
    assert "vhs@stadt.example" in log
    assert "andere@stadt.example" not in log


def answer_all(store, pairs, kind="VHS"):
    with store.write(by="a", why="b") as writer:
        for who, _ in pairs:
            own = (OwnAnswer("frage2", ("Räume",)), OwnAnswer("frage3", ("yes",)))
            writer.campaigns.save_answers(who, Answers(own=own, by="Ada Öz"), sent=True)


def test_the_return_rate_is_shown_by_type_and_district_and_day(editor, store):
    people = [
        Address(f"S{n}", email="a@b.example", kind="VHS" if n < 6 else "Kolleg", district="Mitte" * (n % 2))
        for n in range(10)
    ]
    campaign, pairs = running(store, people)
    answer_all(store, pairs[:4])
    page = editor.get(f"{AT}/{campaign.code}").text
    assert "<strong>40 %</strong>Rücklauf" in page
    assert "4 von 6" in page
    assert 'aria-label="VHS: 66,7 %"' in page
    assert "ohne Angabe" in page
    assert "3. März 2026" in page
    assert "style=" not in page
    silent = editor.get(f"{AT}/{campaign.code}/ausstehend").text
    assert "Ohne Antwort: 6" in silent
    assert silent.count('name="who"') == 0


def test_exports_hand_out_no_codes_and_no_small_groups(editor, store):
    people = [Address(f"S{n}", email="a@b.example", kind="VHS" if n < 6 else "Kolleg") for n in range(8)]
    campaign, pairs = running(store, people)
    answer_all(store, pairs[:6])
    anonymous = editor.get(f"{AT}/{campaign.code}/antworten.csv")
    rows = list(csv.reader(io.StringIO(anonymous.text[1:]), delimiter=";"))
    assert rows[1:] == [["VHS", "nicht genannt", "", "Räume", "Ja"]] * 6
    for secret in ("Öz", "S1", "@", *(who.code for who, _ in pairs), *(code for _, code in pairs)):
        assert secret not in anonymous.text
    status = editor.get(f"{AT}/{campaign.code}/stand.csv").text
    assert status.count("beantwortet") == 6
    assert not any(code in status for _, code in pairs)
    assert editor.get(f"{AT}/{campaign.code}/texte.csv").status_code == 200
    assert "Räume" in editor.get(f"{AT}/{campaign.code}/antworten").text


def test_the_end_closes_the_codes_and_lets_persons_be_forgotten(app, editor, store):
    campaign, ((who, code),) = running(store, [Address("VHS", "Ada Öz", "a@b.example", kind="VHS")])
    editor.post(f"{AT}/{campaign.code}/vergessen")
    assert store.campaigns.recipient(campaign, who.code).address.contact == "Ada Öz"
    editor.post(f"{AT}/{campaign.code}/schluss")
    assert app.test_client().get(f"/umfrage/{code}").status_code == 404
    editor.post(f"{AT}/{campaign.code}/vergessen")
    after = store.campaigns.recipient(campaign, who.code).address
    assert (after.institution, after.contact, after.email) == ("VHS", "", "")
    assert editor.get(f"{AT}/{campaign.code}").status_code == 200


def addresses_of(campaign, who):
    """Every address of the room, filled in."""
    for route in ROUTES:
        path = route.path.replace("<region>", "duisburg").replace("<code>", campaign.code).replace("<who>", who.code)
        yield route, f"/buero{path}"


@pytest.fixture
def there(store, draft):
    return draft, store.campaigns.recipients(draft)[0]


@pytest.mark.parametrize(("role", "region"), [("pilot", "05112"), ("provider", "05112"), ("editor", ELSEWHERE)])
def test_nobody_without_the_right_sees_or_does_anything(app, store, there, role, region):
    person = signed_in(app, role, region)
    for route, path in addresses_of(*there):
        answer = person.get(path) if route.method == "GET" else person.post(path, NEW)
        assert answer.status_code == 403, path
    assert store.campaigns.by_code("05112", there[0].code) == there[0]


def test_every_form_needs_its_token_and_every_page_its_method(app, store, editor, there):
    known = {}
    for route, path in addresses_of(*there):
        known.setdefault(path, set()).add(route.method)
        if route.method == "POST":
            assert editor.client.post(path, data=NEW).status_code == 400, path
            assert app.test_client().post(path, data=NEW).status_code == 401, path
        else:
            assert app.test_client().get(path).status_code == 302, path
            assert editor.get(path).status_code == 200, path
    for path, methods in known.items():
        for method in {"GET", "POST"} - methods:
            assert editor.client.open(path, method=method).status_code in (404, 405), path
    assert store.campaigns.by_code("05112", there[0].code) == there[0]


def test_codes_of_another_region_and_of_other_campaigns_open_nothing(editor, store, there):
    foreign = a_campaign(store, [Address("Fremd", email="f@b.example")], region=ELSEWHERE)
    other = store.campaigns.recipients(a_campaign(store, [Address("Andere", email="o@b.example")]))[0]
    for campaign, who in ((foreign, there[1]), (there[0], other), (replace(there[0], code="gibtsnicht"), there[1])):
        for route, path in addresses_of(campaign, who):
            if "<who>" not in route.path and ("<code>" not in route.path or campaign is there[0]):
                continue
            answer = editor.get(path) if route.method == "GET" else editor.post(path, NEW)
            assert answer.status_code == 404, path
    assert store.campaigns.by_code(ELSEWHERE, foreign.code) == foreign


def test_whatever_is_typed_is_shown_and_never_run(app, editor, store):
    evil = "<script>alert(1)</script>"
    plan = replace(PLAN, questions=(replace(PLAN.questions[0], kind="long"), *PLAN.questions[1:]))
    address = Address(*[evil] * 2, "a@b.example", *[evil] * 7)
    campaign, ((who, _),) = running(store, [address], plan)
    with store.write(by=evil, why=evil) as writer:
        named = replace(campaign, name=evil, plan=replace(plan, invitation=evil, reminder=evil))
        writer.campaigns.save(named)
        writer.campaigns.save_answers(who, Answers(own=(OwnAnswer("frage1", (evil,)),), note=evil, by=evil), sent=True)
    for route, path in addresses_of(campaign, who):
        if route.method == "GET":
            assert "<script>alert" not in editor.get(path).text or path.endswith(".csv"), path
